"""Cleaned rich text as a tree of blocks whose leaves hold words, so that two texts can be laid side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

INLINE = frozenset({"a", "em", "strong", "sub", "sup", "u"})
SMALL_PRINT = "small"
HOLDERS = frozenset({"blockquote", "li", "td", "th"})
LISTS = frozenset({"ol", "ul"})
DEEPEST = 30
SPACE = " \t\n\r\f"
BREAK = "\n"
#: A figure with its separators, a word with its apostrophes and hyphens, or one sign; then the space after it.
_WORD = re.compile(rf"(\d+(?:[.,\u00a0\u202f]\d+)*\w*|\w+(?:['’\u2011-]\w+)*|[^\w{SPACE}])([{SPACE}]*)")
_BLOCK_ATTRIBUTES = ("colspan", "rowspan", "scope", "start")

Attributes = tuple[tuple[str, str], ...]
Formatting = tuple[tuple[str, Attributes], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word or sign in its inline formatting; `gap` is the space after it."""

    text: str
    formatting: Formatting = ()
    gap: str = ""

    @property
    def identity(self) -> tuple[str, Formatting]:
        return self.text, self.formatting


@dataclass(eq=False)
class MarkupBlock:
    """A paragraph, list, row or cell. It holds blocks or words, never both; without a tag it prints only these."""

    tag: str = ""
    attributes: Attributes = ()
    blocks: list[MarkupBlock] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    @property
    def line(self) -> list[Word]:
        """Where the next word goes: beside inner blocks that is a block without a tag."""
        if not self.blocks:
            return self.words
        if self.blocks[-1].tag:
            self.blocks.append(MarkupBlock())
        return self.blocks[-1].words

    def begin(self, tag: str, attributes: Attributes) -> MarkupBlock:
        if self.words:
            self.blocks.append(MarkupBlock(words=self.words))
            self.words = []
        self.blocks.append(MarkupBlock(tag, attributes))
        return self.blocks[-1]

    @cached_property
    def identity(self) -> tuple[object, ...]:
        """Equal for blocks that read the same and look the same."""
        words = tuple((word.text, word.formatting, word.gap) for word in self.words)
        return self.tag, self.attributes, words, tuple(block.identity for block in self.blocks)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(word.text for word in self.words).union(*(block.vocabulary for block in self.blocks))

    @property
    def inner(self) -> list[MarkupBlock]:
        """Its blocks; words alone count as one block without a tag."""
        return self.blocks or ([MarkupBlock(words=self.words)] if self.words else [])


def read_markup(cleaned: str, names: Mapping[str, str]) -> MarkupBlock:
    """The tree of markup that the sanitiser has put right. Data blocks stand in it by their names, in small print."""
    reader = _MarkupReader(names)
    reader.feed(cleaned)
    reader.close()
    return _tidied(reader.root)


def _tidied(block: MarkupBlock) -> MarkupBlock:
    """Spaces at the end say nothing; nor does the paragraph an editor puts about the words of an item or cell."""
    for each in block.blocks:
        _tidied(each)
    if block.tag in HOLDERS:
        _without_its_paragraph(block)
    if block.words and block.words[-1].gap:
        block.words[-1] = Word(block.words[-1].text, block.words[-1].formatting)
    return block


def _without_its_paragraph(block: MarkupBlock) -> None:
    """An item's one paragraph reads as its bare words; beside further paragraphs it stays."""
    if [each.tag for each in block.blocks if each.tag not in LISTS] != ["p"] or block.blocks[0].tag != "p":
        return
    if len(block.blocks) == 1:
        block.blocks, block.words = [], block.blocks[0].words
    else:
        block.blocks[0].tag = ""


class _MarkupReader(HTMLParser):
    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.root = MarkupBlock()
        self._open = [self.root]
        self._formatting: list[tuple[str, Attributes]] = []
        self._nested: Counter[str] = Counter()
        self._names = names

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._open[-1].line.append(Word(BREAK, tuple(self._formatting)))
        elif tag == "span":
            self._small_print(f"[{given['data-footnote']}]" if "data-footnote" in given else "")
        elif tag in INLINE:
            self._nested[tag] += 1
            if self._nested[tag] == 1:
                self._formatting.append((tag, tuple((name, given[name]) for name in ("href",) if name in given)))
        else:
            self._begin("p" if tag == "div" else tag, given)
            self._small_print(self._names.get(given.get("data-block", ""), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in INLINE:
            self._nested[tag] -= 1
            if not self._nested[tag]:
                self._formatting = [each for each in self._formatting if each[0] != tag]
        elif tag not in {"br", "span"} and len(self._open) > 1:
            self._open.pop()

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        """Below the deepest level words stay where they are, without a block of their own."""
        here = self._open[-1]
        if len(self._open) <= DEEPEST:
            here = here.begin(tag, tuple((name, given[name]) for name in _BLOCK_ATTRIBUTES if name in given))
        self._open.append(here)

    def handle_data(self, data: str) -> None:
        words = data.lstrip(SPACE)
        here = self._open[-1]
        before = here.blocks[-1].words if here.blocks else here.words
        if len(words) < len(data) and before:
            before[-1] = Word(before[-1].text, before[-1].formatting, " ")
        if words:
            here.line.extend(
                Word(found[1], tuple(self._formatting), " " if found[2] else "") for found in _WORD.finditer(words)
            )

    def _small_print(self, text: str) -> None:
        """A footnote stands in its brackets where it is called."""
        self._formatting.append((SMALL_PRINT, ()))
        self.handle_data(text)
        self._formatting.pop()
