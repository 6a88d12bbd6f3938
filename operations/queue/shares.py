"""How much of a long work is done, from 0 to 1: told while its own transaction is still open."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TypeVar

from django.db import DatabaseError, connection

from operations.queue.leases import LeaseLost

logger = logging.getLogger(__name__)

WHOLE = 100
EVERY_SECONDS = 0.5
Item = TypeVar("Item")
Tell = Callable[[float], None]
Say = Callable[[str], None]
EVERY_ITEMS = 200


def to_nobody(share: float) -> None:
    """For a work that is over before anybody asks."""


def say_nothing(words: str) -> None:
    """The same for what is done in one step."""


def stretch(tell: Tell, begins: float, ends: float) -> Tell:
    """A part of the work, whose own share from 0 to 1 is said as one of the whole."""
    return lambda share: tell(begins + min(share, 1.0) * (ends - begins))


def telling_of(items: Iterable[Item], tell: Tell, *, of: int) -> Iterator[Item]:
    """The same items; of how many they are, and now and then how many are done."""
    for number, item in enumerate(items):
        if not number % EVERY_ITEMS:
            tell(number / max(of, 1))
        yield item
    tell(1.0)


class ShareTeller:
    """Tells the newest share from a thread with a connection of its own, so that others see it at once.

    What is told by the work's own connection would be seen after its commit alone.
    """

    def __init__(self, progress: Callable[..., None]) -> None:
        self._progress = progress
        self._share = self._told = -1
        self._words = self._said = ""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tell, name="share-teller", daemon=True)

    def __call__(self, share: float) -> None:
        """`share` of 1 is the whole; it costs nothing, so every row may call it."""
        self._share = min(int(share * WHOLE), WHOLE)

    def say(self, words: str) -> None:
        """What a step does that has no share of its own, and how long it usually takes."""
        self._words = words

    def __enter__(self) -> ShareTeller:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _tell(self) -> None:
        try:
            while not self._done.wait(EVERY_SECONDS):
                if self._words != self._said:
                    self._told, self._said = self._share, self._words
                    self._progress(self._told, WHOLE, self._said)
                elif self._share > self._told:
                    self._told = self._share
                    self._progress(self._told, WHOLE)
        except DatabaseError:
            logger.exception("A share could not be told.")
        except LeaseLost:
            return  # the work learns of it when it finishes
        finally:
            connection.close()
