"""What a Word file holds besides its words: contents, sections, widths, rows that stay together, pictures."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from PIL import Image

from core.office.calibri import twips
from core.office.word import WordFile, write_printed
from core.office.word.styles import CELL_SIZE, SMALL_SIZE
from core.office.word.tables import WordCell, write_table
from core.office.word.widths import asked, fitted
from core.printing.printed import printed
from core.table_heads import number, text
from core.tables import DataTable, Row, RowKind, Words

LONG = "përfundimtare"


def word_file() -> WordFile:
    return WordFile(title="Plani", language="sq", made_at=datetime(2024, 5, 2, tzinfo=UTC))


def read(word: WordFile) -> Any:
    return docx.Document(io.BytesIO(word.bytes()))


def table_of(*heads: str, rows: tuple[Row, ...]) -> DataTable:
    columns = (text(heads[0]), *(number(head) for head in heads[1:]))
    return DataTable("t", Words.same("Tabela"), columns, rows)


def test_each_line_of_the_contents_computes_its_page_by_itself() -> None:
    word = word_file()
    word.contents("Përmbajtja", [("one", "Hyrje"), ("two", "Fund")])
    word.heading("Hyrje", 1, anchor="one")
    word.heading("Fund", 1, anchor="two")

    body = read(word).element.body

    assert [code.text.strip() for code in body.iter(qn("w:instrText"))] == [r"PAGEREF b_one \h", r"PAGEREF b_two \h"]
    assert [name.get(qn("w:name")) for name in body.iter(qn("w:bookmarkStart"))] == ["b_one", "b_two"]


def test_a_section_ends_in_its_last_paragraph_and_not_in_an_empty_one() -> None:
    word = word_file()
    word.paragraph("Para")
    word.turn(is_lying=True)
    word.paragraph("Pas")

    document = read(word)

    assert [each.text for each in document.paragraphs] == ["Para", "Pas"]
    assert [each.orientation for each in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_a_section_that_ends_with_another_keeps_both() -> None:
    word = word_file()
    word.paragraph("Para")
    word.turn(is_lying=True)
    word.turn(is_lying=False)

    assert len(read(word).sections) == 3


def test_no_word_breaks_where_the_line_has_room_for_all() -> None:
    needs = [(0, 2_000), (600, 3_000), (600, 600)]

    widths = fitted(10_000, (80, 10, 10), needs)

    assert asked(needs) <= 10_000 == sum(widths)
    assert all(width >= words for width, (_figures, words) in zip(widths, needs, strict=True))


def test_figures_do_not_break_where_words_must() -> None:
    needs = [(500, 4_000), (600, 4_000), (600, 4_000)]

    widths = fitted(9_000, (30, 30, 40), needs)

    assert all(width >= figures for width, (figures, _words) in zip(widths, needs, strict=True))


def test_the_words_above_figures_are_as_whole_as_others() -> None:
    word = word_file()
    heads = [WordCell("Kodi", is_head=True)] + [WordCell(f"vlera {LONG} e vitit", is_number=True, is_head=True)] * 3

    write_table(word, [heads, [WordCell("1"), *[WordCell("5", is_number=True)] * 3]], shares=(70, 10, 10, 10), heads=1)

    columns = [int(each.get(qn("w:w"))) for each in word.document.element.body.iter(qn("w:gridCol"))]
    assert min(columns[1:]) >= twips(LONG, CELL_SIZE, is_bold=True)


def test_words_that_are_too_many_at_the_common_size_are_set_smaller() -> None:
    word = word_file()
    heads = [WordCell(LONG, is_head=True)] * 8

    write_table(word, [heads], shares=[12] * 8, heads=1)

    body = word.document.element.body
    assert {each.get(qn("w:val")) for each in body.iter(qn("w:sz"))} == {str(SMALL_SIZE * 2)}
    assert min(int(each.get(qn("w:w"))) for each in body.iter(qn("w:gridCol"))) >= twips(
        LONG, SMALL_SIZE, is_bold=True
    )


def test_a_sum_stays_with_the_row_above_it_and_a_group_with_its_first_row() -> None:
    rows = (
        Row((Words.same("Grupi"), None), RowKind.GROUP),
        *(Row((Words.same(name), 1)) for name in "abc"),
        Row((Words.same("Gjithsej"), 3), RowKind.TOTAL),
    )
    word = word_file()

    write_printed(word, printed([table_of("Kodi", "vlera", rows=rows)])[0])

    (table,) = word.document.tables
    kept = [row.cells[0].text for row in table.rows if row.cells[0].paragraphs[0].paragraph_format.keep_with_next]
    assert kept == ["Grupi", "c"]


def test_a_picture_stands_at_the_margin_also_outside_word() -> None:
    word, written = word_file(), io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "PNG")

    word.picture(written.getvalue(), alternative="Stema", width=word.width)

    (drawn,) = word.document.inline_shapes
    assert [drawn._inline.get(f"dist{side}") for side in "TBLR"] == ["0"] * 4
