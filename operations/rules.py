"""Who may see jobs. Who may see everybody's jobs and the audit trail is said by accounts, which knows the roles."""

from __future__ import annotations

from typing import Any

import rules

from operations.models import Job


@rules.predicate
def asked_for_it(user: Any, job: Job | None) -> bool:
    """Their own job; asked without a job, whether they have a list of their own."""
    return user.is_authenticated if job is None else job.requested_by_id == user.pk


@rules.predicate
def sees_every_job(user: Any, job: Job | None) -> bool:
    return bool(user.has_perm("operations.view_every_job"))


rules.add_perm("operations.view_job", asked_for_it | sees_every_job)
rules.add_perm("operations.retry_job", asked_for_it | sees_every_job)
