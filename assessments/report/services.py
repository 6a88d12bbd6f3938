"""The deed that asks for a file of an edition."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.enums import REPORT, ReportFormat
from assessments.models import Assessment
from core.workflow import require
from operations.deeds import record
from operations.models import Job
from operations.queue.jobs import enqueue


@transaction.atomic
def request_edition_file(assessment: Assessment, file_format: str, *, language: str, actor: User) -> Job:
    """Ask for the report or for all tables; a worker makes it with the figures of that moment."""
    require(actor, "assessments.export_assessment", assessment)
    kind = ReportFormat(file_format)
    record(AssessmentAction.REQUEST_REPORT, assessment, actor=actor, after={"format": str(kind)})
    stamp = timezone.now().isoformat()
    return enqueue(
        REPORT,
        dedupe_key=f"{REPORT}:{assessment.pk}:{kind}:{language}:{stamp}",
        payload={"assessment": assessment.pk, "format": str(kind), "language": language},
        requested_by=actor,
    )
