"""A real worker on a real broker, killed in the middle of a job."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from operations.enums import JobState
from operations.models import Job, StoredFile
from operations.queue import jobs
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
