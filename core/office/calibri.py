"""How wide words are in the font in which Word files and sheets are shown, as `calibri.json` says."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from math import ceil
from pathlib import Path

#: Made by `word/measuring.py`.
METRICS = Path(__file__).parent / "calibri.json"
UNITS, TWIPS_PER_POINT = 2048, 20


@cache
def _advances(*, is_bold: bool) -> dict[str, int]:
    """The advance of each sign in parts of the size; the file names width after width with the signs that have it."""
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    table = metrics["bold" if is_bold else "regular"]
    return {sign: int(width) for width, signs in table.items() for sign in signs}


@lru_cache(maxsize=65_536)
def twips(text: str, size: float, *, is_bold: bool = False) -> int:
    """The width of the text in one line; a sign that the font lacks is taken for as wide as it is high."""
    known = _advances(is_bold=is_bold)
    return ceil(sum(known.get(sign, UNITS) for sign in text if sign != "\u00ad") * size * TWIPS_PER_POINT / UNITS)
