"""Rounds are locked for whoever writes into them: until the answers are public, and letters afterwards too."""

import threading

import pytest
from django.db import connection, transaction

from consultations.enums import RoundState
from consultations.models import Round
from consultations.services.locks import lock_for_letter, lock_workable
from core.workflow import StepRefused
from tests.factories.consultations import RoundFactory


@pytest.mark.django_db
@pytest.mark.parametrize("state", RoundState)
def test_only_a_round_without_public_answers_is_worked_at(state: str) -> None:
    consultation = RoundFactory(is_open=True, state=state)
    is_public = state in {RoundState.ANSWERED, RoundState.REPORTED}

    assert lock_for_letter(consultation.pk) == consultation
    if is_public:
        with pytest.raises(StepRefused):
            lock_workable(consultation.pk)
    else:
        assert lock_workable(consultation.pk) == consultation


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lock", [lock_workable, lock_for_letter])
def test_who_comes_second_waits_and_sees_what_the_first_left(lock) -> None:
    consultation, seen, is_held = RoundFactory(), [], threading.Event()

    def second() -> None:
        is_held.wait(10)
        try:
            with transaction.atomic():
                seen.append(lock(consultation.pk).title_sq)
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        lock(consultation.pk)
        is_held.set()
        Round.objects.filter(pk=consultation.pk).update(title_sq="I ndryshuar")
        thread.join(0.3)
        assert not seen
    thread.join(10)

    assert seen == ["I ndryshuar"]
