"""Tables: built row by row in XML, because python-docx looks the whole table up for every cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from core.office.word.file import WordFile
from core.office.word.parts import element, put
from core.office.word.styles import CELL, CELL_SIZE, HEAD_CELL, SMALL_SIZE, TABLE_NOTE
from core.office.word.widths import asked, fitted, unbroken
from core.printing.printed import PrintedCell, PrintedRow, PrintedTable
from core.tables import RowKind

LINE: dict[str, Any] = {"val": "single", "sz": 4, "space": 0, "color": "B8C4CA"}
HEAD_SHADE, FIRST_SHADE, TOTAL_SHADE = "DCEBF1", "F2F7F9", "E9EDEF"
TWIPS_PER_CM, EMU_PER_TWIP = 567, 635


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell of a Word table: paragraphs already made, or text to be put into one."""

    text: str = ""
    is_number: bool = False
    is_head: bool = False
    span: int = 1
    rows: int = 1
    shade: str = ""
    is_continued: bool = False
    paragraphs: tuple[Any, ...] = field(default_factory=tuple)


def write_printed(word: WordFile, table: PrintedTable) -> None:
    """A table of figures with its caption, its head on every page, and its notes."""
    word.numbered_caption(table.caption)
    head = [WordCell(each.text, each.is_number, is_head=True, shade=HEAD_SHADE) for each in table.heads]
    rows = [_cells(row) for row in table.rows]
    write_table(word, [head, *rows], shares=table.widths, heads=1, caption=table.caption)
    for note in table.notes:
        word.paragraph(note, TABLE_NOTE)
    if not table.notes:
        word.gap()


def _cells(row: PrintedRow) -> list[WordCell]:
    shade = {RowKind.GROUP: FIRST_SHADE, RowKind.TOTAL: TOTAL_SHADE}.get(RowKind(row.kind), "")
    is_strong = bool(shade)

    def made(cell: PrintedCell) -> WordCell:
        return WordCell(cell.text, cell.is_number, is_head=is_strong, span=cell.span, shade=shade)

    return [made(row.head), *(made(cell) for cell in row.cells)]


def write_facts(word: WordFile, facts: Iterable[tuple[str, str]]) -> None:
    """Names and what they hold, side by side."""
    rows = [[WordCell(name, is_head=True, shade=FIRST_SHADE), WordCell(fact)] for name, fact in facts]
    if rows:
        write_table(word, rows, shares=(30, 70))
        word.gap()


def write_table(
    word: WordFile, rows: Sequence[Sequence[WordCell]], *, shares: Sequence[int], heads: int = 0, caption: str = ""
) -> None:
    """`shares` of the page's width in percent; the first `heads` rows are repeated on every page."""
    room, is_small = word.width // EMU_PER_TWIP, False
    needs = _needs(rows, len(shares), CELL_SIZE)
    if asked(needs) > room:
        needs, is_small = _needs(rows, len(shares), SMALL_SIZE), True
    widths = fitted(room, shares, needs)
    made = element("w:tbl", _properties(room, caption), element("w:tblGrid", *_grid(widths)))
    for place, row in enumerate(rows):
        made.append(_row(word, row, widths, is_head=place < heads))
    for place, row in enumerate(rows[heads:], start=heads):
        if place == len(rows) - 2 or _is_group(row):
            _keep_with_next(made, place)
    if is_small:
        _make_small(made)
    body = word.document.element.body
    body.insert(len(body) - 1, made)


def _is_group(row: Sequence[WordCell]) -> bool:
    return bool(row) and row[0].shade == FIRST_SHADE and row[0].is_head and len(row) > 1 and row[-1].is_head


def _keep_with_next(table: Any, place: int) -> None:
    """The name of a group stays with its first row, and the sum with the row above it."""
    for paragraph in table.findall(qn("w:tr"))[place].iter(qn("w:p")):
        paragraph.get_or_add_pPr().get_or_add_keepNext()


def _needs(rows: Sequence[Sequence[WordCell]], columns: int, size: float) -> list[tuple[int, int]]:
    """What each column needs for its figures and for its words; a cell over several columns asks none of them."""
    needs = [(0, 0)] * columns
    for row in rows:
        place = 0
        for cell in row:
            if cell.span == 1 and place < columns:
                is_figure = cell.is_number and not cell.is_head
                mine = unbroken(_words(cell), size, is_bold=cell.is_head, is_number=is_figure)
                needs[place] = (max(needs[place][0], mine[0]), max(needs[place][1], mine[1]))
            place += cell.span
    return needs


def _words(cell: WordCell) -> str:
    if not cell.paragraphs:
        return cell.text
    return "\n".join("".join(each.text or "" for each in paragraph.iter(qn("w:t"))) for paragraph in cell.paragraphs)


def _make_small(table: Any) -> None:
    """A table whose figures ask for more than the page has is set as small as print may be."""
    for run in table.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        if properties is None:
            properties = element("w:rPr")
            run.insert(0, properties)
        put(properties, element("w:sz", val=SMALL_SIZE * 2), "w:szCs", "w:u", "w:vertAlign", "w:lang")


def _properties(room: int, caption: str) -> Any:
    sides = [element(f"w:{side}", **LINE) for side in ("top", "left", "bottom", "right", "insideH", "insideV")]
    margins = [element(f"w:{side}", w=70, type="dxa") for side in ("left", "right")]
    made = element(
        "w:tblPr",
        element("w:tblW", w=room, type="dxa"),
        element("w:tblBorders", *sides),
        element("w:tblLayout", type="fixed"),
        element("w:tblCellMar", *margins),
        element("w:tblLook", val="0420", firstRow=1, noHBand=0, noVBand=1),
    )
    if caption:
        made.append(element("w:tblCaption", val=caption))
    return made


def _grid(widths: Sequence[int]) -> list[Any]:
    return [element("w:gridCol", w=width) for width in widths]


def _row(word: WordFile, row: Sequence[WordCell], widths: Sequence[int], *, is_head: bool) -> Any:
    properties = element("w:trPr", element("w:cantSplit"))
    if is_head:
        properties.append(element("w:tblHeader"))
    made, place = element("w:tr", properties), 0
    for cell in row:
        made.append(_cell(word, cell, sum(widths[place : place + cell.span])))
        place += cell.span
    return made


def _cell(word: WordFile, cell: WordCell, width: int) -> Any:
    properties = element("w:tcPr", element("w:tcW", w=width, type="dxa"))
    if cell.span > 1:
        properties.append(element("w:gridSpan", val=cell.span))
    if cell.rows > 1:
        properties.append(element("w:vMerge", val="restart"))
    elif cell.is_continued:
        properties.append(element("w:vMerge"))
    if cell.shade:
        properties.append(element("w:shd", val="clear", color="auto", fill=cell.shade))
    if cell.is_number and " " not in cell.text:
        properties.append(element("w:noWrap"))  # a figure stays in one line, whatever font the reader has
    made = element("w:tc", properties)
    for paragraph in cell.paragraphs or (_paragraph(word, cell),):
        made.append(paragraph)
    return made


def _paragraph(word: WordFile, cell: WordCell) -> Any:
    style = word.style_id(HEAD_CELL if cell.is_head else CELL)
    properties = element("w:pPr", element("w:pStyle", val=style))
    if cell.is_number:
        put(properties, element("w:jc", val="right"), "w:rPr")
    made = element("w:p", properties)
    for place, line in enumerate(cell.text.split("\n")):
        run = element("w:r", element("w:t", text=line))
        if place:
            run.insert(0, element("w:br"))
        made.append(run)
    return made
