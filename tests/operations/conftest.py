"""Workers of their own for the tests that kill them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.operations.waiting import ROOT


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
