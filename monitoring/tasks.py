"""What a worker does for monitoring."""

from __future__ import annotations

from core.pdf import Progress
from monitoring.models import YearlyReport
from monitoring.reports import render_report
from operations.jobs import JobResult, job_handler
from operations.models import Job


@job_handler("monitoring.report_pdf")
def report_pdf(job: Job, progress: Progress) -> JobResult:
    report = YearlyReport.objects.select_related("period__version__plan").get(pk=job.payload["report"])
    language = job.payload["language"]
    content = render_report(report, language=language, progress=progress)
    return JobResult(content, f"raport-monitorimi-{report.pk}-{language}.pdf", "application/pdf")
