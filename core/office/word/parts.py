"""The pieces of WordprocessingML that python-docx has no method for."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def plain(text: object) -> str:
    """Without the signs that XML cannot hold, as pasted text may carry them."""
    return ILLEGAL.sub(" ", str(text))


def element(tag: str, *children: Any, text: str | None = None, **attributes: object) -> Any:
    """`element("w:jc", val="right")`: an element whose attributes stand in the namespace of Word."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    if text is not None:
        made.text = plain(text)
        made.set(qn("xml:space"), "preserve")
    return made


def put(parent: Any, child: Any, *before: str) -> None:
    """Put a child where the schema wants it: before the first of these tags, and in place of an older one."""
    for old in parent.findall(child.tag):
        parent.remove(old)
    names = {qn(tag) for tag in before}
    place = next((index for index, each in enumerate(parent) if each.tag in names), len(parent))
    parent.insert(place, child)


def field(code: str, shown: str = "") -> list[Any]:
    """A field such as PAGE: what Word computes, with what is shown until it has."""
    return [
        element("w:r", element("w:fldChar", fldCharType="begin")),
        element("w:r", element("w:instrText", text=f" {code} ")),
        element("w:r", element("w:fldChar", fldCharType="separate")),
        element("w:r", element("w:t", text=shown or "1")),
        element("w:r", element("w:fldChar", fldCharType="end")),
    ]
