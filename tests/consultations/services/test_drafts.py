"""The draft in the open: frozen with the plan's words, read by anybody, spoken about at its places."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from consultations.enums import DraftFileKind, RoundKind, RoundState
from consultations.models import ConsultedDraft, Contribution, DraftPlace, Round, RoundFile
from consultations.open_draft.reading import read_phases
from consultations.services import attach_file, freeze_draft, move_round, publish_round
from core.together.side_by_side import read
from core.workflow import StepRefused
from operations.enums import JobState
from operations.models import Job
from operations.queue.jobs import run
from socialplan.content.comments import thread_of
from socialplan.content.models import PlanRound
from tests.consultations.test_submission_key import submission
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import ConsultedDraftFactory, DraftPlaceFactory, RoundFactory
from tests.factories.municipality import CalendarDayFactory, DeadlineRuleFactory, MunicipalityFactory
from tests.factories.socialplan import ChapterFactory, MeasureFactory, PlanVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality():
    MunicipalityFactory()
    year = timezone.localdate().year
    for each in (year, year + 1):
        for month in (1, 3, 5, 8):
            CalendarDayFactory(day=date(each, month, 1), is_proclaimed_yearly=True)
    DeadlineRuleFactory(maximum=40)
    with translation.override("en"):
        yield


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


@pytest.fixture
def version():
    one = PlanVersionFactory()
    ChapterFactory(version=one, title_sq="Hyrje", body_sq="<p>Fjala e parë.</p>")
    MeasureFactory(objective__goal__version=one, title_sq="Qendër ditore")
    return one


@pytest.fixture
def planned(version) -> Round:
    one = RoundFactory(publishable=True, has_copy=False)
    PlanRound.objects.create(plan=version.plan, round=one, version=version)
    return one


def frozen(consultation: Round, actor, **words) -> ConsultedDraft:
    return freeze_draft(ConsultedDraft(round=consultation, **words), actor=actor, with_files=False)


def test_a_round_on_a_draft_is_not_published_without_it(planned, coordinator):
    with pytest.raises(StepRefused, match="not on the site yet"):
        publish_round(planned, actor=coordinator)

    frozen(planned, coordinator)

    assert publish_round(planned, actor=coordinator).state == RoundState.OPEN


def test_a_file_of_the_draft_is_a_draft_too(planned, coordinator):
    kept = RoundFile(round=planned, kind=DraftFileKind.DRAFT, language="sq")
    attach_file(kept, SimpleUploadedFile("projektplani.pdf", b"%PDF-1.7 plan"), actor=coordinator)

    assert publish_round(planned, actor=coordinator).state == RoundState.OPEN


def test_a_copy_holds_each_chapter_and_each_measure_under_its_stable_key(planned, version, coordinator):
    copy = frozen(planned, coordinator)

    spoken_of = {(place.kind, place.key) for place in copy.places.exclude(key=None)}
    expected = {("chapter", row.key) for row in version.chapters.all()}
    expected |= {("measure", row.key) for row in version.measures.all()}
    assert spoken_of == expected
    assert "Fjala e parë." in copy.places.get(kind="chapter").body_sq


def test_the_copy_stays_when_the_version_is_written_on(planned, version, coordinator):
    copy = frozen(planned, coordinator)
    version.chapters.update(body_sq="<p>Tjetër.</p>")

    assert "Fjala e parë." in copy.places.get(kind="chapter").body_sq
    again = frozen(planned, coordinator)
    assert "Tjetër." in again.places.get(kind="chapter").body_sq
    assert list(ConsultedDraft.objects.shown().filter(round=planned)) == [again]


@pytest.mark.parametrize("model", [ConsultedDraft, DraftPlace, RoundFile])
def test_the_database_changes_no_copy(model, planned, coordinator):
    copy = frozen(planned, coordinator)
    attach_file(
        RoundFile(round=planned, kind=DraftFileKind.OTHER, language="sq"),
        SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"),
        actor=coordinator,
    )
    row = model.objects.latest("pk")
    assert copy.pk

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])


def test_a_correction_says_what_has_changed_and_leaves_the_first_copy(planned, version, coordinator):
    first = frozen(planned, coordinator)
    publish_round(planned, actor=coordinator)
    version.chapters.update(body_sq="<p>E saktë.</p>")

    with pytest.raises(ValidationError, match="what has changed"):
        frozen(planned, coordinator)
    second = frozen(planned, coordinator, changes_sq="Kapitulli i parë: një shifër ishte e gabuar.")

    assert [copy.pk for copy in ConsultedDraft.objects.shown().filter(round=planned)] == [first.pk, second.pk]


def test_the_same_draft_is_not_frozen_twice_and_nobody_else_freezes(planned, coordinator):
    frozen(planned, coordinator)

    with pytest.raises(StepRefused, match="frozen already"):
        frozen(planned, coordinator)
    with pytest.raises(PermissionDenied):
        frozen(planned, UserFactory(role="staff"))
    with pytest.raises(StepRefused, match="No draft is linked"):
        frozen(RoundFactory(), coordinator)


def test_the_files_are_made_of_the_frozen_content_alone(planned, version, coordinator):
    freeze_draft(ConsultedDraft(round=planned), actor=coordinator)
    with pytest.raises(StepRefused, match="not made yet"):
        publish_round(planned, actor=coordinator)
    version.chapters.update(body_sq="<p>Pas ngrirjes.</p>")

    job = Job.objects.filter(kind__startswith="socialplan.consulted.").earliest("pk")
    run(job.pk)

    job.refresh_from_db()
    assert (job.state, "freeze the draft anew" in job.failure) == (JobState.FAILED, True)


def test_a_word_file_of_the_copy_is_made_and_fetched_by_anybody(planned, coordinator, client):
    freeze_draft(ConsultedDraft(round=planned), actor=coordinator)
    word = RoundFile.objects.get(job__kind="socialplan.consulted.plan_docx", language="sq")
    run(word.job_id)
    address = word.get_absolute_url()
    assert client.get(address).status_code == 404  # the notice is not out

    Job.objects.filter(kind__startswith="socialplan.consulted.").exclude(pk=word.job_id).update(state=JobState.DONE)
    publish_round(planned, actor=coordinator)

    fetched = client.get(address)
    assert (fetched.status_code, b"".join(fetched.streaming_content)[:2]) == (200, b"PK")


@pytest.mark.parametrize(("reason", "is_told"), [("", False), ("Përmbledhja del më 20 prill.", True)])
def test_who_is_told_in_easy_language_is_told_or_the_reason_stands(reason, is_told, coordinator):
    group = TargetGroupFactory(needs_easy_read=True)
    planned = RoundFactory(publishable=True, groups=[group], easy_read_reason=reason)

    if is_told:
        assert publish_round(planned, actor=coordinator).state == RoundState.OPEN
    else:
        with pytest.raises(StepRefused, match="easy language"):
            publish_round(planned, actor=coordinator)


def test_words_hang_on_the_place_and_go_with_it_to_the_next_version(planned, version, coordinator, client):
    copy = frozen(planned, coordinator)
    publish_round(planned, actor=coordinator)
    measure = version.measures.get()
    assert client.get(copy.get_absolute_url()).status_code == 200
    place = copy.places.get(key=measure.key)
    assert client.get(place.get_absolute_url()).status_code == 200
    address = reverse("consultations:contribute_place", args=[planned.pk, copy.number, "measure", measure.key])

    typed = {"text": "Shumë larg nga fshati.", "language": "sq", "spoken_by": "resident"}
    answer = client.post(address, typed | {"submission": submission(client.get(address))})

    said = Contribution.objects.get()
    assert answer.status_code == 200
    assert (said.draft, said.place_kind, said.place_key) == (copy, "measure", measure.key)
    later = PlanVersionFactory(plan=version.plan, derived_from=version, number=version.number + 1)
    moved = MeasureFactory(objective__goal__version=later, key=measure.key)
    assert [voice.text for voice in thread_of(later, moved, "measure").voices] == ["Shumë larg nga fshati."]


def test_a_place_of_another_copy_or_of_a_planned_round_is_not_there(client):
    place = DraftPlaceFactory(draft__round=RoundFactory())

    assert client.get(place.get_absolute_url()).status_code == 404
    assert client.get(place.draft.get_absolute_url()).status_code == 404


def test_what_is_sent_of_a_frozen_copy_reads_its_changes(client):
    copy = ConsultedDraftFactory(is_correction=True, changes_sq="Një shifër u ndreq.")

    page = client.get(reverse("consultations:public_round_detail", args=[copy.round_id]))

    assert "Një shifër u ndreq." in page.content.decode()


def test_the_phases_stand_in_one_line_with_their_days(version):
    rounds = [RoundFactory(kind=kind, is_closed=True) for kind in (RoundKind.LISTENING, RoundKind.DRAFT_PLAN)]
    for one in rounds:
        PlanRound.objects.create(plan=version.plan, round=one)

    phases = read(read_phases(rounds[1]))

    assert [(phase.round, phase.is_now) for phase in phases] == [(rounds[0], False), (rounds[1], True), (None, False)]


def test_an_amendment_begins_a_course_of_its_own(version):
    kinds = (RoundKind.LISTENING, RoundKind.DRAFT_PLAN, RoundKind.FEEDBACK, RoundKind.DRAFT_PLAN)
    rounds = [
        RoundFactory(kind=kind, is_closed=True, notice_on=date(2024, month, 5))
        for month, kind in enumerate(kinds, start=2)
    ]
    for one in rounds:
        PlanRound.objects.create(plan=version.plan, round=one)

    assert [phase.round for phase in read(read_phases(rounds[1]))] == rounds[:3]
    assert [phase.round for phase in read(read_phases(rounds[3]))] == [None, rounds[3], None]


def test_the_step_page_names_what_is_missing(planned, coordinator, client):
    client.force_login(coordinator)

    page = client.get(planned.get_absolute_url()).content.decode()

    assert reverse("consultations:draft_freeze", args=[planned.pk]) in page
    assert move_round  # the button of the table stands on the same page
