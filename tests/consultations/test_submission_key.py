"""The key of a submission covers all that was typed: the same is kept once, anything else is kept too."""

import re
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.codes import reference_code
from consultations.intake.signs import new_submission
from consultations.models import Contribution, ContributionContact
from consultations.services import receive_contribution
from consultations.services.contributions import COVERED_CONTACT, COVERED_WORDS
from operations.models import Event
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.consultations import ConsultationEventFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

WORDS = "Na duhet një rampë te shkolla e Novoselës."
CODE = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}"


@pytest.fixture(autouse=True)
def _municipality(db) -> None:
    MunicipalityFactory()


def submission(page) -> str:
    return re.search(r'name="submission" value="([^"]+)"', page.content.decode()).group(1)


def codes_in(*pages) -> list[str]:
    return [re.search(CODE, page.content.decode()).group() for page in pages]


def public_form(client):
    address = reverse("consultations:contribute", args=[RoundFactory(is_open=True).pk])
    form = {
        "submission": submission(client.get(address)),
        "text": WORDS,
        "language": "sq",
        "spoken_by": "undeclared",
        "name": "Emri",
        "email": "dikush@example.org",
        "consents_to_feedback": "on",
    }
    return address, form


@pytest.mark.parametrize(
    "other",
    [
        {"text": f"{WORDS} Edhe një ashensor."},
        {"text": "  Krejt tjetër."},
        {"language": "en"},
        {"spoken_by": "resident"},
        {"consents_to_publish": "on"},
        {"name": "Emri tjetër"},
        {"email": "tjeter@example.org"},
        {"email": "", "consents_to_feedback": ""},
    ],
    ids=str,
)
def test_whatever_else_was_typed_under_the_same_key_is_another_contribution(client, other):
    address, form = public_form(client)

    first = client.post(address, form)
    corrected = client.post(address, form | other)
    again = client.post(address, form)
    corrected_again = client.post(address, form | other)

    codes = codes_in(first, corrected, again, corrected_again)
    assert codes[0] == codes[2] != codes[1] == codes[3]
    assert Contribution.objects.count() == 2
    assert {row.text for row in Contribution.objects.all()} == {WORDS, other.get("text", WORDS).strip()}
    assert ContributionContact.objects.count() == 2


def test_the_key_of_one_round_takes_nothing_away_from_another(client):
    address, form = public_form(client)
    elsewhere = reverse("consultations:contribute", args=[RoundFactory(is_open=True).pk])

    first, second = client.post(address, form), client.post(elsewhere, form)

    assert len(set(codes_in(first, second))) == 2
    assert Contribution.objects.values("round").distinct().count() == 2


def test_the_receipt_shows_the_words_that_were_kept(client):
    address, form = public_form(client)
    words = "Fjalë me <b>shenja</b> & rresht\r\ntë dytë"

    page = client.post(address, form | {"text": words}).content.decode()

    assert "Fjalë me &lt;b&gt;shenja&lt;/b&gt; &amp; rresht" in page
    assert client.post(address, form).content.decode().count(WORDS) == 1


def organisation_form(client_of):
    member = MembershipFactory()
    other = OrganisationFactory()
    MembershipFactory(user=member.user, organisation=other)
    client = client_of(member.user)
    address = reverse("consultations:own_contribution_create", args=[RoundFactory(is_open=True).pk])
    form = {
        "submission": submission(client.get(address)),
        "organisation": member.organisation.pk,
        "text": WORDS,
        "language": "sq",
    }
    others = [{"text": "Tjetër"}, {"language": "en"}, {"organisation": other.pk}, {"consents_to_publish": "on"}]
    return client, address, form, others


def entry_form(client_of):
    client = client_of(UserFactory(role="coordinator"))
    consultation = RoundFactory(is_open=True)
    event = ConsultationEventFactory(round=consultation)
    address = reverse("consultations:contribution_create", args=[consultation.pk])
    form = {
        "submission": submission(client.get(address)),
        "channel": "paper",
        "spoken_by": "resident",
        "language": "sq",
        "text": WORDS,
        "happened_on": timezone.localdate().strftime("%d.%m.%Y"),
    }
    yesterday = (timezone.localdate() - timedelta(days=1)).strftime("%d.%m.%Y")
    others = [
        {"text": "Tjetër"},
        {"channel": "oral"},
        {"event": event.pk},
        {"organisation": OrganisationFactory().pk},
        {"name": "Emri"},
        {"happened_on": yesterday, "source_document": "Protokolli 12"},
        {"happened_on": yesterday, "source_document": "Protokolli 13"},
    ]
    return client, address, form, others


@pytest.mark.parametrize("door", [organisation_form, entry_form])
def test_every_form_with_such_a_key_keeps_each_different_thing_once(door, client_of):
    client, address, form, others = door(client_of)
    sent = [form, *(form | other for other in others)]

    for _time in range(2):
        for each in sent:
            assert client.post(address, each).status_code in {200, 302}

    assert Contribution.objects.count() == len(sent)
    assert Event.objects.filter(action="consultations.receive_contribution").count() == len(sent)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("different", [1, 2, 4])
def test_at_one_moment_the_same_is_kept_once_and_the_different_each(different, client):
    address, form = public_form(client)
    typed = [form | {"text": f"{WORDS} {number % different}"} for number in range(8)]
    start = threading.Barrier(len(typed))
    answers: list[tuple[int, str]] = []

    def post(each: dict[str, str]) -> None:
        try:
            start.wait()
            page = Client().post(address, each)
            answers.append((page.status_code, codes_in(page)[0]))
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=(each,)) for each in typed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {status for status, _code in answers} == {200}
    assert len(answers) == len(typed)
    assert len({code for _status, code in answers}) == Contribution.objects.count() == different
    assert Event.objects.filter(action="consultations.receive_contribution").count() == different


def test_nobody_can_tell_from_a_stored_key_what_address_it_covered(db):
    key = uuid.uuid4()
    contribution = Contribution(round=RoundFactory(is_open=True), submission_key=key, text=WORDS)

    receipt = receive_contribution(contribution)

    assert receipt.contribution.submission_key != key
    assert receipt.reference_code == reference_code(receipt.contribution.submission_key)


MADE_BY_THE_SYSTEM = {
    "is_late",
    "same_words",
    "id",
    "submission_key",
    "reference_hash",
    "digest",
    "recorded_at",
    "visibility",
    "is_back_entry",
}
COVERED_AS_ENTRY = {"happened_on", "source_document"}


def test_every_field_of_a_contribution_and_its_contact_is_covered_or_made_by_the_system():
    fields = {field.attname for field in Contribution._meta.concrete_fields}
    reach = {field.attname for field in ContributionContact._meta.concrete_fields}

    assert set(COVERED_WORDS) == fields - MADE_BY_THE_SYSTEM - COVERED_AS_ENTRY
    assert set(COVERED_CONTACT) == reach - {"id", "contribution_id", "created_at"}


def test_a_post_of_the_public_form_asks_the_database_so_many_times(client, django_assert_max_num_queries):
    """The constraints are asked by the INSERT; the number stands here that it does not creep up."""
    consultation = RoundFactory(is_open=True)
    address = reverse("consultations:contribute", args=[consultation.pk])
    form = {"submission": new_submission(), "text": "Na duhet ujë.", "language": "sq", "spoken_by": "resident"}
    client.get(address)

    with django_assert_max_num_queries(32):
        assert client.post(address, form).status_code == 200
