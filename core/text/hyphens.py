"""Where an Albanian word may be parted: between syllables, a pair of letters that is one sound never."""

from __future__ import annotations

import re
from itertools import pairwise

SOFT = "\u00ad"
LEAST_LETTERS, LEAST_PART = 13, 3
VOWELS = frozenset("aeëiouyAEËIOUY")
_LONG_WORD = re.compile(rf"[^\W\d_]{{{LEAST_LETTERS},}}")
_SOUND = re.compile(r"dh|gj|ll|nj|rr|sh|th|xh|zh|.", re.IGNORECASE)
#: What may begin a syllable together; of other neighbours the first ends the syllable before.
TOGETHER = frozenset({
    "bl", "br", "dhr", "dr", "fl", "fr", "fsh", "gl", "gr", "kl", "kr", "pl", "pr", "shk", "shkr", "shm", "shp",
    "shpr", "sht", "shtr", "sk", "skr", "sp", "spr", "st", "str", "thr", "tr", "vl", "vr",
})  # fmt: skip


def with_soft_hyphens(text: str) -> str:
    """The text with the places marked where its long words may be parted at the end of a line."""
    return _LONG_WORD.sub(lambda found: SOFT.join(parts_of(found[0])), text)


def parts_of(word: str) -> list[str]:
    """The word in its parts, none shorter than three letters."""
    sounds = _SOUND.findall(word)
    vowels = [place for place, sound in enumerate(sounds) if sound in VOWELS]
    parts, begin = [], 0
    for left, right in pairwise(vowels):
        cut = _cut(sounds, left + 1, right)
        head, tail = "".join(sounds[begin:cut]), "".join(sounds[cut:])
        if cut > left + (right == left + 1) and len(head) >= LEAST_PART and len(tail) >= LEAST_PART:
            parts.append(head)
            begin = cut
    return [*parts, "".join(sounds[begin:])]


def _cut(sounds: list[str], first: int, vowel: int) -> int:
    """Of the consonants between two vowels the most that may begin a syllable go with the second."""
    for place in range(first, vowel):
        between = "".join(sounds[place:vowel]).lower()
        if place == vowel - 1 or between in TOGETHER:
            return place
    return first
