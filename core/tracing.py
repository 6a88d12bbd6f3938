"""From one thing to all it is connected with, in both directions of a chain whose links each app names itself.

Nothing is followed through what the reader may not see: a stop tells which of its keys stand open to the reader, and
only from those the next links are asked. Every stop and every link is asked a fixed number of times, for all its keys
together; so the number of queries does not depend on how much is connected.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.functional import Promise

from core.suppression import MARK

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
    """Who looks, and by `version` the one of several versions she chose, where she may see it."""

    user: Any
    version: int | None = None

    def may(self, permission: str, document: Any = None) -> bool:
        return bool(self.user.has_perm(permission, document))


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


@dataclass(frozen=True, slots=True)
class TraceStop:
    """A station of the chain. `load` answers with the steps of those keys that the reader may see."""

    kind: str
    title: Label
    load: Callable[[Collection[str], TraceReader], Mapping[str, Step]]
    is_beginning: bool = False


Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TraceLink:
    """`follow` answers with pairs: a key of the source and a key of the target it is connected with."""

    source: str
    target: str
    way: TraceDirection
    follow: Callable[[Collection[str], TraceReader], Pairs]


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
    """What was found so far: steps by stop and key, and who is connected with whom."""

    steps: dict[str, dict[str, Step]] = field(default_factory=lambda: defaultdict(dict))
    beside: dict[tuple[str, str], set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def connect(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        self.beside[one].add(other)
        self.beside[other].add(one)


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
        subject = self.stops[kind].load({key}, reader).get(key)
        if subject is None:
            return None
        walk = _Walk()
        walk.steps[kind][key] = subject
        for way in (TraceDirection.BACK, TraceDirection.FORWARD):
            self._walk(walk, {kind: {key: subject}}, way, reader)
        self._look_aside(walk, reader)
        return Trace(subject, tuple(self._stage(stop, walk, subject) for stop in self.stops.values()))

    def _walk(self, walk: _Walk, begun: dict[str, dict[str, Step]], way: TraceDirection, reader: TraceReader) -> None:
        """Stop by stop, each asked when all that leads to it is known."""
        waiting: dict[str, set[str]] = defaultdict(set)
        connected: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        order: Sequence[str] = list(self.stops) if way is TraceDirection.FORWARD else list(reversed(self.stops))
        for kind in order:
            steps = dict(begun.get(kind, {}))
            if waiting[kind]:
                steps |= self.stops[kind].load(waiting[kind], reader)
            walk.steps[kind] |= steps
            for source, source_key, target_key in connected[kind]:
                if target_key in steps:
                    walk.connect((source, source_key), (kind, target_key))
            for link in self._links(kind, way) if steps else ():
                for source_key, target_key in link.follow(steps.keys(), reader):
                    waiting[link.target].add(target_key)
                    connected[link.target].add((kind, source_key, target_key))

    def _look_aside(self, walk: _Walk, reader: TraceReader) -> None:
        for link in chain.from_iterable(self._links(kind, TraceDirection.ASIDE) for kind in self.stops):
            if not (sources := walk.steps[link.source]):
                continue
            pairs = list(link.follow(sources.keys(), reader))
            found = self.stops[link.target].load({target for _source, target in pairs}, reader) if pairs else {}
            walk.steps[link.target] |= found
            for source, target in pairs:
                if target in found:
                    walk.connect((link.source, source), (link.target, target))

    def _links(self, source: str, way: TraceDirection) -> list[TraceLink]:
        return [link for link in self.links if link.source == source and link.way is way]

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


def same_key(keys: Collection[str], reader: TraceReader) -> Pairs:
    """For a target that has one step for each step of the source, under its key."""
    return [(key, key) for key in keys]


def numbers_of(keys: Collection[str]) -> list[int]:
    """The keys that are row numbers; nonsense from an address is nothing."""
    return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) <= MOST_DIGITS]


def uuids_of(keys: Collection[str]) -> list[UUID]:
    """The keys that are UUIDs in their usual form."""
    return [UUID(key) for key in keys if UUID_FORM.fullmatch(key)]


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
