"""A person is taken out of points of minutes: out of every page and table, sealed or for good."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultations.erasures import redacted_points, says_no_more
from consultations.models import (
    DataOpening,
    MinutesPoint,
    PointRedaction,
    Redaction,
    Round,
    SealedPoint,
)
from consultations.rights.requests import erase_for_request
from consultations.services import redact
from consultations.services.meetings import settle_point
from consultations.services.points import redact_point
from consultations.words.redacting import only_takes_out, remaining_parts, with_parts
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ContributionFactory,
    MinutesPointFactory,
    PersonRequestFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db

NAME = "Zanfina"
WORDS = f"Fqinja {NAME} tha se na duhet një rampë."
CLEAN = "Fqinja […] tha se na duhet një rampë."


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def officer() -> User:
    return UserFactory(role="dpo")


@pytest.fixture
def coordinator() -> User:
    return UserFactory(role="coordinator")


def said(**more: Any) -> MinutesPoint:
    event = ConsultationEventFactory(round=RoundFactory(is_closed=True), confidentiality="public")
    point: MinutesPoint = MinutesPointFactory(event=event, text=WORDS, **more)
    return point


def taken(
    point: MinutesPoint, text: str, *, actor: User, reason: str = "Emër", for_good: bool = False
) -> MinutesPoint:
    redact_point(PointRedaction(point=point, reason=reason, for_good=for_good), text, actor=actor)
    return MinutesPoint.objects.get(pk=point.pk)


def tables_with(words: str) -> set[str]:
    """Every table of which some row holds the words: whatever is shown, searched, exported or noted is read there."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" AS row WHERE row::text LIKE %s)', [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def pages_with(words: str, point: MinutesPoint) -> set[str]:
    """The pages on which somebody reads them, whatever her role."""
    pages = [
        point.event.get_absolute_url(),
        point.get_absolute_url(),
        reverse("consultations:minutes_point_list"),
        reverse("consultations:minutes_point_redact", args=[point.pk]),
        reverse("consultations:minutes_point_open", args=[point.pk]),
        reverse("consultations:round_detail", args=[point.event.round_id]),
        reverse("consultations:public_round_detail", args=[point.event.round_id]),
    ]
    found = set()
    for role in (None, "staff", "coordinator", "expert", "dpo", "admin"):
        client = Client()
        if role:
            client.force_login(UserFactory(role=role))
        found |= {page for page in pages if words in client.get(page).content.decode()}
    return found


@pytest.mark.parametrize("way", [{}, {"reason": "Falënderim"}], ids=["open", "set aside"])
def test_a_name_taken_out_of_a_point_stands_on_no_page_and_is_sealed_in_one_place(
    way: dict[str, str], coordinator: User
) -> None:
    point = said(**way)
    assert len(pages_with(NAME, point)) >= 3, "the check can fail"

    point = taken(point, CLEAN, actor=coordinator)

    assert (point.text, point.words) == (CLEAN, CLEAN)
    assert pages_with(NAME, point) == set()
    assert point.event.get_absolute_url() in pages_with(CLEAN, point)
    assert tables_with(NAME) == {"consultations_sealedpoint"}
    told = Event.objects.get(action="consultations.redact_point")
    assert (told.actor, told.after) == (coordinator, {"number": point.number, "reason": "Emër", "for_good": False})


def test_what_a_person_asks_to_have_erased_stands_in_no_table(officer: User, coordinator: User) -> None:
    point = taken(said(), CLEAN, actor=coordinator)

    point = taken(point, "Fqinja […] tha se na duhet […].", actor=officer, reason="Kërkesa 7", for_good=True)

    assert not SealedPoint.objects.exists()
    assert tables_with(NAME) == set()
    assert tables_with("rampë") == set()


def test_what_was_sealed_goes_for_good_though_nothing_more_is_taken_out(officer: User, coordinator: User) -> None:
    point = taken(said(), CLEAN, actor=coordinator)

    taken(point, CLEAN, actor=officer, for_good=True)

    assert tables_with(NAME) == set()
    with pytest.raises(ValidationError):
        taken(point, CLEAN, actor=officer, for_good=True)


def test_a_point_is_shortened_once_the_answers_are_out(officer: User) -> None:
    point = said(reason="Falënderim")
    Round.objects.filter(pk=point.event.round_id).update(state="answered")

    assert taken(point, CLEAN, actor=officer, for_good=True).text == CLEAN


def test_only_removals_are_taken_each_with_its_reason_and_for_good_by_the_officer_alone(
    officer: User, coordinator: User
) -> None:
    point = said()

    for text, reason in (("Diçka tjetër", "Emër"), (CLEAN + " Edhe kjo.", "Emër"), (WORDS, "Emër"), (CLEAN, " ")):
        with pytest.raises(ValidationError):
            taken(point, text, actor=officer, reason=reason)
    with pytest.raises(PermissionDenied):
        taken(point, CLEAN, actor=coordinator, for_good=True)
    for role in ("staff", "expert", "admin"):
        with pytest.raises(PermissionDenied):
            taken(point, CLEAN, actor=UserFactory(role=role))
    assert MinutesPoint.objects.get().text == WORDS
    assert not PointRedaction.objects.exists()


def test_the_form_keeps_what_was_typed_and_offers_for_good_to_the_officer(
    officer: User, coordinator: User, client_of: Any
) -> None:
    point = said()
    address = reverse("consultations:minutes_point_redact", args=[point.pk])
    page = client_of(coordinator).get(address)

    assert NAME in page.content.decode().partition("<textarea")[0], "the hint"
    assert list(page.context["form"].fields) == ["text", "reason"]
    assert list(client_of(officer).get(address).context["form"].fields) == ["text", "reason", "for_good"]
    refused = client_of(officer).post(address, {"text": "Fjalë të tjera", "reason": "Emër"})
    assert "Fjalë të tjera" in refused.content.decode()
    done = client_of(officer).post(
        address, {"text": CLEAN.replace("[…]", "[...]"), "reason": "Emër", "for_good": "on"}
    )
    assert done.url == reverse("consultations:minutes_point_list")
    assert (MinutesPoint.objects.get().text, SealedPoint.objects.count()) == (CLEAN, 0)


def test_what_is_sealed_opens_only_to_a_written_reason(officer: User, client_of: Any) -> None:
    point = said()
    address = reverse("consultations:minutes_point_open", args=[point.pk])
    client = client_of(officer)
    assert client.post(address, {"reason": "Ankesë"}).context["form"].errors, "nothing is sealed yet"
    taken(point, CLEAN, actor=officer)

    assert NAME not in client.get(address).content.decode()
    assert NAME not in client.post(address, {"reason": " "}).content.decode()
    assert not DataOpening.objects.exists()
    assert NAME in client.post(address, {"reason": "Ankesë"}).content.decode()

    opening = DataOpening.objects.get()
    assert (opening.point, opening.contribution, opening.opened, opening.reason) == (
        point,
        None,
        "original",
        "Ankesë",
    )
    assert "Ankesë" in client.get(reverse("consultations:privacy_desk")).content.decode()


def linked(text: str = WORDS) -> MinutesPoint:
    point = said()
    point.contribution = ContributionFactory(round=point.event.round, event=point.event, text=text)
    settle_point(point, actor=UserFactory(role="staff"))
    return point


def test_a_redacted_contribution_is_all_that_its_points_say(coordinator: User) -> None:
    point = linked()

    redact(Redaction(contribution=point.contribution, text=CLEAN, reason="Emër"), actor=coordinator)

    point = MinutesPoint.objects.get()
    assert (point.text, point.words) == ("[…]", CLEAN)
    assert tables_with(NAME) == {"consultations_contribution", "consultations_sealedpoint"}
    late = MinutesPointFactory(event=point.event, text=WORDS, contribution=None)
    late.contribution = point.contribution
    settle_point(late, actor=coordinator)
    assert MinutesPoint.objects.get(pk=late.pk).text == "[…]"


def test_the_erasure_of_a_contribution_reaches_the_points_for_good(officer: User, coordinator: User) -> None:
    point = linked()
    redact(Redaction(contribution=point.contribution, text=CLEAN, reason="Emër"), actor=coordinator)
    asked = PersonRequestFactory(kind="erasure", contribution=point.contribution)

    erase_for_request(asked, actor=officer)

    assert tables_with(NAME) == {"consultations_contribution"}, "its original alone, as before"
    assert MinutesPoint.objects.get().words == "[…]"
    assert PointRedaction.objects.filter(for_good=True, reason__contains=asked.protocol_no).count() == 1


def test_an_erasure_reaches_what_other_points_repeat_of_her_words_for_good(officer: User, coordinator: User) -> None:
    """In a point that is set aside, in one of another person, and under the seal; what others said stays."""
    her_words = f"Jam {NAME} nga Orikumi dhe dua një rampë te shkolla."
    event = ConsultationEventFactory(round=RoundFactory(is_closed=True), confidentiality="public")
    hers = ContributionFactory(round=event.round, text=her_words)
    others = "U fol edhe për autobusin e mëngjesit."
    quoting = MinutesPointFactory(event=event, text=f"{others} {her_words}", reason="Nuk propozon.")
    under_seal = MinutesPointFactory(event=event, text=f"{her_words} {others}")
    taken(under_seal, f"[…] {others}", actor=coordinator)
    untouched = MinutesPointFactory(event=event, text=others)
    elsewhere = MinutesPointFactory(text=f"{others} {her_words}")  # of another round: somebody else's own words

    erase_for_request(PersonRequestFactory(kind="erasure", contribution=hers), actor=officer)

    texts = dict(MinutesPoint.objects.values_list("pk", "text"))
    assert texts[quoting.pk] == f"{others} […] ."
    assert texts[under_seal.pk] == f"[…] {others}"
    assert (texts[untouched.pk], texts[elsewhere.pk]) == (others, f"{others} {her_words}")
    assert not SealedPoint.objects.exists()
    assert set(PointRedaction.objects.filter(for_good=True).values_list("point", flat=True)) == {
        quoting.pk,
        under_seal.pk,
    }
    replayed = [each for each in redacted_points() if each.row.startswith(f"{quoting.pk}@")]
    assert [says_no_more(each) for each in replayed] == [True]


def test_a_point_that_is_linked_after_the_erasure_is_not_sealed_anew(officer: User, coordinator: User) -> None:
    point = said()
    hers = ContributionFactory(round=point.event.round, text=f"Jam {NAME}.")
    erase_for_request(PersonRequestFactory(kind="erasure", contribution=hers), actor=officer)

    point.contribution = hers
    settle_point(point, actor=coordinator)

    assert MinutesPoint.objects.get().text == "[…]"
    assert not SealedPoint.objects.exists()
    assert tables_with(NAME) == {"consultations_contribution"}, "its original alone"


def test_the_database_takes_no_other_change_of_a_point(coordinator: User) -> None:
    point = said()
    points, redactions = MinutesPoint.objects.filter(pk=point.pk), PointRedaction.objects.filter(point=point)

    def refused(name: str, deed: Any) -> None:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            deed()

    refused("minutes_point_words", lambda: points.update(text=CLEAN))
    refused("sealed_point_stays", lambda: SealedPoint.objects.create(point=point, text="Tjetër"))
    refused(
        "point_redaction_has_reason",
        lambda: PointRedaction(point=point, remaining=[[0, 1]], recorded_by=coordinator).save(),
    )
    taken(point, CLEAN, actor=coordinator)
    refused("minutes_point_words", lambda: points.update(text="Fqinja tha se na duhet një rampë."))
    refused("sealed_point_stays", lambda: SealedPoint.objects.update(text=CLEAN))
    refused("sealed_point_stays", lambda: SealedPoint.objects.all().delete())
    with pytest.raises(DatabaseError), transaction.atomic():
        redactions.update(for_good=True)
    assert (points.get().text, SealedPoint.objects.get().text) == (CLEAN, WORDS)


def test_the_database_reads_what_is_left_as_the_program_does() -> None:
    chance, alphabet = random.Random(7), ["a", "ë", " ", "\n", "\r\n", ".", "[...]", "[…]", "[ … ]", "b"]
    tried = 0
    for _case in range(400):
        pieces = [chance.choice(alphabet) for _piece in range(chance.randint(1, 12))]
        words = "".join(pieces)
        short = "".join(piece if chance.random() < 0.6 else "[…]" for piece in pieces)
        if not only_takes_out(short, words):
            continue
        places = remaining_parts(short, words)
        with connection.cursor() as cursor:
            cursor.execute("SELECT consultations_words_left(%s, %s)", [words, json.dumps(places)])
            assert cursor.fetchone() == (with_parts(words, places),), (words, short)
        tried += 1
    assert tried > 200
