"""A real worker on a real broker, killed in the middle of a job."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from operations.enums import JobState
from operations.models import Job, StoredFile
from operations.queue import jobs
from operations.supervisor.processes import Child
from tests.factories.accounts import UserFactory
from tests.operations import handlers
from tests.operations.waiting import ROOT, wait_for

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_job_of_a_killed_worker_is_made_once(start_worker: Callable[[], Any], settings: Any) -> None:
    settings.JOB_REPUBLISH_SECONDS = 1
    worker = start_worker()
    job = jobs.enqueue("tests.slow", dedupe_key="slow", payload={}, requested_by=UserFactory(role="staff"))

    def now() -> Job:
        return Job.objects.get(pk=job.pk)

    wait_for(lambda: now().progress_done >= 3)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert now().state == JobState.RUNNING
    start_worker()

    def is_done() -> bool:
        jobs.sweep()
        return now().is_finished

    wait_for(is_done)
    finished = now()
    assert (finished.state, finished.attempts) == (JobState.DONE, 2)
    assert (finished.progress_done, finished.progress_total) == (handlers.PAGES, handlers.PAGES)
    assert StoredFile.objects.count() == 1


def test_a_worker_goes_on_after_its_broker_hung(
    own_broker: Child, start_worker: Callable[[], Any], tmp_path: Path
) -> None:
    """What it could not acknowledge in that time still counted as in its hands: it never took another job."""
    start_worker()
    user = UserFactory(role="staff")

    def enqueued(key: str) -> Callable[[], Job]:
        job = jobs.enqueue("tests.slow", dedupe_key=key, payload={}, requested_by=user)
        return lambda: Job.objects.get(pk=job.pk)

    first = enqueued("first")
    wait_for(lambda: first().progress_done >= 1)
    assert own_broker.process is not None
    own_broker.process.send_signal(signal.SIGSTOP)
    wait_for(lambda: "Couldn't ack" in (tmp_path / "worker.log").read_text())
    own_broker.process.send_signal(signal.SIGCONT)
    second = enqueued("second")

    wait_for(lambda: first().is_done and second().is_done)
    assert [each().attempts for each in (first, second)] == [1, 1]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_the_memory_of_a_worker_is_bounded(process_environment: dict[str, str]) -> None:
    code = (
        "import django; django.setup(); import gc, resource; from vlora_plan import celery; celery.bound_memory();"
        "celery.collect_rarely(); print(resource.getrlimit(resource.RLIMIT_AS)[0] // 2**20, gc.get_threshold()[0])"
    )
    environment = {**os.environ, **process_environment, "WORKER_MEMORY_MB": "3000"}

    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == ["3000", "100000"]
