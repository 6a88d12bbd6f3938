"""How much of a long work is done, from 0 to 1, told while it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Told = Callable[[float], None]
EVERY = 200


def to_nobody(share: float) -> None:
    """For a work that is over before anybody asks."""


def stretch(told: Told, begins: float, ends: float) -> Told:
    """A part of the work, whose own share from 0 to 1 is told as one of the whole."""
    return lambda share: told(begins + min(share, 1.0) * (ends - begins))


def told_of(items: Iterable[Item], told: Told, *, of: int) -> Iterator[Item]:
    """The same items; of how many they are, and now and then how many are done."""
    for number, item in enumerate(items):
        if not number % EVERY:
            told(number / max(of, 1))
        yield item
    told(1.0)
