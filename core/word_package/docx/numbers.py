"""Automatic numbers of a DOCX: counted as the word processor counts them, and kept as they read."""

from __future__ import annotations

import re

from core.text.numerals import written_number
from core.word_package.archive import Element
from core.word_package.docx.names import OFF, Styles, drop, text_of, val, w

STYLES = {
    "decimal": "1", "decimalZero": "01", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip
PLACEHOLDER = re.compile(r"%([1-9])")
LEVELS = 9


class Numbering:
    """The part word/numbering.xml with a count for each list; paragraphs are asked for in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        found: list[Element] = [] if root is None else list(root)
        self._styles = styles
        self._abstract = {each.get(w("abstractNumId")): each for each in found if each.tag == w("abstractNum")}
        self._nums = {each.get(w("numId")): each for each in found if each.tag == w("num")}
        self._counts: dict[str | None, dict[int, int]] = {}
        self._begun: set[str] = set()

    def membership(self, paragraph: Element) -> tuple[str, int] | None:
        """(list, level from 0 on) of a paragraph, by itself or by its style."""
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        number = val(None if own is None else own.find(w("numId")))
        level = val(None if own is None else own.find(w("ilvl")))
        for style in self._styles.of_paragraph(paragraph):
            given = style.find(f"{w('pPr')}/{w('numPr')}")
            if given is not None:
                number = number or val(given.find(w("numId")))
                level = level or val(given.find(w("ilvl"))) or self._level_of_style(number, style)
                break
        if number is None or number not in self._nums:
            return None
        return number, min(int(level), LEVELS - 1) if level and level.isdecimal() else 0

    def _level_of_style(self, number: str | None, style: Element) -> str | None:
        abstract = self._abstract_of(number)
        for level in [] if abstract is None else abstract.findall(w("lvl")):
            if val(level.find(w("pStyle"))) == style.get(w("styleId")):
                return level.get(w("ilvl"))
        return None

    def _abstract_of(self, number: str | None, *, depth: int = 0) -> Element | None:
        """A list may borrow its levels from a style of lists."""
        num = self._nums.get(number)
        abstract = self._abstract.get(val(None if num is None else num.find(w("abstractNumId"))))
        borrowed = val(None if abstract is None else abstract.find(w("numStyleLink")))
        if borrowed and depth < LEVELS:
            for style in self._styles.chain(borrowed):
                other = val(style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}"))
                return self._abstract_of(other, depth=depth + 1) if other else abstract
        return abstract

    def level(self, number: str, level: int) -> Element | None:
        """The definition of a level, the list's own before the common one."""
        own = self._nums[number].findall(w("lvlOverride"))
        abstract = self._abstract_of(number)
        common = [] if abstract is None else abstract.findall(w("lvl"))
        found = [each for over in own for each in over.findall(w("lvl"))] + common
        return next((each for each in found if each.get(w("ilvl")) == str(level)), None)

    def count(self, number: str, level: int) -> dict[int, int]:
        """Counts one paragraph; the numbers of its level and of those above it."""
        abstract = self._abstract_of(number)
        counts = self._counts.setdefault(None if abstract is None else abstract.get(w("abstractNumId")), {})
        if number not in self._begun:
            self._begun.add(number)
            for over in self._nums[number].findall(w("lvlOverride")):
                start = val(over.find(w("startOverride")))
                if start is not None and start.isdecimal():
                    counts[int(over.get(w("ilvl"), "0"))] = int(start) - 1
        counts[level] = counts.get(level, self.start(number, level) - 1) + 1
        for each in [deeper for deeper in counts if deeper > level and self._restarts(number, deeper, level)]:
            del counts[each]
        for above in range(level):
            counts.setdefault(above, self.start(number, above))
        return dict(counts)

    def start(self, number: str, level: int) -> int:
        found = self.level(number, level)
        given = val(None if found is None else found.find(w("start")))
        return int(given) if given is not None and given.isdecimal() else 1

    def _restarts(self, number: str, deeper: int, level: int) -> bool:
        found = self.level(number, deeper)
        given = val(None if found is None else found.find(w("lvlRestart")))
        return given is None or not given.isdecimal() or level < int(given)

    def kind(self, number: str, level: int) -> str:
        found = self.level(number, level)
        return val(None if found is None else found.find(w("numFmt"))) or "decimal"

    def label(self, number: str, level: int, counts: dict[int, int]) -> str:
        """The number as it reads, with the words around it."""
        found = self.level(number, level)
        pattern = val(None if found is None else found.find(w("lvlText"))) or ""
        legal = None if found is None else found.find(w("isLgl"))
        only_digits = legal is not None and (val(legal) or "1") not in OFF

        def put(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            kind = self.kind(number, place)
            style = "1" if only_digits else STYLES.get(kind, "1")
            return "" if kind == "none" else written_number(counts.get(place, self.start(number, place)), style)

        return PLACEHOLDER.sub(put, pattern).strip()


class DocxNumberWriter:
    """Writes numbers as text, or as lists of ours where those read the same: bullets and 1. 2. 3."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._numbering = Numbering(root, styles)
        self._root = root
        self._styles = styles
        self._written: list[Element] = []
        self._group: tuple[str, Element] | None = None  # the list that is being written, and its last paragraph
        self.added: list[str] = []

    def write(self, story: Element) -> None:
        for paragraph in list(story.iter(w("p"))):
            found = self._numbering.membership(paragraph)
            for mark in paragraph.findall(f"{w('pPr')}/{w('numPr')}"):
                drop(mark)
            if found is not None:
                self._number(paragraph, *found)

    def finish(self) -> None:
        """The part then holds the lists written here and no others."""
        if self._root is not None:
            self._root[:] = self._written

    def _number(self, paragraph: Element, number: str, level: int) -> None:
        counts = self._numbering.count(number, level)
        kind = self._numbering.kind(number, level)
        label = self._numbering.label(number, level, counts)
        is_list = kind == "bullet" or label == f"{counts[level]}."
        if is_list and self._styles.level(paragraph) is None:
            self._write_item(paragraph, number, level, counts)
        elif kind != "bullet" and label and text_of(paragraph).strip():
            _write_label(paragraph, label)
            self.added.append(label)

    def _write_item(self, paragraph: Element, number: str, level: int, counts: dict[int, int]) -> None:
        before = paragraph.getprevious()
        if self._group is None or self._group[0] != number or self._group[1] is not before:
            self._begin_list(number, level, counts)
        self._group = number, paragraph
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = paragraph.makeelement(w("pPr"), {})
            paragraph.insert(0, properties)
        mark = properties.makeelement(w("numPr"), {})
        for name, value in (("ilvl", level), ("numId", len(self._written) // 2)):
            mark.append(mark.makeelement(w(name), {w("val"): str(value)}))
        properties.append(mark)

    def _begin_list(self, number: str, level: int, counts: dict[int, int]) -> None:
        """A list that goes on after other text is one of its own that begins at its number."""
        assert self._root is not None  # noqa: S101  without the part no paragraph belongs to a list
        make, key = self._root.makeelement, str(len(self._written) // 2 + 1)
        abstract = make(w("abstractNum"), {w("abstractNumId"): key})
        for each in range(LEVELS):
            is_bullet = self._numbering.kind(number, each) == "bullet"
            start = counts[each] if each == level else self._numbering.start(number, each)
            shown = make(w("lvl"), {w("ilvl"): str(each)})
            values = {"start": start, "numFmt": "bullet" if is_bullet else "decimal"}
            values["lvlText"] = "•" if is_bullet else f"%{each + 1}."
            for name, value in values.items():
                shown.append(make(w(name), {w("val"): str(value)}))
            abstract.append(shown)
        num = make(w("num"), {w("numId"): key})
        num.append(make(w("abstractNumId"), {w("val"): key}))
        self._written += [abstract, num]


def _write_label(paragraph: Element, label: str) -> None:
    run = paragraph.makeelement(w("r"), {})
    text = run.makeelement(w("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    text.text = f"{label} "
    run.append(text)
    paragraph.insert(0 if paragraph.find(w("pPr")) is None else 1, run)
