"""A line that was shaped when it was laid out is drawn as it is, where the engine would shape it again.

It lets go of each line to spare memory; a document is laid out in parts, so that all lines of one have room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout

#: What begins a new line of its own accord: drawn as a sign of its own, so such a text is shaped again for drawing.
_BREAKS = re.compile("[\n\r\u2028\u2029]")


@contextmanager
def lines_stay_shaped() -> Iterator[None]:
    """While a document is laid out."""

    def set_text(layout: Any, text: str, justify: Any = False) -> None:
        plainly(layout, text, justify)
        # The engine asks for this before it draws, and a change of it would throw the shaped line away.
        if not _BREAKS.search(layout.text):
            pango.pango_layout_set_single_paragraph_mode(layout.layout, True)

    plainly, let_go = Layout.set_text, Layout.deactivate
    Layout.set_text = set_text
    Layout.deactivate = lambda _layout: None
    try:
        yield
    finally:
        Layout.set_text, Layout.deactivate = plainly, let_go


@contextmanager
def shaped_lines_drawn() -> Iterator[None]:
    """While it is written."""

    def reactivate(layout: Any, style: Any) -> None:
        if not _is_ready(layout, style):
            plainly(layout, style)

    plainly = Layout.reactivate
    Layout.reactivate = reactivate
    try:
        yield
    finally:
        Layout.reactivate = plainly


def _is_ready(layout: Any, style: Any) -> bool:
    """A justified line is stretched for drawing alone."""
    return "layout" in vars(layout) and layout.style is style and not layout.justification_spacing
