"""What the engine does in silence, put right beforehand."""

from __future__ import annotations

from typing import Any

from core.printing.engine import Engine
from core.printing.mending import mend

SENTENCE = "Jetesë e pavarur dhe përfshirje e personave me aftësi të kufizuara"


def lines(width: float) -> list[str]:
    """Of a cell as a template writes it, with the spaces of its own lines."""
    engine = Engine()
    cell = f"<table style='width: {width}mm'><tbody><tr><td>\n      {SENTENCE}\n    </td></tr></tbody></table>"
    source = engine.read(f"<html lang='sq'><body>{cell}</body></html>")
    mend(source.etree_element)
    return [words_of_line(each) for each in boxes(engine.laid_out(source).pages[0]._page_box, "LineBox")]


def boxes(box: Any, kind: str) -> list[Any]:
    if type(box).__name__ == kind:
        return [box]
    return [found for child in getattr(box, "children", ()) for found in boxes(child, kind)]


def words_of_line(line: Any) -> str:
    return "".join(each.text for each in boxes(line, "TextBox"))


def test_no_line_ends_after_its_first_word_because_a_space_has_no_room() -> None:
    """At about 84.8 mm the whole fits but for the space at its end."""
    for tenth in range(840, 856, 2):
        first = lines(tenth / 10)[0]

        assert first.startswith("Jetesë e pavarur dhe përfshirje"), (tenth / 10, first)
