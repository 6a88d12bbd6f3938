"""Tables of an ODT as the converter reads them: plain rows of one width, tables in cells written as lines."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from core.word_package.archive import Element
from core.word_package.docx.names import drop
from core.word_package.odt.names import o, text, words_of
from core.word_package.places import HeadingIndex

TABLE, ROW, CELL, COVERED = (
    o("table", name) for name in ("table", "table-row", "table-cell", "covered-table-cell")
)  # fmt: skip
COLUMNS, ROWS = o("table", "number-columns-repeated"), o("table", "number-rows-repeated")
MOST_COPIES = 64
BETWEEN_CELLS = " | "


def even_out(body: Element, places: HeadingIndex) -> Iterator[tuple[str, str]]:
    """Yields (place, words) of what stands in covered cells and is not shown."""
    for table in reversed(list(body.iter(TABLE))):
        yield from _even_out(table, places)
        if next(table.iterancestors(CELL), None) is not None:
            _write_as_lines(table)


def _own_rows(table: Element) -> list[tuple[Element, bool]]:
    """The rows of this table, not of those inside it, each with whether it is a heading."""
    return [
        (row, next(row.iterancestors(o("table", "table-header-rows"), TABLE)).tag != TABLE)
        for row in table.iter(ROW)
        if next(row.iterancestors(TABLE)) is table
    ]


def _even_out(table: Element, places: HeadingIndex) -> Iterator[tuple[str, str]]:
    heads: list[Element] = []
    others: list[Element] = []
    for row, is_head in _own_rows(table):
        for covered in row.findall(COVERED):
            yield places.of(covered), words_of(covered)
            covered[:] = []
        _repeat(row.findall(CELL) + row.findall(COVERED))
        row.tail = None
        rows = [row, *_copies(row, ROWS)]
        (heads if is_head and not others else others).extend(rows)
    if heads and not others:
        heads, others = heads[:1], heads[1:]
    _rebuild(table, heads, others)


def _repeat(cells: list[Element]) -> None:
    for cell in cells:
        for copy in reversed(_copies(cell, COLUMNS)):
            cell.addnext(copy)


def _copies(element: Element, name: str) -> list[Element]:
    """An element that stands for several has copies; of empty rows one is enough."""
    given = element.attrib.pop(name, "1")
    number = min(int(given), MOST_COPIES) if given.isdecimal() else 1
    if not words_of(element).strip() and element.tag == ROW:
        number = 1
    return [deepcopy(element) for _copy in range(number - 1)]


def _rebuild(table: Element, heads: list[Element], others: list[Element]) -> None:
    rows = heads + others
    width = max((len(_cells(row)) for row in rows), default=0)
    for row in rows:
        for _missing in range(width - len(_cells(row))):
            row.append(row.makeelement(CELL, {}))
    table[:] = []
    for _column in range(width):
        table.append(table.makeelement(o("table", "table-column"), {}))
    if heads:
        head = table.makeelement(o("table", "table-header-rows"), {})
        head.extend(heads)
        table.append(head)
    table.extend(others)


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in {CELL, COVERED}]


def _write_as_lines(table: Element) -> None:
    """The converter reads no table inside a cell: each row becomes a line, its cells parted by a stroke."""
    for row in table.iter(ROW):
        line = table.makeelement(text("p"), {})
        for place, cell in enumerate(row.findall(CELL)):
            if place:
                _append(line, BETWEEN_CELLS)
            for number, block in enumerate(_own_blocks(cell)):
                if number:
                    _append(line, " ")
                _append(line, block.text or "")
                line.extend(list(block))
        table.addprevious(line)
    drop(table)


def _own_blocks(cell: Element) -> list[Element]:
    """The paragraphs of the cell; those of its notes go with their notes."""
    blocks = cell.iter(text("p"), text("h"))
    return [block for block in blocks if next(block.iterancestors(text("note"), CELL)).tag == CELL]


def _append(line: Element, words: str) -> None:
    if len(line):
        line[-1].tail = (line[-1].tail or "") + words
    else:
        line.text = (line.text or "") + words
