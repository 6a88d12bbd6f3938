"""How the sheets of a workbook are laid out: columns as wide as their heads, rows as tall as their words."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from core.office.workbook import Book, Emphasis, Sheet, lay_out

HEAD = "administrative"
WORDS = "fjalë që nuk kanë vend në një rresht të vetëm dhe as në dy rreshta"


def filled() -> tuple[Book, Sheet]:
    book = Book(title="Plani", made_at=datetime(2024, 5, 2, tzinfo=UTC))
    (sheet,) = book.sheets("Masat")
    return book, sheet


def read(book: Book) -> Any:
    return load_workbook(io.BytesIO(book.close())).active


@pytest.mark.parametrize("is_early", [True, False])
def test_rows_are_as_tall_as_their_words_whenever_the_sheet_is_laid_out(is_early: bool) -> None:
    book, sheet = filled()
    if is_early:
        lay_out(sheet, widths=[20, 20], head_row=1, frozen_columns=1, footer="Plani")
    sheet.text(0, 0, WORDS, Emphasis.TITLE)
    sheet.text(1, 0, "një kokë që ka dy rreshta", Emphasis.HEAD)
    sheet.text(2, 0, "shkurt")
    sheet.text(3, 1, WORDS)
    sheet.text(4, 0, WORDS, Emphasis.ABOUT)
    if not is_early:
        lay_out(sheet, widths=[20, 20], head_row=1, frozen_columns=1, footer="Plani")

    heights = {number: row.height for number, row in read(book).row_dimensions.items() if row.height}

    assert set(heights) == {2, 4}
    assert heights[2] >= 2 * 13
    assert heights[4] >= 3 * 13


def test_no_word_of_a_head_is_parted() -> None:
    book, sheet = filled()
    lay_out(sheet, widths=[8, 30], head_row=0, frozen_columns=0, footer="Plani")
    for place in range(2):
        sheet.text(0, place, f"njësia {HEAD}", Emphasis.HEAD)

    columns = read(book).column_dimensions

    assert columns["A"].width > 14
    assert 30 <= columns["B"].width < 31


def test_figures_keep_from_the_words_beside_them_and_long_ones_are_grouped() -> None:
    book, sheet = filled()
    sheet.text(0, 0, "Vlera", Emphasis.HEAD, is_right=True)
    sheet.number(1, 0, 2024)
    sheet.number(2, 0, 33_650_000)
    sheet.number(3, 0, Decimal("12345.5"))
    sheet.day(4, 0, datetime(2024, 5, 2, tzinfo=UTC).date())
    lay_out(sheet, widths=[20], head_row=0, frozen_columns=0, footer="Plani")

    cells = [row[0] for row in read(book).iter_rows()]

    assert [(cell.alignment.horizontal, int(cell.alignment.indent)) for cell in cells[:4]] == [("right", 1)] * 4
    assert [cell.number_format for cell in cells[1:]] == ["General", "#,##0", "General", "dd.mm.yyyy"]
    assert cells[4].alignment.horizontal == "left"


@pytest.mark.parametrize("widths", [[20], [20, 60], [20] * 12])
def test_a_note_that_is_longer_than_the_page_goes_on_in_a_second_line(widths: list[float]) -> None:
    book, sheet = filled()
    sheet.text(2, 0, WORDS * 4, Emphasis.ABOUT)
    sheet.text(3, 0, "shkurt", Emphasis.ABOUT)
    lay_out(sheet, widths=widths, head_row=4, frozen_columns=1, footer="Plani")

    page = read(book)

    (merged,) = page.merged_cells.ranges
    reach = sum(widths[:8]) + 8.43 * max(merged.max_col - len(widths), 0)
    assert (merged.min_row, merged.max_row, merged.min_col) == (3, 3, 1)
    assert merged.max_col > 1
    assert reach <= 160
    assert page["A3"].value == WORDS * 4
    assert page["A3"].alignment.wrap_text
    assert page.row_dimensions[3].height > 2 * 13
    assert page.row_dimensions[4].height is None
