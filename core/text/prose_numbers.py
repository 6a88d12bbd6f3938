"""The whole numbers that a text says, in digits or in Albanian and English words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

HUNDRED, THOUSAND = 100, 1000
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ENGLISH_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ALBANIAN = ("nje", "dy", "tre", "kater", "pese", "gjashte", "shtate", "tete", "nente", "dhjete")
_ALBANIAN_TENS = ("njezet", "tridhjete", "dyzet", "pesedhjete", "gjashtedhjete", "shtatedhjete", "tetedhjete")
_UNITS = {
    **{word: value for value, word in enumerate(_ENGLISH)},
    **{word: value for value, word in enumerate(_ENGLISH_TEENS, start=13)},
    **{word: value * 10 for value, word in enumerate(_ENGLISH_TENS, start=2)},
    **{word: value for value, word in enumerate(_ALBANIAN, start=1)},
    **{word: value * 10 for value, word in enumerate(_ALBANIAN_TENS, start=2)},
    "nentedhjete": 90,
    "tri": 3,
    "dyja": 2,
    "treja": 3,
    "katra": 4,
}
_TEENS = {f"{word}mbedhjete": value + 10 for word, value in _UNITS.items() if value < 10}
_HUNDREDS = {f"{word}qind": value * HUNDRED for word, value in _UNITS.items() if value < 10}
WORDS = {**_UNITS, **_TEENS, **_HUNDREDS, "hundred": HUNDRED, "qind": HUNDRED, "thousand": THOUSAND, "mije": THOUSAND}
JOINS = frozenset({"and", "e"})
# "një" and "one" stand before a noun far more often than they count it
ARTICLES = frozenset({"one", "nje"})
_DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_DIGITS = re.compile(r"(?<![\w/.,])(\d{1,3}(?:[ .]\d{3})+|\d+)(?![\w/])(?![.,]\d)")
# Signs that nobody sees part no number, and every kind of blank may group its digits.
_UNSEEN = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BLANK = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_WORD = re.compile(r"[a-z]+|[^\sa-z]")


def numbers_in(text: str) -> set[int]:
    """Whole numbers said in the text; days and decimal fractions are none."""
    plain = _DATE.sub(" ", _BLANK.sub(" ", _UNSEEN.sub("", text)))
    digits = {int(re.sub(r"\D", "", found)) for found in _DIGITS.findall(plain)}
    return digits | set(_in_words(_WORD.findall(_plain_letters(plain).replace("-", " ").replace("per qind", "%"))))


def unexplained(texts: Iterable[str], *, hidden: Iterable[int], public: Iterable[int]) -> list[int]:
    """Numbers of the texts that a hidden figure explains and no public one does."""
    said = set().union(*(numbers_in(text) for text in texts))
    return sorted(said & set(hidden) - set(public))


def _plain_letters(text: str) -> str:
    parted = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _in_words(words: list[str]) -> Iterator[int]:
    run: list[str] = []
    for word in [*words, "."]:
        if word in WORDS or (run and word in JOINS):
            run.append(word)
            continue
        spoken = [each for each in run if each in WORDS]
        if spoken and not (len(spoken) == 1 and spoken[0] in ARTICLES):
            yield from _values([WORDS[each] for each in spoken])
        run = []


def _values(spoken: list[int]) -> Iterator[int]:
    """Twenty and three is 23, three hundred 300; "two, three" are two numbers."""
    whole, part = 0, -1
    for value in spoken:
        if value == THOUSAND:
            whole, part = whole + max(part, 1) * THOUSAND, 0
        elif value == HUNDRED and part < HUNDRED:
            part = max(part, 1) * HUNDRED
        elif part < 0 or _goes_on(part, value):
            part = max(part, 0) + value
        else:
            yield whole + part
            whole, part = 0, value
    yield whole + max(part, 0)


def _goes_on(part: int, value: int) -> bool:
    rest = part % HUNDRED
    return (
        (part == 0 and value < THOUSAND)
        or (rest == 0 and value < HUNDRED)
        or (rest >= 20 and rest % 10 == 0 and 0 < value < 10)
    )
