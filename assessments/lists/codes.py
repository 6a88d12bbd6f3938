"""Codes of needs and services as the program proposes them: the next of the row that is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

NUMBERED = re.compile(r"(.*?)(\d+)")


def next_code(codes: Iterable[str], *, first: str, longest: int = 20) -> str:
    """The next number with the beginning that most codes have, as wide as the widest; `first` where none is numbered.

    Nothing where the next one would be longer than a code may be.
    """
    numbered = [found.groups() for code in codes if (found := NUMBERED.fullmatch(code))]
    if not numbered:
        return first
    beginning, _times = Counter(begin for begin, _number in numbered).most_common(1)[0]
    numbers = [number for begin, number in numbered if begin == beginning]
    proposed = f"{beginning}{max(map(int, numbers)) + 1:0{max(map(len, numbers))}}"
    return proposed if len(proposed) <= longest else ""
