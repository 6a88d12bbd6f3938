"""What the worker does for the plan: its PDF, and bringing into force what is due."""

from __future__ import annotations

from operations.jobs import JobResult, Progress, job_handler
from operations.models import Job
from socialplan.reports import file_name, load_version, render_plan

PLAN_PDF = "socialplan.plan_pdf"


@job_handler(PLAN_PDF)
def make_plan_pdf(job: Job, progress: Progress) -> JobResult:
    version = load_version(job.payload["version"])
    language = job.payload["language"]
    content = render_plan(version, language=language, progress=progress)
    return JobResult(content, file_name(version, language), "application/pdf")
