import threading
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from consultations.codes import code_digest, reference_code
from consultations.engagement import engagement
from consultations.enums import Answer, ContributionChannel, EngagedKind, RoundStep, Sex
from consultations.models import (
    AttendanceCount,
    Contribution,
    ContributionContact,
    Disposition,
    NoProposal,
    Recommendation,
    Round,
    UniquePerson,
)
from consultations.requirements import unanswered
from consultations.services import (
    answer_recommendation,
    code_contribution,
    enter_contribution,
    mark_no_proposal,
    move_round,
    publish_answers,
    receive_contribution,
    record_attendance,
    register_person,
    save_event,
    save_recommendation,
    send_for_organisation,
)
from core.workflow import StepRefused
from operations.deeds import Entry
from operations.models import Event
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
    UniquePersonFactory,
)
from tests.factories.municipality import ProjectFactory


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


def test_margins_of_the_same_persons_must_agree(coordinator):
    event = ConsultationEventFactory()
    seven = [AttendanceCount(sex="women", count=7), AttendanceCount(sex="men", count=0)]
    by_kind = [
        AttendanceCount(participant_type="cso", count=2),
        AttendanceCount(participant_type="community", count=5),
    ]

    with pytest.raises(ValidationError):
        record_attendance(event, [*seven, AttendanceCount(participant_type="cso", count=2)], actor=coordinator)
    record_attendance(event, seven + by_kind, actor=coordinator)

    assert type(event).objects.with_attendance().get().total == 7


def test_a_recommendation_rests_on_contributions_of_its_round(coordinator):
    contribution = ContributionFactory()
    recommendation = Recommendation(round=contribution.round, code="R1", title_sq="Rampa", text_sq="Të ndërtohen.")

    for wrong in ([], [ContributionFactory()]):
        with pytest.raises(ValidationError):
            save_recommendation(recommendation, actor=coordinator, contributions=wrong, needs=[])
    save_recommendation(recommendation, actor=coordinator, contributions=[contribution], needs=[])

    assert list(Contribution.objects.uncoded()) == list(Contribution.objects.exclude(pk=contribution.pk))


def test_no_proposal_needs_a_reason_and_coding_takes_it_back(coordinator):
    contribution = ContributionFactory()
    recommendation = RecommendationFactory(round=contribution.round)
    with pytest.raises(ValidationError):
        mark_no_proposal(contribution, reason="  ", actor=coordinator)

    mark_no_proposal(contribution, reason="Falënderim.", actor=coordinator)
    assert not Contribution.objects.uncoded().exists()
    code_contribution(contribution, recommendations=[recommendation], actor=coordinator)

    assert not NoProposal.objects.exists()
    with pytest.raises(StepRefused):
        mark_no_proposal(contribution, reason="Falënderim.", actor=coordinator)


def test_not_accepted_is_refused_without_a_reason(coordinator):
    recommendation = RecommendationFactory()
    for answer in set(Answer) - {Answer.ACCEPTED}:
        with pytest.raises(ValidationError):
            answer_recommendation(Disposition(recommendation=recommendation, answer=answer), actor=coordinator)

    answer_recommendation(Disposition(recommendation=recommendation, answer=Answer.ACCEPTED), actor=coordinator)
    answer_recommendation(
        Disposition(recommendation=recommendation, answer=Answer.NOT_ACCEPTED, reason_sq="Jashtë buxhetit."),
        actor=coordinator,
    )

    assert recommendation.current_disposition().answer == Answer.NOT_ACCEPTED
    assert Disposition.objects.current().count() == 1


def test_answers_become_public_in_one_batch_and_then_stay(coordinator):
    consultation = RoundFactory(is_closed=True)
    first, second = RecommendationFactory.create_batch(2, round=consultation)
    DispositionFactory(recommendation=first)
    assert unanswered(consultation)
    DispositionFactory(recommendation=second)
    assert not Recommendation.objects.published().exists()

    publish_answers(consultation, actor=coordinator, entry=Entry(date(2024, 5, 13), source_document="Procesverbali 3"))

    assert Recommendation.objects.published().count() == 2
    assert unanswered(consultation) == []
    with pytest.raises(StepRefused):
        answer_recommendation(Disposition(recommendation=first, answer=Answer.ACCEPTED), actor=coordinator)


def test_after_the_answers_nothing_enters_the_round_that_would_get_none(coordinator, client_of):
    consultation = RoundFactory(is_closed=True)
    DispositionFactory(recommendation=RecommendationFactory(round=consultation))
    paper = Entry(date(2024, 4, 24), source_document="Protokolli 12")
    publish_answers(consultation, actor=coordinator, entry=Entry(date(2024, 5, 13), source_document="Procesverbali 3"))

    with pytest.raises(StepRefused, match="janë publikuar"):
        enter_contribution(words(consultation), actor=coordinator, entry=paper)
    with pytest.raises(StepRefused, match="janë publikuar"):
        save_event(ConsultationEventFactory.build(round=consultation), actor=coordinator, groups=[], entry=paper)
    page = client_of(coordinator).get(consultation.get_absolute_url()).content.decode()
    address = reverse("consultations:event_create", args=[consultation.pk])
    assert address not in page
    assert client_of(coordinator).get(address).status_code == 403
    assert (
        reverse("consultations:contribution_create", args=[consultation.pk]) in page
    )  # for a letter that came in time


@pytest.mark.django_db(transaction=True)
def test_of_two_publishing_at_once_one_wins_and_one_is_told():
    consultation = RoundFactory()
    coordinators = [UserFactory(role="coordinator") for _number in range(2)]
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def publish(actor) -> None:
        try:
            start.wait()
            move_round(consultation, RoundStep.PUBLISH, actor=actor)
            outcomes.append("moved")
        except StepRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(actor,)) for actor in coordinators]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["moved", "refused"]
    assert consultation.state_changes.count() == 1


def test_engaged_persons_are_counted_once_and_compared_with_the_promise(coordinator):
    ProjectFactory()
    UniquePersonFactory.create_batch(22, sex=Sex.WOMEN)
    UniquePersonFactory.create_batch(5, sex=Sex.MEN)
    UniquePersonFactory.create_batch(23, kind=EngagedKind.AUTHORITY, sex=Sex.WOMEN)
    UniquePersonFactory.create_batch(10, kind=EngagedKind.AUTHORITY, sex=Sex.MEN)

    cso, authority = engagement()

    assert (cso.persons, str(cso.women_share), cso.light) == (27, "81.5", "green")
    assert (authority.persons, str(authority.women_share), str(authority.distance)) == (33, "69.7", "-0.3")
    assert authority.light == "amber"


def test_unknown_sex_is_in_the_total_and_out_of_the_share(coordinator):
    ProjectFactory()
    UniquePersonFactory(sex=Sex.WOMEN)
    UniquePersonFactory(sex=Sex.UNDECLARED)

    cso, _authority = engagement()

    assert (cso.persons, cso.undeclared, str(cso.women_share)) == (2, 1, "100.0")


def test_the_same_person_is_not_counted_twice(coordinator):
    def person() -> UniquePerson:
        return UniquePerson(kind=EngagedKind.CSO, sex=Sex.WOMEN, consented_on=date(2024, 2, 6))

    register_person(person(), code="OJF 12", actor=coordinator)
    with pytest.raises(ValidationError):
        register_person(person(), code=" ojf  12 ", actor=coordinator)

    assert UniquePerson.objects.get().person_key != "OJF 12"


def test_a_share_is_taken_of_what_was_said(coordinator):
    CodingFactory()

    assert Recommendation.objects.with_contribution_count().get().contribution_count == 1
