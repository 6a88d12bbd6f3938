"""Hidden text of a DOCX: runs by look or style, rows, covered cells and boxes are taken out and named."""

from __future__ import annotations

from collections.abc import Iterator

from core.word_package.archive import Element
from core.word_package.docx.names import Styles, closest, drop, local, m, switched, text_of, w
from core.word_package.docx.tables import covered_cells, own_parts
from core.word_package.places import HeadingIndex

STAYS = frozenset({"rPr", "fldChar", "instrText"})
EMPTY = frozenset({"pPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"})
SHOWN = frozenset(
    {"t", "sym", "drawing", "pict", "object", "footnoteReference", "endnoteReference", "fldChar", "oMath"}
)


def take_hidden(root: Element, styles: Styles, places: HeadingIndex) -> Iterator[tuple[str, str]]:
    """Takes hidden text out of the tree and yields (place, words) of each passage."""
    yield from _rows_and_cells(root, places)
    yield from _drawings(root, places)
    for paragraph in list(root.iter(w("p"))):
        passage: list[str] = []
        took = False
        for run in _runs(paragraph):
            if styles.hides(run, paragraph):
                passage.append(_emptied(run))
                took = True
            elif passage and _is_shown(run):
                yield places.of(paragraph), "".join(passage)
                passage = []
        if passage:
            yield places.of(paragraph), "".join(passage)
        if took:
            _drop_if_empty(paragraph)


def _runs(paragraph: Element) -> list[Element]:
    return [run for run in paragraph.iter(w("r"), m("r")) if closest(run, "p") is paragraph]


def _is_shown(run: Element) -> bool:
    return any(local(child) in SHOWN for child in run)


def _emptied(run: Element) -> str:
    """The marks of fields stay, so that each keeps its beginning and its end."""
    words = text_of(run)
    for child in list(run):
        if local(child) not in STAYS:
            drop(child)
    return words


def _rows_and_cells(root: Element, places: HeadingIndex) -> Iterator[tuple[str, str]]:
    """Hidden rows go; a cell that continues a joined one is covered by it, and only its words go."""
    for row in list(root.iter(w("tr"))):
        if switched(row.find(w("trPr")), "hidden"):
            yield places.of(row), text_of(row)
            drop(row)
    for cell in [cell for table in root.iter(w("tbl")) for cell in covered_cells(own_parts(table, "tr"))]:
        if text_of(cell).strip():
            yield places.of(cell), text_of(cell)
            for part in cell.findall(w("p"))[1:] + cell.findall(w("tbl")):
                drop(part)
            for run in list(cell.iter(w("r"))):
                drop(run)


def _drawings(root: Element, places: HeadingIndex) -> Iterator[tuple[str, str]]:
    for drawing in list(root.iter(w("drawing"), w("pict"))):
        if is_hidden_drawing(drawing):
            yield places.of(drawing), text_of(drawing)
            drop(drawing)


def is_hidden_drawing(drawing: Element) -> bool:
    named = (each for each in drawing.iter() if local(each) == "docPr" and closest(each, "drawing") is drawing)
    shapes = (each.get("style", "").replace(" ", "") for each in drawing)
    return any(each.get("hidden", "0") in {"1", "true"} for each in named) or any(
        "visibility:hidden" in style for style in shapes
    )


def _drop_if_empty(paragraph: Element) -> None:
    """A paragraph that was hidden as a whole is no paragraph; a cell keeps its last one."""
    parent = paragraph.getparent()
    if parent is None or any(_is_shown(run) for run in paragraph.iter(w("r"), m("r"))):
        return
    if parent.tag == w("tc") and len(parent.findall(w("p"))) == 1:
        return
    if any(local(child) not in EMPTY and local(child) not in {"r", "hyperlink"} for child in paragraph):
        return
    drop(paragraph)
