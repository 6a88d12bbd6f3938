"""A long sheet goes to a worker: its page tells the share that is done, and nothing of a refused file stays."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from assessments.enums import READING, ImportKind, ImportState
from assessments.imports import later, tables
from assessments.imports.later import hand_in_sheet, hand_in_taking, hand_in_undoing, is_long_upload, throw_away
from assessments.imports.services import SheetUpload, read_sheet, take_import, undo_import
from assessments.models import Assessment, SheetImport, SheetToRead
from core.workflow import StepRefused
from operations.enums import JobState
from operations.files import content_of
from operations.models import Event, Job
from operations.queue import jobs
from operations.trail import session_actor
from tests.assessments.imports.sheets import NEED, pasted
from tests.factories.accounts import UserFactory
from tests.factories.assessments import DataPointFactory, FigureDefinitionFactory, NeedFactory
from tests.factories.operations import JobFactory

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]
AT_ONCE = 2
FIGURE = {
    "definition": "banoret",
    "value": "12",
    "starts_on": "01.01.2023",
    "ends_on": "31.12.2023",
    "source": "INSTAT",
    "method": "register",
    "quality": "B",
}


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A sheet of three rows is long."""
    for kind, table in tables.TABLES.items():
        monkeypatch.setitem(tables.TABLES, kind, replace(table, at_once=AT_ONCE))
    return


def needs(many: int, **more: str) -> SheetUpload:
    return pasted(*({**NEED, "code": f"N{number:02}", **more} for number in range(many)))


def figures(many: int) -> SheetUpload:
    return pasted(*({**FIGURE, "source": f"Regjistri {number}"} for number in range(many)))


def shares(told: list[float]) -> None:
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == pytest.approx(1)


def test_what_is_short_is_read_while_the_person_waits(edition: Assessment, staff: User) -> None:
    assert isinstance(hand_in_sheet(ImportKind.NEEDS, needs(AT_ONCE), assessment=edition, actor=staff), SheetImport)
    assert not SheetToRead.objects.exists()


def test_a_long_sheet_is_read_by_the_worker_and_its_page_leads_to_the_preview(
    edition: Assessment, client_of: Login
) -> None:
    staff = UserFactory(role="staff")
    client = client_of(staff)
    block = needs(4).content.decode()

    answer = client.post(reverse("assessments:edition_import", args=[edition.pk, "needs"]), {"pasted": block})
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    waiting = client.get(answer.url).content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert not SheetImport.objects.exists()
    jobs.run(job.pk)

    run = SheetImport.objects.get()
    assert (run.new, run.uploaded_by, run.assessment) == (4, staff, edition)
    assert SheetToRead.objects.values_list("content", "sheet_import").get() == (None, run.pk)
    assert client.get(answer.url).url == run.get_absolute_url()
    part = client.get(reverse("operations:job_progress", args=[job.pk]))
    assert part.headers["HX-Redirect"] == run.get_absolute_url()
    jobs.run(job.pk)
    assert SheetImport.objects.count() == 1


def test_it_is_taken_by_the_worker_too_and_once(edition: Assessment, client_of: Login) -> None:
    client = client_of(UserFactory(role="staff"))
    run = read_sheet(ImportKind.NEEDS, needs(4), assessment=edition, actor=UserFactory(role="staff"))

    first, second = (client.post(run.get_absolute_url(), {"once": name * 32}).url for name in "ab")
    jobs.run(Job.objects.get().pk)

    assert first == second
    run.refresh_from_db()
    assert (run.state, edition.needs.count()) == (ImportState.TAKEN, 4)
    assert client.get(first).url == run.get_absolute_url()


def test_while_a_worker_takes_it_the_preview_says_so_and_offers_nothing(edition: Assessment, client_of: Login) -> None:
    asked, other = UserFactory(role="staff"), UserFactory(role="staff")
    run = read_sheet(ImportKind.NEEDS, needs(4), assessment=edition, actor=asked)
    before = client_of(asked).get(run.get_absolute_url())
    assert (bool(before.context["save"]), before.context["may_decide"], before.context["at_work"]) == (
        True,
        True,
        None,
    )
    job = hand_in_taking(run, actor=asked)

    for user in (asked, other):
        page = client_of(user).get(run.get_absolute_url())
        assert (page.context["save"], page.context["may_decide"], page.context["at_work"]) == ("", False, job)
        assert (job.get_absolute_url() in page.content.decode()) is (user == asked)
        assert reverse("assessments:import_discard", args=[run.pk]) not in page.content.decode()
    for deed in (hand_in_taking, throw_away):
        with pytest.raises(StepRefused):
            deed(run, actor=other)
    assert client_of(other).post(run.get_absolute_url()).status_code == 200
    jobs.run(job.pk)

    run.refresh_from_db()
    assert (run.state, Job.objects.count()) == (ImportState.TAKEN, 1)
    assert client_of(asked).get(run.get_absolute_url()).context["may_decide"]


def taken(edition: Assessment, staff: User, upload: SheetUpload, kind: ImportKind = ImportKind.NEEDS) -> SheetImport:
    return take_import(read_sheet(kind, upload, assessment=edition, actor=staff), actor=staff)


def test_a_long_import_is_undone_by_the_worker_and_meanwhile_says_so(edition: Assessment, client_of: Login) -> None:
    staff, other = UserFactory(role="staff"), UserFactory(role="staff")
    NeedFactory(assessment=edition, code="N01", covered=5)
    run = taken(edition, staff, needs(4))
    address = reverse("assessments:import_undo", args=[run.pk])

    answer = client_of(staff).post(address, {"once": "d" * 32})

    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    assert edition.needs.count() == 4
    page = client_of(other).get(run.get_absolute_url())
    assert (page.context["at_work"], page.context["may_decide"]) == (job, False)
    assert client_of(other).post(address, {"once": "e" * 32}).context["form"].errors
    jobs.run(job.pk)
    run.refresh_from_db()
    assert (run.state, run.imported.count()) == (ImportState.UNDONE, 4)
    assert list(edition.needs.values_list("code", "covered")) == [("N01", 5)]
    assert client_of(staff).get(answer.url).url == run.get_absolute_url()
    with pytest.raises(StepRefused):
        hand_in_undoing(run, actor=staff)


def test_an_undoing_that_is_refused_says_why_and_changes_nothing(
    edition: Assessment, staff: User, client_of: Login
) -> None:
    run = taken(edition, staff, needs(4))
    job = hand_in_undoing(run, actor=staff)
    edition.needs.get(code="N02").save()

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.failure.startswith("N02 ")
    assert (SheetImport.objects.get().state, edition.needs.count()) == (ImportState.TAKEN, 4)
    assert run.get_absolute_url() in client_of(staff).get(job.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", [ImportKind.NEEDS, ImportKind.FIGURES])
def test_the_share_that_is_told_of_an_undoing_grows_to_the_whole(
    kind: ImportKind, edition: Assessment, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    FigureDefinitionFactory(code="banoret")
    monkeypatch.setattr("assessments.imports.staged.writing.TAKEN_AT_ONCE", 10)
    run = taken(edition, staff, needs(450) if kind is ImportKind.NEEDS else figures(450), kind)
    told: list[float] = []

    undo_import(run, actor=staff, tell=told.append)

    assert (edition.needs.count(), edition.data_points.count()) == (0, 0)
    assert len(set(told)) > 2
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


def test_a_taking_that_failed_is_asked_for_anew_by_anybody_who_may(edition: Assessment, staff: User) -> None:
    run = read_sheet(ImportKind.NEEDS, needs(4), assessment=edition, actor=staff)
    job = hand_in_taking(run, actor=staff)
    stands = NeedFactory(assessment=edition, code="N01")
    jobs.run(job.pk)
    stands.delete()

    again = hand_in_taking(run, actor=UserFactory(role="staff"))
    jobs.run(again.pk)

    assert again != job
    run.refresh_from_db()
    assert run.state == ImportState.TAKEN


def test_a_worker_acts_in_the_name_of_whoever_asked_and_of_nobody_afterwards(
    edition: Assessment, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in the process that serves: there a connection names nobody until it is said."""
    job = hand_in_sheet(ImportKind.NEEDS, needs(4), assessment=edition, actor=staff)
    monkeypatch.setattr(session_actor, "_at_rest", session_actor.NOBODY)
    session_actor.name_actor(session_actor.NOBODY)
    try:
        jobs.run(job.pk)
        taking = hand_in_taking(SheetImport.objects.get(), actor=staff)
        jobs.run(taking.pk)
        with connection.cursor() as cursor:
            cursor.execute(session_actor.IS_SAID)
            assert cursor.fetchone() == (session_actor.NOBODY,)
    finally:
        session_actor.name_actor(session_actor.UNSAID)

    assert SheetImport.objects.get().state == ImportState.TAKEN
    assert set(Event.objects.values_list("actor", flat=True)) == {staff.pk}


def test_a_taking_that_is_refused_says_why_and_leads_back(edition: Assessment, staff: User, client_of: Login) -> None:
    run = read_sheet(ImportKind.NEEDS, needs(4), assessment=edition, actor=staff)
    job = hand_in_taking(run, actor=staff)
    NeedFactory(assessment=edition, code="N01")
    jobs.run(job.pk)

    page = client_of(staff).get(job.get_absolute_url()).content.decode()

    assert f'href="{run.get_absolute_url()}"' in page
    assert Job.objects.get().failure
    assert edition.needs.count() == 1
    SheetImport.objects.update(state=ImportState.DISCARDED)
    run.refresh_from_db()
    with pytest.raises(StepRefused):
        hand_in_taking(run, actor=staff)


@pytest.mark.parametrize("more", [{"source": "Ana 069 123 4567"}, {"mbiemri": "Hoxha"}, {"source": "ana@shembull.al"}])
def test_a_long_file_that_tells_of_persons_is_refused_and_not_kept(
    more: dict[str, str], edition: Assessment, staff: User, client_of: Login
) -> None:
    job = hand_in_sheet(ImportKind.NEEDS, needs(4, **more), assessment=edition, actor=staff)
    waiting = SheetToRead.objects.get()
    assert zlib.decompress(waiting.content) == needs(4, **more).content

    jobs.run(job.pk)

    waiting.refresh_from_db()
    job.refresh_from_db()
    assert (waiting.content, job.state, SheetImport.objects.exists()) == (None, JobState.FAILED, False)
    page = client_of(staff).get(job.get_absolute_url()).content.decode()
    assert reverse("assessments:edition_import", args=[edition.pk, "needs"]) in page
    assert reverse("operations:job_retry", args=[job.pk]) not in page


@pytest.mark.parametrize("fault", [MemoryError, OSError, None], ids=["memory", "disk", "stopped"])
def test_a_file_that_could_not_be_read_is_not_kept_beyond_the_last_attempt(
    fault: type[BaseException] | None, edition: Assessment, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*args: Any, **kwargs: Any) -> None:
        raise fault or AssertionError

    monkeypatch.setattr(later, "read_sheet", read)
    job = hand_in_sheet(ImportKind.NEEDS, needs(4), assessment=edition, actor=staff)
    kept = SheetToRead.objects.values_list("content", flat=True)

    for _attempt in range(job.attempts_allowed):
        assert kept.get() is not None
        if fault is None:
            jobs.claim(job.pk)
            Job.objects.update(lease_until=Now() - timedelta(seconds=1))
        else:
            jobs.run(job.pk)
        if Job.objects.get().is_failed:
            break
    if fault is None:
        jobs.sweep()

    assert (Job.objects.get().state, kept.get()) == (JobState.FAILED, None)


def test_whoever_may_not_read_it_hands_nothing_in(edition: Assessment) -> None:
    with pytest.raises(PermissionDenied):
        hand_in_sheet(ImportKind.NEEDS, needs(4), assessment=edition, actor=UserFactory(role="mayor"))
    assert not SheetToRead.objects.exists()


def test_a_file_of_no_use_is_answered_at_once(edition: Assessment, staff: User) -> None:
    with pytest.raises(ValidationError):
        hand_in_sheet(ImportKind.NEEDS, SheetUpload("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\n" * 9),
                      assessment=edition, actor=staff)  # fmt: skip
    assert not Job.objects.exists()


def test_a_workbook_is_long_by_its_size() -> None:
    small, large = (b"PK\x03\x04" + b"x" * size for size in (10_000, 1_000_000))

    assert not is_long_upload(ImportKind.FIGURES, SheetUpload("a.xlsx", small))
    assert is_long_upload(ImportKind.FIGURES, SheetUpload("a.xlsx", large))


@pytest.mark.parametrize("kind", [ImportKind.NEEDS, ImportKind.FIGURES])
def test_the_share_that_is_told_grows_from_nothing_to_the_whole(
    kind: ImportKind, edition: Assessment, staff: User
) -> None:
    FigureDefinitionFactory(code="banoret")
    upload = needs(900) if kind is ImportKind.NEEDS else figures(900)
    told: list[float] = []

    run = read_sheet(kind, upload, assessment=edition, actor=staff, tell=told.append)

    assert run.new == 900
    assert len(set(told)) > 10
    shares(told)


def test_the_one_statement_that_judges_figures_is_announced_with_the_time_it_usually_takes(
    edition: Assessment, client_of: Login
) -> None:
    staff = UserFactory(role="staff")
    FigureDefinitionFactory(code="banoret")
    said: list[str] = []
    with override("en"):
        read_sheet(ImportKind.FIGURES, figures(1_200), assessment=edition, actor=staff, say=said.append)
    assert said[0].startswith("1,200 rows are being checked")
    assert len(said) == 1

    job = JobFactory(
        kind=READING,
        payload={"kind": "figures", "sheet": 0},
        requested_by=staff,
        state=JobState.RUNNING,
        lease_until=Now() + timedelta(minutes=1),
        progress_done=80,
        progress_total=100,
        doing=said[0],
        doing_since=Now() - timedelta(seconds=9),
    )
    page = client_of(staff).get(reverse("operations:job_progress", args=[job.pk]), headers={"accept-language": "en"})
    assert said[0] in page.content.decode()
    assert "80" not in page.content.decode().split("<progress")[0]


def test_a_long_table_is_asked_for_by_a_page_that_a_short_one_never_shows(
    edition: Assessment, client_of: Login
) -> None:
    client = client_of(UserFactory(role="staff"))
    address = reverse("assessments:edition_table", args=[edition.pk, "figures", "xlsx"])
    point = DataPointFactory(assessment=edition, source="A")
    short = client.get(address)
    assert short.headers["Content-Disposition"].startswith("attachment")
    for source in "BCD":
        DataPointFactory(assessment=edition, definition=point.definition, source=source)

    asked_at = client.get(address).url
    assert asked_at == reverse("assessments:edition_table_create", args=[edition.pk, "figures", "xlsx"])
    assert client.get(asked_at).status_code == 200
    assert not Job.objects.exists()
    answer = client.post(asked_at, {"once": "c" * 32})
    job = Job.objects.get()
    assert answer.url == job.get_absolute_url()
    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.result_file is not None
    book = openpyxl.load_workbook(io.BytesIO(content_of(job.result_file)))
    assert book.worksheets[0].max_row == 5
    outside = client_of(UserFactory(role="ngo"))
    assert outside.get(job.get_absolute_url()).status_code == 403
    assert outside.post(asked_at).status_code == 403


def test_a_file_that_waits_is_chosen_anew_once_it_is_gone(edition: Assessment, staff: User) -> None:
    job = hand_in_sheet(ImportKind.NEEDS, needs(4), assessment=edition, actor=staff)
    SheetToRead.objects.all().delete()

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_a_long_upload_by_the_form_is_a_file_too(edition: Assessment, client_of: Login) -> None:
    lines = "\n".join([";".join(NEED), *(";".join({**NEED, "code": f"N{n}"}.values()) for n in range(5))])
    file = SimpleUploadedFile("nevojat.csv", lines.encode())

    answer: Any = client_of(UserFactory(role="staff")).post(
        reverse("assessments:edition_import", args=[edition.pk, "needs"]), {"file": file}
    )
    jobs.run(Job.objects.get().pk)

    assert answer.status_code == 302
    assert SheetImport.objects.values_list("file_name", "new").get() == ("nevojat.csv", 5)
