"""Deeds on jobs: asking once more for one that was given up."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from core.workflow import StepRefused, require
from operations.actions import OperationsAction
from operations.deeds import record
from operations.enums import JobState
from operations.models import Job
from operations.queue.jobs import publish_after_commit

ATTEMPTS_PER_REQUEST = 3


@transaction.atomic
def retry_job(job: Job, *, actor: Any) -> Job:
    """Let a failed job be tried three times more; StepRefused when it has not failed.

    `attempts` goes on counting, because it is the fencing token.
    """
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    require(actor, "operations.retry_job", job)
    if job.state != JobState.FAILED:
        raise StepRefused(_("Only a job that has failed can be tried again."))
    job.state = JobState.PENDING
    job.attempts_allowed = job.attempts + ATTEMPTS_PER_REQUEST
    job.failure = ""
    job.finished_at = None
    job.published_at = Now()
    job.save()
    record(OperationsAction.RETRY_JOB, job, actor=actor, after={"attempts": job.attempts})
    publish_after_commit(job)
    return job
