"""What a worker does for the assessments."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from assessments.enums import (
    LIST,
    MENDING,
    PACKAGE,
    PUBLISHING,
    READING,
    REPORT,
    TABLE,
    TAKING,
    UNDOING,
    ImportState,
    PackageFormat,
    ReportFormat,
    SheetFormat,
)
from assessments.fund.package import load_costing, render_package
from assessments.imports.later import forget_content, read_waiting
from assessments.imports.services import take_import, undo_import
from assessments.imports.tables import permission_of
from assessments.lists.exports import LIST_PERMISSIONS, sheet_of
from assessments.models import Assessment, SheetImport, SheetToRead
from assessments.report.files import render_edition
from assessments.report.publication import publish_later
from assessments.rules import kinds_shown_to
from core.printing.outcome import Progress
from core.workflow import StepRefused
from operations.models import Job
from operations.queue.jobs import JobRefused, JobResult, among_sheets, by_format, job_handler
from operations.queue.shares import ShareTeller
from operations.trail.session_actor import acting

CONTENT_TYPES: dict[str, str] = {
    ReportFormat.PDF: "application/pdf",
    PackageFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PackageFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SheetFormat.CSV: "text/csv",
}
#: What a worker does with an import, and the state that it has then.
DEEDS = {TAKING: (take_import, ImportState.TAKEN), UNDOING: (undo_import, ImportState.UNDONE)}


def open_packages(user: User, jobs: Sequence[Job]) -> Sequence[Job]:
    """The package shows what its costing shows: to whoever may ask for one today."""
    return jobs if user.has_perm("assessments.request_fund_package") else ()


@job_handler(PACKAGE, opens=open_packages, queue=by_format)
def fund_package(job: Job, progress: Progress) -> JobResult:
    kind = PackageFormat(job.payload["format"])
    content = render_package(load_costing(job.payload["costing"]), kind, language=job.payload["language"])
    return JobResult(content, f"fondi-social-{job.payload['costing']}.{kind}", CONTENT_TYPES[kind])


def open_editions(user: User, jobs: Sequence[Job]) -> Sequence[Job]:
    return jobs if user.has_perm("assessments.export_assessment") else ()


@job_handler(REPORT, opens=open_editions, queue=by_format)
def edition_file(job: Job, progress: Progress) -> JobResult:
    kind, language = ReportFormat(job.payload["format"]), job.payload["language"]
    assessment = Assessment.objects.get(pk=job.payload["assessment"])
    content = render_edition(assessment, kind, language=language, progress=progress)
    return JobResult(content, f"vleresimi-{assessment.pk}-{language}.{kind}", CONTENT_TYPES[kind])


def edition_of(job: Job) -> str:
    return reverse("assessments:assessment_detail", args=[job.payload["assessment"]])


def open_publications(user: User, jobs: Sequence[Job]) -> Sequence[Job]:
    """What came of it stands on the page of the edition."""
    return jobs if user.has_perm("assessments.view_assessment") else ()


@job_handler(
    PUBLISHING,
    opens=open_publications,
    counts_pages=False,
    leads_to=edition_of,
    asked_at=edition_of,
    queue=among_sheets,
)
def publish_edition(job: Job, progress: Progress) -> None:
    with override(job.payload["language"]), acting(job.requested_by_id), ShareTeller(progress) as tell:
        tell(0.0)
        try:
            publish_later(job, say=tell.say)
        except (ValidationError, StepRefused, PermissionDenied) as refusal:
            raise JobRefused(sentence_of(refusal)) from refusal


def open_sheets(user: User, jobs: Sequence[Job]) -> list[Job]:
    """A sheet tells places and true figures: to whoever may read it in, or have it made, today."""
    return [job for job in jobs if _may_have(user, job)]


def _may_have(user: User, job: Job) -> bool:
    kind = job.payload["kind"]
    if job.kind == LIST:
        return all(user.has_perm(name) for name in (LIST_PERMISSIONS[kind], *job.payload["sights"]))
    if job.kind == TABLE and job.payload["assessment"] is not None:
        return user.has_perm("assessments.export_assessment")
    if job.kind == MENDING:
        return kind in kinds_shown_to(user)
    return user.has_perm(permission_of(kind))


def preview_of(job: Job) -> str:
    waiting = SheetToRead.objects.select_related("sheet_import").filter(pk=job.payload["sheet"]).first()
    found = waiting.sheet_import if waiting is not None else None
    return found.get_absolute_url() if found is not None else reverse("assessments:import_list")


def reading_form_of(job: Job) -> str:
    waiting = SheetToRead.objects.filter(pk=job.payload["sheet"]).first()
    if waiting is None:
        return reverse("assessments:import_list")
    if waiting.assessment_id is None:
        return reverse("assessments:shared_import", args=[waiting.kind])
    return reverse("assessments:edition_import", args=[waiting.assessment_id, waiting.kind])


def import_of(job: Job) -> str:
    return reverse("assessments:import_detail", args=[job.payload["import"]])


def forget_unread(job: Job) -> None:
    """Nobody has looked through it for persons."""
    forget_content(job.payload["sheet"])


@job_handler(
    READING,
    opens=open_sheets,
    counts_pages=False,
    queue=among_sheets,
    leads_to=preview_of,
    asked_at=reading_form_of,
    given_up=forget_unread,
)
def read_long_sheet(job: Job, progress: Progress) -> None:
    with override(job.payload["language"]), acting(job.requested_by_id), ShareTeller(progress) as tell:
        try:
            read_waiting(job.payload["sheet"], tell=tell, say=tell.say)
        except (ValidationError, StepRefused, PermissionDenied) as refusal:
            raise JobRefused(sentence_of(refusal)) from refusal


def work_on_import(job: Job, progress: Progress) -> None:
    deed, after = DEEDS[job.kind]
    run = SheetImport.objects.get(pk=job.payload["import"])
    if run.state == after:
        return  # a worker that was stopped just after it
    with override(job.payload["language"]), acting(job.requested_by_id), ShareTeller(progress) as tell:
        try:
            deed(run, actor=User.objects.get(pk=job.requested_by_id), tell=tell)
        except (ValidationError, StepRefused, PermissionDenied) as refusal:
            raise JobRefused(sentence_of(refusal)) from refusal


for deed_kind in DEEDS:
    job_handler(
        deed_kind,
        opens=open_sheets,
        counts_pages=False,
        leads_to=import_of,
        asked_at=import_of,
        queue=among_sheets,
    )(work_on_import)


def sentence_of(refusal: Exception) -> str:
    if isinstance(refusal, PermissionDenied):
        return _("You may not do this any more.")
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def write_sheet(job: Job, progress: Progress) -> JobResult:
    out = BytesIO()
    with override(job.payload["language"]), ShareTeller(progress) as tell:
        sheet = sheet_of(job)
        sheet.write(out, tell)
    return JobResult(out.getvalue(), sheet.file_name, CONTENT_TYPES[sheet.sheet_format])


for sheet_kind in (TABLE, LIST, MENDING):
    job_handler(sheet_kind, opens=open_sheets, counts_pages=False, queue=among_sheets)(write_sheet)
