"""The words of the package against the words that were taken: what is missing, where, and how it begins."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from html import unescape
from itertools import groupby

from core.text.richtext import PLACED_NOTE, notes, plain_text
from core.word_package.report import SYMBOL, LeftOut, OmittedPassage, Report, excerpt

WORD = re.compile(r"\w+")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
TOUCHES_SYMBOL = re.compile(rf"\w*{SYMBOL}\w*")
MOST_PASSAGES = 20
MOST_COMPARISONS = 20_000_000  # a text made to be slow to compare is not compared; its lost words are still counted


def words_in(text: str) -> list[str]:
    """Words without regard to signs, form and invisible characters."""
    return WORD.findall(UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold())


def words_of_markup(markup: str) -> list[str]:
    """The words of cleaned markup, those of its notes at their end."""
    of_notes = [word for note in notes(markup) for word in words_in(note)]
    return words_in(unescape(plain_text(PLACED_NOTE.sub("", markup)))) + of_notes


def missing_words(report: Report, taken: list[str], said: Iterable[str]) -> LeftOut:
    """The seen words that were neither taken nor said to be left out, in passages of neighbouring words."""
    seen = [
        (place, word, number)
        for number, (place, text) in enumerate(report.paragraphs)
        for word in words_in(TOUCHES_SYMBOL.sub(" ", text))
    ]
    there = Counter(taken)
    there.subtract(word for label in report.added for word in words_in(label))
    there.update(word for text in (*report.named, *said) for word in words_in(text))
    lost = Counter(word for _place, word, _number in seen)
    lost.subtract({word: max(number, 0) for word, number in there.items()})
    lost = +lost
    found = LeftOut(lost.total())
    if found.count:
        places = sorted(_places([word for _place, word, _number in seen], taken, lost))
        found.passages = list(_passages([seen[place] for place in places]))[:MOST_PASSAGES]
    return found


def _places(seen: list[str], taken: list[str], lost: Counter[str]) -> Iterator[int]:
    """Where the lost words stood: first where the two texts differ, then, for moved ones, where they stood last."""
    left = Counter(lost)
    chosen: set[int] = set()
    common = Counter(taken)
    is_cheap = sum(common[word] for word in seen if common[word] <= len(taken) // 100) <= MOST_COMPARISONS
    compared = SequenceMatcher(None, seen, taken).get_opcodes() if is_cheap else []
    for change, first, end, _first_taken, _end_taken in compared:
        for place in range(first, end) if change != "equal" else ():
            if left[seen[place]] > 0:
                left[seen[place]] -= 1
                chosen.add(place)
    for place in range(len(seen) - 1, -1, -1):
        if left[seen[place]] > 0 and place not in chosen:
            left[seen[place]] -= 1
            chosen.add(place)
    yield from chosen


def _passages(words: list[tuple[str, str, int]]) -> Iterator[OmittedPassage]:
    for (place, _number), group in groupby(words, lambda each: (each[0], each[2])):
        lost = [word for _place, word, _number in group]
        yield OmittedPassage(place, excerpt(" ".join(lost)), len(lost))
