"""Whoever left an address is told once, neutrally, in her language; who is not yet stands in a queue."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override
from time_machine import travel

from consultations.enums import FeedbackChannel, NoticeOccasion, RoundState, RoundStep
from consultations.models import (
    ContributionContact,
    DangerAlert,
    FeedbackEntry,
    NoProposal,
    NoticeBounce,
    SpeakerNotice,
)
from consultations.services import (
    erase_contact,
    move_round,
    publish_answers,
    receive_contribution,
    record_bounce,
    tell_speakers,
)
from consultations.services.notices import record_feedback, speakers_of
from consultations.telling.ledger import still_to_tell, telling_counts
from core.workflow import StepRefused
from operations.enums import MessageState
from operations.models import OutgoingMessage
from operations.queue.messages import send_due
from socialplan.content.enums import NodeKind
from socialplan.content.models import DispositionTarget
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import (
    CodingFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, publish
from vlora_plan.telling import tell_what_became

pytestmark = pytest.mark.django_db
WORDS = "Burri më rreh dhe nuk kam ku të shkoj."
ADDRESS = "dikush@example.org"


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


def spoken(consultation, *, email=ADDRESS, language="sq", **reach):
    said = ContributionFactory(round=consultation, text=WORDS, language=language)
    if email or reach:
        ContributionContact.objects.create(contribution=said, email=email, consents_to_feedback=bool(email), **reach)
    return said


@pytest.fixture
def answered(coordinator):
    """A closed round with one answered contribution, to be published."""

    def make(*said):
        consultation = said[0].round
        recommendation = RecommendationFactory(round=consultation, title_sq="Strehim i ri", title_en="New shelter")
        for each in said:
            CodingFactory(recommendation=recommendation, contribution=each)
        DispositionFactory(recommendation=recommendation)
        return publish_answers(consultation, actor=coordinator)

    return make


def test_on_publication_everybody_who_left_an_address_is_told_once_and_neutrally(answered):
    consultation = RoundFactory(is_closed=True)
    said = spoken(consultation)
    spoken_without = spoken(consultation, email="")
    answered(said, spoken_without)
    tell_speakers(speakers_of(consultation), NoticeOccasion.ANSWERED, about=SpeakerNotice.objects.get().about)

    assert (send_due(), send_due()) == (1, 0)

    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    telling = f"{sent.subject}\n{sent.body}"
    assert "përgjigje" in telling
    assert reverse("site:follow") in sent.body
    for secret in (WORDS, "Strehim", str(consultation)):
        assert secret not in telling
    assert OutgoingMessage.objects.get().address == ""


def test_in_her_language(answered):
    consultation = RoundFactory(is_closed=True)
    answered(spoken(consultation, language="en"))

    send_due()

    assert "There is an answer" in mail.outbox[0].body


def test_a_mail_whose_server_fails_is_tried_again_and_then_stands_in_the_queue(answered, settings, coordinator):
    consultation = RoundFactory(is_closed=True)
    said = spoken(consultation)
    answered(said)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    send_due()
    message = OutgoingMessage.objects.get()
    assert (message.state, message.attempts) == (MessageState.PENDING, 1)
    assert telling_counts(consultation).on_the_way == 1
    OutgoingMessage.objects.update(state=MessageState.FAILED)

    assert list(still_to_tell(consultation)) == [said]


def test_an_erased_address_gets_no_mail_and_is_no_longer_waited_for(answered, coordinator):
    consultation = RoundFactory(is_closed=True)
    said = spoken(consultation)
    answered(said)
    erase_contact(said.contact, actor=coordinator)

    assert send_due() == 0
    assert mail.outbox == []
    assert OutgoingMessage.objects.get().state == MessageState.FAILED


def test_a_returned_mail_puts_her_back_into_the_queue_until_told_by_hand(answered, coordinator):
    consultation = RoundFactory(is_closed=True)
    said = spoken(consultation)
    answered(said)
    send_due()
    assert (telling_counts(consultation).informed, list(still_to_tell(consultation))) == (1, [])
    notice = SpeakerNotice.objects.get()

    with pytest.raises(PermissionDenied):
        record_bounce(NoticeBounce(notice=notice, reason="x"), actor=UserFactory(role="staff"))
    record_bounce(NoticeBounce(notice=notice, reason="mailbox full"), actor=coordinator)

    assert list(still_to_tell(consultation)) == [said]
    by_hand = FeedbackEntry(
        round=consultation,
        contribution=said,
        channel=FeedbackChannel.SMS,
        content="Përgjigjja",
        informed_on="2024-05-13",
    )
    record_feedback(by_hand, actor=coordinator)
    assert list(still_to_tell(consultation)) == []
    assert telling_counts(consultation).informed == 1


def test_the_members_of_an_organisation_are_told_at_their_accounts(answered):
    member = MembershipFactory(approved_on="2024-01-01")
    consultation = RoundFactory(is_closed=True)
    said = ContributionFactory(round=consultation, organisation=member.organisation)
    answered(said)

    send_due()

    assert [sent.to for sent in mail.outbox] == [[member.user.email]]
    assert telling_counts(consultation).informed == 1


def test_receipt_is_confirmed_to_the_address_of_the_sender():
    said = ContributionFactory.build(round=RoundFactory(is_open=True), text=WORDS)
    contact = ContributionContact(email=ADDRESS, consents_to_feedback=True)
    receive_contribution(said, contact=contact)

    send_due()

    assert (mail.outbox[0].to, WORDS in mail.outbox[0].body) == ([ADDRESS], False)


def test_who_is_set_aside_reads_why_once_the_answers_are_public(client, coordinator):
    consultation = RoundFactory(is_closed=True)
    said = ContributionFactory(round=consultation)
    NoProposal.objects.create(contribution=said, reason="Është një falënderim.", coded_by=coordinator)

    def answer_page():
        session = client.session
        session["followed_contribution"] = said.pk
        session.save()
        return client.get(reverse("site:follow_answer")).content.decode()

    assert "falënderim" not in answer_page()
    publish_answers(consultation, actor=coordinator)

    assert "Është një falënderim." in answer_page()


@pytest.mark.parametrize("count", [1, 30])
def test_the_queue_needs_as_many_queries_for_one_as_for_many(count, client, coordinator, django_assert_num_queries):
    consultation = RoundFactory(state=RoundState.ANSWERED, notice_on="2024-04-08")
    for _each in range(count):
        spoken(consultation, email="", name="Kodi")
    client.force_login(coordinator)
    address = reverse("consultations:round_telling", args=[consultation.pk])
    client.get(address)

    with django_assert_num_queries(8):
        page = client.get(address)

    assert page.status_code == 200


def test_later_everybody_is_told_once_that_the_plan_was_decided_on(coordinator):
    version = publish(PlanVersionFactory())
    consultation = RoundFactory(state=RoundState.ANSWERED, notice_on="2024-04-08")
    version.plan.round_links.create(round=consultation)
    spoken(consultation)

    assert tell_what_became() == 0, "decided in 2024 and entered years later: no news"
    with travel("2024-06-05 12:00"):
        assert (tell_what_became(), tell_what_became()) == (1, 0)
        send_due()

    assert reverse("site:follow") in mail.outbox[0].body


def test_reporting_back_waits_for_every_group_addressed(coordinator):
    told, untold = TargetGroupFactory(), TargetGroupFactory()
    consultation = RoundFactory(state=RoundState.ANSWERED, notice_on=date(2024, 4, 8), groups=[told, untold])
    line = {"round": consultation, "channel": "meeting", "content": "Përgjigjet", "informed_on": date(2024, 5, 13)}
    record_feedback(FeedbackEntry(group=told, **line), actor=coordinator)
    with pytest.raises(StepRefused):
        move_round(consultation, RoundStep.REPORT, actor=coordinator)

    record_feedback(FeedbackEntry(group=untold, **line), actor=coordinator)

    assert move_round(consultation, RoundStep.REPORT, actor=coordinator).state == RoundState.REPORTED


def test_whoever_says_that_it_is_safe_gets_the_whole_answer_and_nobody_else(answered):
    consultation = RoundFactory(is_closed=True)
    safe = spoken(consultation, email="e.sigurt@example.org", safe_to_send=True)
    answered(safe, spoken(consultation))
    answer = safe.recommendations.get().current_disposition()

    assert send_due() == 2

    whole, neutral = (each.body for each in sorted(mail.outbox, key=lambda each: each.to != ["e.sigurt@example.org"]))
    for told in (str(consultation), "Strehim i ri", str(answer.get_answer_display())):
        assert told in whole
        assert told not in neutral
    assert all("Strehim" not in each.subject and str(consultation) not in each.subject for each in mail.outbox)
    assert reverse("site:follow") in whole
    assert WORDS not in whole


def test_the_whole_answer_names_the_place_in_the_adopted_plan(answered):
    consultation = RoundFactory(is_closed=True)
    said = spoken(consultation, language="en", safe_to_send=True)
    measure = PlanVersionFactory(content=True).measures.get()
    answered(said)
    answer = said.recommendations.get().current_disposition()
    DispositionTarget.objects.create(
        disposition=answer, plan=measure.version.plan, node_kind=NodeKind.MEASURE, node_key=measure.key
    )
    send_due()
    publish(measure.version)
    tell_speakers(speakers_of(consultation), NoticeOccasion.DECIDED, about="version:1")

    send_due()

    first, later = (each.body for each in mail.outbox)
    assert "New shelter" in first
    with override("en"):
        assert str(measure) not in first
        assert str(measure) in later


def test_why_it_was_set_aside_stands_in_a_safe_mail(coordinator):
    consultation = RoundFactory(is_closed=True)
    said = spoken(consultation, safe_to_send=True)
    NoProposal.objects.create(contribution=said, reason="Përshëndetje pa propozim.", coded_by=coordinator)
    publish_answers(consultation, actor=coordinator)

    send_due()

    assert "Përshëndetje pa propozim." in mail.outbox[0].body


def test_a_text_of_danger_gets_no_whole_answer_though_its_mail_was_on_the_way(answered, coordinator):
    consultation = RoundFactory(is_closed=True)
    said = spoken(consultation, safe_to_send=True)
    answered(said)
    DangerAlert.objects.create(contribution=said, raised_by=coordinator)

    send_due()

    assert "Strehim" not in mail.outbox[0].body
