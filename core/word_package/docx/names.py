"""Names of WordprocessingML, and what its styles say about a paragraph or a run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.word_package.archive import Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFF = frozenset({"0", "false", "off", "none"})
BODY_LEVEL = 9  # the outline level of ordinary text
HEADING_NAME = re.compile(
    r"(?:heading|titulli|titull|kreu|kapitulli|titolo|titre|título|überschrift|naslov|επικεφαλίδα)\s*([1-9])",
    re.IGNORECASE,
)
TITLE_NAMES = frozenset({"title", "subtitle", "author", "date", "abstract", "abstracttitle", "abstract title"})


def w(name: str) -> str:
    return f"{{{WORD}}}{name}"


def m(name: str) -> str:
    return f"{{{MATH}}}{name}"


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def val(element: Element | None, name: str = "val") -> str | None:
    return None if element is None else element.get(w(name))


def switched(properties: Element | None, name: str) -> bool | None:
    """Whether a property is on or off; None where it is not given."""
    found = None if properties is None else properties.find(w(name))
    return None if found is None else (val(found) or "1").lower() not in OFF


def closest(element: Element, *names: str) -> Element | None:
    """The nearest element around this one that has one of the names."""
    return next(element.iterancestors(*map(w, names)), None)


def drop(element: Element) -> None:
    """Takes the element out; what follows it in its parent stays."""
    parent = element.getparent()
    if parent is not None:
        if element.tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + element.tail
            else:
                before.tail = (before.tail or "") + element.tail
        parent.remove(element)


def unwrap(element: Element) -> None:
    """Puts the element's content in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    before = element.getprevious()
    if element.text:
        if before is None:
            parent.text = (parent.text or "") + element.text
        else:
            before.tail = (before.tail or "") + element.text
    children = list(element)
    tail, element.tail = element.tail, None
    parent[place : place + 1] = children
    if tail:
        last = children[-1] if children else before
        if last is None:
            parent.text = (parent.text or "") + tail
        else:
            last.tail = (last.tail or "") + tail


class Styles:
    """The part word/styles.xml; a style inherits from the one it is based on."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else list(root.iter(w("style")))
        self._styles = {style.get(w("styleId"), ""): style for style in found}
        self._default = next((key for key, style in self._styles.items() if _is_default(style)), None)
        defaults = None if root is None else root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self._hides_all = switched(defaults, "vanish") or False

    def chain(self, key: str | None) -> Iterator[Element]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while key is not None and key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            yield style
            key = val(style.find(w("basedOn")))

    def of_paragraph(self, paragraph: Element) -> list[Element]:
        named = val(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))
        return list(self.chain(named or self._default))

    def names(self, paragraph: Element) -> list[str]:
        return [(val(style.find(w("name"))) or "").lower() for style in self.of_paragraph(paragraph)]

    def level(self, paragraph: Element) -> int | None:
        """The level of a heading from 1 on, by outline level or by the style's name; None for other paragraphs."""
        own = val(paragraph.find(f"{w('pPr')}/{w('outlineLvl')}"))
        if own is not None and own.isdecimal():
            return int(own) + 1 if int(own) < BODY_LEVEL else None
        for style in self.of_paragraph(paragraph):
            given = val(style.find(f"{w('pPr')}/{w('outlineLvl')}"))
            if given is not None and given.isdecimal():
                return int(given) + 1 if int(given) < BODY_LEVEL else None
            if named := HEADING_NAME.fullmatch(val(style.find(w("name"))) or ""):
                return int(named[1])
        return None

    def is_title(self, paragraph: Element) -> bool:
        """Whether its style is one that the converter sets apart from the text."""
        return not TITLE_NAMES.isdisjoint(self.names(paragraph))

    def is_called_heading(self, paragraph: Element) -> bool:
        """Whether its style, or one below it, has a heading's name, though its outline level may say otherwise."""
        return any(HEADING_NAME.fullmatch(name) for name in self.names(paragraph))

    def hides(self, run: Element, paragraph: Element | None) -> bool:
        """Whether the run is hidden text, by itself or by its styles, which cancel each other out."""
        properties = run.find(w("rPr"))
        own = switched(properties, "vanish")
        if own is not None:
            return own
        named = None if properties is None else val(properties.find(w("rStyle")))
        of_paragraph = [] if paragraph is None else self.of_paragraph(paragraph)
        hidden = False
        for styles in (of_paragraph, self.chain(named)):
            given = (switched(style.find(w("rPr")), "vanish") for style in styles)
            hidden ^= next((each for each in given if each is not None), False)
        return hidden or self._hides_all


def _is_default(style: Element) -> bool:
    return style.get(w("type")) == "paragraph" and style.get(w("default"), "0").lower() not in OFF


def text_of(element: Element) -> str:
    """The words of a paragraph or run as a reader sees them."""
    written: list[str] = []
    for part in element.iter(w("t"), w("tab"), w("br"), w("cr"), w("noBreakHyphen"), m("t"), w("p"), w("txbxContent")):
        name = local(part)
        if name == "t":
            written.append(part.text or "")
        elif name == "noBreakHyphen":
            written.append("\u2011")
        elif name not in {"p", "txbxContent"} or written:
            written.append(" ")
    return "".join(written)
