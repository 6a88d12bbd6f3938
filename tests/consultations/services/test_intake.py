"""Automated posts are set apart and never dropped; people are received, whoever sits beside them."""

import hashlib
import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from consultations.enums import IntakeResult
from consultations.intake.signs import PROOF_BITS, is_proved, new_submission
from consultations.models import Contribution, DangerAlert, IntakeHold, Round
from consultations.requirements import unanswered
from consultations.services.intake import review_holds
from core.workflow import StepRefused
from municipality.models import Threshold
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ContributionFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def one():
    return RoundFactory(is_open=True)


def proof_of(token: str) -> str:
    """Found by another way than the page's: the digest's hexadecimal zeros."""
    for number in itertools.count():
        digest = hashlib.sha256(f"{token}:{number}".encode()).hexdigest()
        if int(digest, 16) >> (256 - PROOF_BITS) == 0:
            return str(number)
    raise AssertionError


def send(one, text: str, token: str = "", **more: str) -> Client:
    client = Client()
    form = {"submission": token or new_submission(), "text": text, "language": "sq", "spoken_by": "resident"}
    answer = client.post(reverse("consultations:contribute", args=[one.pk]), form | more, REMOTE_ADDR="10.0.0.1")
    assert answer.status_code == 200
    assert re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", answer.content.decode())  # everybody has a receipt
    return client


def test_a_filled_trap_is_received_and_set_apart(one):
    send(one, "Blini këtu", homepage="http://example.org")

    assert IntakeHold.objects.get().signs == "trap"
    assert not Contribution.objects.in_the_open().exists()
    assert unanswered(one)  # somebody must look before the answers go out


def test_faster_than_anybody_writes_is_set_apart(one, settings):
    settings.INTAKE_MINIMUM_SECONDS = 3
    send(one, "Shpejt")

    assert IntakeHold.objects.get().signs == "fast"


def test_a_flood_without_proof_lands_apart_and_a_person_with_proof_does_not(one):
    """At least 99 % of them, by the rows of the municipality; every post of a person is received."""
    Threshold.objects.create(code="intake_unproved", value=1, source="Vendim", source_mark="design")
    for number in range(120):
        send(one, f"Reklamë {number}")
    token = new_submission()
    send(one, "Na duhet një rampë.", token, proof=proof_of(token))

    send(one, "Pa skript: na duhet dritë.")

    assert Contribution.objects.count() == 122
    assert IntakeHold.objects.filter(signs="flood", contribution__text__startswith="Reklamë").count() >= 0.99 * 120
    assert IntakeHold.objects.filter(contribution__text="Pa skript: na duhet dritë.").exists()  # a person reads it
    assert Contribution.objects.in_the_open().filter(text="Na duhet një rampë.").exists()


def test_one_page_sent_with_many_texts_is_set_apart_with_any_proof(one):
    token = new_submission()
    for number in range(5):
        send(one, f"Tekst {number}", token, proof=proof_of(token))

    assert IntakeHold.objects.filter(signs="repeat").count() == 2


def test_a_proof_holds_for_its_own_page_alone():
    token = new_submission()
    found = proof_of(token)

    assert is_proved(token, found)
    assert not any(is_proved(other, found) for other in (new_submission() for _number in range(5)))
    assert not is_proved(token, "9" * 21)
    assert not is_proved(token, "-1")


def test_what_tells_of_danger_reaches_the_protection_workers_though_set_apart(one):
    send(one, "Ndihmë", homepage="x", tells_of_danger="on")

    assert DangerAlert.objects.waiting().count() == 1
    assert IntakeHold.objects.exists()
    assert not IntakeHold.objects.waiting().exists()  # nobody else reads it


@pytest.mark.parametrize(("result", "is_open"), [(IntakeResult.GENUINE, True), (IntakeResult.AUTOMATED, False)])
def test_what_is_decided_is_kept_and_counts_as_decided(one, result, is_open):
    send(one, "Na duhet ujë.", homepage="x")
    coordinator = UserFactory(role="coordinator")

    review_holds(IntakeHold.objects.all(), result, actor=coordinator, reason="E lexova")

    assert Contribution.objects.in_the_open().exists() is is_open
    assert Contribution.objects.in_time().exists() is is_open
    assert bool(Contribution.objects.uncoded()) is is_open
    assert Contribution.objects.get().text == "Na duhet ujë."
    with pytest.raises(StepRefused):
        review_holds(IntakeHold.objects.all(), IntakeResult.GENUINE, actor=coordinator)


def test_a_wrong_decision_is_corrected_and_the_answer_is_owed(one, client_of):
    send(one, "Na duhet ujë.", homepage="x")
    coordinator = UserFactory(role="coordinator")
    review_holds(IntakeHold.objects.all(), IntakeResult.AUTOMATED, actor=coordinator, reason="Reklamë")
    Round.objects.filter(pk=one.pk).update(state="answered")
    address = reverse("consultations:intake_correct", args=[IntakeHold.objects.get().pk])
    client = client_of(coordinator)

    assert client.post(address, {"reason": " "}).status_code == 200
    assert client.post(address, {"reason": "E shkroi një nënë"}).status_code == 302

    assert Contribution.objects.in_the_open().exists()
    one.refresh_from_db()
    assert one.state == "closed"
    assert unanswered(one)
    event = Event.objects.get(action="consultations.correct_intake")
    assert "Reklamë" in str(event.before)
    assert client.get(address).status_code == 404


def test_of_many_that_were_taken_for_a_machines_each_can_be_let_in(one, client_of):
    coordinator = UserFactory(role="coordinator")
    for text in range(103):
        said = ContributionFactory(round=one, text=f"Fjala e {text}.")
        IntakeHold.objects.create(
            contribution=said, signs="flood", result="automated", reason="Reklamë", reviewed_by=coordinator
        )
    client, address = client_of(coordinator), reverse("consultations:intake_automated_list")

    pages = [client.get(address, {"page": page}).content.decode() for page in (1, 2)]

    assert address in client.get(reverse("consultations:intake_hold_list")).content.decode()
    for hold in IntakeHold.objects.all():
        assert sum(reverse("consultations:intake_correct", args=[hold.pk]) in page for page in pages) == 1


def test_the_limits_are_rows_of_the_municipality(one):
    Threshold.objects.create(code="intake_unproved", value=2, source="Vendim", source_mark="design")
    for number in range(4):
        send(one, f"Reklamë {number}")

    assert IntakeHold.objects.filter(signs="flood").count() == 2


def test_two_hundred_people_behind_one_address_in_ten_minutes_are_all_let_on(one):
    """Without a script, so without a proof, from the one address of a library."""
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    for number in range(200):
        with time_machine.travel(start + timedelta(seconds=3 * number), tick=False):
            moved(seconds=3)
            send(one, f"Fjalë {number}")

    assert Contribution.objects.in_the_open().count() == 200


def moved(*, seconds: int) -> None:
    """The clock of the limits is the database's: their minute begins that much earlier."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE operations_attempt SET since = since - make_interval(secs => %s)", [seconds])


def test_the_coordinator_decides_many_at_once_on_the_page(one, client_of):
    for number in range(3):
        send(one, f"Reklamë {number}", homepage="x")
    client, address = client_of(UserFactory(role="coordinator")), reverse("consultations:intake_hold_list")
    chosen = list(IntakeHold.objects.values_list("pk", flat=True))

    without_reason = client.post(address, {"holds": chosen, "result": "automated"})
    decided = client.post(address, {"holds": chosen, "result": "automated", "reason": "Reklamë"})

    assert without_reason.status_code == 200
    assert decided.status_code == 302
    assert IntakeHold.objects.filter(result="automated").count() == 3
