"""Documents made by hand where no library writes what is needed, and the rows of printed tables read back."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import docx
from pypdf import PdfReader

PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = (
    f"<w:document {WORD}"
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
    ' xmlns:v="urn:schemas-microsoft-com:vml">'
    "<w:body>{}</w:body></w:document>"
)
NOTE_PART = (
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.footnotes+xml"/></Types>'
)
NOTE_RELATION = (
    '<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
    ' Target="footnotes.xml"/></Relationships>'
)
NOTE_MARK = '<w:r><w:footnoteReference w:id="2"/></w:r>'
CHANGES = (
    '<w:ins w:author="a" w:id="90"><w:r><w:t>shtuar</w:t></w:r></w:ins>'
    '<w:del w:author="a" w:id="91"><w:r><w:delText>fshirë</w:delText></w:r></w:del>'
)

ODF_PART = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-{0}'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">{1}</office:document-{0}>'
)


def docx_of(*parts: tuple[str, int | None]) -> bytes:
    """Headings (with a level) and paragraphs (with None), in order."""
    document = docx.Document()
    for text, level in parts:
        if level is None:
            document.add_paragraph(text)
        else:
            document.add_heading(text, level)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def plan_docx() -> bytes:
    """A title, three chapters, a table with joined cells, a list, a footnote, a tracked change, a picture, colours."""
    document = docx.Document()
    document.add_heading("Plani Social Vendor", 0)
    document.add_paragraph("Bashkia Vlorë")
    document.add_heading("1. Hyrje", 1)
    paragraph = document.add_paragraph("Ligji")
    paragraph.add_run("NOTE")
    run = paragraph.add_run(" vlen për të gjitha ")
    run.bold = True
    run.font.size = docx.shared.Pt(30)
    run.font.color.rgb = docx.shared.RGBColor(255, 0, 0)
    paragraph.add_run("gabim").font.strike = True
    document.add_picture(io.BytesIO(PIXEL))
    document.add_heading("1.1 Qëllimi", 2)
    document.add_paragraph("E para", style="List Bullet")
    document.add_paragraph("E dyta", style="List Bullet")
    document.add_heading("Kapitulli II: Metodologjia dhe procesi", 1)
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Grupi"
    table.cell(0, 2).text = "Numri"
    table.cell(2, 2).text = "1 800"
    document.add_heading("Shtojca", 1)
    document.add_paragraph("Aktet.")
    return with_note(saved(document))


def with_note(content: bytes) -> bytes:
    """Where NOTE stands: a footnote of two paragraphs and tracked changes, which python-docx cannot write."""
    note = (
        f'<?xml version="1.0"?><w:footnotes {WORD}><w:footnote w:id="2"><w:p><w:r><w:t>Ligji nr. 121/2016 '
        '"për shërbimet"</w:t></w:r></w:p><w:p><w:r><w:t>neni 36</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    return repacked(
        content,
        {"word/footnotes.xml": note.encode()},
        {
            "word/document.xml": ("<w:r><w:t>NOTE</w:t></w:r>", NOTE_MARK + CHANGES),
            "[Content_Types].xml": ("</Types>", NOTE_PART),
            "word/_rels/document.xml.rels": ("</Relationships>", NOTE_RELATION),
        },
    )


def repacked(
    content: bytes,
    added: Mapping[str, bytes],
    changed: Mapping[str, tuple[str, str]],
    *,
    without: Collection[str] = (),
) -> bytes:
    """The same archive with members added or taken out and texts in members replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name in without:
                continue
            member = old.read(name)
            if name in changed:
                member = member.replace(changed[name][0].encode(), changed[name][1].encode())
            new.writestr(name, member)
        for name, member in added.items():
            new.writestr(name, member)
    return made.getvalue()


def body_docx(body: str) -> bytes:
    """A document with the styles of python-docx whose w:body is `body`."""
    root = DOCUMENT.format(body).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_of())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, root if name == "word/document.xml" else old.read(name))
    return made.getvalue()


def odt_of(body: str, *, styles: str = "", added: Mapping[str, bytes] | None = None) -> bytes:
    """An OpenDocument text whose office:text is `body`."""
    content = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content += f"<office:body><office:text>{body}</office:text></office:body>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", ODF_PART.format("content", content))
        archive.writestr("styles.xml", ODF_PART.format("styles", "<office:styles/>"))
        for name, member in (added or {}).items():
            archive.writestr(name, member)
    return made.getvalue()


def without_layout(text: str) -> str:
    """The letters and figures alone: a printed cell may be broken at any place."""
    return re.sub(r"\s|\u00ad", "", text)


def pattern_of_row(cells: Iterable[str]) -> str:
    """The cells of a row in their order; a sign may stand before one of them."""
    return ".?".join(re.escape(without_layout(cell)) for cell in cells)


def tagged_rows(reader: PdfReader) -> int:
    """How many rows the tags of a PDF count in bodies and feet of tables; a head that is repeated is none."""

    def count(element: Any, is_body: bool) -> int:
        element = element.get_object()
        if isinstance(element, list):
            return sum(count(each, is_body) for each in element)
        if not isinstance(element, dict):
            return 0
        kind = element.get("/S")
        inside = count(element["/K"], is_body or kind in {"/TBody", "/TFoot"}) if "/K" in element else 0
        return inside + (kind == "/TR" and is_body)

    return count(reader.trailer["/Root"]["/StructTreeRoot"], False)
