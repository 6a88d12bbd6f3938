"""Makes `calibri.json` anew from two font files: `python -m core.office.word.measuring REGULAR.ttf BOLD.ttf`.

Calibri itself may not be handed on, so it is measured by a free font made to the same widths: Carlito, on Debian the
package fonts-crosextra-carlito. The file names width after width with all signs that have it, which keeps it short and
lets a reader see what changed.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from itertools import chain
from pathlib import Path

from fontTools.ttLib import TTFont

from core.office.calibri import METRICS, UNITS

#: The free font leaves it out; programs draw a space for it.
NO_BREAK = "\u00a0"
#: Latin with its accents, then the spaces, dashes, quotation marks, currencies and signs that our papers use.
ACCENTED = "".join(map(chr, chain(range(0x20, 0x7F), range(0xA0, 0xAD), range(0xAE, 0x180))))
SIGNS = ACCENTED + (
    "\u2009\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2020\u2022\u2026\u202f\u2030\u2039\u203a\u20ac\u2116"
    "\u2190\u2192\u2212\u2260\u2264\u2265\u25cf"
)


def advances_of(path: Path) -> dict[str, str]:
    """By the width of a sign in parts of 2048 of the size: all the signs of that width, the narrowest first."""
    with TTFont(path) as font:
        glyphs, metrics, units = font.getBestCmap(), font["hmtx"], int(font["head"].unitsPerEm)
        found: defaultdict[int, str] = defaultdict(str)
        for sign in SIGNS:
            if (name := glyphs.get(ord(sign), glyphs[ord(" ")] if sign == NO_BREAK else None)) is not None:
                found[round(metrics[name][0] * UNITS / units)] += sign
    return {str(width): found[width] for width in sorted(found)}


def measured(regular: Path, bold: Path) -> str:
    """The text of the file."""
    metrics = {"regular": advances_of(regular), "bold": advances_of(bold)}
    return json.dumps(metrics, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    METRICS.write_text(measured(*map(Path, sys.argv[1:3])), encoding="utf-8")
