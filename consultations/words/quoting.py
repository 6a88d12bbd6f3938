"""Where a text says again, word for word, what somebody has said: a quotation, whoever wrote it down."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from consultations.words.redacting import MARK, plain_words

RUN = 6  # words in a row that two people do not write alike by chance
LEAST = 4  # words of a whole sentence
_WORD = re.compile(r"\w+")
_END = re.compile(r"[.!?…;\n]+")


class Spoken:
    """What somebody said, made ready once for all texts that may say it again: it may be as long as a book."""

    def __init__(self, said: str) -> None:
        words = [each.casefold() for each in _WORD.findall(said)]
        self.runs = {tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)}
        self.sentences = {tuple(_WORD.findall(part.casefold())) for part in _END.split(said)}


def without_quotes(said: Spoken, text: str) -> str:
    """The text with a mark in the place of each quotation of what was said; as it is where there is none."""
    whole = plain_words(text)
    for start, end in reversed(_places(said, whole)):
        whole = f"{whole[:start]}{MARK}{whole[end:]}"
    return whole


def quotations(said: Spoken, text: str) -> list[str]:
    """The parts of the text that say it again."""
    whole = plain_words(text)
    return [whole[start:end] for start, end in _places(said, whole)]


def _places(said: Spoken, whole: str) -> list[tuple[int, int]]:
    words = list(_WORD.finditer(whole))
    quoted = _quoted([each[0].casefold() for each in words], said) | _whole_sentences(whole, words, said)
    return [(words[first].start(), words[last].end()) for first, last in _spans(sorted(quoted))]


def _quoted(words: list[str], said: Spoken) -> set[int]:
    """The places of words that stand in a run of those that were said."""
    starts = [place for place in range(len(words) - RUN + 1) if tuple(words[place : place + RUN]) in said.runs]
    return {place + step for place in starts for step in range(RUN)}


def _whole_sentences(whole: str, words: list[re.Match[str]], said: Spoken) -> set[int]:
    """The places of short sentences that were said just so."""
    begins = [each.start() for each in words]
    found: set[int] = set()
    first = 0
    for end in [*(each.start() for each in _END.finditer(whole)), len(whole)]:
        after = bisect_left(begins, end, first)
        if after - first >= LEAST and tuple(each[0].casefold() for each in words[first:after]) in said.sentences:
            found.update(range(first, after))
        first = after
    return found


def _spans(places: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of places that follow one another."""
    first = previous = None
    for place in places:
        if previous is None or place != previous + 1:
            if first is not None and previous is not None:
                yield first, previous
            first = place
        previous = place
    if first is not None and previous is not None:
        yield first, previous
