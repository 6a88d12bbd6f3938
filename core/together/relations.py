"""What hangs on several lists: the relations of one level by one statement, however many they are.

The query builder reads a relation by a statement of its own; a version of a plan has thirty of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Prefetch, QuerySet
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.db.models.query import get_prefetcher, prefetch_one_level

from core.together.lists import say_again
from core.together.side_by_side import Reader, read

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class _Path:
    """A relation to follow: the names of its steps, and at its end the rows wished and the name they are kept by."""

    steps: tuple[str, ...]
    rows: QuerySet[Any] | None = None
    stored_as: str | None = None

    @classmethod
    def of(cls, lookup: str | Prefetch) -> _Path:
        if isinstance(lookup, str):
            return cls(tuple(lookup.split("__")))
        return cls(tuple(lookup.prefetch_through.split("__")), lookup.queryset, lookup.to_attr)

    @property
    def first(self) -> str:
        return self.stored_as if self.stored_as and len(self.steps) == 1 else self.steps[0]


@dataclass
class _Relation:
    """One relation of rows in hand, and where to go on from what it leads to."""

    owners: list[Any]
    name: str
    rows: QuerySet[Any] | None = None
    stored_as: str | None = None
    further: list[_Path] = field(default_factory=list)
    answers: list[Any] | None = None

    def __post_init__(self) -> None:
        for owner in self.owners:
            vars(owner).setdefault("_prefetched_objects_cache", {})
        found: Any = get_prefetcher(self.owners[0], self.name, self.stored_as or self.name)
        self.prefetcher, _descriptor, is_known, is_fetched = found
        if not is_known:
            raise AttributeError(self.name)
        self.unread = [each for each in self.owners if self.prefetcher and not is_fetched(each)]

    @property
    def lookup(self) -> Prefetch:
        return Prefetch(self.name, queryset=self.rows, to_attr=self.stored_as)

    def get_prefetch_querysets(self, instances: list[Any], querysets: Any = None) -> Any:
        """The builder's own answer, with rows that wait to be read, or were read, in place of those it would read."""
        return self.prefetcher.get_prefetch_querysets(instances, [self.held(self.wished(querysets))])

    def wished(self, querysets: Any) -> Any:
        if querysets:
            return querysets[0]
        if hasattr(self.prefetcher, "all"):  # a manager: without the filter of its own row
            return super(type(self.prefetcher), self.prefetcher).get_queryset()
        return self.prefetcher.get_queryset()

    def held(self, rows: Any) -> Any:
        """The same rows; whoever goes through them before they are read finds none, and afterwards those read."""
        relation, kind = self, type(rows)

        class Held(kind):  # type: ignore[valid-type]
            def _fetch_all(self) -> None:
                self._result_cache = list(relation.answers or [])

        held = rows._chain()
        held.__class__ = Held
        return held

    def ask(self) -> QuerySet[Any]:
        """The rows to read, of the builder's own kind again."""
        asked: Any = self.get_prefetch_querysets(self.unread, self.lookup.get_current_querysets(0))[0]
        wished = asked._chain()
        wished.__class__ = type(asked).__mro__[1]
        self.further += [_Path.of(each) for each in wished._prefetch_related_lookups]
        wished._prefetch_related_lookups = ()
        # Rows to which those in hand point are asked for by other keys than theirs.
        if self.rows is None and not isinstance(self.prefetcher, ForwardManyToOneDescriptor):
            say_again(wished, (type(self.unread[0]), self.name), dict.fromkeys(each.pk for each in self.unread))
        return wished

    def take(self, rows: Any) -> list[Any]:
        """Hangs what was read on its owners; the rows to go on from."""
        self.answers = list(rows)
        return prefetch_one_level(self.unread, self, self.lookup, 0)[0]

    def known(self) -> list[Any]:
        """Where all of it was read before: what it leads to."""
        found: list[Any] = []
        for owner in self.owners:
            if self.name in owner._prefetched_objects_cache:
                found += owner._prefetched_objects_cache[self.name]
                continue
            try:
                one = getattr(owner, self.name)
            except ObjectDoesNotExist:
                continue
            found += one if isinstance(one, list) else [one] if one is not None else []
        return found


def _relations(owners: Sequence[Any], paths: Iterable[_Path]) -> list[_Relation]:
    by_name: dict[str, list[_Path]] = defaultdict(list)
    for path in paths:
        by_name[path.first].append(path)
    made = []
    for alike in by_name.values() if owners else ():
        end = next(
            (path for path in alike if len(path.steps) == 1 and (path.rows is not None or path.stored_as)), alike[0]
        )
        is_end = len(end.steps) == 1
        made.append(
            _Relation(
                list(owners),
                end.steps[0],
                end.rows if is_end else None,
                end.stored_as if is_end else None,
                [_Path(path.steps[1:], path.rows, path.stored_as) for path in alike if len(path.steps) > 1],
            )
        )
    return made


Wanted = Iterable[tuple[Sequence[Any], Iterable[str | Prefetch]]]


def read_relations(wanted: Wanted) -> Reader[None]:
    """The relations of each list of rows, level by level."""
    level = [each for rows, lookups in wanted for each in _relations(rows, map(_Path.of, lookups))]
    while level:
        unread = [(each, each.ask()) for each in level if each.unread]
        yield [rows for _each, rows in unread]
        found = {id(each): each.take(rows) for each, rows in unread}
        level = [
            deeper
            for each in level
            for deeper in _relations(found[id(each)] if id(each) in found else each.known(), each.further)
        ]


def follow(wanted: Wanted) -> None:
    """Reads the relations of each list of rows, level by level, all those of a level by one statement."""
    read(read_relations(wanted))


def read_lists(*lists: QuerySet[Any, Any]) -> Reader[None]:
    """Lists that stand beside each other, and what each of them prefetches."""
    waiting: list[Any] = [rows for rows in lists if rows._result_cache is None]
    yield waiting
    yield from read_relations((rows._result_cache or [], rows._prefetch_related_lookups) for rows in waiting)
    for rows in waiting:
        rows._prefetch_done = True


def read_together(*lists: QuerySet[Any, Any]) -> None:
    """Reads lists that stand beside each other on a page, and what each of them prefetches."""
    read(read_lists(*lists))


class TogetherQuerySet(QuerySet[Row]):
    """Rows that may be read with their relations level by level; for short lists with many relations."""

    _reads_together = False

    def together(self) -> Self:
        chosen: Any = self.all()
        chosen._reads_together = True
        return chosen

    def _clone(self) -> Any:
        made = super()._clone()
        made._reads_together = self._reads_together
        return made

    def _prefetch_related_objects(self) -> None:
        if not self._reads_together:
            super()._prefetch_related_objects()
            return
        rows: Any = self
        follow([(rows._result_cache, rows._prefetch_related_lookups)])
        self._prefetch_done = True
