"""What a worker does for monitoring."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from core.printing.outcome import Progress
from monitoring.models import YearlyReport
from monitoring.reporting.outputs import OUTPUTS
from operations.enums import Queue
from operations.models import Job
from operations.queue.jobs import JobResult, job_handler, queue_of_ending

PREFIX = "monitoring.report_"
JOB_KINDS = {kind: f"{PREFIX}{kind}" for kind in OUTPUTS}


def open_reports(user: User, jobs: Sequence[Job]) -> Sequence[Job]:
    """The report's file is open to whoever may ask for one today."""
    return jobs if user.has_perm("monitoring.request_report_file") else ()


def make_file(job: Job, progress: Progress) -> JobResult:
    report = YearlyReport.objects.select_related("period__version__plan").get(pk=job.payload["report"])
    output, language = OUTPUTS[job.kind.removeprefix(PREFIX)], job.payload["language"]
    content = output.make(report, language=language, progress=progress)
    return JobResult(content, output.file_name(report, language), output.content_type)


def queue_of_file(job: Job) -> Queue:
    output = OUTPUTS[job.kind.removeprefix(PREFIX)]
    return queue_of_ending(output.suffix or output.kind)


for each in JOB_KINDS.values():
    job_handler(each, opens=open_reports, queue=queue_of_file)(make_file)
