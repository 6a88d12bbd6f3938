"""Rows laid out once read as a loop over them would, whatever they say; and nothing that they say is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from core.printing.charts import bar_chart
from core.printing.printed import PrintedCell, PrintedRow, PrintedTable, printed
from core.printing.progress_pictures import Lamp, LampRow, PlacedBar, PlacedText, lamp_strip
from core.tables import RowKind
from core.templatetags.laid_out import LaidOutNode
from tests.core.test_tables import tables

SIGNS = st.text(st.sampled_from("a<>&\"'%s{}\ue000\ue0010 \u2013ë"), max_size=8)
CELL = st.builds(PrintedCell, SIGNS, st.booleans(), st.booleans(), st.integers(1, 3))
ROW = st.builds(PrintedRow, CELL, st.lists(CELL, max_size=4).map(tuple), st.sampled_from(list(RowKind)), SIGNS)
BODY = get_template("core/partials/_data_table.html").template.source
PIECES = get_template("core/partials/_progress_drawing.html").template.source


def looped(source: str) -> Template:
    return Template(source.replace("{% laid_out ", "{% for ").replace("{% endlaid_out %}", "{% endfor %}"))


AS_LOOP, LAID_OUT = looped(BODY), Template(BODY)
CHART = get_template("core/partials/_chart_drawing.html").template.source
CHART_AS_LOOP, CHART_LAID_OUT = looped(CHART), Template(CHART)
PIECES_AS_LOOP, PIECES_LAID_OUT = looped(PIECES), Template(PIECES)


def table_of(rows: list[PrintedRow]) -> PrintedTable:
    return PrintedTable("t", "Tabela", (), tuple(rows), (), (), is_wide=False, is_dense=False, is_narrow=False)


@settings(max_examples=200)
@given(st.lists(ROW, max_size=5), st.sampled_from(["sq", "en"]))
def test_rows_read_as_a_loop_over_them(rows: list[PrintedRow], language: str) -> None:
    given_table = {"table": table_of(rows)}
    with override(language):
        assert LAID_OUT.render(Context(given_table)) == AS_LOOP.render(Context(given_table))


@settings(max_examples=30)
@given(tables(), st.sampled_from(["sq", "en"]))
def test_a_printed_table_reads_as_a_loop_over_its_rows(table, language: str) -> None:
    with override(language):
        given_table = {"table": printed([table])[0]}
        assert LAID_OUT.render(Context(given_table)) == AS_LOOP.render(Context(given_table))


@settings(max_examples=50)
@given(SIGNS, st.floats(-99_999, 99_999).map(lambda size: round(size, 1)), st.integers(0, 9_999))
def test_pieces_of_a_drawing_have_points_in_every_language(text: str, at: float, height: int) -> None:
    strip = lamp_strip(text, "", [LampRow(text, (Lamp(text, "green"), Lamp(text, "protected")))])
    picture = {
        "frame": strip.frame,
        "lamps": strip.lamps,
        "bars": [PlacedBar(at, at, at, height, "none")],
        "texts": [PlacedText(text, at, at)],
    }
    for language in ("sq", "en"):
        with override(language):
            read = PIECES_LAID_OUT.render(Context({"picture": picture}))
            assert read == PIECES_AS_LOOP.render(Context({"picture": picture}))


def test_no_word_of_a_row_is_kept() -> None:
    template = Template(BODY)
    row = PrintedRow(PrintedCell("Emri i fshehtë"), (PrintedCell("417", is_number=True),), traced_at="/sq/gjurma/")
    first = template.render(Context({"table": table_of([row])}))
    nodes: list[LaidOutNode] = template.nodelist.get_nodes_by_type(LaidOutNode)
    kept = str([(key, vars(pattern)) for node in nodes for key, pattern in node._known.items()])
    assert "<td" in kept
    withdrawn = replace(row, cells=(PrintedCell("■", is_number=True),))

    assert "Emri i fshehtë" in first
    assert not [word for word in row.words if word in kept]
    assert "417" not in template.render(Context({"table": table_of([withdrawn])}))


def test_what_is_no_loop_over_rows_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% laid_out row %}{% endlaid_out %}")


@settings(max_examples=50)
@given(st.lists(st.tuples(SIGNS, st.none() | st.integers(0, 9_999), st.integers(0, 9_999)), min_size=1, max_size=5))
def test_a_chart_reads_as_a_loop_over_its_bars(rows: list[tuple[str, int | None, int]]) -> None:
    series = [("një", [row[1] for row in rows]), ("dy", [row[2] for row in rows])]
    chart = bar_chart("Titulli", "persona", [row[0] for row in rows], series)
    for each in (chart, chart.narrow):
        for language in ("sq", "en"):
            with override(language):
                read = CHART_LAID_OUT.render(Context({"chart": each}))
                assert read == CHART_AS_LOOP.render(Context({"chart": each}))


def test_nothing_to_lay_out_is_no_row() -> None:
    source = "{% laid_out row in rows %}x{% endlaid_out %}"
    assert Template(source).render(Context({"rows": None})) == ""
