"""Footnotes as the word processor knows them: a part of the package of its own, with the marks that point at it."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from lxml import etree

from core.office.word.parts import element

FIRST = 1
_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


class Footnotes:
    """The notes of one file in their order; the part is made when there is one."""

    def __init__(self) -> None:
        self._notes: list[Any] = []

    def mark(self, words: str, style: str) -> Any:
        """The run that stands in the text; the words go to the foot of its page."""
        number = FIRST + len(self._notes)
        raised = element("w:rPr", element("w:vertAlign", val="superscript"))
        sign = element("w:r", raised, element("w:footnoteRef"))
        paragraph = element("w:p", element("w:pPr", element("w:pStyle", val=style)), sign)
        paragraph.append(element("w:r", element("w:t", text=f" {words}")))
        self._notes.append(element("w:footnote", paragraph, id=number))
        above = element("w:rPr", element("w:vertAlign", val="superscript"))
        return element("w:r", above, element("w:footnoteReference", id=number))

    def add_to(self, document: Any) -> None:
        if not self._notes:
            return
        root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for kind, number in _SEPARATORS:
            line = element("w:p", element("w:r", element(f"w:{kind}")))
            root.append(element("w:footnote", line, type=kind, id=number))
        root.extend(self._notes)
        content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, content, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
