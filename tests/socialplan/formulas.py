"""A second opinion on a spreadsheet: evaluates its formulas from its entered cells, as a spreadsheet program would."""

from __future__ import annotations

import re
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import range_boundaries

REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'!|(\w+)!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)")
COMPARED = re.compile(r"(?<![<>=])=(?!=)")


class CellColumn(list):
    """A block of cells; comparing or multiplying goes cell by cell."""

    def __eq__(self, other: Any) -> Any:
        return CellColumn(value == other for value in self)

    def __mul__(self, other: Any) -> Any:
        return CellColumn(left * right for left, right in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


class Evaluator:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.known: dict[tuple[str, int, int], Any] = {}

    def value(self, sheet: str, row: int, column: int) -> Any:
        key = (sheet, row, column)
        if key not in self.known:
            entered = self.book[sheet].cell(row, column).value
            is_formula = isinstance(entered, str) and entered.startswith("=")
            self.known[key] = self.evaluate(sheet, entered[1:]) if is_formula else entered
        return self.known[key]

    def evaluate(self, sheet: str, formula: str) -> Any:
        names: dict[str, Any] = {}

        def take(found: re.Match[str]) -> str:
            name = f"x{len(names)}"
            names[name] = self.block((found[1] or found[2] or sheet).replace("''", "'"), found[3].replace("$", ""))
            return name

        expression = COMPARED.sub("==", REFERENCE.sub(take, formula))
        functions = {"SUM": total, "SUMPRODUCT": total, "IF": lambda test, yes, no: yes if test else no}
        return eval(expression, {"__builtins__": {}}, {**functions, **names})

    def block(self, sheet: str, address: str) -> Any:
        left, top, right, bottom = range_boundaries(address)
        cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        values = CellColumn(self.value(sheet, *cell) for cell in cells)
        return values if ":" in address else values[0]


def total(*parts: Any) -> Any:
    flat = [value for part in parts for value in (part if isinstance(part, list) else [part])]
    return sum(value for value in flat if isinstance(value, int | float))
