"""Readers side by side: what several parts of a page need at the same moment is read by one statement.

A reader is a generator. It yields the lists it needs next, goes on once they are read, and returns what it made of
them; a reader goes through another one by `yield from`. So each part of a page says for itself what it reads, and the
page asks the database as often as its longest chain of questions, however many parts stand on it.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

from django.db.models import Aggregate, Count, QuerySet, Value

from core.together.lists import read_rows

Made = TypeVar("Made")
Reader = Generator[list[QuerySet[Any, Any]], None, Made]


def side_by_side(*readers: Reader[Any]) -> Reader[list[Any]]:
    """Several readers as one: in each round what all of them need; at the end what each made, in their order."""
    made: dict[int, Any] = {}
    going = dict(enumerate(readers))
    while going:
        needed: list[QuerySet[Any, Any]] = []
        for place, reader in list(going.items()):
            try:
                needed += next(reader)
            except StopIteration as end:
                made[place] = end.value
                del going[place]
        if needed:
            yield needed
    return [made[place] for place in range(len(readers))]


def growing(readers: list[Reader[None]]) -> Reader[None]:
    """The same for readers to whom others are added while they read; what those made they have put down themselves."""
    going: list[Reader[None]] = []
    begun = 0
    while True:
        needed: list[QuerySet[Any, Any]] = []
        waiting, going = going, []
        while waiting or begun < len(readers):
            waiting += readers[begun:]
            begun = len(readers)
            for reader in waiting:
                try:
                    needed += next(reader)
                    going.append(reader)
                except StopIteration:
                    continue
            waiting = []
        if not going:
            return
        if needed:
            yield needed


def read(reader: Reader[Made]) -> Made:
    """Lets a reader read what it needs, and hands back what it made."""
    while True:
        try:
            needed = next(reader)
        except StopIteration as end:
            made: Made = end.value
            return made
        read_rows(needed)


def read_shared(rows: QuerySet[Any, Any]) -> Reader[None]:
    """Rows that another reader may have read before: then nobody waits for them."""
    if rows._result_cache is None:
        yield [rows]


def read_nothing() -> Reader[None]:
    """For a part that is not shown this time."""
    yield []


def figures_of(rows: QuerySet[Any, Any], **figures: Aggregate) -> QuerySet[Any, dict[str, Any]]:
    """One row that counts all of them; none where no row can be among them."""
    return rows.order_by().values(one=Value(1)).annotate(**figures).values(*figures)


def read_figures(rows: QuerySet[Any, Any], **figures: Aggregate) -> Reader[dict[str, Any]]:
    """What the database counts over all the rows together."""
    counted = figures_of(rows, **figures)
    yield [counted]
    (found,) = counted or [{name: figure.empty_result_set_value for name, figure in figures.items()}]
    return dict(found)


def read_count(rows: QuerySet[Any, Any]) -> Reader[int]:
    """How many rows there are."""
    found = yield from read_figures(rows, many=Count("pk", distinct=rows.query.distinct))
    many: int = found["many"]
    return many


def read_exists(rows: QuerySet[Any, Any]) -> Reader[bool]:
    """Whether there is any."""
    found = rows.order_by().values_list("pk", flat=True)[:1]
    yield [found]
    return bool(found)
