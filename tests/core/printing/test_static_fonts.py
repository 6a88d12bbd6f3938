"""A font is moved to a weight once; the glyphs that a file holds are the ones the engine would have made for it."""

from __future__ import annotations

import io
from contextlib import closing, contextmanager
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from weasyprint.pdf import fonts as engine_fonts

from core.printing import engine
from core.printing.shaping import static_fonts
from core.printing.typesetting import typeset

WORDS = '<p>Shërbimi për çdo banor, <b>2 500</b> <i>lekë</i> <span style="font-weight: 600">ÄŐ</span> {}</p>'


def document(words: str = "") -> str:
    head = "<head><title>Plani</title></head>"
    return f'<!DOCTYPE html><html lang="sq">{head}<body>{WORDS.format(words)}</body></html>'


def plainly(monkeypatch: pytest.MonkeyPatch, html: str) -> bytes:
    """As the engine makes it by itself."""

    @contextmanager
    def nothing() -> Any:
        yield

    with monkeypatch.context() as patch:
        patch.setattr(engine, "fonts_moved_once", nothing)
        return typeset(html)


def outlines(made: bytes) -> dict[str, dict[int, Any]]:
    """By font and place, how each glyph is drawn and how wide it is."""
    found = {}
    with pikepdf.open(io.BytesIO(made)) as opened:
        for each in opened.objects:
            if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each:
                font = TTFont(io.BytesIO(each.FontFile2.read_bytes()))
                glyphs = font.getGlyphSet()
                drawn = {}
                for number, name in enumerate(font.getGlyphOrder()):
                    glyphs[name].draw(pen := DecomposingRecordingPen(glyphs))
                    if pen.value:
                        drawn[number] = (pen.value, glyphs[name].width)
                found[str(each.FontName)] = drawn
    return found


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each time that the engine moves a font to a weight; nothing is kept from before."""
    counted: list[Any] = []
    instantiate = engine_fonts.instantiateVariableFont

    def counting(font: Any, place: Any, **named: Any) -> Any:
        counted.append(place)
        return instantiate(font, place, **named)

    monkeypatch.setattr(engine_fonts, "instantiateVariableFont", counting)
    monkeypatch.setattr(static_fonts, "_stored", {})
    return counted


def test_the_glyphs_are_those_that_the_engine_makes(monkeypatch: pytest.MonkeyPatch, moved: list[Any]) -> None:
    typeset(document("jetë më e mirë – ĞŇ"))  # what is kept has more glyphs than the next one asks for

    ours, its = typeset(document()), plainly(monkeypatch, document())

    assert len(outlines(its)) == 4
    assert outlines(ours) == outlines(its)
    assert picture(ours) == picture(its)


def picture(made: bytes) -> bytes:
    with closing(pypdfium2.PdfDocument(made)) as opened, closing(opened[0]) as first:
        return first.render(scale=3).to_pil().tobytes()


def test_the_same_glyphs_asked_for_again_are_given_again(moved: list[Any]) -> None:
    first, again = outlines(typeset(document())), outlines(typeset(document()))

    assert len(first) == 4
    assert first == again


def test_a_weight_is_made_once_and_again_when_other_glyphs_are_asked_for(moved: list[Any]) -> None:
    typeset(document())
    first = len(moved)
    typeset(document())
    again = len(moved)
    typeset(document("Ž"))
    grown = len(moved)
    typeset(document("Ž"))

    assert (first, again, grown, len(moved)) == (4, 4, 5, 5)


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch, moved: list[Any]) -> None:
    monkeypatch.setattr(static_fonts, "MOST_STORED", 2)

    typeset(document())

    assert len(static_fonts._stored) == 2
