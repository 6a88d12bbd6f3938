"""Quotations of what somebody said are found whoever wrote them down, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.words.quoting import RUN, Spoken, quotations, without_quotes
from consultations.words.redacting import MARK, only_takes_out, plain_words

SAID = "Emri im është Zanfina. Na duhet një rampë te qendra shëndetësore, se nuk hyjmë dot. Faleminderit!"
WORDS = ("na", "duhet", "një", "rampë", "te", "qendra", "se", "nuk", "hyjmë", "autobusi", "vjen", "vonë", "fshati")
WORD = st.sampled_from(WORDS)
TEXT = st.lists(WORD, min_size=1, max_size=25).map(" ".join)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Një banore tha: “{SAID}”", f"Një banore tha: “{MARK}!”"),
        ("Ajo tha se NA DUHET një rampë,\nte qendra shëndetësore sot.", f"Ajo tha se {MARK} sot."),
        ("Emri im është Zanfina? U pyet kush foli.", f"{MARK}? U pyet kush foli."),
        ("Kërkohet një rampë te qendra e fshatit.", "Kërkohet një rampë te qendra e fshatit."),
        ("Faleminderit!", "Faleminderit!"),
        ("", ""),
    ],
    ids=["whole", "run", "sentence", "others", "too-short", "nothing"],
)
def test_a_quotation_is_taken_out_and_the_rest_stays(text: str, left: str) -> None:
    assert without_quotes(Spoken(SAID), text) == left


def test_the_parts_that_are_quoted_are_told_by_themselves() -> None:
    text = "U fol për rrugën. Na duhet një rampë te qendra shëndetësore. U mbështet."

    assert quotations(Spoken(SAID), text) == ["Na duhet një rampë te qendra shëndetësore"]


@given(said=TEXT, before=TEXT, after=TEXT)
def test_no_long_run_of_the_words_is_left_and_only_removals_are_made(said: str, before: str, after: str) -> None:
    text = f"{before}. {said}. {after}"

    left = without_quotes(Spoken(said), text)

    spoken = said.split()
    runs = {" ".join(spoken[place : place + RUN]) for place in range(len(spoken) - RUN + 1)}
    assert only_takes_out(left, text)
    assert not any(run in plain_words(left) for run in runs)
    assert without_quotes(Spoken(said), left) == left
