"""Which rows a person may find. Each app registers a group of results in its `search.py`.

A group has one reading for each kind of reader, the widest first; the first that is open to a person is hers, and what
it does not let through is neither shown nor counted nor suggested.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from operations.models import SearchEntry


@dataclass(frozen=True, slots=True)
class Reading:
    """`lets` gives the condition on the entries of these kinds, or None where the reading is not this person's.

    Entries without a title of their own are titled by what they belong to: an entry of the kind `titled_by`, which
    whoever may open them may read.
    """

    kinds: tuple[str, ...]
    lets: Callable[[Any], Q | None]
    url: Callable[[SearchEntry], str]
    titled_by: str = ""


#: All of them, for the test that nothing else changes them.
REMEMBERED: list[Any] = []


def same_for_all(make: Callable[[], Q]) -> Callable[[Any], Q]:
    """A condition that neither the reader nor the day changes: made once a process, and told from no other."""
    made = cache(make)
    REMEMBERED.append(made)

    @wraps(make)
    def lets(_user: Any) -> Q:
        return made()

    return lets


@dataclass(frozen=True, slots=True)
class SearchGroup:
    code: str
    label: str | Promise
    order: int
    readings: tuple[Reading, ...]

    def has(self, kinds: Collection[str]) -> bool:
        return any(kind in kinds for reading in self.readings for kind in reading.kinds)

    def reading_of(self, user: Any) -> tuple[Reading, Q] | None:
        for reading in self.readings:
            if (condition := reading.lets(user)) is not None:
                return reading, Q(kind__in=reading.kinds) & condition
        return None


_groups: dict[str, SearchGroup] = {}


def register_group(group: SearchGroup) -> SearchGroup:
    _groups[group.code] = group
    return group


def search_groups() -> list[SearchGroup]:
    return sorted(_groups.values(), key=lambda group: group.order)


def readings_of(user: Any, kinds: Collection[str] | None = None) -> Iterator[tuple[SearchGroup, Reading, Q]]:
    """What this person may search, group by group; `kinds` where it is known that others have nothing."""
    for group in search_groups():
        if (kinds is None or group.has(kinds)) and (found := group.reading_of(user)) is not None:
            yield group, *found
