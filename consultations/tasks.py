"""What a worker does for the consultations."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from assessments.models import TargetGroup
from consultations.doors.attendance_paper import render_attendance_sheet
from consultations.doors.paper import render_paper_form
from consultations.enums import RoundFileFormat
from consultations.models import ConsultationEvent, DraftPlace, Round
from consultations.outputs.job_kinds import ATTENDANCE, PAPER, REPORT
from consultations.outputs.report import render_round
from core.printing.outcome import Progress
from operations.models import Job
from operations.queue.jobs import JobResult, by_format, job_handler

CONTENT_TYPES: dict[str, str] = {
    RoundFileFormat.PDF: "application/pdf",
    RoundFileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    RoundFileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def open_round_files(user: User, jobs: Sequence[Job]) -> Sequence[Job]:
    return jobs if user.has_perm("consultations.request_report") else ()


@job_handler(REPORT, opens=open_round_files, queue=by_format)
def round_report(job: Job, progress: Progress) -> JobResult:
    kind, language = RoundFileFormat(job.payload["format"]), job.payload["language"]
    consultation = Round.objects.prefetch_related("groups", "extensions").get(pk=job.payload["round"])
    group = TargetGroup.objects.filter(pk=job.payload["group"]).first()
    content = render_round(consultation, kind, language=language, group=group, progress=progress)
    name = "-".join(str(part) for part in ("konsultimi", consultation.pk, job.payload["group"], language) if part)
    return JobResult(content, f"{name}.{kind}", CONTENT_TYPES[kind])


@job_handler(PAPER, opens=open_round_files)
def paper_form(job: Job, progress: Progress) -> JobResult:
    said = job.payload
    consultation = Round.objects.get(pk=said["round"])
    place = DraftPlace.objects.filter(pk=said["place"]).select_related("draft").first()
    content = render_paper_form(
        consultation, language=said["language"], is_large=said["is_large"], place=place, progress=progress
    )
    size = "large" if said["is_large"] else ""
    name = "-".join(
        str(part) for part in ("formulari", consultation.pk, said["place"], size, said["language"]) if part
    )
    return JobResult(content, f"{name}.pdf", CONTENT_TYPES[RoundFileFormat.PDF])


@job_handler(ATTENDANCE, opens=open_round_files)
def attendance_sheet(job: Job, progress: Progress) -> JobResult:
    said = job.payload
    event = ConsultationEvent.objects.prefetch_related("groups").get(pk=said["event"])
    content = render_attendance_sheet(event, language=said["language"], progress=progress)
    return JobResult(content, f"pjesemarrja-{event.pk}-{said['language']}.pdf", CONTENT_TYPES[RoundFileFormat.PDF])
