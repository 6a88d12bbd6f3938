"""What in a text may name a person: a hint for who wrote it and who reads it, never a judgement."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_HINTS = 20
_CAPITAL = r"[A-ZÇË][a-zçë]+(?:-[A-ZÇË][a-zçë]+)?"
_PATTERNS = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    re.compile(r"(?<!\w)\+?\d(?:[ /-]?\d){7,14}(?!\w)"),
    re.compile(r"\b[A-Z]\d{8}[A-Z]\b"),  # the number of the identity card
    re.compile(rf"\b(?i:z|zj|znj|dr|prof|zoti|zonja|zonjusha|mr|mrs|ms)\.?[ \u00a0]+{_CAPITAL}(?: {_CAPITAL})?"),
    re.compile(rf"{_CAPITAL}(?: {_CAPITAL})+"),
)
#: Words that begin the name of a thing, not of a person.
_THINGS = frozenset(
    {
        "bashkia",
        "bashkisë",
        "njësia",
        "njësisë",
        "qendra",
        "qendrën",
        "qendrës",
        "shkolla",
        "shkollën",
        "shkollës",
        "rruga",
        "rrugën",
        "rrugës",
        "lagjja",
        "lagjes",
        "fshati",
        "fshatin",
        "fshatit",
        "spitali",
        "kopshti",
        "çerdhja",
        "drejtoria",
        "drejtorisë",
        "këshilli",
        "këshillit",
        "ministria",
        "ministrisë",
        "policia",
        "shqipëria",
        "shqipërisë",
        "plani",
        "social",
        "vendor",
        "fondi",
        "shërbimi",
        "shërbimet",
        "the",
        "local",
        "plan",
        "municipality",
        "centre",
        "school",
    }
)


def name_hints(text: str, *, known: Iterable[str] = ()) -> list[str]:
    """Parts of the text that may name a person, each once, in their order; `known` are names of places and bodies."""
    places = {word.casefold() for name in known for word in name.split()} | _THINGS
    found: dict[int, str] = {}
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            words = match.group().split()
            if all(word.casefold().strip(".") in places for word in words[-2:]) or words[0].casefold() in places:
                continue
            found.setdefault(match.start(), match.group())
    return list(dict.fromkeys(found[place] for place in sorted(found)))[:MOST_HINTS]
