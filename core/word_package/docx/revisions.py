"""Tracked changes of a DOCX: counted as edits, then accepted: what was deleted goes, what was inserted stays."""

from __future__ import annotations

from collections.abc import Iterator

from core.word_package.archive import Element
from core.word_package.docx.names import closest, drop, local, unwrap, w

GONE = (w("del"), w("moveFrom"))
LEFT_IN_PLACE = (w("ins"), w("moveTo"))
MARKS = frozenset({"rPr", "trPr", "ctrlPr", "numPr", "tblPr", "tcPr", "pPr"})
OLD_LOOKS = tuple(
    w(name)
    for name in (
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange",
        "tblPrExChange", "numberingChange",
    )
)  # fmt: skip
Edit = tuple[str, str] | None  # what was done and by whom; None is text that nobody changed


def count_edits(root: Element) -> int:
    """Neighbouring marks of one person and one kind are one edit; a row, or a paragraph with its end, is one too.

    A moved passage counts where it was put, not once more where it was taken away.
    """
    number, before = 0, None
    for edit in _edits(root):
        number += edit is not None and edit != before and edit[0] != "moveFrom"
        before = edit
    return number


def _edits(root: Element) -> Iterator[Edit]:
    for paragraph in root.iter(w("p"), w("tr")):
        around = closest(paragraph, "tr")
        if local(paragraph) == "tr":
            if (edit := _of_marks(paragraph.find(w("trPr")))) is not None:
                yield None
                yield edit
                yield None
        elif around is None or _of_marks(around.find(w("trPr"))) is None:
            for run in paragraph.iter(w("r"), *GONE, *LEFT_IN_PLACE):
                if local(run) == "r" and closest(run, "p") is paragraph:
                    yield _around(run)
            yield _of_marks(paragraph.find(f"{w('pPr')}/{w('rPr')}"))


def _of_marks(properties: Element | None) -> Edit:
    if properties is None:
        return None
    return next((_edit(each) for each in properties.iterchildren(*GONE, *LEFT_IN_PLACE)), None)


def _around(run: Element) -> Edit:
    found = closest(run, "del", "ins", "moveFrom", "moveTo")
    return None if found is None else _edit(found)


def _edit(mark: Element) -> Edit:
    return local(mark), mark.get(w("author"), "")


def accept(root: Element) -> None:
    """The text as it reads when all changes are accepted; marks of earlier looks go too."""
    for change in list(root.iter(*OLD_LOOKS)):
        drop(change)
    for row in list(root.iter(w("tr"))):
        if _is_marked(row.find(w("trPr")), *GONE):
            _drop_row(row)
    for cell in list(root.iter(w("tc"))):
        if _is_marked(cell.find(w("tcPr")), w("cellDel")):
            _drop_row(cell)
    for mark in list(root.iter(*GONE)):
        if not _is_property(mark):
            drop(mark)
    for mark in list(root.iter(*LEFT_IN_PLACE)):
        if not _is_property(mark):
            unwrap(mark)
    for paragraph in list(root.iter(w("p"))):
        if _is_marked(paragraph.find(f"{w('pPr')}/{w('rPr')}"), *GONE):
            _join_with_next(paragraph)


def _is_marked(properties: Element | None, *names: str) -> bool:
    return properties is not None and next(properties.iterchildren(*names), None) is not None


def _is_property(mark: Element) -> bool:
    parent = mark.getparent()
    return parent is None or local(parent) in MARKS


def _drop_row(part: Element) -> None:
    """A table without rows, or a row without cells, goes with the last of them."""
    parent = part.getparent()
    drop(part)
    while parent is not None and local(parent) in {"tr", "tbl", "sdtContent", "sdt", "ins", "customXml"}:
        if next(parent.iter(w("tc")), None) is not None:
            return
        around = parent.getparent()
        drop(parent)
        parent = around


def _join_with_next(paragraph: Element) -> None:
    """Where the end of a paragraph was deleted, its words begin the next one."""
    properties = paragraph.find(w("pPr"))
    words = [child for child in paragraph if child is not properties]
    following = paragraph.getnext()
    if following is not None and following.tag == w("p"):
        place = 1 if following.find(w("pPr")) is not None else 0
        following[place:place] = words
        drop(paragraph)
    elif not words and following is not None:
        drop(paragraph)
