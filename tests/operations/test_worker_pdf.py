"""The plan's PDF by a real worker that is killed while it lays out the pages."""

from __future__ import annotations

import io
import signal
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

from operations.enums import JobState
from operations.models import Job, StoredFile
from operations.queue import jobs
from socialplan.publishing.enums import OutputKind
from socialplan.publishing.models import PlanReport
from socialplan.publishing.services.generated_files import request_file
from tests.factories.accounts import UserFactory
from tests.factories.demo_plan import demo_plan
from tests.factories.municipality import MunicipalityFactory
from tests.operations.waiting import wait_for

PATIENCE_SECONDS = 90


@pytest.mark.django_db(transaction=True)
def test_the_plan_is_printed_once_though_its_worker_was_killed(start_worker: Callable[[], Any], settings: Any) -> None:
    settings.JOB_REPUBLISH_SECONDS = 1
    MunicipalityFactory()
    worker = start_worker()
    report = request_file(demo_plan(), OutputKind.PLAN_PDF, language="sq", actor=UserFactory(role="expert"))

    def now() -> Job:
        return Job.objects.get(pk=report.job_id)

    wait_for(lambda: now().progress_done >= 1, seconds=PATIENCE_SECONDS)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert now().state == JobState.RUNNING
    assert not StoredFile.objects.exists()
    start_worker()

    def is_done() -> bool:
        jobs.sweep()
        return now().is_finished

    wait_for(is_done, seconds=PATIENCE_SECONDS)
    finished = now()
    assert (finished.state, finished.attempts) == (JobState.DONE, 2)
    assert PlanReport.objects.count() == StoredFile.objects.count() == 1
    assert finished.result_file is not None
    with finished.result_file.file.open() as made:
        assert len(PdfReader(io.BytesIO(made.read())).pages) == finished.progress_total
