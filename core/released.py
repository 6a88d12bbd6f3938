"""What was released of counts of persons, and how a later release is judged with all that came before it.

A reader keeps what was published: figures hidden once stay hidden, figures shown once are known, and what the
difference of two releases tells is hidden too (docs/law.md#derived-numbers). A release keeps the threshold of each
count, so a later change of the thresholds changes nothing in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from core.recovery import Asking, NothingFits, ReaderProgramme, asked_side_by_side, parts_of
from core.suppression import Sum, SuppressedTable, SuppressionRule, Table, TrueCount, known_line, suppress

SHARED = "@"  # begins the key of a figure that other releases may tell too


@dataclass(frozen=True, slots=True)
class Release:
    """Counts and sums told so far, by key; `shown` names the figures of this release, by its own names.

    `judged` is the digest of the true figures it was made from, so that later ones are noticed.
    """

    counts: Mapping[str, TrueCount] = field(default_factory=dict)
    sums: tuple[Sum, ...] = ()
    hidden: frozenset[str] = frozenset()
    shown: Mapping[str, str] = field(default_factory=dict)
    judged: str = ""
    version: int = 0

    @classmethod
    def of(cls, pattern: Mapping[str, Any], version: int) -> Release:
        """From its stored form."""
        return cls(
            {key: _count_of(*stored) for key, stored in pattern["counts"].items()},
            tuple(Sum(total, tuple(parts), is_complete=whole) for total, parts, whole in pattern["sums"]),
            frozenset(pattern["hidden"]),
            pattern["shown"],
            pattern["judged"],
            version,
        )

    def stored(self) -> dict[str, Any]:
        return {
            "counts": {key: _stored_count(count) for key, count in self.counts.items()},
            "sums": [[each.total, list(each.parts), each.is_complete] for each in self.sums],
            "hidden": sorted(self.hidden),
            "shown": dict(self.shown),
            "judged": self.judged,
        }

    def hides(self, name: str) -> bool:
        """Whether a figure of this release is hidden; one that it does not tell at all is hidden too."""
        key = self.shown.get(name)
        return key is None or key in self.hidden

    @property
    def seen(self) -> dict[str, bool]:
        """The figures of this release by name, and whether each is hidden."""
        return {name: key in self.hidden for name, key in self.shown.items()}

    @property
    def digest(self) -> str:
        return digest_of(self.stored())


def _stored_count(count: TrueCount) -> list[Any]:
    plain = [count.value, count.rule.threshold, count.rule.hides_zero, count.is_fixed]
    if count.is_unmarked:
        return [*plain, count.bounds_others, True]
    return [*plain, True] if count.bounds_others else plain


def _count_of(
    value: int,
    threshold: int,
    hides_zero: bool,
    is_fixed: bool,
    bounds_others: bool = False,
    is_unmarked: bool = False,
) -> TrueCount:
    rule = SuppressionRule(threshold, hides_zero=hides_zero)
    return TrueCount(value, rule, is_fixed=is_fixed, bounds_others=bounds_others, is_unmarked=is_unmarked)


def digest_of(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


class Judgement(NamedTuple):
    """A release as it would be kept, and the names of the figures that it could not protect."""

    release: Release
    exposed: set[str]


def judge(
    figures: Mapping[str, TrueCount],
    sums: Iterable[Sum],
    earlier: Release,
    *,
    also: Collection[str] = (),
    totals: Collection[str] = (),
) -> Judgement:
    """Decide what to hide of these figures, together with everything released earlier.

    `also` names what is hidden anyway; `totals` are missed rather than other figures, and say the same as before only
    of the same parts.
    """
    new = tuple(sums)
    keys = _keys(figures, new, earlier, totals)
    known = earlier.counts.keys() - earlier.hidden
    counts = {key: replace(count, is_fixed=count.is_fixed or key in known) for key, count in earlier.counts.items()}
    for name, count in figures.items():
        is_known = keys[name] in known and not count.rule.hides(count.value)
        counts[keys[name]] = replace(count, is_fixed=count.is_fixed or is_known)
    told = (Sum(keys[each.total], tuple(keys[part] for part in each.parts), each.is_complete) for each in new)
    all_sums = tuple(dict.fromkeys((*earlier.sums, *told)))
    hidden = earlier.hidden | {keys[name] for name in also}
    found = _suppress(counts, all_sums, hidden, {keys[name] for name in totals} - earlier.counts.keys())
    names = {key: name for name, key in keys.items()}
    exposed = {names.get(key, key.split("#")[0]) for key in found.exposed}
    return Judgement(Release(counts, all_sums, found.hidden, keys), exposed if figures else set())


def _suppress(
    counts: Mapping[str, TrueCount], sums: tuple[Sum, ...], hidden: frozenset[str], totals: set[str]
) -> SuppressedTable:
    """First without the new totals, then with them: rather a total is missed than another figure."""
    without = tuple(each for each in sums if not totals.intersection(each.keys))
    parts = suppress(Table({key: count for key, count in counts.items() if key not in totals}, without), also=hidden)
    return suppress(Table(counts, sums), also=parts.hidden, sooner=totals) if totals else parts


def _keys(
    figures: Mapping[str, TrueCount], sums: tuple[Sum, ...], earlier: Release, totals: Collection[str]
) -> dict[str, str]:
    """Each figure's key by name: its old one while it says the same; a total says the same of the same parts alone."""
    keys: dict[str, str] = {}
    parts = {each.total: each.parts for each in sums if each.parts[0] not in totals}
    told, known = set(earlier.sums), _by_name(earlier.counts)
    for name, count in figures.items():
        known_keys = known.get(name, ())
        same = [key for key in known_keys if earlier.counts[key].value == count.value]
        if name in totals:
            same = [key for key in same if Sum(key, tuple(keys[part] for part in parts[name])) in told]
        keys[name] = same[-1] if same else f"{name}#{len(known_keys) + 1}" if known_keys else name
    return keys


def _by_name(keys: Iterable[str]) -> dict[str, list[str]]:
    """The keys that a figure of each name ever had: its name, and what begins with it and a #."""
    found: dict[str, list[str]] = {}
    for key in keys:
        pieces = key.split("#")
        for many in range(1, len(pieces) + 1):
            found.setdefault("#".join(pieces[:many]), []).append(key)
    return found


def merged(releases: Iterable[Release]) -> Release:
    """Everything told by these releases, the oldest first; what one showed before another hid it is known."""
    counts: dict[str, TrueCount] = {}
    sums: dict[Sum, None] = {}
    hidden: set[str] = set()
    for release in releases:
        hidden.update(release.hidden - (counts.keys() - hidden))
        for key, count in release.counts.items():
            counts.setdefault(key, count)
        sums.update(dict.fromkeys(release.sums))
    return Release(counts, tuple(sums), frozenset(hidden))


class NarrowFigure(NamedTuple):
    """A hidden figure that a reader can narrow down to less than its threshold; exact where both ends are one."""

    key: str
    least: int
    greatest: int
    threshold: int

    @property
    def is_exact(self) -> bool:
        return self.least == self.greatest


def audited(releases: Iterable[Release], *, touching: Collection[str] | None = None) -> list[NarrowFigure]:
    """Every hidden figure that all these releases together, the oldest first, give away.

    With `touching` only those that something ties to these keys.
    """
    chosen = list(releases)
    whole = merged(chosen)
    told_later = _published_after_hiding(chosen)
    unknown = whole.hidden - told_later
    narrow = [_exact(key, whole.counts[key]) for key in sorted(told_later) if touching is None or key in touching]
    lines = (known_line(each, whole.counts, unknown) for each in whole.sums)
    widths = []
    askings = []
    for names, known in parts_of(unknown, lines):
        if touching is not None and names.isdisjoint(touching):
            continue
        programme = ReaderProgramme({name: whole.counts[name].thinkable for name in names}, known)
        widths.append({name: whole.counts[name].width for name in sorted(names)})
        askings.append(_narrower(programme, widths[-1]))
    for of_part, found in zip(widths, asked_side_by_side(askings), strict=True):
        narrow += [NarrowFigure(name, *ends, of_part[name]) for name, ends in found.items()]
    return narrow


def _narrower(programme: ReaderProgramme, widths: Mapping[str, int]) -> Asking[dict[str, tuple[int, int]]]:
    try:
        return (yield from programme.narrower_than(widths))
    except NothingFits:  # what was told is not true together: nobody can say what it protects
        return dict.fromkeys(widths, (0, 0))


def _published_after_hiding(releases: Iterable[Release]) -> set[str]:
    hidden: set[str] = set()
    known: set[str] = set()
    found: set[str] = set()
    for release in releases:
        shown = {key for key in release.counts.keys() - release.hidden if not release.counts[key].is_fixed}
        found |= shown & hidden
        known |= shown
        hidden |= release.hidden - known
    return found


def _exact(key: str, count: TrueCount) -> NarrowFigure:
    return NarrowFigure(key, count.value, count.value, count.width)
