"""What one person may open, as a condition of the database: put together once for each group of a search."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from operations.models import SearchEntry
from operations.search.kinds import Reading, SearchGroup, search_groups
from operations.search.statements import Statement


@dataclass(frozen=True, slots=True)
class Opening:
    """The reading of a group that is this person's; `is_whole` where nothing of its kinds is kept from her."""

    group: SearchGroup
    reading: Reading
    is_whole: bool
    may_open: Statement


class Openings:
    def __init__(self, user: Any) -> None:
        self.user = user
        self._known: dict[str, Opening | None] = {}

    def of(self, kinds: Collection[str] | None = None) -> Iterator[Opening]:
        """Group by group; `kinds` where it is known that others have nothing."""
        for group in search_groups():
            if kinds is None or group.has(kinds):
                if group.code not in self._known:
                    self._known[group.code] = self._opening(group)
                if (known := self._known[group.code]) is not None:
                    yield known

    def _opening(self, group: SearchGroup) -> Opening | None:
        if (found := group.reading_of(self.user)) is None:
            return None
        reading, condition = found
        try:
            may_open = _as_text(condition)
        except EmptyResultSet:
            return None
        return Opening(group, reading, condition == Q(kind__in=reading.kinds), may_open)


@lru_cache(maxsize=64)
def _as_text(condition: Q) -> Statement:
    """Conditions are equal where they are made of the very same rows: one that a person's rows stand in is hers."""
    query: Any = SearchEntry.objects.filter(condition).query
    sql, parameters = query.get_compiler(connection=connection).compile(query.where)
    return f"({sql})", tuple(parameters)
