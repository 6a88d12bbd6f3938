"""Names of the OpenDocument format, and what its styles say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.word_package.archive import Element

NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
FULL_NAMES = {"draw": "drawing"}


def o(prefix: str, name: str) -> str:
    return f"{{{NAMESPACE.format(FULL_NAMES.get(prefix, prefix))}}}{name}"


def text(name: str) -> str:
    return o("text", name)


STYLE_NAME = text("style-name")


class OpenStyles:
    """Automatic styles of the content before the named ones of the same name; each inherits from its parent."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        for root in roots:
            for style in root.iter(o("style", "style")):
                key = style.get(o("style", "family"), ""), style.get(o("style", "name"), "")
                self._styles.setdefault(key, style)

    def chain(self, family: str, name: str | None) -> Iterator[Element]:
        seen: set[str] = set()
        while name and (family, name) in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[family, name]
            yield style
            name = style.get(o("style", "parent-style-name"))

    def display(self, family: str, name: str | None) -> str | None:
        """What the style says about being shown: "none", "true", or None where it says nothing."""
        for style in self.chain(family, name):
            found = style.find(o("style", "text-properties"))
            given = None if found is None else found.get(text("display"))
            if given is not None:
                return given
        return None

    def level(self, block: Element) -> int | None:
        """The level of a heading from 1 on; None for other paragraphs."""
        if block.tag == text("h"):
            own = block.get(text("outline-level"), "1")
            return int(own) if own.isdecimal() and int(own) > 0 else 1
        if block.tag != text("p"):
            return None
        for style in self.chain("paragraph", block.get(STYLE_NAME)):
            given = style.get(o("style", "default-outline-level"))
            if given is not None:
                return int(given) if given.isdecimal() and int(given) > 0 else None
        return None


def words_of(element: Element) -> str:
    """The text of an element with a space for each tab, break and paragraph."""
    written: list[str] = []
    for event, part in _walk(element):
        name = str(part.tag).rpartition("}")[2]
        if event == "start":
            written.append(" " if name in {"s", "tab", "line-break", "p", "h"} and written else "")
            written.append(part.text or "")
        elif part is not element:
            written.append(part.tail or "")
    return "".join(written)


def _walk(element: Element) -> Iterator[tuple[str, Element]]:
    yield "start", element
    for child in element:
        yield from _walk(child)
    yield "end", element
