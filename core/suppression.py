"""Small counts of people: what stays hidden so that nobody can be recognised, or worked out from the rest.

A count under its threshold is hidden. As a hidden part of a sum can be worked out from its neighbours, more is hidden
until, by integer programme over everything published together, each hidden count may lie anywhere in a range at least
as wide as its threshold. The reader is taken to know every sum, and that counts are whole and not negative.

Zeros: an ordinary zero is shown, and never used as a cover (a reader who sees a mark may conclude "at least one"; the
audit reckons with that). Under a rule that hides zeros, as for protected groups, zero counts as small.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from core.recovery import (
    Asking,
    KnownLine,
    Parts,
    Question,
    ReaderProgramme,
    asked_alone,
    asked_side_by_side,
)

MARK = "■"
LEAST_THRESHOLD = 3


@dataclass(frozen=True, slots=True)
class SuppressionRule:
    """Counts under `threshold` are hidden; zero only where `hides_zero`."""

    threshold: int = 5
    hides_zero: bool = False

    def __post_init__(self) -> None:
        if self.threshold < LEAST_THRESHOLD:
            raise ValueError(f"A threshold below {LEAST_THRESHOLD} protects nobody.")

    def hides(self, value: int) -> bool:
        return value < self.threshold and (value > 0 or self.hides_zero)


ORDINARY = SuppressionRule(5)
PROTECTED = SuppressionRule(10, hides_zero=True)


@dataclass(frozen=True, slots=True)
class TrueCount:
    """A true count. `is_fixed`: the reader already has it from elsewhere, so hiding it here would help nobody.

    `bounds_others`: it counts no persons (places, base of a share), so it is hidden only where it would tell of some.
    `is_unmarked`: it is told nowhere, or zeros beside it are hidden too, so that no mark says "at least one".
    """

    value: int
    rule: SuppressionRule = ORDINARY
    is_fixed: bool = False
    bounds_others: bool = False
    is_unmarked: bool = False

    @property
    def is_small(self) -> bool:
        return not self.bounds_others and not self.is_fixed and self.rule.hides(self.value)

    @property
    def width(self) -> int:
        """How far apart its least and its greatest thinkable value must lie while it is hidden."""
        return 0 if self.bounds_others else self.rule.threshold

    @property
    def thinkable(self) -> int:
        """The least value of a hidden count: never above the true one."""
        return min(self.least, self.value)

    @property
    def least(self) -> int:
        """The least value a reader who sees the mark must reckon with."""
        return 0 if self.rule.hides_zero or self.bounds_others or self.is_unmarked else 1

    @property
    def can_cover(self) -> bool:
        return not self.is_fixed and self.value >= self.least


@dataclass(frozen=True, slots=True)
class Sum:
    """`parts` add up to `total`; when not complete they are only known not to exceed it."""

    total: str
    parts: tuple[str, ...]
    is_complete: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.total, *self.parts)


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by key, and the sums a reader knows among them. A key means the same figure in every table."""

    counts: Mapping[str, TrueCount]
    sums: tuple[Sum, ...] = ()

    def __post_init__(self) -> None:
        for each in self.sums:
            rest = self.counts[each.total].value - sum(self.counts[key].value for key in each.parts)
            if rest < 0 or (rest and each.is_complete):
                raise ValueError(f"The parts of {each.total} do not add up to it.")
        if any(count.value < 0 for count in self.counts.values()):
            raise ValueError("A count cannot be negative.")


@dataclass(frozen=True, slots=True)
class ProtectedCount:
    """One count as staff know it and as the public may see it."""

    value: int
    is_hidden: bool

    @property
    def public(self) -> int | None:
        return None if self.is_hidden else self.value


@dataclass(frozen=True, slots=True)
class SuppressedTable:
    """A table with the keys that must stay hidden; `exposed` are those that could not be protected: do not publish."""

    table: Table
    hidden: frozenset[str]
    exposed: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_safe(self) -> bool:
        return not self.exposed

    def __getitem__(self, key: str) -> ProtectedCount:
        return ProtectedCount(self.table.counts[key].value, key in self.hidden)

    def public(self, key: str) -> int | None:
        """The count, or None where it is hidden."""
        return self[key].public

    def may_show(self, *keys: str) -> bool:
        """Whether something computed from these counts (share, progress, difference) may be shown."""
        return not self.hidden.intersection(keys)

    @property
    def pattern(self) -> list[str]:
        """The hidden keys in order, as they are stored with a publication."""
        return sorted(self.hidden)


def grid_key(row: str, column: str) -> str:
    return f"{row}|{column}"


TOTAL = "*"


def grid(
    cells: Mapping[tuple[str, str], int],
    *,
    rule: SuppressionRule = ORDINARY,
    rules: Mapping[str, SuppressionRule] | None = None,
) -> Table:
    """Rows by columns with all totals, keyed `grid_key(row, column)`, totals by TOTAL; `rules` are rows' own rules."""
    own = rules or {}
    rows, columns = _in_order(row for row, _column in cells), _in_order(column for _row, column in cells)
    counts = {
        grid_key(row, column): TrueCount(cells.get((row, column), 0), own.get(row, rule))
        for row in rows
        for column in columns
    }
    sums = [Sum(grid_key(row, TOTAL), tuple(grid_key(row, column) for column in columns)) for row in rows]
    sums += [Sum(grid_key(TOTAL, column), tuple(grid_key(row, column) for row in rows)) for column in columns]
    for each in sums:
        row = each.total.split("|")[0]
        counts[each.total] = TrueCount(sum(counts[key].value for key in each.parts), own.get(row, rule))
    whole = grid_key(TOTAL, TOTAL)
    counts[whole] = TrueCount(sum(cells.values()), rule)
    sums.append(Sum(whole, tuple(grid_key(row, TOTAL) for row in rows)))
    sums.append(Sum(whole, tuple(grid_key(TOTAL, column) for column in columns)))
    return Table(counts, tuple(sums))


def margins(
    total: int, partitions: Mapping[str, Mapping[str, int]], *, rule: SuppressionRule = ORDINARY, prefix: str = ""
) -> Table:
    """One total split in several ways (by sex, by kind …), no cross-cells. Keys: `prefix + "total"`, `prefix + part`.

    A split that falls short of the total is known not to exceed it; one that exceeds it overlaps, part by part.
    """
    whole = f"{prefix}total"
    counts = {whole: TrueCount(total, rule)}
    sums: list[Sum] = []
    for split in partitions.values():
        keys = tuple(f"{prefix}{name}" for name in split)
        counts.update((f"{prefix}{name}", TrueCount(value, rule)) for name, value in split.items())
        added = sum(split.values())
        if added <= total:
            sums.append(Sum(whole, keys, is_complete=added == total))
        else:
            sums += [Sum(whole, (key,), is_complete=False) for key in keys if counts[key].value <= total]
    return Table(counts, tuple(sums))


def suppress(table: Table, *, also: Iterable[str] = (), sooner: Collection[str] = ()) -> SuppressedTable:
    """Hide the small counts and as many others as the audit asks for; what cannot be protected is in `exposed`.

    `also` is hidden already and stays so; `sooner` are the counts one would rather miss, such as grand totals. Hiding
    more never narrows a range, so a count that has passed the audit once stays protected.
    """
    hidden = {key for key, count in table.counts.items() if count.is_small}
    hidden |= table.counts.keys() & set(also)
    tied = _TiedTable(table)
    parts: dict[str, list[str]] = {}
    for key in sorted(hidden):
        parts.setdefault(tied.part_of(key), []).append(key)
    exposed = asked_side_by_side(_protect(tied, hidden, waiting, sooner=sooner) for waiting in parts.values())
    return SuppressedTable(table, frozenset(hidden), frozenset(key for some in exposed for key in some))


def _protect(tied: _TiedTable, hidden: set[str], waiting: list[str], *, sooner: Collection[str]) -> Asking[list[str]]:
    """Hide what protects these counts, all those of a part of the table that are hidden; returns the exposed ones."""
    proof, to_prove, exposed = _Proof(tied, hidden), deque(waiting), []
    while to_prove:
        key = to_prove[0]
        if (yield from proof.holds_for(key)):
            to_prove.popleft()
        elif cover := tied.cover_for(hidden, key, sooner=sooner):
            hidden.add(cover)
            to_prove.append(cover)
        else:
            exposed.append(to_prove.popleft())
    return exposed


def suppress_together(tables: Mapping[str, Table]) -> dict[str, SuppressedTable]:
    """Suppress tables that share figures as one, so that none gives away what another hides (also two releases)."""
    counts: dict[str, TrueCount] = {}
    for table in tables.values():
        for key, count in table.counts.items():
            known = counts.setdefault(key, count)
            if known.value != count.value:
                raise ValueError(f"{key} has two values; a changed figure needs a key of its own.")
            if count.rule.threshold > known.rule.threshold:
                counts[key] = count
    whole = suppress(Table(counts, tuple({each for table in tables.values() for each in table.sums})))
    return {
        name: SuppressedTable(table, whole.hidden & table.counts.keys(), whole.exposed & table.counts.keys())
        for name, table in tables.items()
    }


def audit(table: Table, hidden: Iterable[str]) -> frozenset[str]:
    """The hidden counts a reader could narrow down to less than their threshold; empty when the pattern holds."""
    keys = set(hidden)
    proof = _Proof(_TiedTable(table), keys)
    return frozenset(key for key in keys if not asked_alone(proof.holds_for(key)))


def feasible_range(table: Table, hidden: Iterable[str], key: str) -> tuple[int, int | None]:
    """The least and greatest value a reader must think possible for a hidden count; None: no upper end."""
    return _TiedTable(table).programme(set(hidden), key).range_of(key)


def known_line(each: Sum, counts: Mapping[str, TrueCount], unknown: Collection[str]) -> KnownLine:
    """What a sum tells of the unknown counts in it: those of its parts less that of its total."""
    factors: dict[str, float] = {}
    told = 0
    for name, side in ((each.total, -1), *((part, 1) for part in each.parts)):
        if name in unknown:
            factors[name] = factors.get(name, 0) + side
        else:
            told += side * counts[name].value
    return KnownLine(factors, -told if each.is_complete else -inf, -told)


class _TiedTable:
    """A table with the sums of each count at hand: what is tied to one is found without looking through all."""

    def __init__(self, table: Table) -> None:
        self.counts, self.sums = table.counts, table.sums
        self._sums_of: dict[str, list[int]] = {}
        for number, each in enumerate(self.sums):
            for key in each.keys:
                self._sums_of.setdefault(key, []).append(number)

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self.counts, (each.keys for each in self.sums))

    def part_of(self, key: str) -> str:
        """The same for all counts that sums tie together, hidden or not."""
        return self._parts.first_of(key)

    @cached_property
    def totals(self) -> set[str]:
        return {each.total for each in self.sums}

    @cached_property
    def known_anyway(self) -> set[str]:
        """What a reader knows whatever is hidden: counts that cannot be hidden, and what follows from them alone."""
        known = {key for key, count in self.counts.items() if not count.can_cover}
        grown = True
        while grown:
            unknown = [set(each.keys) - known for each in self.sums if each.is_complete]
            found = {key for keys in unknown if len(keys) == 1 for key in keys}
            grown = bool(found)
            known |= found
        return known

    def reach(self, hidden: set[str], key: str) -> tuple[list[str], list[Sum]]:
        """The hidden counts tied to `key` by sums, directly or through each other, and those sums."""
        keys, fresh = {key}, [key]
        found: set[int] = set()
        while fresh:
            for number in set(self._sums_of.get(fresh.pop(), ())) - found:
                found.add(number)
                new = {name for name in self.sums[number].keys if name in hidden} - keys
                keys |= new
                fresh += new
        return sorted(keys), [self.sums[number] for number in sorted(found)]

    def programme(self, hidden: set[str], key: str) -> ReaderProgramme:
        names, sums = self.reach(hidden, key)
        unknown = set(names)
        lines = tuple(known_line(each, self.counts, unknown) for each in sums)
        return ReaderProgramme({name: self.counts[name].thinkable for name in unknown}, lines)

    def cover_for(self, hidden: set[str], key: str, *, sooner: Collection[str]) -> str | None:
        """The visible count to hide next to protect `key`: near before far, parts before totals, small before large.

        What the reader knows anyway would be hidden in vain.
        """
        _names, sums = self.reach(hidden, key)
        near = {name for each in sums if key in each.keys for name in each.keys}
        candidates = {name for each in sums for name in each.keys} - hidden - self.known_anyway

        def rank(name: str) -> tuple[bool, bool, bool, int, str]:
            return name not in near, name not in sooner, name in self.totals, self.counts[name].value, name

        return min(candidates, key=rank, default=None)


@dataclass
class _Proof:
    """How far apart each hidden count was already seen to lie: hiding more never narrows it again."""

    tied: _TiedTable
    hidden: set[str]
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)

    def holds_for(self, key: str) -> Asking[bool]:
        width = self.tied.counts[key].width
        if self._shown(key) >= width:
            return True
        programme = self.tied.programme(self.hidden, key)
        for upwards in (True, False):
            if self._shown(key) < width:
                for name, value in (yield Question(programme, key, upwards)).items():
                    low, high = self.seen.get(name, (value, value))
                    self.seen[name] = min(low, value), max(high, value)
        return self._shown(key) >= width

    def _shown(self, key: str) -> int:
        low, high = self.seen.get(key, (0, 0))
        return high - low


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
