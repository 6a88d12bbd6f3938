"""Headings of a DOCX by outline level or style; titles stay in the text; empty headings part nothing."""

from __future__ import annotations

from core.word_package.archive import Element
from core.word_package.docx.names import Styles, drop, text_of, w

HEADING_STYLE = "KeptHeading{}"
DEEPEST = 9
CARRIES = tuple(map(w, ("drawing", "pict", "object", "footnoteReference", "endnoteReference")))


def mark_headings(root: Element, styles: Styles) -> None:
    """Gives each heading a style that the converter knows; what must not be a heading or a title loses its style."""
    for paragraph in list(root.iter(w("p"))):
        level = styles.level(paragraph)
        if level is not None and text_of(paragraph).strip():
            _set_style(paragraph, HEADING_STYLE.format(min(level, DEEPEST)))
        elif level is not None and _may_go(paragraph):
            drop(paragraph)
        elif level is not None or styles.is_title(paragraph) or styles.is_called_heading(paragraph):
            _set_style(paragraph, None)


def _may_go(paragraph: Element) -> bool:
    parent = paragraph.getparent()
    is_needed = parent is None or parent.tag != w("body")
    return not is_needed and next(paragraph.iter(*CARRIES), None) is None


def _set_style(paragraph: Element, name: str | None) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = paragraph.makeelement(w("pPr"), {})
        paragraph.insert(0, properties)
    for old in properties.findall(w("pStyle")) + properties.findall(w("outlineLvl")):
        drop(old)
    if name is not None:
        properties.insert(0, properties.makeelement(w("pStyle"), {w("val"): name}))


def write_styles(root: Element) -> None:
    """The styles that headings are given; numbers by style are written as text or at their paragraphs."""
    for numbered in list(root.iter(w("numPr"))):
        drop(numbered)
    for level in range(1, DEEPEST + 1):
        style = root.makeelement(w("style"), {w("type"): "paragraph", w("styleId"): HEADING_STYLE.format(level)})
        style.append(style.makeelement(w("name"), {w("val"): f"heading {level}"}))
        root.append(style)
