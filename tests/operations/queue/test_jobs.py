import threading
from dataclasses import replace
from typing import Any

import pytest
from celery import current_app
from django.db import connection, transaction
from django.db.models.functions import Now
from kombu.exceptions import KombuError

from operations.enums import JobState
from operations.models import Event, Job, StoredFile
from operations.queue import jobs
from operations.queue.leases import LeaseLost
from tests.factories.accounts import UserFactory
from tests.factories.operations import JobFactory
from tests.operations import handlers

pytestmark = pytest.mark.database


def expire_lease(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - jobs.timedelta(seconds=1))


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    told: list[int] = []
    monkeypatch.setattr(jobs, "publish", lambda job: told.append(job.pk))
    return told


@pytest.mark.django_db
def test_job_is_asked_for_once(published: list[int], django_capture_on_commit_callbacks: Any) -> None:
    user = UserFactory(role="staff")
    with django_capture_on_commit_callbacks(execute=True):
        first = jobs.enqueue("tests.letter", dedupe_key="letter-1", payload={"id": 1}, requested_by=user)
        second = jobs.enqueue("tests.letter", dedupe_key="letter-1", payload={"id": 1}, requested_by=user)

    assert first == second
    assert published == [first.pk]


@pytest.mark.django_db(transaction=True)
def test_job_of_a_rolled_back_deed_is_neither_kept_nor_told(published: list[int]) -> None:
    with transaction.atomic():
        jobs.enqueue("tests.letter", dedupe_key="never", payload={}, requested_by=None)
        transaction.set_rollback(True)

    assert not Job.objects.exists()
    assert published == []


@pytest.mark.django_db
def test_job_is_done_with_its_file() -> None:
    job = JobFactory()

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert (job.progress_done, job.progress_total) == (2, 2)
    with job.result_file.file.open("rb") as file:
        assert file.read() == handlers.PDF


@pytest.mark.django_db(transaction=True)
def test_the_file_of_a_job_is_noted_with_its_hash_and_not_as_written_without_a_deed() -> None:
    job = JobFactory()
    jobs.run(job.pk)
    job.refresh_from_db()

    told = Event.objects.get(action="operations.keep_result")

    assert (told.subject_id, told.after) == (
        str(job.result_file_id),
        {"job": job.pk, "sha256": job.result_file.sha256},
    )
    assert "operations_storedfile" in told.rows
    alone = Event.objects.filter(action="operations.keep_rows", subject_type="operations_storedfile")
    assert not alone.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_threads_claim_once() -> None:
    job = JobFactory()
    barrier = threading.Barrier(8)
    claimed: list[Job] = []

    def try_to_claim() -> None:
        barrier.wait()
        found = jobs.claim(job.pk)
        if found:
            claimed.append(found)
        connection.close()

    threads = [threading.Thread(target=try_to_claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [found.attempts for found in claimed] == [1]


@pytest.mark.django_db
def test_stale_token_is_discarded() -> None:
    job = JobFactory()
    first = jobs.claim(job.pk)
    expire_lease(job)
    second = jobs.claim(job.pk)
    result = jobs.JobResult(handlers.PDF, "letter.pdf", "application/pdf")

    with pytest.raises(LeaseLost):
        jobs.finish(first, result)
    with pytest.raises(LeaseLost):
        jobs.renew(first)
    jobs.fail(first, "too late")
    jobs.finish(second, result)

    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_job_is_given_up_after_three_attempts_without_telling_secrets() -> None:
    job = JobFactory(kind="tests.broken")

    for _ in range(4):
        jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    assert "ValueError" in job.failure
    assert "secret" not in job.failure


@pytest.mark.django_db
def test_refused_job_is_not_tried_again() -> None:
    job = JobFactory(kind="tests.refused")

    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.failure) == (JobState.FAILED, "The version was sealed with other content.")


@pytest.mark.django_db
def test_the_last_failure_alone_gives_a_job_up_and_its_kind_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Job] = []
    monkeypatch.setitem(jobs._kinds, "tests.broken", replace(jobs._kinds["tests.broken"], given_up=told.append))
    job = JobFactory(kind="tests.broken")

    for _attempt in range(2):
        jobs.run(job.pk)
        assert told == []
    jobs.run(job.pk)

    assert told == [job]


@pytest.mark.django_db
def test_job_without_memory_is_given_up_with_a_sentence() -> None:
    job = JobFactory(kind="tests.hungry")

    jobs.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "kujtesën" in job.failure


@pytest.mark.django_db
def test_sweeper_publishes_what_nobody_took(
    settings: Any, published: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    settings.JOB_REPUBLISH_SECONDS = 0
    waiting, running, expired, done = JobFactory(), JobFactory(), JobFactory(), JobFactory(state=JobState.DONE)
    jobs.claim(running.pk)
    jobs.claim(expired.pk)
    expire_lease(expired)

    with django_capture_on_commit_callbacks(execute=True):
        jobs.sweep()

    assert published == [waiting.pk, expired.pk]
    assert done.pk not in published


@pytest.mark.django_db
def test_sweeper_gives_up_what_died_in_every_attempt(published: list[int]) -> None:
    job = JobFactory()
    for _ in range(3):
        jobs.claim(job.pk)
        expire_lease(job)

    assert jobs.sweep() == []

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.failure


@pytest.mark.django_db
def test_broker_that_is_gone_does_not_matter(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise KombuError

    monkeypatch.setattr(current_app, "send_task", refuse)

    jobs.publish(JobFactory())
