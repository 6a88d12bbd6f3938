"""Words in another language than their page's say so: `lang` around them, wherever on the page they stand.

A screen reader else reads Albanian by the rules of English. Marked is the page as it is made: what its parts put
together ("QS1 " and a title) are texts like any other. In a drawing each line takes the attribute itself; in
attributes, and in the one description that a drawing has, nothing can be marked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import count

from django.utils.html import escape

from core.i18n import Spoken

LEAST_LETTERS, SURE_LETTERS = 3, 60
PIECES = re.compile(r"<[^>]*>|\n")
TOKENS = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
LINES = re.compile(r"(?:<text\b[^>]*>[^<]*</text>\s*)+")  # of one label, or of several beside each other
LINE = re.compile(r"<text\b([^>]*)>([^<]*)</text>")
WORD = re.compile(r"\w+")
LANG = re.compile(r'\blang="([^"]*)"')
#: Their texts are no words of the page, or stand in what is drawn.
UNREAD = frozenset({"script", "style", "svg", "template", "textarea", "title"})
UNREAD_BEGIN = re.compile(rf"<(?:{'|'.join(sorted(UNREAD))})\b", re.IGNORECASE)
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


def pieces_of(words: str) -> Iterator[str]:
    """Its lines without markup, as a page prints them; nothing that is too short to be told from other words."""
    for piece in PIECES.split(words):
        if sum(map(str.isalpha, piece)) >= LEAST_LETTERS:
            yield " ".join(piece.split())


def tell_languages(page: str, foreign: Collection[Spoken]) -> str:
    """The page with `lang` around the foreign words in its texts; where it is told already nothing is added."""
    for language in sorted({language for _words, language in foreign}):
        pieces = {piece for words, known in foreign if known == language for piece in pieces_of(words)}
        if pieces:
            page = _Teller(language, pieces).marked(page)
    return page


def _pattern(pieces: Iterable[str]) -> re.Pattern[str]:
    """Any of the pieces, the longest first, whole; of a long one also its beginning up to an ellipsis."""
    written = []
    for piece in sorted(pieces, key=len, reverse=True):
        written.append(_written(piece))
        if len(piece) > SURE_LETTERS:
            written.append(_written(piece[:SURE_LETTERS]) + "[^<]*?…")
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")


def _whole_words(pieces: Collection[str]) -> frozenset[str]:
    """One whole word of each piece, of a long one from its beginning; none where that of any has no whole word."""
    first = [WORD.search(escape(piece[:SURE_LETTERS])) for piece in pieces]
    found = [
        each[0]
        for each, piece in zip(first, pieces, strict=True)
        if each and (each.end() < len(each.string) or len(piece) <= SURE_LETTERS)
    ]
    return frozenset(found) if len(found) == len(pieces) else frozenset()


def _written(piece: str) -> str:
    return re.escape(escape(piece)).replace(r"\ ", r"\s+")


class _Teller:
    def __init__(self, language: str, pieces: Collection[str]) -> None:
        self.language, self.found, self.one_of = language, _pattern(pieces), _whole_words(pieces)
        self.inside: list[str] = []  # the open elements of one name since the one whose texts stay as they are
        self.parts: list[str] = []

    def marked(self, page: str) -> str:
        drawn = DRAWING.sub(lambda drawing: LINES.sub(self._lines, drawing[0]), page)
        for token in TOKENS.findall(drawn):
            if token[0] != "<":
                if not self.inside and self._may_be_in(token):
                    self._text(token)
                else:
                    self.parts.append(token)
            elif not self.inside and "lang=" not in token and not UNREAD_BEGIN.match(token):
                self.parts.append(token)  # most tags of a page: nothing begins there that is read otherwise
            elif tag := NAME.match(token):
                self._tag(token, is_end=bool(tag[1]), name=tag[2].lower())
            else:
                self.parts.append(token)
        return "".join(self.parts)

    def _may_be_in(self, text: str) -> bool:
        """Most texts of a page hold no word of any of the pieces: that is seen sooner than that no piece is there."""
        return not text.isspace() and (not self.one_of or not self.one_of.isdisjoint(WORD.findall(text)))

    def _tag(self, token: str, *, is_end: bool, name: str) -> None:
        self.parts.append(token)
        if self.inside:
            if name == self.inside[0] and not token.endswith("/>"):
                self.inside = self.inside[:-1] if is_end else [*self.inside, name]
        elif not is_end and name not in VOID and (name in UNREAD or self._says(token)):
            self.inside = [name]

    def _says(self, token: str) -> bool:
        language = LANG.search(token) if "lang=" in token else None
        return language is not None and language[1] == self.language

    def _text(self, text: str) -> None:
        """An option takes the attribute itself, as it holds nothing but text."""
        before = self.parts[-1] if self.parts else ""
        if not before.startswith("<option"):
            self.parts.append(self.found.sub(rf'<span lang="{self.language}">\g<0></span>', text))
            return
        if self.found.search(text):
            self.parts[-1] = f'<option lang="{self.language}"{before.removeprefix("<option")}'
        self.parts.append(text)

    def _lines(self, run: re.Match[str]) -> str:
        """A label may go over several lines: each of them on which foreign words stand."""
        lines = [(line[1], line[2].strip()) for line in LINE.finditer(run[0])]
        words = "\n".join(text for _attributes, text in lines)
        if not self._may_be_in(words):
            return run[0]
        foreign = {
            number
            for match in self.found.finditer(words)
            for number in range(words.count("\n", 0, match.start()), words.count("\n", 0, match.end()) + 1)
        }
        if not foreign:
            return run[0]
        said, numbers = f' lang="{self.language}"', count()

        def line(found: re.Match[str]) -> str:
            is_foreign = next(numbers) in foreign and "lang=" not in found[1]
            return f"<text{said if is_foreign else ''}{found[1]}>{found[2]}</text>"

        return LINE.sub(line, run[0])
