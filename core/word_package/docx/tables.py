"""Tables of a DOCX: every row as wide as the widest one, so that the converter cuts no cell off."""

from __future__ import annotations

from collections.abc import Iterator

from core.word_package.archive import Element
from core.word_package.docx.names import closest, drop, local, switched, val, w


def own_parts(around: Element, name: str) -> list[Element]:
    """The rows of a table or the cells of a row, also those in wrappers, and not those of tables inside."""
    return [part for part in around.iter(w(name)) if closest(part, local(around)) is around]


def covered_cells(rows: list[Element]) -> set[Element]:
    """The cells that continue one joined from above: what stands in them is not shown."""
    covered: set[Element] = set()
    above: dict[int, Element] = {}
    for row in rows:
        here: dict[int, Element] = {}
        for column, cell in _placed(row):
            joined = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            if joined is None:
                continue
            if val(joined) == "restart":
                here[column] = cell
            elif column in above:
                here[column] = cell
                covered.add(cell)
        above = here
    return covered


def even_out(root: Element) -> None:
    """Missing cells are empty ones; a lone cell in a row spans it; joins without a beginning are undone."""
    for table in list(root.iter(w("tbl"))):
        rows = table.findall(w("tr"))
        for row in rows:
            if row.find(w("tc")) is None:
                drop(row)
        rows = table.findall(w("tr"))
        covered = covered_cells(rows)
        for cell in table.iterfind(f"{w('tr')}/{w('tc')}"):
            joined = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            if joined is not None and val(joined) != "restart" and cell not in covered:
                drop(joined)
        width = max((_width(row) for row in rows), default=0)
        _write_grid(table, width)
        for row in rows:
            _fill(row, width)
        if rows and all(switched(row.find(w("trPr")), "tblHeader") for row in rows):
            for row in rows[1:]:
                drop(row.find(f"{w('trPr')}/{w('tblHeader')}"))


def _number(row: Element, name: str) -> int:
    given = val(row.find(f"{w('trPr')}/{w(name)}"))
    return int(given) if given is not None and given.isdecimal() else 0


def _span(cell: Element) -> int:
    given = val(cell.find(f"{w('tcPr')}/{w('gridSpan')}"))
    return max(int(given), 1) if given is not None and given.isdecimal() else 1


def _placed(row: Element) -> Iterator[tuple[int, Element]]:
    column = _number(row, "gridBefore")
    for cell in own_parts(row, "tc"):
        yield column, cell
        column += _span(cell)


def _width(row: Element) -> int:
    return _number(row, "gridBefore") + sum(map(_span, row.findall(w("tc")))) + _number(row, "gridAfter")


def _write_grid(table: Element, width: int) -> None:
    old = table.find(w("tblGrid"))
    if old is not None:
        drop(old)
    grid = table.makeelement(w("tblGrid"), {})
    for _column in range(width):
        grid.append(grid.makeelement(w("gridCol"), {w("w"): "1000"}))
    properties = table.find(w("tblPr"))
    table.insert(0 if properties is None else table.index(properties) + 1, grid)


def _fill(row: Element, width: int) -> None:
    cells = row.findall(w("tc"))
    before, missing = _number(row, "gridBefore"), width - _width(row)
    after = missing + _number(row, "gridAfter")
    for name in ("gridBefore", "gridAfter"):
        for mark in row.findall(f"{w('trPr')}/{w(name)}"):
            drop(mark)
    if len(cells) == 1 and not before and after:
        _set_span(cells[0], _span(cells[0]) + after)
        return
    place = row.index(cells[0])
    for _column in range(before):
        row.insert(place, _empty_cell(row))
    for _column in range(after):
        row.append(_empty_cell(row))


def _set_span(cell: Element, width: int) -> None:
    properties = cell.find(w("tcPr"))
    if properties is None:
        properties = cell.makeelement(w("tcPr"), {})
        cell.insert(0, properties)
    for old in properties.findall(w("gridSpan")):
        drop(old)
    properties.append(properties.makeelement(w("gridSpan"), {w("val"): str(width)}))


def _empty_cell(row: Element) -> Element:
    cell = row.makeelement(w("tc"), {})
    cell.append(cell.makeelement(w("p"), {}))
    return cell
