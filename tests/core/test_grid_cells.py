"""Cells of a grid: in a column of numbers a word may stand instead of one."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.grid.cells import GridColumn, GridKind

COLUMN = GridColumn(
    "part", "Part", GridKind.COUNT, most=100, words=(("none_kept", "not collected"), ("none_fits", "not applicable"))
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        ("0", 0),
        ("", None),
        ("not collected", "none_kept"),
        ("Not Applicable", "none_fits"),
        ("none_fits", "none_fits"),
        ("not c", "none_kept"),
        ("appl", "none_fits"),
    ],
)
def test_a_number_a_zero_nothing_or_a_word_by_its_beginning(typed: str, value: int | str | None) -> None:
    with override("en"):
        assert COLUMN.read(typed) == value
        assert COLUMN.read(COLUMN.show(value)) == value


@pytest.mark.parametrize("typed", ["not", "co", "collected not", "dhjetë", "101"])
def test_what_is_neither_a_number_nor_one_word_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        COLUMN.read(typed)


def test_a_column_without_words_takes_none() -> None:
    with pytest.raises(ValidationError):
        GridColumn("part", "Part", GridKind.COUNT).read("not collected")
