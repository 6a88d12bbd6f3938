"""What a reader of a DOCX sees, paragraph by paragraph, read from the parts as they came, before anything is changed.

It is independent of the pass and of the converter: it goes into everything that it does not know to be unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.word_package.archive import Element
from core.word_package.docx.equations import FORMS
from core.word_package.docx.fields import unseen_words
from core.word_package.docx.hidden import is_hidden_drawing
from core.word_package.docx.names import Styles, local, m, switched, val, w
from core.word_package.docx.tables import covered_cells, own_parts
from core.word_package.report import SYMBOL

UNSEEN = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "sectPr", "tblGrid"})
SPACES = frozenset({"tab", "ptab", "br", "cr", "noBreakHyphen"})
IN_EQUATIONS = frozenset({"num", "den", "e", "sub", "sup", "deg", "lim", "fName"})
DELETED = (w("del"), w("moveFrom"))


class WordCount:
    """Walks the text; notes are read where they are referred to."""

    def __init__(self, styles: Styles, notes: Mapping[tuple[str, str], Element]) -> None:
        self._styles = styles
        self._notes = notes
        self._place = ""
        self._unseen: set[Element] = set()
        self._found: list[tuple[str, str]] = []

    def paragraphs(self, root: Element) -> list[tuple[str, str]]:
        """(place, text) of each paragraph that shows something."""
        self._unseen = unseen_words(root)
        for note in self._notes.values():
            self._unseen |= unseen_words(note)
        for table in root.iter(w("tbl")):
            rows = [row for row in own_parts(table, "tr") if not _is_gone(row, "trPr", *DELETED)]
            self._unseen |= covered_cells(rows)
        self._walk(root, [], None)
        return self._found

    def _walk(self, element: Element, words: list[str], paragraph: Element | None) -> None:
        for child in element:
            name = local(child)
            if self._is_unseen(child, name, paragraph):
                continue
            if name == "p" and child.tag == w("p"):
                self._read(child, words if paragraph is None else [])
            elif name in {"t", "textpath"}:
                words.append((child.text or "") if name == "t" else f" {child.get('string', '')} ")
            elif name in SPACES or name == "sym":
                words.append(SYMBOL if name == "sym" else " ")
            elif name in {"footnoteReference", "endnoteReference"}:
                self._read_note(name.removesuffix("Reference"), child)
            else:
                between = " " if _parts_words(child, name) else ""
                words.append(between)
                self._walk(child, words, paragraph)
                words.append(between)

    def _read(self, paragraph: Element, words: list[str]) -> None:
        """Words of a paragraph whose end was deleted, and a large initial, stay in `words` for the next one."""
        self._walk(paragraph, words, paragraph)
        if self._styles.level(paragraph) is not None and (title := " ".join("".join(words).split())):
            self._place = title
        if _is_gone(paragraph.find(w("pPr")), "rPr", *DELETED) or _is_initial(paragraph):
            return
        if (seen := "".join(words)).strip():
            self._found.append((self._place, seen))
        words.clear()

    def _read_note(self, kind: str, mark: Element) -> None:
        note = self._notes.get((kind, mark.get(w("id"), "")))
        if note is not None:
            self._walk(note, [], None)

    def _is_unseen(self, child: Element, name: str, paragraph: Element | None) -> bool:
        if name in UNSEEN or name.endswith("Pr") or child in self._unseen:
            return True
        if name == "r":
            return self._styles.hides(child, paragraph)
        if name == "tr":
            return _is_gone(child, "trPr", *DELETED) or bool(switched(child.find(w("trPr")), "hidden"))
        if name == "tc":
            return _is_gone(child, "tcPr", w("cellDel"))
        if name in {"Choice", "Fallback"}:
            return child is not next((each for each in child.getparent() if len(each)), None)
        return name in {"drawing", "pict"} and is_hidden_drawing(child)


def _is_gone(element: Element | None, properties: str, *marks: str) -> bool:
    found = None if element is None else element.find(w(properties))
    return found is not None and next(found.iterchildren(*marks), None) is not None


def _is_initial(paragraph: Element) -> bool:
    frame = paragraph.find(f"{w('pPr')}/{w('framePr')}")
    return frame is not None and frame.get(w("dropCap"), "none") != "none"


def _parts_words(element: Element, name: str) -> bool:
    """Whether the words before, in and after it do not run into one another."""
    if name in {"rt", "rubyBase"}:
        return True
    if name in FORMS or name in IN_EQUATIONS:
        return element.tag == m(name) and (name in FORMS or local(element.getparent()) in {*FORMS, "mr"})
    return _is_raised(element)


def _is_raised(run: Element) -> bool:
    return local(run) == "r" and val(run.find(f"{w('rPr')}/{w('vertAlign')}")) in {"superscript", "subscript"}


def notes_of(parts: Mapping[str, Element]) -> Iterator[tuple[tuple[str, str], Element]]:
    for kind in ("footnote", "endnote"):
        for note in parts.get(f"{kind}s", ()):
            yield (kind, note.get(w("id"), "")), note
