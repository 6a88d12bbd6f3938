"""What the pass found and left out, with the place and the first words of each passage."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

SYMBOL = "\ufffc"  # a sign of a symbol font among the seen words: the converter may write a letter for it
FIRST_WORDS = 12
LONGEST_EXCERPT = 120
MOST_PASSAGES = 20  # named one by one; the count goes on


def excerpt(text: str) -> str:
    """The first words of a passage."""
    words = text.split()
    first = " ".join(words[:FIRST_WORDS])
    is_whole = len(words) <= FIRST_WORDS and len(first) <= LONGEST_EXCERPT
    return first if is_whole else f"{first[:LONGEST_EXCERPT]}…"


@dataclass(frozen=True, slots=True)
class OmittedPassage:
    """Something left out: under which heading it stood, how it begins, and how many words it has."""

    place: str
    words: str
    count: int


@dataclass(slots=True)
class LeftOut:
    count: int = 0
    passages: list[OmittedPassage] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """`paragraphs` are the (place, text) of all that a reader sees; `added` is what the pass wrote itself, `named`
    what it took out of them and counted.
    """

    left_out: dict[str, LeftOut] = field(default_factory=dict)
    paragraphs: list[tuple[str, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def leave_out(self, kind: str, *, count: int = 1, text: str = "", place: str = "") -> None:
        found = self.left_out.setdefault(kind, LeftOut())
        found.count += count
        if text.strip() and len(found.passages) < MOST_PASSAGES:
            found.passages.append(OmittedPassage(place, excerpt(text), len(text.split())))

    def leave_out_all(self, kind: str, passages: Iterable[tuple[str, str]]) -> None:
        """Each (place, text) as one passage of `kind`; those without words are none."""
        for place, text in passages:
            if text.strip():
                self.leave_out(kind, text=text, place=place)

    def written(self) -> bytes:
        return json.dumps(asdict(self)).encode()
