"""What the database refuses, asked by plain SQL as the application's role."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from consultations.enums import Answer, Confidentiality, RoundKind
from consultations.models import (
    AnswerPublication,
    AttendanceCount,
    AttendeeName,
    ConsultationEvent,
    ContributionContact,
    EventFile,
    NoProposal,
    PublishedAnswer,
    Round,
)
from operations.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
    UniquePersonFactory,
)

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


def test_words_are_never_changed_nor_deleted():
    contribution = ContributionFactory()

    assert refused("UPDATE consultations_contribution SET text = 'tjetër' WHERE id = %s", contribution.pk)
    assert refused("DELETE FROM consultations_contribution WHERE id = %s", contribution.pk)
    assert refused("TRUNCATE consultations_contribution CASCADE")
    contribution.refresh_from_db()
    assert contribution.text.startswith("Na duhet")


def test_an_answer_is_superseded_never_changed():
    disposition = DispositionFactory()
    publication = AnswerPublication.objects.create(
        round=disposition.recommendation.round, published_by=disposition.decided_by, happened_on=date(2024, 5, 13)
    )
    PublishedAnswer.objects.create(publication=publication, disposition=disposition)

    assert refused("UPDATE consultations_disposition SET answer = 'partly' WHERE id = %s", disposition.pk)
    assert refused("DELETE FROM consultations_publishedanswer")
    assert refused("UPDATE consultations_answerpublication SET happened_on = '2020-01-01'")


def attendee(event: ConsultationEvent) -> AttendeeName:
    return AttendeeName(event=event, name="Kodi 1", consents_to_list=True, erase_on=date(2027, 1, 1))


def test_counts_only_refuses_names_and_files():
    event = ConsultationEventFactory(confidentiality=Confidentiality.COUNTS_ONLY)
    photo = StoredFile.objects.create(sha256="0" * 64, name="f.jpg", content_type="image/jpeg", size=1, file="f.jpg")

    with pytest.raises(IntegrityError, match="event_counts_only_refuses_names"), transaction.atomic():
        attendee(event).save()
    with pytest.raises(IntegrityError, match="event_counts_only_refuses_names"), transaction.atomic():
        EventFile.objects.create(event=event, file=photo, title="Foto")


def test_an_event_with_names_does_not_become_counts_only_and_counts_only_stays():
    named = ConsultationEventFactory(confidentiality=Confidentiality.RESTRICTED)
    attendee(named).save()
    kept = ConsultationEventFactory(confidentiality=Confidentiality.COUNTS_ONLY)

    with pytest.raises(IntegrityError, match="event_with_names_is_not_counts_only"), transaction.atomic():
        ConsultationEvent.objects.filter(pk=named.pk).update(confidentiality=Confidentiality.COUNTS_ONLY)
    with pytest.raises(IntegrityError, match="event_counts_only_stays"), transaction.atomic():
        ConsultationEvent.objects.filter(pk=kept.pk).update(confidentiality=Confidentiality.PUBLIC)


@pytest.mark.parametrize(
    "change",
    [
        {"closes_on": date(2000, 1, 1)},
        {"closes_on": None},
        {"notice_on": date(2000, 1, 1)},
        {"kind": RoundKind.FEEDBACK},
    ],
)
def test_a_published_round_is_never_shortened(change):
    consultation = RoundFactory(is_open=True)

    with pytest.raises(IntegrityError, match="round_"), transaction.atomic():
        Round.objects.filter(pk=consultation.pk).update(**change)


def broken_rows() -> dict[str, object]:
    return {
        "disposition_reason_unless_accepted": lambda: DispositionFactory(answer=Answer.NOT_ACCEPTED),
        "disposition_outside_names_the_body": lambda: DispositionFactory(
            answer=Answer.OUTSIDE_COMPETENCE, reason_sq="Nuk na takon."
        ),
        "disposition_body_only_where_outside": lambda: DispositionFactory(competent_body_sq="OSHEE"),
        "disposition_answer_known": lambda: DispositionFactory(answer="maybe"),
        "contribution_says_something": lambda: ContributionFactory(text=""),
        "contribution_public_only_with_consent": lambda: ContributionFactory(visibility="public"),
        "contribution_channel_known": lambda: ContributionFactory(channel="pigeon"),
        "contribution_event_channel_has_event": lambda: ContributionFactory(channel="event"),
        "contribution_back_entry_has_source": lambda: ContributionFactory(is_back_entry=True),
        "contribution_contact_email_with_consent": lambda: ContributionContact.objects.create(
            contribution=ContributionFactory(), email="a@example.org"
        ),
        "no_proposal_has_reason": lambda: NoProposal.objects.create(
            contribution=ContributionFactory(), reason="", coded_by=UserFactory()
        ),
        "attendance_cell_names_something": lambda: AttendanceCount.objects.create(
            event=ConsultationEventFactory(), count=3
        ),
        "attendance_sex_known": lambda: AttendanceCount.objects.create(
            event=ConsultationEventFactory(), sex="x", count=3
        ),
        "attendance_participant_type_known": lambda: AttendanceCount.objects.create(
            event=ConsultationEventFactory(), participant_type="x", count=3
        ),
        "attendee_consented_to_list": lambda: AttendeeName.objects.create(
            event=ConsultationEventFactory(), name="Kodi 1", erase_on=date(2027, 1, 1)
        ),
        "event_counts_only_has_no_internal_minutes": lambda: ConsultationEventFactory(
            confidentiality="counts_only", minutes_internal="x"
        ),
        "round_state_known": lambda: RoundFactory(state="lost", notice_on=date(2024, 4, 8)),
        "round_published_has_notice_date": lambda: RoundFactory(state="open"),
        "round_statutory_close_known": lambda: RoundFactory(
            state="open", kind="draft_plan", notice_on=date(2024, 4, 8)
        ),
        "round_notice_before_close": lambda: RoundFactory(notice_on=date(2024, 4, 8), closes_on=date(2024, 4, 7)),
        "round_complexity_decision_whole": lambda: RoundFactory(complexity_decision_no="12"),
        "unique_person_sex_known": lambda: UniquePersonFactory(sex="x"),
        "unique_person_kind_known": lambda: UniquePersonFactory(kind="x"),
    }


@pytest.mark.parametrize("name", sorted(broken_rows()))
def test_what_must_never_be_false(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        broken_rows()[name]()


def test_the_same_thing_is_not_kept_twice():
    coding = CodingFactory()
    event = ConsultationEventFactory()
    AttendanceCount.objects.create(event=event, sex="women", count=7)
    recommendation = RecommendationFactory()

    with pytest.raises(IntegrityError, match="coding_once"), transaction.atomic():
        CodingFactory(recommendation=coding.recommendation, contribution=coding.contribution)
    with pytest.raises(IntegrityError, match="attendance_cell_once"), transaction.atomic():
        AttendanceCount.objects.create(event=event, sex="women", count=8)
    with pytest.raises(IntegrityError, match="recommendation_code_once_per_round"), transaction.atomic():
        RecommendationFactory(round=recommendation.round, code=recommendation.code)
