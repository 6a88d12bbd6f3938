"""What the worker does for the plan: the files of a version, and the yearly report on consultations."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from operations.enums import Queue
from operations.models import Job
from operations.queue.jobs import JobRefused, JobResult, Progress, job_handler, queue_of_ending
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import seal_holds
from socialplan.publishing.documents.plan_pdf import load_version
from socialplan.publishing.documents.transparency import render_transparency
from socialplan.publishing.outputs import OUTPUTS

PREFIX = "socialplan."
TRANSPARENCY = "socialplan.transparency"
JOB_KINDS = {kind: f"{PREFIX}{kind}" for kind in OUTPUTS}


def open_outputs(user: User, jobs: Sequence[Job]) -> list[Job]:
    """The files that the person may ask for today, each of its own version."""
    keys = {job.payload["version"] for job in jobs} | {job.payload.get("against") for job in jobs}
    versions = PlanVersion.objects.in_bulk(keys - {None})

    def is_open(job: Job) -> bool:
        version, older = versions.get(job.payload["version"]), versions.get(job.payload.get("against"))
        if older is not None and not user.has_perm("content.view_plan", older):
            return False
        return version is not None and user.has_perm(OUTPUTS[job.kind.removeprefix(PREFIX)].permission, version)

    return [job for job in jobs if is_open(job)]


def make_output(job: Job, progress: Progress) -> JobResult:
    """One file of a version; a sealed version is printed only while its rows are still what was sealed."""
    output = OUTPUTS[job.kind.removeprefix(PREFIX)]
    version = _sound(load_version(job.payload["version"]))
    language, against = job.payload["language"], job.payload.get("against")
    older = None if against is None else _sound(load_version(against))
    if older is not None and output.compare is not None:
        content = output.compare(version, language, progress, older)
    else:
        content = output.make(version, language, progress)
    return JobResult(content, output.file_name(version, language, older), output.content_type)


def _sound(version: PlanVersion) -> PlanVersion:
    if version.is_sealed and not seal_holds(version):
        raise JobRefused(_("The content of this version is not what was sealed; no file is made of it."))
    return version


def queue_of_output(job: Job) -> Queue:
    return queue_of_ending(OUTPUTS[job.kind.removeprefix(PREFIX)].suffix)


for job_kind in JOB_KINDS.values():
    job_handler(job_kind, opens=open_outputs, queue=queue_of_output)(make_output)


def open_transparency(user: User, jobs: Sequence[Job]) -> Sequence[Job]:
    return jobs if user.has_perm("publishing.request_transparency") else ()


@job_handler(TRANSPARENCY, opens=open_transparency)
def transparency_report(job: Job, progress: Progress) -> JobResult:
    year, language = job.payload["year"], job.payload["language"]
    return JobResult(
        render_transparency(year, language, progress), f"transparenca-{year}-{language}.pdf", "application/pdf"
    )
