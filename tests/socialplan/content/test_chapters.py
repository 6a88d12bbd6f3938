"""Chapters as they are read: tables in their places, notes numbered, nothing that runs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from core.printing.printed import printed
from core.tables import Column, ColumnKind, DataTable, Row, Words
from socialplan.content.chapters import read_chapters
from socialplan.content.document_outline import read
from socialplan.content.models import Chapter

BODY = (
    '<h2>Një</h2><p>a<span data-footnote="Burimi: &lt;b&gt;"></span> b<span data-footnote="dy"></span></p>'
    '<div data-block="risk_register"></div><p>fund</p><script>alert(1)</script>'
)
RISKS = DataTable(
    "risk_register", Words("Rreziqet", "Risks"), (Column(Words("Kodi", "Code")),), (Row((Words.same("R1"),)),)
)
FIGURES = {"risk_register": [RISKS], "goal_tree": [RISKS]}


def chapter(**texts: str) -> Chapter:
    return Chapter(code="1", title_sq="Hyrje", title_en="Introduction", **{"body_sq": BODY, "body_en": ""} | texts)


def test_a_block_stands_between_the_texts_around_it() -> None:
    (found,) = read_chapters([chapter()], FIGURES)

    before, block, after = found.parts
    assert (before.block, after.block) == (None, None)
    assert block.block is not None
    assert [table.caption for table in block.block.tables] == ["Rreziqet"]
    assert after.html == "<p>fund</p>"


def test_headings_stand_under_the_title_of_the_chapter() -> None:
    (found,) = read_chapters([chapter()], FIGURES)

    (heading,) = found.headings
    assert heading.title == "Një"
    assert f'<h3 id="{heading.anchor}">Një</h3>' in found.parts[0].html
    assert "<h2" not in found.parts[0].html


def test_notes_are_numbered_and_lead_back_to_their_places() -> None:
    (found,) = read_chapters([chapter()], FIGURES)

    assert [(note.number, note.text) for note in found.notes] == [(1, "Burimi: <b>"), (2, "dy")]
    for note in found.notes:
        assert f'href="#{note.anchor}" id="{note.anchor}-place"' in found.parts[0].html


def test_on_paper_a_note_stands_in_its_place_for_the_foot_of_the_page() -> None:
    (found,) = read_chapters([chapter()], FIGURES, has_page_notes=True)

    assert found.notes == ()
    assert '<span class="footnote">Burimi: &lt;b&gt;</span>' in found.parts[0].html


def test_a_script_never_comes_through() -> None:
    (found,) = read_chapters([chapter()], FIGURES)

    assert not [part for part in found.parts if "alert" in part.html]


def test_a_text_not_written_in_english_says_that_it_is_albanian() -> None:
    with translation.override("en"):
        albanian, english = read_chapters([chapter(), chapter(body_en="<p>x</p>")], FIGURES)

    assert (albanian.language, english.language) == ("sq", "en")
    assert english.title == "1. Introduction"


def test_what_a_chapter_places_is_not_printed_a_second_time() -> None:
    found = read([chapter()], FIGURES)

    assert [section.anchor for section in found.sections] == ["goals"]
    with translation.override("en"):
        english = read([chapter(body_en="<p>x</p>")], FIGURES)
    assert [section.anchor for section in english.sections] == ["goals", "risks"]


@pytest.mark.parametrize(
    ("amount", "shown", "unit"), [(2_500_000, "2\u00a0500", "mijë"), (2_500_001, "2\u00a0500\u00a0001", "lekë")]
)
def test_amounts_are_printed_in_thousands_where_that_loses_nothing(amount: int, shown: str, unit: str) -> None:
    columns = (Column(Words.same("x")), Column(Words.same("y"), ColumnKind.MONEY))
    tables = [DataTable("t", Words.same("t"), columns, (Row((Words.same("a"), each)),)) for each in (amount, 1_000)]

    first, second = printed(tables)

    assert first.rows[0].cells[0].text == shown
    assert unit in first.caption
    assert second.rows[0].cells[0].text == ("1" if "mijë" in unit else "1\u00a0000")
    assert sum(first.widths) == 100


def test_figures_are_printed_alike_before_and_after_they_were_frozen() -> None:
    columns = (
        Column(Words.same("x")),
        Column(Words.same("y"), ColumnKind.PERCENT),
        Column(Words.same("z"), ColumnKind.NUMBER),
    )
    rows = tuple(
        Row((Words.same("a"), Decimal(share), Decimal(score))) for share, score in (("73.0", "65.0"), ("8.0", "9.5"))
    )
    table = DataTable("t", Words.same("t"), columns, rows)

    now, frozen = printed([table]), printed([DataTable.from_plain(table.to_plain())])

    assert now == frozen
    assert [[cell.text for cell in row.cells] for row in now[0].rows] == [["73\u00a0%", "65,0"], ["8\u00a0%", "9,5"]]
