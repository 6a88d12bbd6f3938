"""What a worker does for monitoring."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from core.printing.pdf import Progress
from monitoring.models import YearlyReport
from monitoring.reports import render_report
from operations.models import Job
from operations.queue.jobs import JobResult, job_handler

REPORT_PDF = "monitoring.report_pdf"


def open_reports(user: User, jobs: Sequence[Job]) -> Sequence[Job]:
    """The report's file is open to whoever may ask for one today."""
    return jobs if user.has_perm("monitoring.request_report_file") else ()


@job_handler(REPORT_PDF, opens=open_reports)
def report_pdf(job: Job, progress: Progress) -> JobResult:
    report = YearlyReport.objects.select_related("period__version__plan").get(pk=job.payload["report"])
    language = job.payload["language"]
    content = render_report(report, language=language, progress=progress)
    return JobResult(content, f"raport-monitorimi-{report.pk}-{language}.pdf", "application/pdf")
