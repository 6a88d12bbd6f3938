"""Two rich texts made one that holds all of both: what both have once, what differs one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.text.alignment import stretches

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[^\s=<>\"]+(?:=\"[^\"]*\")?)*)\s*>")
_EMPTY = frozenset({"br"})


def blocks_of(text: str) -> Iterator[str]:
    """The outermost elements of a cleaned text, with the words between them; joined they are the text."""
    begin = depth = 0
    for tag in _TAG.finditer(text):
        if tag[2] in _EMPTY:
            continue
        depth += -1 if tag[1] else 1
        if depth <= 0:
            yield text[begin : tag.end()]
            begin, depth = tag.end(), 0
    if begin < len(text):
        yield text[begin:]


def join_rich(first: str, second: str) -> str:
    """All blocks of both cleaned texts, in their order."""
    old, new = list(blocks_of(first)), list(blocks_of(second))
    joined: list[str] = []
    for part in stretches([block.strip() for block in old], [block.strip() for block in new]):
        joined += new[part.new] if part.is_same else [*old[part.old], *new[part.new]]
    return "".join(joined)
