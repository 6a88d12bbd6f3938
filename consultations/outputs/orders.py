"""The deed that asks for a file of a round."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import TargetGroup
from consultations.actions import ConsultationAction
from consultations.enums import RoundFileFormat
from consultations.models import Round
from consultations.outputs.job_kinds import REPORT
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
