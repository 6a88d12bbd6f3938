"""Widths of columns in twips, measured by the metrics of the font in which Word shows a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from core.office.calibri import twips

#: The sides of a cell with its lines, and a little for a program that shows the font's twin.
SIDES = 2 * 70 + 40
#: What is longer, as an address or a hash, may break anywhere.
LONGEST_WORD, LONGEST_FIGURE = 16, 32
NARROWEST = 400
DIGIT = re.compile(r"\d")
TOKEN = re.compile(r"[^ \t\n]+")  # a space that does not break holds a figure together


def unbroken(text: str, size: float, *, is_bold: bool, is_number: bool) -> tuple[int, int]:
    """What a cell needs so that no figure, date or code in it breaks, and so that no common word does."""
    lines = text.split("\n") if is_number else TOKEN.findall(text)
    needs = [(line, twips(line, size, is_bold=is_bold) + SIDES) for line in lines if line]
    figures = max((need for line, need in needs if DIGIT.search(line) and len(line) <= LONGEST_FIGURE), default=0)
    words = max((need for line, need in needs if len(line) <= LONGEST_WORD), default=0)
    return figures, max(figures, words)


def asked(needs: Sequence[tuple[int, int]]) -> int:
    """What a table asks for so that neither a figure nor a common word in it breaks."""
    return sum(max(words, NARROWEST) for _figures, words in needs)


def fitted(room: int, shares: Sequence[int], needs: Sequence[tuple[int, int]]) -> list[int]:
    """The room parted by the shares, where none gets less than its words and figures need, or its figures alone.

    Where the figures alone ask for more than there is, each gives up the same part.
    """
    is_whole = asked(needs) <= room
    least = [max(words if is_whole else figures, NARROWEST) for figures, words in needs]
    wanted = [max(words, room * share // 100) for share, (_figures, words) in zip(shares, needs, strict=True)]
    more = [max(wish - need, 0) for wish, need in zip(wanted, least, strict=True)]
    if sum(least) >= room or not any(more):
        return _whole(room, least)
    part = (room - sum(least)) / sum(more)
    widths = [need + int(part * wish) for need, wish in zip(least, more, strict=True)]
    widths[widths.index(max(widths))] += room - sum(widths)
    return widths


def _whole(room: int, parts: Iterable[int]) -> list[int]:
    sums = [0]
    for each in parts:
        sums.append(sums[-1] + each)
    edges = [room * each // sums[-1] for each in sums]
    return [after - before for before, after in pairwise(edges)]
