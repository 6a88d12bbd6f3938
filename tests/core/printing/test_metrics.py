"""Columns are as wide as the print's own font asks: no figure, date or code is ever broken."""

from __future__ import annotations

from decimal import Decimal

import pypdfium2
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from core.printing.metrics import LONGEST_REMEMBERED, letters, of_short_texts, wrapped
from core.printing.printed import printed
from core.printing.typesetting import typeset
from core.tables import Column, ColumnKind, DataTable, Row, Words

NARROW = ("QS1.1.12", "2024–2026", "30.05.2024", "VKM-518/2018")


def wide_table(amounts: int) -> DataTable:
    heads = [Column(Words.same("Kodi")), Column(Words.same("Masa")), Column(Words.same("Afati"))]
    heads += [Column(Words.same(f"Viti {year}"), ColumnKind.MONEY) for year in range(2024, 2024 + amounts)]
    heads += [Column(Words.same("Përqindja"), ColumnKind.PERCENT), Column(Words.same("Përgjegjës"))]
    rows = [
        (
            Words.same(NARROW[number % 4]),
            Words.same("Ngritja e shërbimit të kujdesit ditor për personat me aftësi " * (number % 3 + 1)),
            Words.same(NARROW[(number + 1) % 4]),
            *(10_980_113 * 10**3 + number for _ in range(amounts)),
            Decimal("37.5"),
            Words.same(NARROW[(number + 2) % 4]),
        )
        for number in range(40)
    ]
    return DataTable("t", Words.same("Kostoja"), tuple(heads), tuple(map(Row, rows)))


def test_a_sign_is_as_wide_as_the_font_says() -> None:
    assert letters("iiii") < letters("0000") < letters("MMMM")
    assert letters("0000") == letters("1111")
    assert letters("Masa", is_bold=True) > letters("Masa")


@pytest.mark.parametrize("amounts", [1, 3, 5])
def test_no_figure_date_or_code_is_broken(amounts: int) -> None:
    with override("sq"):
        (table,) = printed([wide_table(amounts)])
        body = render_to_string("core/partials/_data_table.html", {"table": table, "stacks": False})
    kind = "wide" if table.is_wide else "chapter"
    made = typeset(f"<html lang='sq'><body><section class='{kind}'>{body}</section></body></html>")
    with pypdfium2.PdfDocument(made) as document:
        lines = [line for page in document for line in page.get_textpage().get_text_range().splitlines()]
    text = "\n".join(lines).replace("\u00a0", " ")

    assert sum(table.widths) == 100
    for row in table.rows:
        cells = [cell.text.replace("\u00a0", " ") for cell in (row.head, *row.cells)]
        assert [cell for cell in (cells[0], *cells[2:]) if cell not in text] == []


def test_a_word_longer_than_its_room_is_broken_and_nothing_is_lost() -> None:
    words = f"Masa {'shpërndarjendërinstitucionale' * 7} fundi"

    lines = wrapped(words, 40)

    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert max(map(letters, lines)) <= 40


def test_the_measure_of_a_short_text_is_remembered_and_of_a_long_one_not() -> None:
    """A page of prose would stay in a worker's memory with whatever was taken out of it since."""
    asked: list[str] = []

    @of_short_texts(10)
    def measured(text: str) -> int:
        asked.append(text)
        return len(text)

    short, long = "a" * LONGEST_REMEMBERED, "a" * (LONGEST_REMEMBERED + 1)
    assert [measured(each) for each in (short, short, long, long)] == [200, 200, 201, 201]
    assert asked == [short, long, long]
