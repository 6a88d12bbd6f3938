"""Headings and the old contents of an ODT."""

from __future__ import annotations

from collections.abc import Iterator

from core.word_package.archive import Element
from core.word_package.docx.contents import PAGE, bare
from core.word_package.docx.names import drop, local, unwrap
from core.word_package.odt.names import STYLE_NAME, OpenStyles, o, text, words_of

LISTS_OF_PAGES = tuple(
    map(text, ("table-of-content", "illustration-index", "table-index", "object-index", "alphabetical-index"))
)
OTHER_INDEXES = tuple(map(text, ("user-index", "bibliography")))
INDEX_PARTS = tuple(map(text, ("index-body", "index-title")))
HREF = "{http://www.w3.org/1999/xlink}href"
CARRIES = (o("draw", "frame"), text("note"))


def take_contents(body: Element, styles: OpenStyles) -> Iterator[str]:
    """Takes out the lines that lead to a page of the old document, and yields them; other links stay."""
    for index in list(body.iter(*LISTS_OF_PAGES)):
        for source in list(index):
            if local(source) == "index-body":
                yield from (words for block in source.iter(text("p"), text("h")) if (words := words_of(block)).strip())
        drop(index)
    for index in list(body.iter(*OTHER_INDEXES)):
        for source in list(index):
            if local(source) != "index-body":
                drop(source)
        unwrap(index)
    for part in list(body.iter(*INDEX_PARTS)):
        unwrap(part)
    headings = {bare(words_of(each)) for each in body.iter(text("p"), text("h")) if styles.level(each) is not None}
    for block in list(body.iter(text("p"))):
        words = words_of(block)
        if _only_links(block) and (PAGE.search(words) or "") and _leads_to_page(block, words, headings):
            yield words
            drop(block)


def _leads_to_page(block: Element, words: str, headings: set[str]) -> bool:
    return next(block.iter(text("tab")), None) is not None or bare(PAGE.sub("", words)) in headings


def _only_links(block: Element) -> bool:
    links = list(block.iter(text("a")))
    outside = (block.text or "") + "".join(child.tail or "" for child in block)
    is_inside = all(link.get(HREF, "").startswith("#") for link in links)
    return bool(links) and is_inside and not outside.strip() and all(child.tag == text("a") for child in block)


def mark_headings(body: Element, styles: OpenStyles) -> None:
    """Paragraphs of a heading's style become headings; empty ones, and those in cells and notes, part nothing."""
    for block in list(body.iter(text("p"), text("h"))):
        level = styles.level(block)
        if level is None:
            continue
        block.attrib.pop(STYLE_NAME, None)
        if next(block.iterancestors(o("table", "table-cell"), text("note")), None) is not None:
            block.tag = text("p")
        elif words_of(block).strip():
            block.tag = text("h")
            block.set(text("outline-level"), str(level))
        elif next(block.iter(*CARRIES), None) is None and len(block) == 0:
            drop(block)
        else:
            block.tag = text("p")
