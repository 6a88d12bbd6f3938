"""How wide words are in the print's own font, as its file says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, wraps
from importlib import resources
from itertools import chain
from pathlib import Path
from textwrap import wrap
from typing import Any, ParamSpec, TypeVar

from fontTools.ttLib import TTFont

FONT_PACKAGE = "fontpkg_source_sans_3"
FONT_FILES = {"regular.ttf": "SourceSans3[wght].ttf", "italic.ttf": "SourceSans3-Italic[wght].ttf"}
REGULAR, BOLD = 400, 600
LONGEST_REMEMBERED = 200  # letters of a text whose measure is remembered
Said = ParamSpec("Said")
Measured = TypeVar("Measured")
#: About a digit's width: widths are told in letters of half the print's size.
LETTERS_IN_SIZE = 2


def font_folder() -> Path:
    return Path(str(resources.files(FONT_PACKAGE))) / "files"


def of_short_texts(many: int) -> Callable[[Callable[Said, Measured]], Callable[Said, Measured]]:
    """Remembers what was measured of so many short texts; a long one, which seldom comes again, is not kept."""

    def remembered(measure: Callable[Said, Measured]) -> Callable[Said, Measured]:
        known = lru_cache(maxsize=many)(measure)

        @wraps(measure)
        def measured(*args: Said.args, **named: Said.kwargs) -> Measured:
            is_short = len(str(args[0])) <= LONGEST_REMEMBERED
            return known(*args, **named) if is_short else measure(*args, **named)  # type: ignore[arg-type]  # hashable

        return measured

    return remembered


@of_short_texts(65_536)
def letters(text: str, *, is_bold: bool = False) -> float:
    """The width of one line of the text, in letters of half the print's size."""
    weight = BOLD if is_bold else REGULAR
    return sum(_width(sign, weight) for sign in text) * LETTERS_IN_SIZE


@of_short_texts(16_384)
def in_three_lines(text: str, signs: int) -> tuple[str, ...]:
    """At most three lines of so many signs; what does not fit ends in an ellipsis."""
    return tuple(wrap(text, signs, max_lines=3, placeholder=" …")) or ("",)


def wrapped(text: str, room: float, *, is_bold: bool = False) -> list[str]:
    """The lines of the text in so many letters of room; a word longer than that is broken where the room ends."""
    return list(_wrapped(text, room, is_bold=is_bold))


@of_short_texts(16_384)
def _wrapped(text: str, room: float, *, is_bold: bool) -> tuple[str, ...]:
    lines: list[str] = []
    for words in (paragraph.split() for paragraph in text.split("\n")):
        line = ""
        for word in chain.from_iterable(_broken(each, room, is_bold=is_bold) for each in words):
            longer = f"{line} {word}" if line else word
            if line and letters(longer, is_bold=is_bold) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return tuple(lines)


def _broken(word: str, room: float, *, is_bold: bool) -> list[str]:
    """The word in parts that have room, of one sign at least."""
    parts = [""]
    for sign in word if letters(word, is_bold=is_bold) > room else [word]:
        if parts[-1] and letters(parts[-1] + sign, is_bold=is_bold) > room:
            parts.append("")
        parts[-1] += sign
    return parts


@cache
def _width(sign: str, weight: int) -> float:
    """The advance of a sign in parts of the size; the tabular figures of the print are as wide as its widest digit."""
    names, glyphs, units = _font(weight)
    if sign.isdigit():
        return max(float(glyphs[names[ord(digit)]].width) for digit in "0123456789") / units
    name = names.get(ord(sign))
    return 1.0 if name is None else float(glyphs[name].width) / units


@cache
def _font(weight: int) -> tuple[dict[int, str], Any, int]:
    font = TTFont(font_folder() / FONT_FILES["regular.ttf"])
    return font.getBestCmap(), font.getGlyphSet(location={"wght": weight}), int(font["head"].unitsPerEm)
