"""Automatic numbers of an ODT: counted as its lists and headings count them, and kept as they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.text.numerals import written_number
from core.word_package.archive import Element
from core.word_package.docx.names import drop, unwrap
from core.word_package.odt.names import STYLE_NAME, OpenStyles, o, text, words_of

LEVEL = text("level")
FORMAT, PREFIX, SUFFIX = (o("style", name) for name in ("num-format", "num-prefix", "num-suffix"))
NUMBERS = (text("list-level-style-number"), text("outline-level-style"))
BULLETS = (text("list-level-style-bullet"), text("list-level-style-image"))
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
BULLET = "•"
Counts = dict[int, int]


class Levels:
    """The levels of a list style or of the outline."""

    def __init__(self, style: Element | None) -> None:
        found = [] if style is None else [each for each in style if each.tag in {*NUMBERS, *BULLETS}]
        self._levels = {int(each.get(LEVEL, "0")): each for each in found if each.get(LEVEL, "0").isdecimal()}

    def is_bullet(self, level: int) -> bool:
        found = self._levels.get(level)
        return found is not None and found.tag in BULLETS

    def start(self, level: int) -> int:
        found = self._levels.get(level)
        given = "1" if found is None else found.get(text("start-value"), "1")
        return int(given) if given.isdecimal() else 1

    def count(self, counts: Counts, level: int) -> None:
        counts[level] = counts.get(level, self.start(level) - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]

    def label(self, counts: Counts, level: int) -> str:
        """The number with those above it, where they are shown too, and the words around it."""
        found = self._levels.get(level)
        if found is None or found.tag in BULLETS or not found.get(FORMAT):
            return ""
        shown = found.get(text("display-levels"), "1")
        first = level - (int(shown) if shown.isdecimal() else 1) + 1
        numbers = [
            written_number(counts.get(each, self.start(each)), self._levels[each].get(FORMAT, "1"))
            for each in range(max(first, 1), level + 1)
            if each in self._levels and self._levels[each].get(FORMAT)
        ]
        return f"{found.get(PREFIX, '')}{'.'.join(numbers)}{found.get(SUFFIX, '')}".strip()


class OdtNumberWriter:
    """Writes numbers as text, or leaves a list where ours read the same."""

    def __init__(self, roots: Iterable[Element], styles: OpenStyles, home: Element) -> None:
        """`home` takes the styles of the lists that are left."""
        found = [each for root in roots for each in root.iter(text("list-style"), text("outline-style"))]
        self._lists = {each.get(o("style", "name"), ""): Levels(each) for each in reversed(found)}
        self._outline = next((Levels(each) for each in found if each.tag == text("outline-style")), Levels(None))
        self._styles = styles
        self._home = home
        self._last: dict[str, Counts] = {}  # where a list of a style went on
        self._by_id: dict[str, Counts] = {}
        self.added: list[str] = []

    def write(self, body: Element) -> None:
        for wrapper in list(body.iter(text("numbered-paragraph"))):
            unwrap(wrapper)
        for outermost in [each for each in body.iter(text("list")) if not _is_inside_list(each)]:
            self._write_list(outermost)
        self._number_headings(body)

    # --- lists ---

    def _write_list(self, outermost: Element) -> None:
        name = self._style_of(outermost)
        continued = self._by_id.get(outermost.get(text("continue-list"), ""))
        if continued is None and outermost.get(text("continue-numbering")) == "true":
            continued = self._last.get(name)
        counts: Counts = {} if continued is None else continued
        first = dict(counts)
        items = list(self._items(outermost, name, 1, counts))
        self._last[name] = counts
        if key := outermost.get(XML_ID):
            self._by_id[key] = counts
        has_heading = next(outermost.iter(text("h")), None) is not None
        if has_heading or any(label and not is_plain for _block, label, is_plain in items):
            for block, label, _is_plain in items:
                self._write_label(block, label)
            _flatten(outermost)
        elif name in self._lists:
            self._restyle(outermost, name, first)

    def _style_of(self, outermost: Element) -> str:
        if name := outermost.get(STYLE_NAME):
            return name
        block = next(outermost.iter(text("p"), text("h")), None)
        given = "" if block is None else block.get(STYLE_NAME, "")
        styles = self._styles.chain("paragraph", given)
        return next((found for style in styles if (found := style.get(o("style", "list-style-name")))), "")

    def _items(self, around: Element, name: str, level: int, counts: Counts) -> Iterator[tuple[Element, str, bool]]:
        """(first block, label, whether our own lists write it so) of each item, in order."""
        levels = self._lists.get(around.get(STYLE_NAME, name), Levels(None))
        inner = around.get(STYLE_NAME, name)
        is_first = True
        for item in around.iterchildren(text("list-item"), text("list-header")):
            blocks = list(item)
            if item.tag == text("list-item") and blocks and blocks[0].tag != text("list"):
                given = item.get(text("start-value"), "")
                if given.isdecimal():
                    counts[level] = int(given) - 1
                levels.count(counts, level)
                label = BULLET if levels.is_bullet(level) else levels.label(counts, level)
                is_plain = levels.is_bullet(level) or (label == f"{counts[level]}." and (is_first or not given))
                is_first = False
                yield blocks[0], label, is_plain
            for block in blocks:
                if block.tag == text("list"):
                    yield from self._items(block, inner, level + 1, counts)

    def _restyle(self, outermost: Element, name: str, first: Counts) -> None:
        """A list of its own that begins at its number, whatever stood before it."""
        levels = self._lists[name]
        key = f"kept_{len(self._home)}"
        style = self._home.makeelement(text("list-style"), {o("style", "name"): key})
        start = next((item.get(text("start-value")) for item in outermost.iter(text("list-item"))), None)
        for level in range(1, 11):
            if levels.is_bullet(level):
                shown = style.makeelement(BULLETS[0], {LEVEL: str(level), text("bullet-char"): BULLET})
            else:
                shown = style.makeelement(NUMBERS[0], {LEVEL: str(level), FORMAT: "1", SUFFIX: "."})
                number = first[1] + 1 if level == 1 and 1 in first else levels.start(level)
                shown.set(text("start-value"), start if start and level == 1 else str(number))
            style.append(shown)
        self._home.append(style)
        outermost.set(STYLE_NAME, key)
        for mark in ("continue-numbering", "continue-list"):
            outermost.attrib.pop(text(mark), None)

    # --- headings ---

    def _number_headings(self, body: Element) -> None:
        counts: Counts = {}
        for block in body.iter(text("p"), text("h")):
            level = self._styles.level(block)
            written = block.find(text("number"))
            words = "" if written is None else (written.text or "").strip()
            if written is not None:
                drop(written)
            if level is None or block.get(text("is-list-header")) == "true" or not words_of(block).strip():
                continue
            if block.get(text("restart-numbering")) == "true":
                given = block.get(text("start-value"), "1")
                counts[level] = int(given) - 1 if given.isdecimal() else 0
            self._outline.count(counts, level)
            if block.get(_LABELLED) is None:
                self._write_label(block, self._outline.label(counts, level) or words)

    def _write_label(self, block: Element, label: str) -> None:
        if label and block.tag in {text("p"), text("h")} and words_of(block).strip():
            block.text = f"{label} {block.text or ''}"
            block.set(_LABELLED, "true")
            if label != BULLET:
                self.added.append(label)


_LABELLED = "labelled"


def _is_inside_list(element: Element) -> bool:
    for around in element.iterancestors():
        if around.tag == text("list-item"):
            return True
        if around.tag == o("table", "table-cell"):
            return False
    return False


def _flatten(outermost: Element) -> None:
    for part in [*outermost.iter(text("list-item"), text("list-header"), text("list"))]:
        if part is not outermost and not _stands_in_table(part, outermost):
            unwrap(part)
    unwrap(outermost)


def _stands_in_table(part: Element, outermost: Element) -> bool:
    for around in part.iterancestors():
        if around is outermost:
            return False
        if around.tag == o("table", "table-cell"):
            return True
    return False
