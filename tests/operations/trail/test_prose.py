"""Words beside figures: which number stands where, which figure says it in the open, and which must not be told."""

from __future__ import annotations

import pytest

from core.released import Release
from core.suppression import TrueCount
from core.workflow import StepRefused
from operations.trail.prose import LONGEST, Prose, SaidNumber, refuse_telling


def beside(*texts: str, **openly: int) -> Prose:
    """A publication that hides 17 and tells 400."""
    counts = {"children": TrueCount(17), "households": TrueCount(400)}
    release = Release(counts, (), frozenset({"children"}), {name: name for name in counts})
    return Prose.beside(texts, [("of nobody", release)], {number: name for name, number in openly.items()})


def test_each_number_stands_with_the_sentences_that_say_it() -> None:
    prose = beside("Janë 400. Presin 17.", "Shtatëmbëdhjetë presin! Janë 5 rrugë?", roads=5)

    assert prose.said() == [
        SaidNumber(17, ["Presin 17.", "Shtatëmbëdhjetë presin!"], [], is_telling=True),
        SaidNumber(5, ["Janë 5 rrugë?"], ["roads"], is_telling=False),
        SaidNumber(400, ["Janë 400."], ["një shifër tjetër"], is_telling=False),
    ]


def test_a_number_without_any_figure_comes_after_what_tells_and_before_what_is_explained() -> None:
    assert [(each.number, each.figures) for each in beside("400, 17, 23").said()] == [
        (17, []),
        (23, []),
        (400, ["një shifër tjetër"]),
    ]


def test_what_is_told_elsewhere_on_the_page_tells_nothing_hidden() -> None:
    assert beside("17", article=17).telling == []


def test_a_long_sentence_is_shortened_and_still_read_to_its_end() -> None:
    [said] = beside("a" * LONGEST + " 17").said()

    assert said.sentences == ["a" * LONGEST + "…"]


def test_text_without_a_number_says_nothing() -> None:
    assert beside("Asgjë.", "").said() == []


@pytest.mark.parametrize(
    ("comment", "is_own", "is_refused"), [("", False, True), ("17", False, False), ("17", True, True)]
)
def test_another_than_the_writer_confirms_by_name(comment: str, is_own: bool, is_refused: bool) -> None:
    prose = beside("Presin 17.")
    if is_refused:
        with pytest.raises(StepRefused, match="17"):
            refuse_telling(prose, comment=comment, is_own=is_own)
    else:
        refuse_telling(prose, comment=comment, is_own=is_own)
