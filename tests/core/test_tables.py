from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import short_date
from core.tables import HIDDEN, Column, ColumnKind, DataTable, Row, RowKind, Words

TEXT = st.text(max_size=20)
WORDS = st.builds(Words, TEXT, TEXT)
WHOLE = st.integers(min_value=-(10**15), max_value=10**15)
DECIMAL = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)
CELLS = {
    ColumnKind.TEXT: WORDS,
    ColumnKind.NUMBER: WHOLE | DECIMAL,
    ColumnKind.MONEY: WHOLE,
    ColumnKind.PERCENT: DECIMAL,
}


@st.composite
def tables(draw: st.DrawFn) -> DataTable:
    kinds = draw(st.lists(st.sampled_from(ColumnKind), min_size=1, max_size=5))
    cells = st.tuples(*(CELLS[kind] | st.sampled_from([HIDDEN, None]) for kind in kinds))
    return DataTable(
        name=draw(TEXT),
        caption=draw(WORDS),
        columns=tuple(Column(draw(WORDS), kind) for kind in kinds),
        rows=tuple(draw(st.lists(st.builds(Row, cells, st.sampled_from(RowKind)), max_size=4))),
        note=draw(st.none() | WORDS),
    )


@given(tables())
def test_a_table_comes_back_from_json_as_it_was(table: DataTable) -> None:
    kept = json.dumps(table.to_plain(), sort_keys=True)

    returned = DataTable.from_plain(json.loads(kept))

    assert returned == table
    assert json.dumps(returned.to_plain(), sort_keys=True) == kept


def one_cell(cell: object, kind: ColumnKind) -> DataTable:
    return DataTable("t", Words.same("t"), (Column(Words.same("c"), kind),), (Row((cell,)),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (0.1, ColumnKind.NUMBER),
        (True, ColumnKind.NUMBER),
        (1, ColumnKind.TEXT),
        (Words.same("1"), ColumnKind.MONEY),
        (Decimal("1.5"), ColumnKind.MONEY),
        (Decimal("NaN"), ColumnKind.NUMBER),
        (Decimal("0.1234567890123456"), ColumnKind.PERCENT),
    ],
)
def test_a_cell_its_column_or_json_cannot_carry_is_refused(cell: object, kind: ColumnKind) -> None:
    with pytest.raises(ValueError, match=r"^t: "):
        one_cell(cell, kind)


def test_a_row_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        DataTable("t", Words.same("t"), (Column(Words.same("c")),), (Row((None, None)),))


def test_words_are_read_in_the_language_of_the_moment() -> None:
    words = Words("nevojë", "need")

    assert str(words) == "nevojë"
    with translation.override("en"):
        assert str(words) == "need"


def test_a_protected_figure_is_a_mark_and_no_number() -> None:
    table = one_cell(HIDDEN, ColumnKind.NUMBER)

    assert table.has_hidden
    assert table.to_plain()["rows"][0]["cells"] == ["hidden"]


def test_a_message_of_the_catalogue_is_the_same_words_however_often_it_is_said() -> None:
    for message in (gettext_lazy("Measure"), pgettext_lazy("share", "Done")):
        for language in ("sq", "en"):
            with translation.override(language):
                assert Words.said(message) == Words.made(lambda message=message: message)


@pytest.mark.parametrize("filling", [{"reason": "50 % e qytetit"}, {"reason": Words("pak vend", "little room")}])
def test_a_message_with_something_in_its_places_is_what_each_language_says(filling: dict[str, Any]) -> None:
    found = Words.filled(gettext_lazy("not collected: %(reason)s"), **filling)

    for language in ("sq", "en"):
        with translation.override(language):
            assert found.read(language) == gettext("not collected: %(reason)s") % {"reason": str(filling["reason"])}


def test_a_day_is_written_in_both_languages_and_a_moment_by_the_clocks_of_the_place() -> None:
    day, late = date(2026, 3, 2), datetime(2026, 3, 2, 23, 30, tzinfo=UTC)

    assert [Words.day(day), Words.day(day)] == [Words.made(lambda: short_date(day))] * 2
    assert Words.day(late) == Words.day(date(2026, 3, 3))
    assert Words.day(None) is None
