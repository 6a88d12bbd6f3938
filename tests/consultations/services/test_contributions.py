"""Contributions: received with a code, entered afterwards, sent for an organisation."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from consultations.codes import code_digest, reference_code
from consultations.enums import ContributionChannel
from consultations.models import (
    Contribution,
    ContributionContact,
    Round,
)
from consultations.services import (
    enter_contribution,
    receive_contribution,
    send_for_organisation,
)
from core.workflow import StepRefused
from operations.deeds import Entry
from operations.models import Event
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.consultations import (
    RoundFactory,
)


@pytest.fixture
def coordinator(db):
    return UserFactory(role="coordinator")


def words(consultation: Round, key: uuid.UUID | None = None) -> Contribution:
    return Contribution(round=consultation, submission_key=key or uuid.uuid4(), text="Na duhet një rampë.")


def test_a_code_is_known_however_it_is_typed_and_stands_nowhere_itself(db):
    receipt = receive_contribution(words(RoundFactory(is_open=True)))

    assert len(receipt.reference_code) == 19
    for typed in (receipt.reference_code, receipt.reference_code.lower().replace("-", " ").replace("0", "o")):
        assert code_digest(typed) == receipt.contribution.reference_hash
    assert code_digest("0000-0000-0000-0000") != receipt.contribution.reference_hash
    assert receipt.reference_code not in str(Contribution.objects.values())


def test_contact_is_kept_apart_and_out_of_the_history(db):
    contact = ContributionContact(name="Emri", email="dikush@example.org", consents_to_feedback=True)
    receipt = receive_contribution(words(RoundFactory(is_open=True)), contact=contact)

    assert receipt.contribution.contact.email == "dikush@example.org"
    event = Event.objects.get(action="consultations.receive_contribution")
    trail = f"{event.after} {event.subject_label}"
    assert "dikush" not in trail
    assert "rampë" not in trail


@pytest.mark.parametrize("days", [-1, -30])
def test_after_the_last_day_of_the_database_clock_nothing_is_taken(days, db):
    today = timezone.localdate()
    consultation = RoundFactory(
        state="open", notice_on=today - timedelta(days=60), closes_on=today + timedelta(days=days)
    )

    with pytest.raises(StepRefused):
        receive_contribution(words(consultation))
    assert not Contribution.objects.exists()


def test_on_the_last_day_contributions_are_still_taken(db):
    today = timezone.localdate()
    consultation = RoundFactory(state="open", notice_on=today, closes_on=today)

    assert receive_contribution(words(consultation)).is_new


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_eight_concurrent_submitters_lose_and_double_nothing(same_key):
    consultation = RoundFactory(is_open=True)
    shared = uuid.uuid4()
    keys = [shared if same_key else uuid.uuid4() for _number in range(8)]
    start = threading.Barrier(8)
    codes: list[str] = []

    def submit(key: uuid.UUID) -> None:
        try:
            start.wait()
            codes.append(receive_contribution(words(consultation, key)).reference_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    kept = list(Contribution.objects.values_list("submission_key", flat=True))
    assert len(codes) == 8
    assert set(codes) == {reference_code(key) for key in kept}
    assert len(kept) == len(set(keys))
    assert Event.objects.filter(action="consultations.receive_contribution").count() == len(set(keys))


def test_back_entry_names_its_source_and_lies_within_the_round(coordinator):
    consultation = RoundFactory(is_closed=True)
    spoken = Contribution(
        round=consultation, channel=ContributionChannel.PAPER, text="Me shkrim.", submission_key=uuid.uuid4()
    )

    with pytest.raises(StepRefused):
        enter_contribution(words(consultation), actor=coordinator)
    with pytest.raises(ValidationError):
        enter_contribution(
            words(consultation), actor=coordinator, entry=Entry(date(2024, 6, 1), source_document="Protokolli 12")
        )
    receipt = enter_contribution(
        spoken, actor=coordinator, entry=Entry(date(2024, 4, 24), source_document="Protokolli 12")
    )

    assert receipt.contribution.entered_by == coordinator
    assert receipt.contribution.happened_on == date(2024, 4, 24)


def test_a_member_sends_only_for_the_own_organisation(db):
    membership = MembershipFactory()
    consultation = RoundFactory(is_open=True)
    foreign = words(consultation)
    foreign.organisation = OrganisationFactory()
    own = words(consultation)
    own.organisation = membership.organisation

    with pytest.raises(PermissionDenied):
        send_for_organisation(foreign, actor=membership.user)
    assert send_for_organisation(own, actor=membership.user).is_new


def test_a_member_awaiting_approval_sends_nothing(db):
    membership = MembershipFactory(approved_on=None)
    contribution = words(RoundFactory(is_open=True))
    contribution.organisation = membership.organisation

    with pytest.raises(PermissionDenied):
        send_for_organisation(contribution, actor=membership.user)
