"""How a picture is drawn for a telephone: as wide as its screen, labels above what they name, letters large enough.

A paper shows the wide drawing alone (`mending.py` takes the other one away); of a page, the style sheet shows the one
that has room, and hides the other from everybody.
"""

from __future__ import annotations

from core.printing.metrics import letters, wrapped

CLASS_NAME = "drawn-narrow"
WIDTH, SIZE, LINE = 320, 14, 18
#: A letter in the widest font that a device is likely to have: more than a quarter wider than in that of the papers.
LETTER = 9.0
MOST_LINES = 4


def in_lines(label: str, room: float = WIDTH) -> list[str]:
    """The label in lines that fit `room`; what is longer than four ends in an ellipsis, and stands whole beside it."""
    lines = wrapped(label, room / LETTER)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]


def length_of(text: str) -> float:
    return letters(text) * LETTER
