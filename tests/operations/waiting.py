"""Waiting for what another process does."""

import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_SECONDS = 25
ROOT = Path(__file__).resolve().parent.parent.parent


def wait_for(condition: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the worker took too long"
        time.sleep(0.1)
