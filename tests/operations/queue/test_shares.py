"""A share is told while the work's own transaction is open, by another connection."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from operations.models import Job
from operations.queue import jobs
from operations.queue.leases import LeaseLost
from operations.queue.shares import WHOLE, ShareTeller
from tests.factories.operations import JobFactory
from tests.operations import handlers

SECONDS = 20


def wait_for(holds: object) -> None:
    ends = time.monotonic() + SECONDS
    while not holds() and time.monotonic() < ends:  # type: ignore[operator]
        time.sleep(0.05)
    assert holds()  # type: ignore[operator]


@pytest.mark.django_db(transaction=True)
def test_others_see_the_share_before_the_work_commits() -> None:
    job = jobs.claim(JobFactory().pk)
    assert job is not None

    def progress(done: int, total: int) -> None:
        jobs.renew(job, progress_done=done, progress_total=total)

    with transaction.atomic(), ShareTeller(progress) as told:
        told(0.42)
        wait_for(lambda: Job.objects.get(pk=job.pk).progress_done == 42)
        transaction.set_rollback(True)

    job.refresh_from_db()
    assert (job.progress_done, job.progress_total, job.share) == (42, WHOLE, 42)


@pytest.mark.django_db(transaction=True)
def test_a_step_without_a_share_says_what_it_does_and_for_how_long_by_now() -> None:
    job = jobs.claim(JobFactory(kind="tests.letter").pk)
    assert job is not None
    seen: list[str] = []

    def work(job: Job, progress: Any) -> None:
        with ShareTeller(progress) as told:
            told(0.8)
            told.say("900 rows are being checked.")
            wait_for(lambda: Job.objects.get(pk=job.pk).doing)
        row = Job.objects.get(pk=job.pk)
        assert (row.share, row.doing_for) == (80, 0)
        row.doing_since -= timedelta(seconds=7)  # type: ignore[operator]
        seen.extend([row.doing, str(row.doing_for)])

    jobs.job_handler("tests.step", opens=handlers.everything)(work)
    Job.objects.update(kind="tests.step", state="pending", lease_until=None)
    jobs.run(job.pk)

    assert seen == ["900 rows are being checked.", "7"]
    job.refresh_from_db()
    assert (job.state, job.doing, job.doing_for) == ("done", "", 0)


def test_a_lost_lease_stops_the_telling_and_not_the_work() -> None:
    asked: list[int] = []

    def progress(done: int, total: int) -> None:
        asked.append(done)
        raise LeaseLost(1)

    with ShareTeller(progress) as told:
        told(0.5)
        wait_for(lambda: asked)
        told(0.9)

    assert asked == [50]
