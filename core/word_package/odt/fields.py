"""Fields, frames and equations of an ODT: what they show becomes ordinary text where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from core.word_package.archive import Archive, Element
from core.word_package.docx.names import drop, local, unwrap
from core.word_package.odt.names import o, text, words_of

INLINE = frozenset({
    "span", "a", "s", "tab", "line-break", "note", "soft-page-break", "bookmark", "bookmark-start", "bookmark-end",
    "reference-mark", "reference-mark-start", "reference-mark-end", "frame", "p", "h", "list", "table", "section",
})  # fmt: skip
WITHOUT_TEXT = frozenset({
    "ruby-text", "label", "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls",
    "dde-connection-decls", "forms", "alphabetical-index-auto-mark-file", "event-listeners", "script",
    "hidden-paragraph", "alphabetical-index-mark", "toc-mark", "user-index-mark",
})  # fmt: skip
SHAPES = frozenset(
    {"text-box", "custom-shape", "rect", "ellipse", "circle", "polygon", "line", "connector", "caption"}
)
BLOCKS = frozenset({"p", "h", "list", "table", "section"})
MATH = "{http://www.w3.org/1998/Math/MathML}"
HREF = "{http://www.w3.org/1999/xlink}href"


def show_results(body: Element) -> None:
    """Inside paragraphs, whatever is not known to the converter is opened, and its words stay."""
    for block in list(body.iter(text("p"), text("h"))):
        for part in list(block.iterdescendants()):
            name = local(part)
            if part.getparent() is None:
                continue
            if name in WITHOUT_TEXT:
                drop(part)
            elif part.tag == text(name) and name not in INLINE and not name.startswith(("note", "index")):
                unwrap(part)


def place_boxes(body: Element) -> None:
    """The paragraphs of frames and shapes stand after the one that carries them, or in the place of the frame."""
    last: dict[Element, Element] = {}
    for box in list(body.iter()):
        if local(box) not in SHAPES or not str(box.tag).startswith(o("draw", "")):
            continue
        blocks = [child for child in box if local(child) in BLOCKS]
        if not blocks:
            continue
        anchor = next(box.iterancestors(text("p"), text("h")), None)
        if anchor is None:
            anchor = _outermost(box)
        after = last.get(anchor, anchor)
        for block in blocks:
            block.tail = None
            after.addnext(block)
            after = block
        last[anchor] = after
    for frame in list(body.iter(o("draw", "frame"))):
        if next(frame.iter(o("draw", "image"), o("draw", "object"), f"{MATH}math"), None) is None:
            drop(frame)


def _outermost(box: Element) -> Element:
    """The drawing that holds the box, where no paragraph carries it."""
    found = box
    for around in box.iterancestors():
        if not str(around.tag).startswith(o("draw", "")):
            break
        found = around
    return found


def write_equations(archive: Archive, body: Element) -> int:
    """Puts each formula as text in the place of its frame; returns how many there were."""
    number = 0
    for shown in list(body.iter(o("draw", "object"))):
        formula = shown.find(f"{MATH}math")
        name = f"{shown.get(HREF, '').removeprefix('./')}/content.xml"
        if formula is None and name in archive.names:
            root = archive.root(name)
            formula = root if root is not None and root.tag == f"{MATH}math" else None
        frame = next(shown.iterancestors(o("draw", "frame")), None)
        if formula is not None and frame is not None:
            written = frame.makeelement(text("span"), {})
            written.text = "".join(_pieces(formula))
            frame.addprevious(written)
            drop(frame)
            number += 1
    return number


def _pieces(element: Element) -> Iterator[str]:
    parts = list(element)
    if element.tag == f"{MATH}mfrac" and len(parts) == 2:
        above, below = ("".join(_pieces(part)).strip() for part in parts)
        yield f"({above})/({below})" if len(above) > 1 or len(below) > 1 else f"{above}/{below}"
    elif element.tag == f"{MATH}msqrt":
        yield f"√({''.join(piece for part in parts for piece in _pieces(part))})"
    elif local(element) not in {"annotation", "annotation-xml"}:
        yield (element.text or "").strip() if not parts else ""
        for part in parts:
            yield from _pieces(part)


def side_words(archive: Archive) -> Iterator[str]:
    """The wordings of headers and footers."""
    named = archive.root("styles.xml")
    if named is not None:
        for page in named.iter(o("style", "master-page")):
            for part in page:
                if local(part).startswith(("header", "footer")):
                    yield " ".join(words_of(part).split())
