"""A broker that takes a connection and never answers: asked once by a process, and then left alone for a while."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from operations.queue.nudges import Nudger


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        yield server


def connections(server: socket.socket) -> int:
    found = 0
    try:
        while True:
            server.accept()[0].close()
            found += 1
    except TimeoutError:
        return found


def test_a_silent_broker_is_asked_once(silent: socket.socket) -> None:
    nudger = Nudger(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")

    for _ in range(3):
        nudger.nudge("operations.send_messages")

    assert connections(silent) == 1


def test_a_page_waits_less_than_a_second(settings: Any) -> None:
    assert settings.BROKER_PATIENCE_SECONDS < 1


def test_a_killed_workers_job_settles_within_three_quarters_of_a_minute(settings: Any) -> None:
    """The lease runs out, a tick of the sweeper finds it, a worker that is started again takes it."""
    ticks = settings.CELERY_BEAT_SCHEDULE["operations.sweep"]["schedule"]

    assert settings.JOB_LEASE_SECONDS + settings.JOB_REPUBLISH_SECONDS + ticks < 45
