"""Minutes are approved by another than who wrote them; each of their points is answered or set aside."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultations.models import ConsultationEvent, MinutesPoint, Redaction, Round
from consultations.requirements import rounds_owing, unanswered
from consultations.services import save_event
from consultations.services.meetings import add_point, approve_minutes, minutes_digest, settle_point
from consultations.services.redactions import redact
from core.workflow import StepRefused
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ConsultationEventFactory, ContributionFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def writer():
    return UserFactory(role="staff")


@pytest.fixture
def minuted(writer):
    event = ConsultationEventFactory(round=RoundFactory(is_closed=True), confidentiality="public")
    event.minutes_public_sq = "U fol për rampën."
    return save_event(event, actor=writer, groups=[])


def test_another_person_approves_the_minutes_and_a_change_asks_again(minuted, writer, client_of):
    address, other = reverse("consultations:minutes_approve", args=[minuted.pk]), UserFactory(role="coordinator")
    with pytest.raises(StepRefused):
        approve_minutes(minuted, actor=writer, seen=minutes_digest(minuted))
    page = client_of(other).get(address)
    shown = page.context["form"]
    sent = {"seen": shown["seen"].value(), "happened_on": f"{shown['happened_on'].value():%d.%m.%Y}"}

    assert "U fol për rampën." in page.content.decode()
    assert client_of(other).post(address, sent).status_code == 302
    minuted.refresh_from_db()
    assert (minuted.minutes_by, minuted.minutes_approved_by) == (writer, other)
    assert Event.objects.get(action="consultations.approve_minutes").subject_id == str(minuted.pk)

    minuted.minutes_internal = "Shtesë"
    save_event(minuted, actor=other, groups=[])
    minuted.refresh_from_db()
    assert not minuted.is_approved
    third = UserFactory(role="staff")
    with pytest.raises(StepRefused):
        approve_minutes(minuted, actor=third, seen=sent["seen"])  # what was read before is another text
    approve_minutes(minuted, actor=third, seen=minutes_digest(minuted))


def test_nobody_who_ever_wrote_in_the_minutes_approves_them(minuted, writer):
    other, third = (UserFactory(role="coordinator") for _ in range(2))
    minuted.minutes_internal = "Shtesë"
    minuted = save_event(minuted, actor=other, groups=[])
    minuted.title_sq = "Takimi i Orikumit"
    minuted = save_event(minuted, actor=third, groups=[])  # who changed something else wrote no minutes

    for person in (writer, other):
        with pytest.raises(StepRefused):
            approve_minutes(minuted, actor=person, seen=minutes_digest(minuted))
        with pytest.raises(IntegrityError, match="event_minutes_approved_by_another"), transaction.atomic():
            ConsultationEvent.objects.filter(pk=minuted.pk).update(
                minutes_approved_by=person, minutes_approved_on=minuted.held_on
            )

    assert approve_minutes(minuted, actor=third, seen=minutes_digest(minuted)).minutes_approved_by == third


def test_a_point_shows_no_words_that_were_taken_out_of_its_contribution(minuted, writer, client_of):
    said = ContributionFactory(round=minuted.round, event=minuted, text="Agimi do rampë.")
    point = add_point(MinutesPoint(event=minuted, text="Agimi i rrugës 3 do rampë"), actor=writer)
    point.contribution = said
    settle_point(point, actor=writer)
    coordinator = UserFactory(role="coordinator")
    redact(Redaction(contribution=said, text="[…] do rampë.", reason="Emër"), actor=coordinator)

    pages = [client_of(writer).get(address) for address in (minuted.get_absolute_url(), point.get_absolute_url())]

    assert [page.status_code for page in pages] == [200, 200]
    assert ["[…] do rampë." in page.content.decode() for page in pages] == [True, True]
    assert not any("Agimi" in page.content.decode() for page in pages)
    point = MinutesPoint.objects.get(pk=point.pk)
    point.contribution, point.reason = None, "Asgjë"
    with pytest.raises(StepRefused):
        settle_point(point, actor=writer)  # loose from it, it would say the words again


def test_the_database_refuses_an_approval_by_the_writer(minuted, writer):
    rows = ConsultationEvent.objects.filter(pk=minuted.pk)
    with pytest.raises(IntegrityError, match="event_minutes_approved_by_another"), transaction.atomic():
        rows.update(minutes_approved_by=writer, minutes_approved_on=minuted.held_on)


def test_who_wrote_minutes_of_before_does_not_approve_them(minuted, writer):
    ConsultationEvent.objects.filter(pk=minuted.pk).update(minutes_by=None, recorded_by=writer)
    with pytest.raises(StepRefused):
        approve_minutes(minuted, actor=writer, seen=minutes_digest(minuted))


def test_points_are_read_by_those_who_read_the_minutes_and_none_stands_where_only_counts_are_kept(
    minuted, writer, client_of
):
    add_point(MinutesPoint(event=minuted, text="Rampë te shkolla"), actor=writer)
    told = {
        role: "Rampë te shkolla" in client_of(UserFactory(role=role)).get(minuted.get_absolute_url()).content.decode()
        for role in ("staff", "admin", "expert", "dpo")
    }
    assert told == {"staff": True, "admin": False, "expert": False, "dpo": False}

    counted = ConsultationEventFactory(round=minuted.round, confidentiality="counts_only")
    with pytest.raises(StepRefused):
        add_point(MinutesPoint(event=counted, text="Rampë"), actor=UserFactory(role="coordinator"))


def test_a_round_is_answered_once_each_point_is_linked_or_set_aside(minuted, writer, client_of):
    linked = add_point(MinutesPoint(event=minuted, text="Rampë te shkolla"), actor=writer)
    aside = add_point(MinutesPoint(event=minuted, text="Falënderim"), actor=writer)
    said = ContributionFactory(round=minuted.round, event=minuted)
    client = client_of(writer)
    address = reverse("consultations:minutes_point", args=[linked.pk])

    assert [linked.number, aside.number] == [1, 2]
    assert any("2 pika" in owed for owed in unanswered(minuted.round))
    assert minuted.round in rounds_owing()
    assert client.post(address, {"contribution": "", "reason": " "}).status_code == 200
    assert client.post(address, {"contribution": str(said.pk), "reason": ""}).status_code == 302
    aside.reason = "Nuk propozon asgjë"
    settle_point(aside, actor=writer)

    assert not MinutesPoint.objects.open().exists()
    assert not any("pika" in owed for owed in unanswered(minuted.round))
    assert "Rampë te shkolla" in client.get(minuted.get_absolute_url()).content.decode()


def test_a_point_is_linked_to_its_own_round_and_rests_with_the_answers(minuted, writer):
    point = add_point(MinutesPoint(event=minuted, text="Rampë"), actor=writer)
    point.contribution = ContributionFactory()
    with pytest.raises(Exception, match="raundi"):
        settle_point(point, actor=writer)
    Round.objects.filter(pk=minuted.round_id).update(state="answered")
    with pytest.raises(StepRefused):
        add_point(MinutesPoint(event=minuted, text="Vonë"), actor=writer)
