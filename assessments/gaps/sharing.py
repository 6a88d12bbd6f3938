"""Scarce places shared among the lines that ask for them: equally by covered share, exactly, in whole places.

The rule is told one place at a time: the next place goes to the line with the lowest covered share that can still be
raised by re-arranging what was given before; ties by rank. Because what can be given forms a polymatroid, that is the
same as taking the asked places in the order (share before it, rank) and leaving out what no arrangement can serve.
So whole levels are taken at once: the longest servable prefix is found by maximum flows, each unservable attempt
yielding by its minimum cut the lines that compete and the places they compete for (Dinkelbach's iteration). Those
lines are then final, and the rest is a smaller problem of the same kind.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Flow = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class AskedPlaces:
    """One line: `required` places, and the keys of the supplies that fit. Ties go to the lower `rank`, then `key`."""

    key: str
    required: int
    fits: frozenset[str]
    rank: int = 0

    @property
    def order(self) -> tuple[int, str]:
        return self.rank, self.key


@dataclass(frozen=True, slots=True)
class Shared:
    """What one line gets: places, and from which supply how many."""

    required: int
    given: int
    alone: int
    sources: dict[str, int]

    @property
    def gap(self) -> int:
        return self.required - self.given

    @property
    def gap_alone(self) -> int:
        """Places that lack even if every fitting place were kept for this line."""
        return max(self.required - self.alone, 0)

    @property
    def share(self) -> Fraction:
        """Covered part of what is required, 0–1; a line that asks for nothing is covered."""
        return Fraction(self.given, self.required) if self.required else Fraction(1)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place in the order of asked places: all with a smaller (share before it, rank, key) come before it."""

    share: Fraction
    order: tuple[int, str]

    def asked_before(self, line: AskedPlaces) -> int:
        """How many places of this line come before the mark."""
        exact = self.share * line.required
        before = -(-exact.numerator // exact.denominator)
        is_at_mark = exact.denominator == 1 and line.order < self.order
        return min(before + is_at_mark, line.required)


def share_out(lines: Iterable[AskedPlaces], places: Mapping[str, int]) -> dict[str, Shared]:
    """What each line gets of the places; raises ValueError for a negative number or a key that stands twice."""
    asked = sorted(lines, key=lambda line: line.key)
    _refuse_impossible(asked, places)
    known = [AskedPlaces(each.key, each.required, each.fits.intersection(places), each.rank) for each in asked]
    given = {line.key: 0 for line in known}
    for part in competing(known):
        given |= _levels(part, places)
    flow = _arranged({line: given[line.key] for line in known}, places)
    return {
        line.key: Shared(line.required, given[line.key], sum(places[key] for key in line.fits), flow[line.key])
        for line in known
    }


def _refuse_impossible(lines: list[AskedPlaces], places: Mapping[str, int]) -> None:
    if len({line.key for line in lines}) < len(lines):
        raise ValueError("A line stands twice.")
    if any(line.required < 0 for line in lines) or any(count < 0 for count in places.values()):
        raise ValueError("Places are counted from 0.")


def competing(lines: Iterable[AskedPlaces]) -> list[list[AskedPlaces]]:
    """The lines in parts that have no supply in common, not even through others: none tells of the others."""
    parts: list[tuple[set[str], list[AskedPlaces]]] = []
    for line in lines:
        joined = [part for part in parts if part[0] & line.fits]
        parts = [part for part in parts if not part[0] & line.fits]
        supplies, members = set(line.fits), [line]
        for others, theirs in joined:
            supplies |= others
            members += theirs
        parts.append((supplies, members))
    return [members for _, members in parts]


def _levels(lines: list[AskedPlaces], places: Mapping[str, int]) -> dict[str, int]:
    """Places for each line of one part: the lines that lack most are made final first."""
    given: dict[str, int] = {}
    live = lines
    left = dict(places)
    while live:
        demand, short = _servable_prefix(live, left)
        given |= {line.key: demand[line] for line in short}
        taken = frozenset(key for line in short for key in line.fits)
        left = {key: count for key, count in left.items() if key not in taken}
        live = [
            AskedPlaces(line.key, line.required, line.fits - taken, line.rank)
            for line in live
            if line not in set(short)
        ]
    return given


def _servable_prefix(
    live: list[AskedPlaces], left: Mapping[str, int]
) -> tuple[dict[AskedPlaces, int], list[AskedPlaces]]:
    """The longest prefix that can be served, and the lines that stop it; all of them where nothing stops it."""
    demand = {line: line.required for line in live}
    short: list[AskedPlaces] = []
    while cut := _unservable(demand, left):
        short = cut
        supplies = frozenset(key for line in cut for key in line.fits)
        mark = _mark_after(cut, sum(left[key] for key in supplies))
        demand = {line: mark.asked_before(line) for line in live}
    return demand, short or live


def _mark_after(lines: list[AskedPlaces], count: int) -> _Mark:
    """The first asked place of these lines that comes after `count` others; there are more than `count`."""
    largest = max(line.required for line in lines)
    fine = largest * largest + 1  # two different shares lie further apart than 1/fine

    def before(step: int) -> int:
        return sum(min(-(-step * line.required // fine), line.required) for line in lines)

    low, high = 0, fine
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if before(middle) <= count else (low, middle)
    at = sorted(
        (line.order, Fraction(-(-low * line.required // fine), line.required))
        for line in lines
        if -(-low * line.required // fine) < min(-(-high * line.required // fine), line.required)
    )
    order, share = at[count - before(low)]
    return _Mark(share, order)


def _unservable(demand: Mapping[AskedPlaces, int], places: Mapping[str, int]) -> list[AskedPlaces]:
    """The lines that together ask for more than all supplies that fit any of them; empty where all is servable."""
    flow = _Arrangement(demand, places)
    return flow.reachable() if flow.unmet() else []


def _arranged(demand: Mapping[AskedPlaces, int], places: Mapping[str, int]) -> Flow:
    flow = _Arrangement(demand, places)
    return {line.key: dict(sorted(flow.of[line].items())) for line in demand}


class _Arrangement:
    """A maximum flow from supplies to lines; supplies that fit the fewest lines are used first."""

    def __init__(self, demand: Mapping[AskedPlaces, int], places: Mapping[str, int]) -> None:
        self.wanted = dict(demand)
        self.free = dict(places)
        self.of: dict[AskedPlaces, dict[str, int]] = {line: {} for line in demand}
        self.users: dict[str, dict[AskedPlaces, None]] = {}
        fitting = dict.fromkeys(places, 0)
        for line in demand:
            for key in line.fits:
                fitting[key] += 1
        self.offers = {line: sorted(line.fits, key=lambda key: (fitting[key], key)) for line in demand}
        for line in sorted(demand, key=lambda line: (len(line.fits), line.key)):
            self._take_free(line)
        for line in demand:
            while self.wanted[line] and self._rearrange(line):
                pass

    def unmet(self) -> int:
        return sum(self.wanted.values())

    def _give(self, line: AskedPlaces, key: str, count: int) -> None:
        kept = self.of[line].get(key, 0) + count
        if kept:
            self.of[line][key] = kept
            self.users.setdefault(key, {})[line] = None
        else:
            del self.of[line][key]
            del self.users[key][line]

    def _take_free(self, line: AskedPlaces) -> None:
        for key in self.offers[line]:
            if not self.wanted[line]:
                return
            if count := min(self.free[key], self.wanted[line]):
                self._give(line, key, count)
                self.free[key] -= count
                self.wanted[line] -= count

    def _rearrange(self, line: AskedPlaces) -> bool:
        """Give the line places by moving others along the shortest chain to a free supply; False where none leads."""
        came: dict[str, AskedPlaces] = {}
        by: dict[AskedPlaces, str] = {}
        waiting = deque([line])
        while waiting:
            asking = waiting.popleft()
            for key in self.offers[asking]:
                if key in came:
                    continue
                came[key] = asking
                if self.free[key]:
                    self._move_along(key, came, by)
                    return True
                for user in self.users.get(key, ()):
                    if user not in by and user != line:
                        by[user] = key
                        waiting.append(user)
        return False

    def _move_along(self, end: str, came: Mapping[str, AskedPlaces], by: Mapping[AskedPlaces, str]) -> None:
        chain = [(came[end], end)]
        while chain[-1][0] in by:
            key = by[chain[-1][0]]
            chain.append((came[key], key))
        start = chain[-1][0]
        moved = [self.of[line][by[line]] for line, _ in chain[:-1]]
        count = min(self.free[end], self.wanted[start], *moved)
        for line, key in chain:
            self._give(line, key, count)
            if line in by:
                self._give(line, by[line], -count)
        self.free[end] -= count
        self.wanted[start] -= count

    def reachable(self) -> list[AskedPlaces]:
        """Lines that lack, and all whose places could be moved to them."""
        seen = dict.fromkeys(line for line, count in self.wanted.items() if count)
        waiting = deque(seen)
        supplies: set[str] = set()
        while waiting:
            for key in waiting.popleft().fits - supplies:
                supplies.add(key)
                for user in self.users.get(key, ()):
                    if user not in seen:
                        seen[user] = None
                        waiting.append(user)
        return list(seen)
