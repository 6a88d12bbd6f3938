"""What the engine does in silence, put right beforehand."""

from __future__ import annotations

from typing import Any

import pytest

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


@pytest.mark.parametrize(("sheet", "may_break"), [("wide", False), ("chapter", True)])
def test_a_row_is_held_to_the_sheet_it_stands_on(sheet: str, may_break: bool) -> None:
    """Fifteen columns and a name of 200 letters: half a page across, more than that on an upright one."""
    cells = "".join(f"<td>{SENTENCE * 3 if column == 1 else 7}</td>" for column in range(15))
    table = f"<table><tbody><tr>{cells}</tr></tbody></table>"
    tree = (
        Engine().read(f"<html lang='sq'><body><section class='{sheet}'>{table}</section></body></html>").etree_element
    )

    mend(tree)

    assert [row.get("style") for row in tree.iter() if str(row.tag).endswith("tr")] == (
        ["break-inside: auto"] if may_break else [None]
    )
