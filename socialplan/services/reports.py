"""Asking for the plan's PDF; the worker makes it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from operations.jobs import enqueue
from operations.models import Job
from socialplan.canonical import content_sha256
from socialplan.models import PlanReport, PlanVersion
from socialplan.services.entries import record
from socialplan.tasks import PLAN_PDF


@transaction.atomic
def request_plan_report(version: PlanVersion, *, language: str, actor: User) -> Job:
    """One job per person, language, state and content: asked twice, it is the same job."""
    if not actor.has_perm("socialplan.request_report", version):
        raise PermissionDenied
    key = f"{PLAN_PDF}:{version.pk}:{version.state}:{language}:{actor.pk}:{content_sha256(version)[:32]}"
    payload = {"version": version.pk, "language": language}
    job = enqueue(PLAN_PDF, dedupe_key=key, payload=payload, requested_by=actor)
    report, is_new = PlanReport.objects.get_or_create(job=job, defaults={"version": version, "language": language})
    if is_new:
        record("socialplan.request_report", report, actor=actor)
    return job
