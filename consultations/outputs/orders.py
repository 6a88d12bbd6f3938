"""The deed that asks for a file of a round."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import TargetGroup
from consultations.actions import ConsultationAction
from consultations.enums import RoundFileFormat
from consultations.models import ConsultationEvent, DraftPlace, Round
from consultations.outputs.job_kinds import ATTENDANCE, PAPER, REPORT
from core.workflow import require
from operations.deeds import record
from operations.models import Job
from operations.queue.jobs import enqueue


@transaction.atomic
def request_round_file(
    consultation: Round, file_format: str, *, language: str, actor: User, group: TargetGroup | None = None
) -> Job:
    """Ask for the report of the round, or of one group in it; a worker makes it of what is published by then."""
    require(actor, "consultations.request_report", consultation)
    kind, of_group = RoundFileFormat(file_format), group.pk if group else None
    after = {"format": str(kind), "group": of_group}
    record(ConsultationAction.REQUEST_REPORT, consultation, actor=actor, after=after)
    return enqueue(
        REPORT,
        dedupe_key=f"{REPORT}:{consultation.pk}:{of_group}:{kind}:{language}:{timezone.now().isoformat()}",
        payload={"round": consultation.pk, "group": of_group, "format": str(kind), "language": language},
        requested_by=actor,
    )


@transaction.atomic
def request_paper_form(
    consultation: Round, *, language: str, is_large: bool, actor: User, place: DraftPlace | None = None
) -> Job:
    """Ask for the printed form, of the whole or of one place of the draft."""
    require(actor, "consultations.request_report", consultation)
    of_place = place.pk if place else None
    after = {"language": language, "is_large": is_large, "place": of_place}
    record(ConsultationAction.REQUEST_PAPER, consultation, actor=actor, after=after)
    return enqueue(
        PAPER,
        dedupe_key=f"{PAPER}:{consultation.pk}:{of_place}:{language}:{is_large}:{timezone.now().isoformat()}",
        payload={"round": consultation.pk, "language": language, "is_large": is_large, "place": of_place},
        requested_by=actor,
    )


@transaction.atomic
def request_attendance_sheet(event: ConsultationEvent, *, language: str, actor: User) -> Job:
    """Ask for the sheet that lies at the door of an event."""
    require(actor, "consultations.change_event", event)
    record(ConsultationAction.REQUEST_SHEET, event, actor=actor, after={"language": language})
    return enqueue(
        ATTENDANCE,
        dedupe_key=f"{ATTENDANCE}:{event.pk}:{language}:{timezone.now().isoformat()}",
        payload={"event": event.pk, "language": language},
        requested_by=actor,
    )
