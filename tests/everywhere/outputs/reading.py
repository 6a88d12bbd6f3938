"""Files read back by programs that did not write them: their tables, row by row, and what they say of themselves."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from contextlib import closing
from typing import Any, NamedTuple

import docx
import pikepdf
import pypdfium2
from docx.oxml.ns import qn
from openpyxl import load_workbook

from core.office.calibri import twips
from core.office.word.styles import CELL_SIZE
from core.office.word.widths import LONGEST_FIGURE
from socialplan.content.plan_json import CONTENT_FIELDS
from tests.everywhere.outputs.registry import MadeFile

HEAD_ROW = 5
CELL_SIDE = 70  # as the tables say it, in twips


class FileIdentity(NamedTuple):
    """What a file says of itself."""

    owner: str
    author: str
    language: str
    has_date: bool
    has_banner: bool


def rows_of(made: MadeFile, content: bytes) -> list[int]:
    """The rows of each table below its heads, in their order."""
    return READERS[made.suffix](content, made)


def _of_pdf(content: bytes, _made: MadeFile) -> list[int]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return _tagged(pdf.Root.StructTreeRoot, None)


def _tagged(element: Any, counted: list[int] | None) -> list[int]:
    """Rows in bodies and feet of each tagged table; a head is none, however often it is repeated."""
    found: list[int] = []
    for child in _kids(element):
        kind = str(child.get("/S", ""))
        if kind == "/Table":
            here = [0]
            _tagged(child, here)
            found += here
        elif kind in {"/TBody", "/TFoot"} and counted is not None:
            counted[0] += sum(str(row.get("/S", "")) == "/TR" for row in _kids(child))
        else:
            found += _tagged(child, counted)
    return found


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]


def _of_docx(content: bytes, _made: MadeFile) -> list[int]:
    """Tables that have a head; facts stand in tables without one."""
    found = []
    for table in docx.Document(io.BytesIO(content)).tables:
        heads = len(table._tbl.findall(f".//{qn('w:tblHeader')}"))
        if heads:
            found.append(len(table.rows) - heads)
    return found


def _of_xlsx(content: bytes, made: MadeFile) -> list[int]:
    """The rows between the head and the empty row under the table."""
    found, head = [], 1 if made.comes_back else HEAD_ROW
    sheets = load_workbook(io.BytesIO(content)).worksheets
    for sheet in sheets[:1] if made.comes_back else sheets:  # behind it stand the lists of its drop-downs
        count = 0
        for row in sheet.iter_rows(min_row=head + 1, values_only=True):
            if all(cell in {None, ""} for cell in row):
                break
            count += 1
        found.append(count)
    return found


def _of_csv(content: bytes, made: MadeFile) -> list[int]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    if made.comes_back:
        return [len(rows) - 1]
    blocks: list[list[list[str]]] = [[]]
    for row in rows:
        blocks[-1].append(row) if row else blocks.append([])
    tables = [block for block in blocks[1:] if block]
    return [sum(len(row) == len(block[1]) for row in block[2:]) for block in tables]


def _of_json(content: bytes, _made: MadeFile) -> list[int]:
    return [len(table["rows"]) for table in json.loads(content)["tables"]]


def _of_zip(content: bytes, made: MadeFile) -> list[int]:
    """Its JSON; and every table once more as a CSV of its name with as many rows."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        plain = json.loads(archive.read("report.json"))
        for table in plain["tables"]:
            rows = list(csv.reader(io.StringIO(archive.read(f"{table['name']}.csv").decode("utf-8-sig"))))
            assert len([row for row in rows[2:] if len(row) == len(table["columns"])]) == len(table["rows"])
        return _of_json(archive.read("report.json"), made)


READERS = {"pdf": _of_pdf, "docx": _of_docx, "xlsx": _of_xlsx, "csv": _of_csv, "json": _of_json, "zip": _of_zip}


def lists_of(made: MadeFile, content: bytes) -> list[int]:
    """The rows of each list in a form that somebody else has set."""
    if made.suffix == "ics":
        return [content.count(b"BEGIN:VEVENT")]
    plain = json.loads(content)
    if "contents" in plain:
        assert plain["total_items"] == len(plain["contents"])
        return [len(plain["contents"])]
    return [len(plain[name]) for name in CONTENT_FIELDS]


def broken_in(content: bytes) -> list[str]:
    """What holds a digit, stands in a table's cell and is wider than its column leaves room for, in Calibri.

    An address or a hash, which is longer than any figure or code, may break.
    """
    found = []
    document = docx.Document(io.BytesIO(content))
    for cell in document.element.body.iter(qn("w:tc")):
        room = int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) - 2 * CELL_SIDE
        for paragraph in cell.iter(qn("w:p")):
            sizes = [int(size.get(qn("w:val"))) / 2 for size in paragraph.iter(qn("w:sz"))]
            style = document.styles.element.get_by_id(paragraph.style) if paragraph.style else None
            is_bold = style is not None and style.find(f".//{qn('w:b')}") is not None
            words = "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
            size = sizes[0] if sizes else CELL_SIZE
            figures = re.findall(r"[^ \n]*\d[^ \n]*", words)
            found += [
                word for word in figures if len(word) <= LONGEST_FIGURE and twips(word, size, is_bold=is_bold) > room
            ]
    return found


def descriptions_in(content: bytes) -> list[str]:
    """What the pictures of a Word file say to who does not see them."""
    return [each.get("descr", "") for each in docx.Document(io.BytesIO(content)).element.body.iter(qn("wp:docPr"))]


def words_of(made: MadeFile, content: bytes) -> str:
    """Everything that can be read in it."""
    if made.suffix == "pdf":
        with closing(pypdfium2.PdfDocument(content)) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    if made.suffix == "docx":
        document = docx.Document(io.BytesIO(content))
        return "".join(each.text or "" for each in document.element.body.iter(qn("w:t")))
    if made.suffix == "xlsx":
        cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.values for cell in row]
        return "\n".join(str(cell) for cell in cells if cell is not None)
    return content.decode("utf-8-sig")


def said_by(made: MadeFile, content: bytes) -> FileIdentity:
    return SAYING[made.suffix](content, made)


def _said_by_pdf(content: bytes, made: MadeFile) -> FileIdentity:
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        info = pdf.docinfo
        assert metadata["dc:creator"] == [str(info["/Author"])]
        assert str(metadata["xmp:CreateDate"])
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
        words = words_of(made, content)
        return FileIdentity(words, str(info["/Author"]), str(pdf.Root.Lang), "/CreationDate" in info, "DEMO" in words)


def _said_by_docx(content: bytes, made: MadeFile) -> FileIdentity:
    document = docx.Document(io.BytesIO(content))
    known = document.core_properties
    edges = "".join(each.text for section in document.sections for each in section.header.paragraphs)
    has_date = known.created is not None
    return FileIdentity(words_of(made, content), known.author, known.language, has_date, "DEMO" in edges)


def _said_by_xlsx(content: bytes, made: MadeFile) -> FileIdentity:
    book = load_workbook(io.BytesIO(content))
    edges = [str(sheet.oddHeader.left.text) + str(sheet.oddHeader.right.text) for sheet in book]
    has_banner = all("DEMO" in edge for edge in edges)
    if not made.comes_back:
        has_banner &= all("DEMO" in str(sheet["A1"].value) for sheet in book)
    language = {each.name: each.value for each in book.custom_doc_props.props}["Language"]
    about = book.properties
    return FileIdentity(" ".join(edges), about.creator, language, about.created is not None, has_banner)


SAYING = {"pdf": _said_by_pdf, "docx": _said_by_docx, "xlsx": _said_by_xlsx}


def pictures_in(made: MadeFile, content: bytes) -> int:
    """How many pictures the file shows: on the first page of a PDF, in the packages of Word and sheet."""
    if made.suffix != "pdf":
        return sum("/media/" in name for name in zipfile.ZipFile(io.BytesIO(content)).namelist())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages[0].get_images())


PAPER_A4 = 9


def sheet_faults(sheet: Any, *, is_table: bool, comes_back: bool) -> list[str]:
    """What a reader of the sheet or of its print would stumble over, each with a sentence."""
    found = []
    if sheet.page_setup.paperSize != PAPER_A4:
        found.append("not for A4")
    if not (sheet.oddHeader.left.text and sheet.oddFooter.left.text):
        found.append("its print does not say whose and what it is")
    head = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1 if sheet.freeze_panes else 0
    first = sheet.cell(head + 1, 1)
    has_rows = first.value is not None and not first.font.bold  # a sum alone is nothing to choose from
    if is_table and has_rows and sheet.auto_filter.ref is None:
        found.append("a table without a filter")
    for column in sheet.iter_cols(min_row=head) if head else ():
        title, cells = column[0], column[1:]
        figures = [cell for cell in cells if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)]
        if figures and not comes_back and isinstance(title.value, str) and title.alignment.horizontal != "right":
            found.append(f"{title.coordinate} does not stand over its figures")
        if figures and any(cell.value == "■" for cell in cells):
            found.append(f"a hidden figure among the numbers under {title.coordinate}")
    return found
