"""A picture has a second drawing for telephones: the same figures and words, narrow, large, and inside its frame."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from core.printing.charts import bar_chart
from core.printing.mending import mend
from core.printing.progress_pictures import (
    AmountPairs,
    AmountRow,
    Lamp,
    LampRow,
    PromiseBar,
    TargetBars,
    TargetRow,
    lamp_strip,
)
from core.printing.tiles import Tile, tile_map

MOST_WIDE, SMALLEST_LETTERS = 340, 12
LONG = "Fuqizimi i shërbimeve sociale të integruara në komunitet për familjet në nevojë"
TEXT = re.compile(r"<text ([^>]*)>(.*?)</text>", re.DOTALL)
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
WIDEST_LETTER = 0.55  # of the size: a letter on the whole, in the widest of the fonts that devices bring

PICTURES = {
    "bars": bar_chart("Kostoja", "mijë lekë", [LONG, "QS2"], [("Kosto", [12, None])]),
    "stacked": bar_chart(
        "Kostoja sipas burimit",
        "mijë lekë",
        [f"{LONG} {number}" for number in range(20)],
        [(f"Burimi {number}: {LONG}", [1_200_000] * 20) for number in range(5)],
    ),
    "strip": lamp_strip(
        "Dritat", "një katror një tregues", [LampRow(f"QS1 {LONG}", tuple(Lamp(f"I{n}", "red") for n in range(25)))]
    ),
    "pairs": AmountPairs("Paraja", "mijë lekë", (AmountRow(LONG, 2_000_000_000, 900_000_000, 850_000_000),)),
    "promise": PromiseBar("507 nga rreth 2 000", "persona", 507, 2000, 1700, "baza: të paktën 1 700"),
    "low promise": PromiseBar("507 nga rreth 2 000", "persona", None, 2000, 50, "baza: të paktën 50"),
    "targets": TargetBars(
        "Rruga",
        "për qind",
        (
            TargetRow(LONG, 140, "green", "140 %"),
            TargetRow("T2", None, "grey", "Pa të dhëna: nuk u mblodh për arsye që tregohen në raport"),
        ),
    ),
    "tiles": tile_map(
        "Harta",
        "vende",
        [Tile("Njësia administrative Qendër", "12", 40), Tile("Orikum", "–", None)],
        shade="Sa më e errët, aq më shumë vende.",
    ),
}


def drawings(picture: Any) -> list[str]:
    if "tiles" in dir(picture):
        return DRAWING.findall(render_to_string("core/partials/_tile_map.html", {"map": picture}))
    if "series" in dir(picture):
        return DRAWING.findall(render_to_string("core/partials/_chart.html", {"chart": picture, "has_table": True}))
    return DRAWING.findall(render_to_string("core/partials/_progress_picture.html", {"picture": picture}))


def words_of(drawing: str) -> list[str]:
    return " ".join(words for _place, words in TEXT.findall(drawing)).split()


def number(name: str, tag: str) -> float | None:
    found = re.search(rf'\b{name}="(-?[\d.]+)"', tag)
    return float(found[1]) if found else None


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_drawn_wide_first_and_then_narrow(name: str) -> None:
    wide, narrow = drawings(PICTURES[name])

    assert 'class="drawn-wide"' in wide
    assert 'class="drawn-narrow"' in narrow
    assert re.findall("<title>(.*?)</title>", wide) == re.findall("<title>(.*?)</title>", narrow) != []
    assert " id=" not in wide + narrow


@pytest.mark.parametrize("name", PICTURES)
def test_the_narrow_one_says_all_that_the_wide_one_says(name: str) -> None:
    wide, narrow = drawings(PICTURES[name])

    left_out = set(words_of(wide)) - {word.removesuffix(":") for word in words_of(narrow)} - set(words_of(narrow))
    assert {word for word in left_out if not word.endswith("…")} == set()
    assert "…" not in narrow
    assert narrow.count("<rect") == wide.count("<rect")


@pytest.mark.parametrize("name", PICTURES)
def test_its_letters_can_be_read_and_stay_inside(name: str) -> None:
    _wide, narrow = drawings(PICTURES[name])
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', narrow)
    assert box is not None
    width, height = map(float, box.groups())
    size = number("font-size", narrow[: narrow.index("<title>")])

    assert size is not None
    assert width <= MOST_WIDE
    assert size * 320 / width >= SMALLEST_LETTERS
    for tag, words in TEXT.findall(narrow):
        x, y, length = number("x", tag), number("y", tag), len(words) * size * WIDEST_LETTER
        assert x is not None
        assert y is not None
        assert 0 < y < height
        if 'text-anchor="end"' in tag:
            assert 0 <= x - length <= width, words
        else:
            assert 0 <= x <= x + length <= width + size, words
    for tag in re.findall(r"<rect [^>]*>", narrow):
        x, y = number("x", tag) or 0, number("y", tag) or 0
        assert 0 <= x <= x + (number("width", tag) or 0) <= width
        assert 0 <= y <= y + (number("height", tag) or 0) <= height


def test_no_row_of_a_narrow_picture_lies_over_another() -> None:
    for name, picture in PICTURES.items():
        _wide, narrow = drawings(picture)
        texts = sorted(number("y", tag) or 0 for tag, words in TEXT.findall(narrow) if len(words) > 20)
        assert all(later - earlier >= 16 for earlier, later in pairwise(texts)), name


@pytest.mark.parametrize(
    "picture",
    [
        AmountPairs("Paraja", "mijë lekë", tuple(AmountRow(f"QS{n} {LONG}", 9, 8, 7) for n in range(3))),
        TargetBars("Rruga", "për qind", tuple(TargetRow(f"T{n} {LONG}", 40, "red", "40 %") for n in range(3))),
        lamp_strip("Dritat", "tregues", [LampRow(f"QS{n} {LONG}", (Lamp("I1", "red"),)) for n in range(3)]),
    ],
    ids=lambda picture: type(picture).__name__,
)
def test_a_name_of_three_lines_is_whole_on_a_desk_and_stays_in_its_row(picture: Any) -> None:
    wide, _narrow = drawings(picture)
    labels = [(number("y", tag) or 0, words) for tag, words in TEXT.findall(wide) if number("x", tag) == 0]

    for row in range(3):
        assert " ".join(words for _y, words in labels[row * 3 : row * 3 + 3]).endswith(f"{row} {LONG}")
    assert all(later - earlier >= 16 for (earlier, _words), (later, _others) in pairwise(labels))
    assert labels[-1][0] + 4 <= picture.height


@pytest.mark.parametrize("name", PICTURES)
def test_a_paper_has_the_wide_one_alone(name: str) -> None:
    pieces = "".join(drawings(PICTURES[name]))
    tree = ElementTree.fromstring(f"<html lang='sq'><figure>{pieces}<p>Nota</p></figure></html>")

    mend(tree)

    assert [each.get("class") for each in tree.iter("svg")] == ["drawn-wide"]
    assert [each.text for each in tree.iter("p")] == ["Nota"]
