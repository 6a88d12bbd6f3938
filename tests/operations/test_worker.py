"""A real worker on a real broker, killed in the middle of a job."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from operations import jobs
from operations.enums import JobState
from operations.models import Job, StoredFile
from tests.factories.accounts import UserFactory
from tests.operations import handlers

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PATIENCE_SECONDS = 25
ROOT = Path(__file__).resolve().parent.parent.parent


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, "the worker took too long"
        time.sleep(0.1)


@pytest.fixture
def start_worker(process_environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], Any]]:
    started: list[Any] = []
    environment = {**os.environ, **process_environment, "JOB_LEASE_SECONDS": "3"}

    def start() -> Any:
        worker = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "vlora_plan", "worker", "-Q", "pdf", "-c", "1"),
                *("-P", "solo", "--without-mingle", "--without-gossip", "-l", "warning"),
                *("--include", "tests.operations.handlers"),
            ],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        started.append(worker)
        return worker

    with (tmp_path / "worker.log").open("ab") as log:
        yield start
        for worker in started:
            worker.kill()
            worker.wait()


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
