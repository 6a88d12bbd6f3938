"""The words of the field in plain sentences, for pop-ups, the page of words and the search.

Terms are those of docs/glossary.md, which a test compares; here stands what each means for a reader.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.i18n import localized
from core.text.sorting import albanian_key


@dataclass(frozen=True)
class GlossaryWord:
    code: str
    term_sq: str
    term_en: str
    meaning_sq: str
    meaning_en: str
    term = localized("term")
    meaning = localized("meaning")


@cache
def glossary() -> dict[str, GlossaryWord]:
    rows = json.loads((Path(__file__).parent / "glossary.json").read_text(encoding="utf-8"))
    return {row["code"]: GlossaryWord(**row) for row in rows}


def in_order() -> list[GlossaryWord]:
    """By the alphabet of the reader's language."""
    return sorted(glossary().values(), key=lambda term: albanian_key(term.term))
