"""Who may see jobs. Who may see everybody's jobs and the audit trail is said by accounts, which knows the roles."""

from __future__ import annotations

from typing import Any

import rules

from operations.files import file_permission
from operations.models import Job, StoredFile
from operations.queue.jobs import JOB_RESULTS, open_jobs


@rules.predicate
def asked_for_it(user: Any, job: Job | None) -> bool:
    """Their own job; asked without a job, whether they have a list of their own."""
    return user.is_authenticated if job is None else job.requested_by_id == user.pk


@rules.predicate
def sees_every_job(user: Any, job: Job | None) -> bool:
    return bool(user.has_perm("operations.view_every_job"))


@rules.predicate
def shows_what_is_open(user: Any, job: Job | None) -> bool:
    """The job's result asks the permission of what it shows, each time."""
    return job is None or job.pk in open_jobs(user, [job])


rules.add_perm("operations.view_job", (asked_for_it & shows_what_is_open) | sees_every_job)
rules.add_perm("operations.retry_job", (asked_for_it & shows_what_is_open) | sees_every_job)
rules.add_perm("operations.open_job_file", (asked_for_it | sees_every_job) & shows_what_is_open)


@file_permission(JOB_RESULTS)
def may_open_result(user: Any, stored: StoredFile) -> bool:
    return any(user.has_perm("operations.open_job_file", job) for job in stored.jobs.all())
