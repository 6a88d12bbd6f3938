"""Workers of their own for the tests that kill them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from operations.queue import nudges
from operations.supervisor.processes import Child
from operations.supervisor.servers import ServerFolders, broker
from operations.supervisor.servers import wait_for as wait_for_server
from tests.operations.waiting import ROOT
from vlora_plan.settings.environment import broker as broker_url


@pytest.fixture
def own_broker(process_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    """A broker for one test, which may hang it; what is enqueued and the workers started afterwards use it."""
    data = Path(tempfile.mkdtemp(prefix="vlora-"))
    data.chmod(0o755)
    place = ServerFolders(data, is_ephemeral=True)
    server, address = broker(place, dict(os.environ))
    server.start()
    try:
        wait_for_server(server, place.sockets / "broker.sock", b"PING\r\n", b"+PONG")
        process_environment |= address
        monkeypatch.setattr(nudges, "NUDGER", nudges.Nudger(broker_url(address["REDIS_URL"])))
        yield server
    finally:
        server.stop()
        place.clear()


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
