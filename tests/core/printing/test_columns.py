"""How a table's line is parted: rows stand low, and nothing that may not break is squeezed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.printing.columns import lines_of, lowest
from core.printing.printed import printed
from core.table_heads import text
from core.tables import DataTable, Row, Words

LONG = "Viktima/të mbijetuara të dhunës me bazë gjinore dhe trafikimit, dhe fëmijët e tyre"


def height(rows: list[list[float]], widths: list[float]) -> int:
    return sum(max(lines_of(letters, width) for letters, width in zip(row, widths, strict=True)) for row in rows)


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[int, ...], tuple[tuple[float, ...], ...]]:
    columns = draw(st.integers(1, 7))
    least = draw(st.lists(st.integers(6, 20), min_size=columns, max_size=columns))
    row = st.lists(st.floats(0, 300), min_size=columns, max_size=columns)
    rows = draw(st.lists(row, min_size=1, max_size=12))
    return tuple(least), tuple(tuple(each) for each in rows)


@given(tables(), st.integers(0, 120))
def test_no_column_gets_less_than_its_least_and_the_line_is_parted_whole(
    table: tuple[tuple[int, ...], tuple[tuple[float, ...], ...]], spare: int
) -> None:
    least, rows = table
    widths, left = lowest(least, rows, spare)

    assert all(width >= need for width, need in zip(widths, least, strict=True))
    assert sum(widths) - sum(least) + left == spare
    assert height(rows, widths) <= height(rows, [float(need) for need in least])


def test_the_one_long_cell_gets_what_the_short_ones_do_not_need() -> None:
    columns = [text(Words.same(head)) for head in ("Kodi", "Nevoja", "Grupi", "Njësia")]
    rows = [("N15", "Mbështetje për fëmijët dëshmitarë", LONG, "fëmijë/vit")] + [
        ("N16", "Shërbim ditor për fëmijë", "Persona me aftësi të kufizuara", "persona")
    ] * 8
    made = DataTable(
        "t", Words.same("Nevojat"), tuple(columns), tuple(Row(tuple(map(Words.same, row))) for row in rows)
    )
    (table,) = printed([made])

    assert sum(table.widths) == 100
    assert table.widths[2] > table.widths[1] > table.widths[0]
    # 104 letters in the line of an upright page, about 78 in this cell
    assert lines_of(80, 104 * table.widths[2] / 100) <= 3


def test_two_tall_cells_of_a_row_come_down_together() -> None:
    widths, _left = lowest((8, 8, 8), ((200.0, 200.0, 4.0),), 80)

    assert abs(widths[0] - widths[1]) <= 14
    assert widths[2] == 8
