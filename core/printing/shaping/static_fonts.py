"""A variable font is moved to a weight once a process; each document takes the glyphs that it prints from there.

The engine would cut the glyphs out first and move them anew for every document: a sixteenth of making a part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fontTools.varLib import instancer
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz

MOST_STORED = 16
#: An axis whose place is the size of the print: what is kept would differ from size to size.
SIZE_AXIS = "opsz"
COPIED = 0  # how HarfBuzz takes the bytes: it makes its own copy
#: Of a font file at a place of its axes the glyphs that were asked for so far, and the font that has them.
_stored: dict[tuple[Any, ...], tuple[frozenset[int], bytes]] = {}

ffi.cdef(
    """
    hb_blob_t * hb_blob_create (const char *data, unsigned int length, int mode, void *user, void *destroy);
    hb_face_t * hb_face_create (hb_blob_t *blob, unsigned int index);
    """,
    override=True,  # it makes no difference where the engine declares them, too
)


@contextmanager
def fonts_moved_once() -> Iterator[None]:
    """While a document is written."""

    def clean(font: Any, to_unicode: dict[int, str], hinting: Any) -> None:
        if not to_unicode or not _is_plain(font):
            plainly(font, to_unicode, hinting)
            return
        held, font.file_content = _moved(font, frozenset(to_unicode), hinting, plainly)
        if held != to_unicode.keys():
            _take_glyphs(font, to_unicode, hinting)

    plainly = Font.clean
    Font.clean = clean
    try:
        with absent_glyphs_passed_over():
            yield
    finally:
        Font.clean = plainly


def _is_plain(font: Any) -> bool:
    """One whose weight can be set, with no sign missing and no picture for a letter."""
    return "fvar" in font.tables and not (font.missing or font.png or font.svg or font.colr)


def _moved(font: Any, wanted: frozenset[int], hinting: Any, clean: Any) -> tuple[frozenset[int], bytes]:
    """A static font with these glyphs at least, and which it has; it grows with what is asked for."""
    place = (font.weight, font.style, hinting, *sorted(font.variations.items()))
    key = (hashlib.sha256(font.file_content).digest(), font.index, *place)
    kept = _stored.get(key, (frozenset(), b""))
    if not wanted <= kept[0]:
        wanted |= kept[0]
        clean(font, dict.fromkeys(wanted, ""), hinting)
        kept = (wanted, font.file_content)
        if SIZE_AXIS not in font.variations:
            while len(_stored) >= MOST_STORED:
                del _stored[next(iter(_stored))]
            _stored[key] = kept
    return kept


def _take_glyphs(font: Any, to_unicode: dict[int, str], hinting: Any) -> None:
    content, whole = font.file_content, font.hb_face
    made = harfbuzz.hb_blob_create(content, len(content), COPIED, ffi.NULL, ffi.NULL)
    blob = ffi.gc(made, harfbuzz.hb_blob_destroy)
    font.hb_face = ffi.gc(harfbuzz.hb_face_create(blob, 0), harfbuzz.hb_face_destroy)
    try:
        font.subset(to_unicode, hinting)
    finally:
        font.hb_face = whole


@contextmanager
def absent_glyphs_passed_over() -> Iterator[None]:
    """A subset keeps the places of glyphs it leaves out, and each would be moved to the wanted weight for nothing."""

    def moved(name: str, shapes: Any, variations: Any, *rest: Any, **named: Any) -> None:
        if variations.variations.get(name) or shapes[name].numberOfContours:
            plainly(name, shapes, variations, *rest, **named)

    plainly = instancer._instantiateGvarGlyph
    instancer._instantiateGvarGlyph = moved
    try:
        yield
    finally:
        instancer._instantiateGvarGlyph = plainly
