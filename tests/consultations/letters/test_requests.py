"""What the officer does from her desk for who asks about her data."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import (
    ConsentWithdrawal,
    Contribution,
    ContributionContact,
    DangerAlert,
    DangerSettlement,
    DataOpening,
    IntakeHold,
    LateReply,
    PointRedaction,
    WorkNote,
)
from consultations.rights.requests import data_of_request, erase_for_request
from consultations.services.points import redact_point
from core.workflow import StepRefused
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ContributionFactory,
    MinutesPointFactory,
    PersonRequestFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def officer():
    return UserFactory(role="dpo")


@pytest.fixture
def said():
    kept = ContributionFactory(text="Emri im është Kodi 1.", consents_to_publish=True, visibility="public")
    ContributionContact.objects.create(
        contribution=kept, name="Kodi 1", email="k@example.org", consents_to_feedback=True
    )
    return kept


def test_her_data_are_handed_out_whole_and_the_opening_is_told(said, officer, client_of):
    asked = PersonRequestFactory(kind="export", contribution=said)
    answer = client_of(officer).post(reverse("consultations:person_request_export", args=[asked.pk]))

    kept = json.loads(answer.content)
    assert kept["text"] == said.text
    assert kept["contact"]["name"] == "Kodi 1"
    assert kept["contact"]["email"] == "k@example.org"
    assert DataOpening.objects.filter(contribution=said, reason__contains=asked.protocol_no).count() == 3


def test_her_words_contact_and_consents_go_at_once(said, officer, client_of):
    asked = PersonRequestFactory(kind="erasure", contribution=said)
    client_of(officer).post(reverse("consultations:person_request_erase", args=[asked.pk]))

    assert Contribution.objects.with_words().get(pk=said.pk).words == "[…]"
    assert not ContributionContact.objects.exists()
    assert ConsentWithdrawal.objects.filter(contribution=said).count() == 2
    assert not Contribution.objects.publishable().exists()


def with_protection(said) -> None:
    alert = DangerAlert.objects.create(contribution=said)
    DangerSettlement.objects.create(alert=alert, result="referred", referred_to="NJMF", recorded_by=UserFactory())


def apart(said) -> None:
    IntakeHold.objects.create(contribution=said, signs="trap")


@pytest.mark.parametrize("hidden", [with_protection, apart])
def test_the_officers_right_reaches_what_nobody_else_reads_and_opens_it_to_nobody(said, officer, client_of, hidden):
    """Data protection comes to every text; the pages of the text stay closed, to the officer too."""
    hidden(said)
    client = client_of(officer)
    export = PersonRequestFactory(kind="export", contribution=said)
    erasure = PersonRequestFactory(kind="erasure", contribution=said)

    answer = client.post(reverse("consultations:person_request_export", args=[export.pk]))
    client.post(reverse("consultations:person_request_erase", args=[erasure.pk]))

    assert json.loads(answer.content)["text"] == said.text
    assert Contribution.objects.with_words().get(pk=said.pk).words == "[…]"
    for role in ("dpo", "coordinator"):
        page = client_of(UserFactory(role=role)).get(reverse("consultations:contribution_redact", args=[said.pk]))
        assert page.status_code in {403, 404}


def test_her_data_name_all_that_hangs_on_her_words(said, officer):
    coordinator = UserFactory(role="coordinator")
    WorkNote.objects.create(contribution=said, note="Shënim i zyrës")
    LateReply.objects.create(contribution=said, reply="Vonë", answered_on=said.happened_on, recorded_by=coordinator)
    with_protection(said)
    apart(said)

    kept = json.loads(data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=officer))

    assert (kept["private_note"], kept["late_reply"]) == ("Shënim i zyrës", "Vonë")
    assert kept["with_protection"]["referred_to"] == "NJMF"
    assert kept["set_apart"]["signs"] == "trap"
    assert {"organisation", "event", "place", "draft", "withdrawn", "without_proposal", "told"} <= set(kept)


# Where each table with a key to a contribution stands in what is handed out.
HANDED_OUT = {
    "Coding": "answers",
    "ConsentWithdrawal": "withdrawn",
    "ContributionContact": "contact",
    "ContributionScan": "scan",
    "DangerAlert": "with_protection",
    "DataOpening": "opened",
    "FeedbackEntry": "feedback",
    "IntakeHold": "set_apart",
    "LateReply": "late_reply",
    "MinutesPoint": "minutes_points",
    "NoProposal": "without_proposal",
    "PersonRequest": "requests",
    "PublishedWords": "published_under",
    "Recommendation": "answers",
    "Redaction": "shown_as",
    "SpeakerNotice": "told",
    "WordsRemoval": "taken_out_of_reason",
    "WorkNote": "private_note",
}


def test_every_table_that_hangs_on_her_words_is_handed_out(said, officer):
    """A new one is added to the export, and here."""
    kept = json.loads(data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=officer))

    assert {each.related_model.__name__ for each in Contribution._meta.related_objects} == {*HANDED_OUT}
    assert {*HANDED_OUT.values()} <= {*kept}


def test_points_of_minutes_that_came_from_her_words_are_handed_out_also_what_is_sealed_of_them(said, officer):
    event = ConsultationEventFactory(round=said.round, confidentiality="public")
    own = MinutesPointFactory(event=event, text="Kodi 1 do një rampë.", contribution=said)
    redact_point(PointRedaction(point=own, reason="Emër"), "[…] do një rampë.", actor=officer)
    quoting = f"Dikush tjetër foli për autobusin. {said.text} U mbështet."
    MinutesPointFactory(event=event, text=quoting, number=2, reason="Nuk propozon.")
    MinutesPointFactory(event=event, text="Dikush tjetër foli për dritat e rrugës në fshat.", number=3)

    kept = json.loads(data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=officer))

    [first] = kept["minutes_points"]
    assert (first["number"], first["text"], first["sealed_text"]) == (
        own.number,
        "[…] do një rampë.",
        "Kodi 1 do një rampë.",
    )
    [second] = kept["quoted_in_points"]
    assert (second["number"], second["quoted"]) == (2, ["Emri im është Kodi 1"])
    assert "autobusin" not in json.dumps(kept, ensure_ascii=False)


def test_an_erasure_empties_the_private_note_and_says_what_stays(said, officer, client_of):
    WorkNote.objects.create(contribution=said, note="Kodi 1 ka telefonuar", assigned_to=UserFactory(role="staff"))
    asked = PersonRequestFactory(kind="erasure", contribution=said)

    page = client_of(officer).post(reverse("consultations:person_request_erase", args=[asked.pk]), follow=True)

    assert WorkNote.objects.get().note == ""
    assert WorkNote.objects.get().assigned_to
    assert "origjinali i vulosur" in page.content.decode()


def test_each_deed_needs_its_request_and_the_officer(said, officer):
    with pytest.raises(StepRefused):
        erase_for_request(PersonRequestFactory(kind="export", contribution=said), actor=officer)
    with pytest.raises(StepRefused):
        data_of_request(PersonRequestFactory(kind="export"), actor=officer)
    with pytest.raises(PermissionDenied):
        data_of_request(PersonRequestFactory(kind="export", contribution=said), actor=UserFactory(role="coordinator"))
