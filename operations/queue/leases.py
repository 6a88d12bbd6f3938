"""Keeping a lease alive while a long call, such as one page's layout, tells no progress."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker has taken the job over; what this one makes is thrown away."""


class LeaseKeeper:
    """Renews every third of a lease from a thread that dies with its process."""

    def __init__(self, renew: Callable[[], None]) -> None:
        self._renew = renew
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease-keeper", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _keep(self) -> None:
        try:
            while not self._done.wait(settings.JOB_LEASE_SECONDS / 3):
                self._renew()
        except DatabaseError:
            logger.exception("A lease could not be renewed.")
        except LeaseLost:
            return  # the holder learns of it when it finishes
        finally:
            connection.close()
