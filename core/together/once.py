"""What a page asks for again and again is read once for it: rules, thresholds, short lists of the municipality.

Only within the block of a request that changes nothing, and never beyond it: no row outlives a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from core.together.side_by_side import Reader

Made = TypeVar("Made")
_of_page: ContextVar[dict[Any, _Reading[Any]] | None] = ContextVar("read_for_the_page", default=None)


class _Reading(Generic[Made]):
    """One reader for all who want what it makes; whoever comes first after its lists were read lets it go on."""

    def __init__(self, reader: Reader[Made]) -> None:
        self.reader = reader
        self.needed: list[QuerySet[Any, Any]] = []
        self.is_done = False
        self.made: Any = None

    def go_on(self) -> None:
        while not self.is_done and all(rows._result_cache is not None for rows in self.needed):
            try:
                self.needed = next(self.reader)
            except StopIteration as end:
                self.is_done, self.made = True, end.value


@contextmanager
def one_page() -> Iterator[None]:
    token = _of_page.set({})
    try:
        yield
    finally:
        _of_page.reset(token)


def is_page() -> bool:
    """Whether a page is being shown."""
    return _of_page.get() is not None


def in_hand(reader: Callable[[], Reader[Made]]) -> Made | None:
    """What the page has read already by this reader; None where it has not, or where no page is shown."""
    reading = (_of_page.get() or {}).get(reader)
    return reading.made if reading else None


def read_once(reader: Callable[[], Reader[Made]]) -> Reader[Made]:
    """What the reader makes: for a page once, elsewhere anew each time."""
    page = _of_page.get()
    reading = _Reading(reader()) if page is None else page.setdefault(reader, _Reading(reader()))
    reading.go_on()
    while not reading.is_done:
        yield reading.needed
        reading.go_on()
    made: Made = reading.made
    return made
