"""How many lines words take in a cell."""

import pytest

from core.office.fitting import SheetLayout, lines_in


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("", 5, 1),
        ("a b", 20, 1),
        ("a\nb", 20, 2),
        ("fjalë fjalë", 7, 2),
        ("m" * 40, 20, 4),
        ("një " + "m" * 20, 20, 3),
    ],
)
def test_words_go_on_in_the_next_line_and_only_those_longer_than_a_line_are_parted(
    words: str, width: float, lines: int
) -> None:
    assert lines_in(words, width) == lines


def test_a_sheet_lies_where_an_upright_page_is_too_small_and_takes_two_where_a_lying_one_is() -> None:
    narrow, wide, wider = (SheetLayout(widths, 0) for widths in ((20, 20), (60, 80), (60, 80, 80)))

    assert [(each.is_lying, each.across) for each in (narrow, wide, wider)] == [(False, 1), (True, 1), (True, 2)]
    assert narrow.reach()[0] > 1
    assert wider.reach() == (0, 60)
