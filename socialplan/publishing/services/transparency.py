"""The deed that asks for the yearly report as a PDF."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.workflow import require
from operations.models import Job
from operations.queue.jobs import enqueue
from socialplan.publishing.tasks import TRANSPARENCY


@transaction.atomic
def request_transparency(year: int, *, language: str, actor: User) -> Job:
    """A worker makes it of what is published by then."""
    require(actor, "publishing.request_transparency")
    return enqueue(
        TRANSPARENCY,
        dedupe_key=f"{TRANSPARENCY}:{year}:{language}:{timezone.now().isoformat()}",
        payload={"year": year, "language": language},
        requested_by=actor,
    )
