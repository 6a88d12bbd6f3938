"""Hidden text of an ODT: by style, by section, by field and by row, taken out and named."""

from __future__ import annotations

from collections.abc import Iterator

from core.word_package.archive import Element
from core.word_package.docx.names import drop, local
from core.word_package.odt.names import STYLE_NAME, OpenStyles, o, text, words_of
from core.word_package.places import HeadingIndex

FAMILIES = {"p": "paragraph", "h": "paragraph", "span": "text", "a": "text"}
OWN_TEXT = frozenset({"note", "frame", "annotation", "table", "section"})  # its paragraphs are looked at by themselves
UNSEEN = frozenset({"collapse", "filter"})


def take_hidden(root: Element, styles: OpenStyles, places: HeadingIndex) -> Iterator[tuple[str, str]]:
    """Takes hidden text out of the tree and yields (place, words) of each passage."""
    for element in list(
        root.iter(text("section"), text("hidden-text"), text("hidden-paragraph"), o("table", "table-row"))
    ):
        if is_hidden(element):
            gone = _paragraph_around(element) if local(element) == "hidden-paragraph" else element
            yield places.of(gone), _hidden_words(gone)
            drop(gone)
    for block in list(root.iter(text("p"), text("h"))):
        passages: list[list[str]] = [[]]
        _take(block, styles.display("paragraph", block.get(STYLE_NAME)) == "none", styles, passages)
        for passage in passages:
            yield places.of(block), "".join(passage)
        if any(passages) and not words_of(block).strip() and len(block) == 0:
            drop(block)


def is_hidden(element: Element) -> bool:
    """Whether a section, row or field says of itself that it is not shown."""
    if local(element) == "section":
        by_condition = element.get(text("display")) == "condition" and element.get(text("is-hidden")) == "true"
        return element.get(text("display")) == "none" or by_condition
    if local(element) == "table-row":
        return element.get(o("table", "visibility")) in UNSEEN
    return element.get(text("is-hidden")) == "true"


def _paragraph_around(element: Element) -> Element:
    return next(element.iterancestors(text("p"), text("h")), element)


def _hidden_words(element: Element) -> str:
    return words_of(element) or element.get(text("string-value"), "")


def _take(element: Element, hidden: bool, styles: OpenStyles, passages: list[list[str]]) -> None:
    """Empties what is hidden; visible words between two hidden ones end the passage."""
    element.text = _seen(element.text, hidden, passages)
    for child in list(element):
        if local(child) not in OWN_TEXT:
            family = FAMILIES.get(local(child), "")
            given = styles.display(family, child.get(STYLE_NAME)) if family else None
            inner = hidden if given is None else given == "none"
            _take(child, inner, styles, passages)
            if inner and local(child) in {"s", "tab", "line-break"}:
                passages[-1].append(" ")
        elif hidden and local(child) in {"note", "frame"}:
            passages[-1].append(words_of(child))
            child.tail = _seen(child.tail, hidden, passages)
            drop(child)
            continue
        child.tail = _seen(child.tail, hidden, passages)


def _seen(words: str | None, hidden: bool, passages: list[list[str]]) -> str | None:
    if not words:
        return words
    if hidden:
        passages[-1].append(words)
        return None
    if passages[-1] and words.strip():
        passages.append([])
    return words
