"""Which items of two sequences are the same: longest common subsequences with a bound on time and memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

#: Bits of the table of one exact comparison (16 MB); above it the comparison is first cut at items that occur once.
MOST_CELLS = 128_000_000

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of both sequences: the same items if `is_same`, else what was replaced by what (either may be empty)."""

    old: slice
    new: slice
    is_same: bool


@dataclass(frozen=True, slots=True)
class _Window:
    old_start: int
    old_stop: int
    new_start: int
    new_stop: int

    @property
    def is_empty(self) -> bool:
        return self.old_start >= self.old_stop or self.new_start >= self.new_stop

    @property
    def cells(self) -> int:
        return (self.old_stop - self.old_start) * (self.new_stop - self.new_start)


def stretches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """Both sequences from left to right as alternating same and changed parts; nothing is left out."""
    old_at = new_at = 0
    for old_start, new_start, length in _runs(same_pairs(old, new)):
        if old_start > old_at or new_start > new_at:
            yield Stretch(slice(old_at, old_start), slice(new_at, new_start), is_same=False)
        old_at, new_at = old_start + length, new_start + length
        yield Stretch(slice(old_start, old_at), slice(new_start, new_at), is_same=True)
    if len(old) > old_at or len(new) > new_at:
        yield Stretch(slice(old_at, len(old)), slice(new_at, len(new)), is_same=False)


def _runs(pairs: list[Pair]) -> Iterator[tuple[int, int, int]]:
    """Neighbouring pairs as (start in old, start in new, length)."""
    place = 0
    while place < len(pairs):
        start_old, start_new = pairs[place]
        length = 1
        while place + length < len(pairs) and pairs[place + length] == (start_old + length, start_new + length):
            length += 1
        yield start_old, start_new, length
        place += length


def same_pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Places (in old, in new) of items that are the same, rising in both: as many as can be found within the bound."""
    pairs: list[Pair] = []
    open_windows = [_Window(0, len(old), 0, len(new))]
    while open_windows:
        window, ends = _trimmed(old, new, open_windows.pop())
        pairs += ends
        if window.is_empty:
            continue
        if window.cells <= MOST_CELLS:
            pairs += _longest_common(old, new, window)
        else:
            open_windows += _cut(window, anchors := _anchors(old, new, window))
            pairs += anchors
    return sorted(pairs)


def _trimmed(old: Sequence[Hashable], new: Sequence[Hashable], window: _Window) -> tuple[_Window, list[Pair]]:
    """The window without what is the same at both its ends, and those ends."""
    first_old, first_new, last_old, last_new = (
        window.old_start, window.new_start, window.old_stop, window.new_stop
    )  # fmt: skip
    pairs = []
    while first_old < last_old and first_new < last_new and old[first_old] == new[first_new]:
        pairs.append((first_old, first_new))
        first_old, first_new = first_old + 1, first_new + 1
    while first_old < last_old and first_new < last_new and old[last_old - 1] == new[last_new - 1]:
        last_old, last_new = last_old - 1, last_new - 1
        pairs.append((last_old, last_new))
    return _Window(first_old, last_old, first_new, last_new), pairs


def _longest_common(old: Sequence[Hashable], new: Sequence[Hashable], window: _Window) -> list[Pair]:
    """Hyyrö's bit-parallel table (2004): row j has a zero bit i where old[i] lengthens what is common with new[:j]."""
    places: dict[Hashable, int] = {}
    for bit, item in enumerate(old[window.old_start : window.old_stop]):
        places[item] = places.get(item, 0) | 1 << bit
    whole = (1 << (window.old_stop - window.old_start)) - 1
    row, rows = whole, []
    for item in new[window.new_start : window.new_stop]:
        hits = row & places.get(item, 0)
        row = (row + hits | row - hits) & whole
        rows.append(row)
    pairs = []
    left, right = window.old_stop - window.old_start, window.new_stop - window.new_start
    while left and right:
        if rows[right - 1] >> (left - 1) & 1:
            left -= 1
        elif right > 1 and not rows[right - 2] >> (left - 1) & 1:
            right -= 1
        else:
            left, right = left - 1, right - 1
            pairs.append((window.old_start + left, window.new_start + right))
    return pairs


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], window: _Window) -> list[Pair]:
    """Items that occur once on either side of the window, the longest series of them that rises in both."""
    ours = _single_places(old, window.old_start, window.old_stop)
    theirs = _single_places(new, window.new_start, window.new_stop)
    common = sorted((ours[item], theirs[item]) for item in ours.keys() & theirs.keys())
    ends: list[int] = []  # per length, the smallest place in new that a rising series of this length ends at
    at_end: list[int] = []
    before: list[int] = []
    for number, (_old_place, new_place) in enumerate(common):
        length = bisect_left(ends, new_place)
        before.append(at_end[length - 1] if length else -1)
        ends[length : length + 1] = [new_place]
        at_end[length : length + 1] = [number]
    series, number = [], at_end[-1] if at_end else -1
    while number >= 0:
        series.append(common[number])
        number = before[number]
    return series[::-1]


def _single_places(items: Sequence[Hashable], start: int, stop: int) -> dict[Hashable, int]:
    seen: dict[Hashable, int] = {}
    for place in range(start, stop):
        seen[items[place]] = -1 if items[place] in seen else place
    return {item: place for item, place in seen.items() if place >= 0}


def _cut(window: _Window, anchors: list[Pair]) -> Iterator[_Window]:
    """What lies between the anchors; nothing where there is none, so that part counts as replaced."""
    if not anchors:
        return
    old_at, new_at = window.old_start, window.new_start
    for old_place, new_place in anchors:
        yield _Window(old_at, old_place, new_at, new_place)
        old_at, new_at = old_place + 1, new_place + 1
    yield _Window(old_at, window.old_stop, new_at, window.new_stop)
