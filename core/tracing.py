"""From one thing to all it is connected with, in both directions of a chain whose links each app names itself.

Nothing is followed through what the reader may not see: a stop tells which of its keys stand open to the reader, and
only from those the next links are asked. Every stop and every link is asked a fixed number of times, for all its keys
together; so the number of queries does not depend on how much is connected. Stops and links are readers: what may be
asked at the same moment is asked by one statement (`core/together/side_by_side.py`), a stop together with the links
that lead on from it, of whose answers only those are followed that begin at an open key.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.functional import Promise

from core.suppression import MARK
from core.together.lists import has_statement
from core.together.side_by_side import Reader, growing, read, side_by_side

Label = str | Promise
MOST_DIGITS = 18
UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class TraceDirection(Enum):
    """Towards what came of it, towards what it rests on, or to what is told beside it and leads no further."""

    FORWARD = "forward"
    BACK = "back"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class TraceReader:
    """Who looks, and by `version` the one of several versions she chose, where she may see it.

    `known` holds lists that several stops ask for, for one trace alone; without it each of them reads its own.
    """

    user: Any
    version: int | None = None
    known: dict[str, QuerySet[Any, Any]] | None = field(default=None, compare=False)

    def may(self, permission: str, document: Any = None) -> bool:
        return bool(self.user.has_perm(permission, document))

    def shared(self, name: str, make: Callable[[], QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
        """A list by its name, the same one for the whole trace."""
        if self.known is None:
            return make()
        return self.known[name] if name in self.known else self.known.setdefault(name, make())


@dataclass(frozen=True, slots=True)
class Fact:
    """`is_hidden`: too small a number to be shown; `is_marked`: shown here, but not to the public.

    `light` says how well it goes, in colour and sign, and `light_label` in words.
    """

    label: Label
    value: str
    is_hidden: bool = False
    is_marked: bool = False
    light: str = ""
    light_label: Label = ""

    @classmethod
    def of_people(cls, label: Label, count: int | None) -> Fact:
        """A count as the reader gets it; None is hidden."""
        if count is None:
            return cls(label, MARK, is_hidden=True)
        return cls(label, number_format(count, decimal_pos=0, force_grouping=True))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing at a stop, as this reader may see it; `url` is its own page."""

    kind: str
    key: str
    label: str
    code: str = ""
    url: str = ""
    badge: str = ""
    text: str = ""
    facts: tuple[Fact, ...] = ()


Steps = Mapping[str, Step]


@dataclass(frozen=True, slots=True)
class Loading:
    """The keys that stand open to the reader, and who still reads what their steps tell: the walk does not wait."""

    keys: Collection[str]
    steps: Reader[Steps]


@dataclass(frozen=True, slots=True)
class TraceStop:
    """A station of the chain. `load` answers with the steps of those keys that the reader may see, or their keys."""

    kind: str
    title: Label
    load: Callable[[Collection[str], TraceReader], Reader[Steps] | Reader[Loading]]
    is_beginning: bool = False


Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TraceLink:
    """`follow` answers with pairs: a key of the source and a key of the target it is connected with."""

    source: str
    target: str
    way: TraceDirection
    follow: Callable[[Collection[str], TraceReader], Reader[Pairs]]


@dataclass(frozen=True, slots=True)
class Traced:
    """A step of a trace with the codes of those it is directly connected with; `is_subject` where the trace began."""

    step: Step
    beside: tuple[str, ...]
    is_subject: bool
    can_begin: bool


@dataclass(frozen=True, slots=True)
class TraceStage:
    """A stop and what was found there, maybe nothing."""

    kind: str
    title: Label
    steps: tuple[Traced, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    subject: Step
    stages: tuple[TraceStage, ...]

    def at(self, kind: str) -> tuple[Step, ...]:
        return tuple(each.step for stage in self.stages if stage.kind == kind for each in stage.steps)


@dataclass(slots=True)
class _Walk:
    """What was found so far: steps by stop and key, and who is connected with whom; and what is still being read."""

    steps: dict[str, dict[str, Step]] = field(default_factory=lambda: defaultdict(dict))
    beside: dict[tuple[str, str], set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    going: list[Reader[None]] = field(default_factory=list)

    def connect(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        self.beside[one].add(other)
        self.beside[other].add(one)


@dataclass(slots=True)
class _Way:
    """What waits further on in one direction: keys by stop, and what led to them."""

    waiting: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    connected: dict[str, set[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(set))


class Chain:
    """The stops in the order of the chain, and the links between them."""

    def __init__(self, stops: Iterable[TraceStop], links: Iterable[TraceLink]) -> None:
        self.stops = {stop.kind: stop for stop in stops}
        self.links = tuple(links)
        order = list(self.stops)
        for link in self.links:
            ahead = order.index(link.target) > order.index(link.source)
            if link.way is not TraceDirection.ASIDE and ahead is not (link.way is TraceDirection.FORWARD):
                raise ValueError(f"{link.source} to {link.target} does not lead {link.way.value}.")

    def trace(self, kind: str, key: str, reader: TraceReader) -> Trace | None:
        """Everything connected with what stands at the key; None where it does not exist for this reader."""
        return read(self.read_trace(kind, key, reader))

    def read_trace(self, kind: str, key: str, reader: TraceReader) -> Reader[Trace | None]:
        walk, ways = _Walk(), {TraceDirection.BACK: _Way(), TraceDirection.FORWARD: _Way()}
        yield from self._read_stop(walk, kind, {key}, ways, reader)
        walk.going += [self._walk(walk, kind, way, ahead, reader) for way, ahead in ways.items()]
        yield from growing(walk.going)
        subject = walk.steps[kind].get(key)
        if subject is None:
            return None
        return Trace(subject, tuple(self._stage(stop, walk, subject) for stop in self.stops.values()))

    def _walk(self, walk: _Walk, begun: str, way: TraceDirection, ahead: _Way, reader: TraceReader) -> Reader[None]:
        """Stop by stop, each asked when all that leads to it is known; what is told beside it is read meanwhile."""
        order: Sequence[str] = list(self.stops) if way is TraceDirection.FORWARD else list(reversed(self.stops))
        for kind in order[order.index(begun) + 1 :]:
            if not ahead.waiting[kind]:
                continue
            steps = yield from self._read_stop(walk, kind, ahead.waiting[kind], {way: ahead}, reader)
            for source, source_key, target_key in ahead.connected[kind]:
                if target_key in steps:
                    walk.connect((source, source_key), (kind, target_key))

    def _read_stop(
        self, walk: _Walk, kind: str, keys: Collection[str], ways: Mapping[TraceDirection, _Way], reader: TraceReader
    ) -> Reader[Collection[str]]:
        """The open keys; what they lead to waits, in each of these directions."""
        links = [each for each in self.links if each.source == kind and each.way in {*ways, TraceDirection.ASIDE}]
        asked = [link.follow(keys, reader) for link in links]
        found, *followed = yield from side_by_side(self.stops[kind].load(keys, reader), *asked)
        steps = self._keep(walk, kind, found)
        for link, pairs in zip(links, followed, strict=True):
            open_pairs = [(source_key, target_key) for source_key, target_key in pairs if source_key in steps]
            if link.way is TraceDirection.ASIDE:
                walk.going.append(self._beside(walk, link, open_pairs, reader))
                continue
            for source_key, target_key in open_pairs:
                ways[link.way].waiting[link.target].add(target_key)
                ways[link.way].connected[link.target].add((kind, source_key, target_key))
        return steps

    def _beside(self, walk: _Walk, link: TraceLink, pairs: list[tuple[str, str]], reader: TraceReader) -> Reader[None]:
        if not pairs:
            return
        loaded: Any = self.stops[link.target].load({target for _source, target in pairs}, reader)
        found = self._keep(walk, link.target, (yield from loaded))
        for source, target in pairs:
            if target in found:
                walk.connect((link.source, source), (link.target, target))

    @staticmethod
    def _keep(walk: _Walk, kind: str, found: Steps | Loading) -> Collection[str]:
        """The open keys; their steps are kept now, or once they are made."""

        def fill(steps: Reader[Steps]) -> Reader[None]:
            walk.steps[kind] |= yield from steps

        if isinstance(found, Loading):
            walk.going.append(fill(found.steps))
            return found.keys
        walk.steps[kind] |= found
        return found

    def _stage(self, stop: TraceStop, walk: _Walk, subject: Step) -> TraceStage:
        place = {kind: index for index, kind in enumerate(self.stops)}
        traced = []
        for key, step in walk.steps[stop.kind].items():
            neighbours = sorted(walk.beside[stop.kind, key], key=lambda pair: place[pair[0]])
            codes = dict.fromkeys(walk.steps[kind][other].code for kind, other in neighbours)
            is_subject = (step.kind, step.key) == (subject.kind, subject.key)
            can_begin = stop.is_beginning and not is_subject
            beside = tuple(sorted((code for code in codes if code), key=_as_numbered))
            traced.append(Traced(step, beside, is_subject, can_begin))
        traced.sort(key=lambda each: (_as_numbered(each.step.code), each.step.label))
        return TraceStage(stop.kind, stop.title, tuple(traced))


def same_key(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    """For a target that has one step for each step of the source, under its key."""
    yield []
    return [(key, key) for key in keys]


def read_pairs(pairs: QuerySet[Any, Any]) -> Reader[Pairs]:
    """The pairs that a list of two columns holds, each as keys; they have no order."""
    found = pairs if has_statement(pairs) else pairs.order_by()
    yield [found]
    return [(str(source), str(target)) for source, target in found]


def numbers_of(keys: Collection[str]) -> tuple[int, ...]:
    """The keys that are row numbers, in their order; nonsense from an address is nothing."""
    return tuple(sorted(int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) <= MOST_DIGITS))


def uuids_of(keys: Collection[str]) -> tuple[UUID, ...]:
    """The keys that are UUIDs in their usual form, in their order."""
    return tuple(sorted(UUID(key) for key in keys if UUID_FORM.fullmatch(key)))


def _as_numbered(code: str) -> list[tuple[int, str]]:
    """1.10 after 1.9: runs of digits count as numbers."""
    parts: list[tuple[int, str]] = []
    run = ""
    for sign in f"{code} ":
        if sign.isdecimal():
            run += sign
            continue
        if run:
            parts.append((int(run), ""))
        run = ""
        parts.append((-1, sign))
    return parts
