"""A line is drawn as it was shaped; what the engine shapes otherwise for drawing, it shapes again."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import Any

import pikepdf
import pytest
from weasyprint.text.line_break import Layout

from core.printing import engine
from core.printing.engine import Engine, written

WORDS = "Shërbimet sociale në bashki ndërtohen mbi nevojat që banorët kanë shprehur në takime. " * 6
PLAIN = (
    f"<h2>Një titull</h2><p>{WORDS}</p><p>E <b>fortë</b> dhe <i>e pjerrët</i>, <a href='#a'>lidhje</a></p>"
    f"<ul><li>një<li>dy</ul><table><tr><td class='number'>2 500<td>fjalë&shy;shumë&shy;gjatë"
    + "gjatë" * 60
    + "</table>"
)
STRETCHED = f"<p style='text-align: justify; width: 8cm'>{WORDS}</p>"
BROKEN = (
    "<p style='white-space: pre-wrap'>një\ndy  \ntre </p>"
    "<p style='width: 2cm; overflow: hidden; text-overflow: ellipsis; white-space: nowrap'>një fjali e gjatë fort</p>"
    f"<p style='width: 6cm; hyphens: auto; letter-spacing: 1px; word-spacing: 3px'>{WORDS}</p>"
)


def drawn(html: str) -> list[bytes]:
    """What the pages draw."""
    maker = Engine()
    page = f"<!DOCTYPE html><html lang='en'><head><title>–</title></head><body id='a'>{html}</body></html>"
    made = written(maker.laid_out(maker.read(page)), "en")
    with pikepdf.open(io.BytesIO(made)) as opened:
        return [each.Contents.read_bytes() for each in opened.pages]


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words of each line that is set up to be shaped for drawing."""
    counted: list[str] = []
    setup = Layout.setup

    def counting(layout: Any, style: Any) -> None:
        if hasattr(layout, "text"):
            counted.append(layout.text)
        setup(layout, style)

    monkeypatch.setattr(Layout, "setup", counting)
    return counted


def plainly(monkeypatch: pytest.MonkeyPatch, html: str) -> list[bytes]:
    """As the engine draws it by itself."""

    @contextmanager
    def nothing() -> Any:
        yield

    with monkeypatch.context() as patch:
        patch.setattr(engine, "lines_stay_shaped", nothing)
        patch.setattr(engine, "shaped_lines_drawn", nothing)
        return drawn(html)


@pytest.mark.parametrize("html", [PLAIN, STRETCHED, BROKEN], ids=["plain", "stretched", "broken"])
def test_what_is_drawn_is_what_the_engine_draws(monkeypatch: pytest.MonkeyPatch, html: str) -> None:
    assert drawn(html) == plainly(monkeypatch, html)


def test_no_line_is_shaped_again_for_drawing(monkeypatch: pytest.MonkeyPatch, set_up: list[str]) -> None:
    drawn(PLAIN)
    ours = len(set_up)
    plainly(monkeypatch, PLAIN)

    assert ours == 0
    assert len(set_up) > 12


def test_a_stretched_line_is_shaped_again(set_up: list[str]) -> None:
    drawn(STRETCHED)

    assert len(set_up) > 4
