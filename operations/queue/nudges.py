"""Telling the worker that something waits: a hint that may be lost, since the timetable finds the work by itself."""

from __future__ import annotations

import logging
import time
from functools import cached_property
from typing import Any

from celery import current_app
from django.conf import settings
from kombu.exceptions import KombuError
from kombu.pools import producers

from operations.enums import Queue

logger = logging.getLogger(__name__)


class Nudger:
    """One for each process. A broker that does not answer costs a page less than a second, and the next ones nothing.

    While it is left alone the timetable finds the work, as it does for every hint that is lost.
    """

    def __init__(self, url: str | None = None) -> None:
        self.url = url
        self.left_alone_until = 0.0

    @cached_property
    def _producers(self) -> Any:
        patience = settings.CELERY_BROKER_TRANSPORT_OPTIONS | {
            "socket_connect_timeout": settings.BROKER_PATIENCE_SECONDS / 2,
            "socket_timeout": settings.BROKER_PATIENCE_SECONDS / 2,
            "max_retries": 1,
            "connect_retries_timeout": 0.01,  # kombu would try again and again
        }
        return producers[current_app.connection_for_write(self.url, transport_options=patience)]

    def nudge(self, task: str, *arguments: int, queue: str = Queue.FAST) -> None:
        if time.monotonic() < self.left_alone_until:
            return
        try:
            with self._producers.acquire(block=True, timeout=settings.BROKER_PATIENCE_SECONDS) as producer:
                current_app.send_task(
                    task, args=arguments, queue=queue, producer=producer, retry=False, ignore_result=True
                )
        except (KombuError, OSError) as error:
            self.left_alone_until = time.monotonic() + settings.JOB_REPUBLISH_SECONDS
            logger.warning("%s waits for the timetable: %s", task, type(error).__name__)


NUDGER = Nudger()


def nudge(task: str, *arguments: int, queue: str = Queue.FAST) -> None:
    """Sends the task without an answer; when the broker is gone, the timetable does it a little later."""
    NUDGER.nudge(task, *arguments, queue=queue)
