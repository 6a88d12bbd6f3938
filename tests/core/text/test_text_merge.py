"""Two texts made one: nothing of either is lost, and what both have stands once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.richtext import sanitise
from core.text.text_diff import DiffPassage, Gap, mark_prose
from core.text.text_merge import blocks_of, join_rich
from tests.core.text.test_text_diff import NAMES, readable

paragraph = st.sampled_from(
    [
        "<p>Një</p>",
        "<p>Dy <strong>e <em>tre</em></strong><br>katër</p>",
        "<h2>Titull</h2>",
        "<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul>",
        "<table><tbody><tr><td><p>1 &lt; 2</p></td></tr></tbody></table>",
        '<div data-block="need_table"></div>',
        '<p>n<span data-footnote="a &lt;b&gt; c"></span></p>',
        "vetëm fjalë",
    ]
)
texts = st.lists(paragraph, max_size=8).map(lambda blocks: sanitise("".join(blocks), blocks=NAMES))


def is_within(part: list[str], whole: list[str]) -> bool:
    """Whether the blocks stand in the whole in their order."""
    left = iter(whole)
    return all(any(block.strip() == other.strip() for other in left) for block in part)


@settings(max_examples=150, deadline=None)
@given(texts, texts)
def test_all_of_both_is_in_the_joined_text(first: str, second: str) -> None:
    old, new, joined = (list(blocks_of(text)) for text in (first, second, join_rich(first, second)))

    assert "".join(old) == first
    assert is_within(old, joined)
    assert is_within(new, joined)
    assert len(joined) <= len(old) + len(new)
    assert join_rich(first, first) == first


def test_what_both_have_stands_once_and_blocks_keep_their_place() -> None:
    theirs = '<p>A</p><p>E saj.</p><div data-block="need_table"></div>'
    mine = '<p>A</p><div data-block="need_table"></div><p>Imja.</p>'

    assert join_rich(theirs, mine) == '<p>A</p><p>E saj.</p><div data-block="need_table"></div><p>Imja.</p>'


def words_of(side: tuple[DiffPassage | Gap, ...]) -> str:
    return readable("".join(piece.html for piece in side if isinstance(piece, DiffPassage)))


@settings(max_examples=150, deadline=None)
@given(texts, texts)
def test_each_side_of_a_marking_reads_as_its_text(first: str, second: str) -> None:
    marked = mark_prose(first, second, names=NAMES)
    if any(isinstance(piece, Gap) for piece in marked.shortened()):
        return
    old, new = marked.sides

    assert words_of(old) == readable(first)
    assert words_of(new) == readable(second)


@pytest.mark.parametrize("side", [0, 1])
def test_only_what_differs_is_marked(side: int) -> None:
    texts = ("<p>Bashkia ofron shërbime sot.</p>", "<p>Bashkia ofron shërbime nesër.</p>")
    (passage,) = mark_prose(*texts).sides[side]

    assert isinstance(passage, DiffPassage)
    assert passage.html == f"<p>Bashkia ofron shërbime <mark>{('sot', 'nesër')[side]}</mark>.</p>"
