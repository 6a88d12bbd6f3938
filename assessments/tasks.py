"""What a worker does for the assessments."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from assessments.enums import PACKAGE, REPORT, PackageFormat, ReportFormat
from assessments.fund.package import load_costing, render_package
from assessments.models import Assessment
from assessments.report.files import render_edition
from core.printing.outcome import Progress
from operations.models import Job
from operations.queue.jobs import JobResult, job_handler

CONTENT_TYPES: dict[str, str] = {
    ReportFormat.PDF: "application/pdf",
    PackageFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PackageFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def open_packages(user: User, jobs: Sequence[Job]) -> Sequence[Job]:
    """The package shows what its costing shows: to whoever may ask for one today."""
    return jobs if user.has_perm("assessments.request_fund_package") else ()


@job_handler(PACKAGE, opens=open_packages)
def fund_package(job: Job, progress: Progress) -> JobResult:
    kind = PackageFormat(job.payload["format"])
    content = render_package(load_costing(job.payload["costing"]), kind, language=job.payload["language"])
    return JobResult(content, f"fondi-social-{job.payload['costing']}.{kind}", CONTENT_TYPES[kind])


def open_editions(user: User, jobs: Sequence[Job]) -> Sequence[Job]:
    return jobs if user.has_perm("assessments.export_assessment") else ()


@job_handler(REPORT, opens=open_editions)
def edition_file(job: Job, progress: Progress) -> JobResult:
    kind, language = ReportFormat(job.payload["format"]), job.payload["language"]
    assessment = Assessment.objects.get(pk=job.payload["assessment"])
    content = render_edition(assessment, kind, language=language, progress=progress)
    return JobResult(content, f"vleresimi-{assessment.pk}-{language}.{kind}", CONTENT_TYPES[kind])
