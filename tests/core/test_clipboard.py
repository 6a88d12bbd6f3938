import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clipboard import read_block, write_block

CELL = st.text(alphabet=st.sampled_from('ab ë"\t\n1.,=;'), max_size=8)
BLOCK = st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("", []),
        ("a", [["a"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t\n\tb", [["a", ""], ["", "b"]]),
        ('"dy\nrreshta"\tb\n', [["dy\nrreshta", "b"]]),
        ('"një ""fjalë"""\n', [['një "fjalë"']]),
        ('"Shtëpia" qendra\tb', [['"Shtëpia" qendra', "b"]]),
        ('"hapur\tb\nc', [['"hapur', "b"], ["c"]]),
        ("\n", [[""]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
    ],
)
def test_a_block_is_read_as_spreadsheets_write_it(text: str, block: list[list[str]]) -> None:
    assert read_block(text) == block


@given(BLOCK)
def test_what_a_spreadsheet_writes_is_read_back(block: list[list[str]]) -> None:
    assert read_block(write_block(block)) == [[cell.replace("\r", "\n") for cell in line] for line in block]


@given(st.text(max_size=200))
def test_any_text_is_a_block_that_keeps_its_signs(text: str) -> None:
    block = read_block(text)

    kept = "".join("".join(line) for line in block)
    assert sum(map(str.isalnum, kept)) == sum(map(str.isalnum, text))
    assert len(block) <= text.count("\n") + text.count("\r") + 1
