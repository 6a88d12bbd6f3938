"""A Word file that somebody laid out as a template: its places found, checked and filled (docxtpl)."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from core.office.word.file import WordFile
from core.office.word.parts import element, plain
from core.office.word.styles import BANNER

#: `{{ name }}` for words; `{{p name }}`, alone in its paragraph, for what brings paragraphs and tables of its own.
PLACE = re.compile(r"\{\{(p(?=\s))?\s*([a-z_]+)\s*\}\}")
SIGNS = re.compile(r".{0,20}(?:\{\{|\}\}|\{%|%\}|\{#|#\}|\{[a-z_]+\}).{0,20}")
PLAIN_NODES = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
ACTIVE = re.compile(r"/(?:embeddings|activeX|afchunk)|vbaProject", re.IGNORECASE)


class TemplateUnreadable(Exception):
    """The bytes are no Word file; the sentence says so."""


class PlacedWordFile:
    def __init__(self, content: bytes) -> None:
        try:
            self.document: Any = Document(io.BytesIO(content))
            self.template = DocxTemplate(io.BytesIO(content))
            self.template.init_docx()
        except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
            raise TemplateUnreadable(_("Word cannot open this file as a document.")) from error

    @property
    def places(self) -> list[str]:
        """The names of its places, in the order of the text."""
        found = (match[2] for text, _is_edge in self._paragraphs() for match in PLACE.finditer(text))
        return list(dict.fromkeys(found))

    def faults(self, words: Iterable[str], blocks: Iterable[str]) -> list[str]:
        """Why it cannot be filled, as sentences: unknown or misplaced places, code, what is loaded from elsewhere."""
        known, of_blocks = set(words), set(blocks)
        found: list[str] = []
        for text, is_edge in self._paragraphs():
            found += self._faults_of(text, known, of_blocks, is_edge=is_edge)
        counts = Counter(match[2] for text, _is_edge in self._paragraphs() for match in PLACE.finditer(text))
        for name in of_blocks & counts.keys():
            if counts[name] > 1:
                found.append(_("“%(name)s” is a list or table: it stands once.") % {"name": name})
        return list(dict.fromkeys([*found, *self._foreign(), *([] if found else self._code(known | of_blocks))]))

    def filled(self, words: Mapping[str, str], blocks: Mapping[str, str], *, otherwise: str) -> Any:
        """The document with its places filled; `blocks` are paragraphs and tables as XML, `otherwise` fills the rest.

        What is put in is text, never markup and never a place.
        """
        for name in PROPERTIES:
            setattr(self.template.docx.core_properties, name, "")
        texts = {name: "".join(plain(value)) for name, value in words.items()}
        context = {**texts, **{name: Markup(xml) for name, xml in blocks.items()}}  # noqa: S704  written by WordFile
        self.template.render(context, jinja_env=_environment(otherwise), autoescape=True)
        written = io.BytesIO()
        self.template.docx.save(written)
        written.seek(0)
        return Document(written)  # python-docx still shows the heads and feet from before they were filled

    def _paragraphs(self) -> Iterator[tuple[str, bool]]:
        """The text of every paragraph, and whether it stands at the head or foot of pages."""
        for root, is_edge in self._roots():
            for paragraph in root.iter(qn("w:p")):
                yield "".join(word.text or "" for word in paragraph.iter(qn("w:t"))), is_edge

    def _roots(self) -> Iterator[tuple[Any, bool]]:
        yield self.document.element.body, False
        for relation in self.document.part.rels.values():
            if relation.reltype in {RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER, RELATIONSHIP_TYPE.FOOTNOTES}:
                yield etree.fromstring(relation.target_part.blob), True

    def _faults_of(self, text: str, words: set[str], blocks: set[str], *, is_edge: bool) -> Iterator[str]:
        for found in PLACE.finditer(text):
            told = {"name": found[2]}
            if found[2] not in words | blocks:
                yield _("There is no place named “%(name)s”. Choose one of the list.") % told
            elif found[2] in blocks and (not found[1] or is_edge or PLACE.sub("", text, count=1).strip()):
                yield _("“%(name)s” is a list or table: write {{p %(name)s }}, alone in its paragraph.") % told
            elif found[2] in words and found[1]:
                yield _("“%(name)s” is a word: write {{ %(name)s }}.") % told
        if sign := SIGNS.search(PLACE.sub("", text)):
            yield _("This is no place that can be filled: “%(words)s”.") % {"words": sign[0].strip()}

    def _foreign(self) -> Iterator[str]:
        for part in self.document.part.package.iter_parts():
            if ACTIVE.search(str(part.partname)):
                yield _("The file holds an embedded program or object; a template holds text and pictures alone.")
            for relation in part.rels.values():
                if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
                    told = {"address": str(relation.target_ref)[:80]}
                    yield (
                        _("The file loads something from elsewhere (%(address)s); put it into the file itself.") % told
                    )

    def _code(self, known: set[str]) -> Iterator[str]:
        """What the engine would carry out but no reader sees, such as in the name of a picture."""
        environment, template = _environment(""), self.template
        sources = [template.patch_xml(template.get_xml())]
        for address in (template.HEADER_URI, template.FOOTER_URI):
            parts = template.get_headers_footers(address)
            sources += [template.patch_xml(template.get_part_xml(part)) for _key, part in parts]
        for source in sources:
            try:
                tree = environment.parse(source)
            except TemplateSyntaxError:
                yield _("The file holds a place that is not closed.")
                continue
            for node in tree.find_all(nodes.Node):
                if not isinstance(node, PLAIN_NODES) or (isinstance(node, nodes.Name) and node.name not in known):
                    yield _("The file holds a place that no reader sees; take it out.")


def _environment(otherwise: str) -> SandboxedEnvironment:
    class LeftOpen(Undefined):
        def __str__(self) -> str:
            return otherwise

    return SandboxedEnvironment(autoescape=True, undefined=LeftOpen)


def xml_of(template: Any, write: Callable[[WordFile], None], word: WordFile) -> str:
    """What `write` puts into an empty file as wide as the template's page, as XML for one of its places."""
    page, ours = template.sections[0], word.document.sections[0]
    ours.page_width, ours.page_height = page.page_width, page.page_height
    ours.left_margin, ours.right_margin = page.left_margin, page.right_margin
    body = word.document.element.body
    before = len(body)
    write(word)
    pieces = list(body)[before - 1 : len(body) - 1]  # the section's own element stays the last
    return "".join(etree.tostring(each, encoding="unicode") for each in pieces)


def lend_styles(document: Any, word: WordFile) -> None:
    """The styles that were written with and that the municipality's own file does not have."""
    has = {each.get(qn("w:styleId")) for each in document.styles.element.iter(qn("w:style"))}
    for style in word.document.styles.element.iter(qn("w:style")):
        if style.get(qn("w:styleId")) not in has:
            document.styles.element.append(deepcopy(style))


def put_edges(document: Any, lines: Iterable[str], proof: str) -> None:
    """Above the head and below the foot of every page, whatever the template has there."""
    style = document.styles[BANNER].style_id
    above = [_edge(line, style) for line in lines]
    for place, section in enumerate(document.sections):
        kinds = ["", "first_page_"] if section.different_first_page_header_footer else [""]
        for kind in kinds:
            header, footer = getattr(section, f"{kind}header"), getattr(section, f"{kind}footer")
            if above and (place == 0 or not header.is_linked_to_previous):
                for paragraph in reversed(above):
                    header._element.insert(0, deepcopy(paragraph))
            if proof and (place == 0 or not footer.is_linked_to_previous):
                footer._element.append(_edge(proof, document.styles["Normal"].style_id))


def _edge(text: str, style: str) -> Any:
    small = element("w:rPr", element("w:sz", val=16))
    words = element("w:r", small, element("w:t", text=text))
    return element("w:p", element("w:pPr", element("w:pStyle", val=style)), words)
