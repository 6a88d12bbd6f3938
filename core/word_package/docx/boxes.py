"""Text boxes of a DOCX, drawn by whichever program: their paragraphs stand after the one that carries them."""

from __future__ import annotations

from typing import Any

from core.word_package.archive import Element
from core.word_package.docx.names import closest, drop, local, w

VML = "{urn:schemas-microsoft-com:vml}"
PICTURES = frozenset({"blip", "imagedata"})


def place_boxes(root: Element) -> None:
    """Boxes in boxes and in groups are placed too, in their order; a picture beside them stays."""
    for lettering in list(root.iter(f"{VML}textpath")):
        _write_lettering(lettering)
    last: dict[Element, Element] = {}
    for box in list(root.iter(w("txbxContent"))):
        anchor, drawing = closest(box, "p"), closest(box, "drawing", "pict", "object")
        if anchor is None:
            continue
        after: Any = last.get(anchor, anchor)
        for block in list(box):
            after.addnext(block)
            after = block
        last[anchor] = after
        if drawing is not None and not any(local(each) in PICTURES for each in drawing.iter()):
            if drawing.find(f".//{w('txbxContent')}/*") is None:
                drop(drawing)
        else:
            drop(box)


def _write_lettering(lettering: Element) -> None:
    """Drawn letters hold their words in an attribute."""
    words, shape = lettering.get("string", ""), lettering.getparent()
    if shape is not None and words.strip():
        box = shape.makeelement(w("txbxContent"), {})
        paragraph = box.makeelement(w("p"), {})
        run = paragraph.makeelement(w("r"), {})
        text = run.makeelement(w("t"), {})
        text.text = words
        for outer, inner in ((run, text), (paragraph, run), (box, paragraph), (shape, box)):
            outer.append(inner)
