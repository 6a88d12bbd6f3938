"""Reads the sheets of an XLSX part by part: values as they were saved, never a formula, without padding."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from lxml import etree

from core.sheet_reader.cells import (
    LAST_ROW,
    MOST_COLUMNS,
    CellContent,
    SheetCell,
    SheetRefused,
    column_place,
    refuse_far,
    row_number,
)
from core.word_package.archive import Archive

RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FIRST_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
DAY_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TEXTS = frozenset({"s", "str", "inlineStr"})
OTHERS = {"b": CellContent.TRUTH.value, "d": CellContent.DAY.value, "e": CellContent.FAULT.value}
TEXT, NUMBER = CellContent.TEXT.value, CellContent.NUMBER.value  # read a million times
DIGITS = "0123456789"
PLAIN_DIGITS = 15
MOST_REMEMBERED = 2_000  # days and other numbers in a style, which many rows repeat
LAST_DAY = 2_958_465  # 31.12.9999


@cache
def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def local(element: Any) -> str:
    return _local(element.tag)


def elements(content: bytes, *names: str) -> Iterator[Any]:
    """Elements of a part as they end, in bounded memory; entities of its own are refused."""
    if b"<!DOCTYPE" in content[:2_000]:
        raise SheetRefused("entities")
    wanted = [f"{{*}}{name}" for name in names]
    parsing = etree.iterparse(
        io.BytesIO(content), events=("end",), tag=wanted, resolve_entities=False, no_network=True
    )
    try:
        for _event, element in parsing:
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise SheetRefused("damaged") from error


@dataclass(slots=True)
class CellStyles:
    """Per cell style: whether it shows a day, and how many digits a code is filled up to."""

    days: list[bool] = field(default_factory=list)
    digits: list[int] = field(default_factory=list)

    def shows_day(self, style: int) -> bool:
        return style < len(self.days) and self.days[style]

    def filled(self, style: int) -> int:
        return self.digits[style] if style < len(self.digits) else 0


def _styles(content: bytes) -> CellStyles:
    found = CellStyles()
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    for block in root.iter("{*}cellXfs"):
        for style in block:
            number = style.get("numFmtId", "0")
            code = ASIDE.sub("", own.get(number, ""))
            found.days.append(int(number) in DAY_FORMATS or any(sign in code.lower() for sign in "dy"))
            found.digits.append(len(code) if code and set(code) == {"0"} else 0)
    return found


class XlsxBook:
    def __init__(self, content: bytes, room: int) -> None:
        self._archive = Archive(content, room)
        main = self._archive.main_part()
        root = self._archive.root(main) if main else None
        if root is None or main is None:
            raise SheetRefused("damaged")
        parts = {identity: (kind, path) for identity, kind, path in self._archive.relations(main)}
        by_kind = dict(parts.values())
        self._sheets = [
            (sheet.get("name", ""), sheet.get("state", "visible") != "visible", parts[sheet.get(RELATION_ID)][1])
            for sheet in root.iter("{*}sheet")
            if parts.get(sheet.get(RELATION_ID), ("", ""))[0] == "worksheet"
        ]
        properties = next(root.iter("{*}workbookPr"), None)
        is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
        self._first_day = FIRST_DAYS[is_1904]
        self._styles = _styles(self._archive.read(by_kind["styles"])) if "styles" in by_kind else CellStyles()
        styles = range(len(self._styles.days))
        dressed = {str(each) for each in styles if self._styles.days[each] or self._styles.digits[each]}
        self._plain_styles = {str(each) for each in styles} - dressed | {"0"} - dressed
        self._shared = self._shared_texts(by_kind.get("sharedStrings"))
        self._numbers: dict[tuple[str, str, bool], str] = {}

    def _shared_texts(self, part: str | None) -> list[str]:
        if part is None or part not in self._archive.names:
            return []
        return [_text(each) for each in elements(self._archive.read(part), "si")]

    def lines(self) -> Iterator[Any]:
        for name, is_hidden, part in self._sheets:
            yield {"sheet": name, "hidden": is_hidden}
            yield from self._sheet(part)

    def _sheet(self, part: str) -> Iterator[Any]:
        merged: list[str] = []
        hidden_rows: list[int] = []
        hidden_columns: list[list[int]] = []
        last = 0
        for element in elements(self._archive.read(part), "row", "mergeCell", "col"):
            kind = local(element)
            if kind == "row":
                last = int(element.get("r") or last + 1)
                cells = self._row(element, last)
                if cells:
                    if element.get("hidden") in {"1", "true"}:
                        hidden_rows.append(last)
                    yield [last, cells]
            elif kind == "mergeCell":
                merged.append(element.get("ref", ""))
            elif element.get("hidden") in {"1", "true"}:
                hidden_columns.append([int(element.get("min", 1)) - 1, int(element.get("max", 1)) - 1])
        yield {"merged": merged, "hidden_rows": hidden_rows, "hidden_columns": hidden_columns}

    def _row(self, row: Any, number: int) -> list[str]:
        cells: list[str] = []
        for element in row:
            reference = element.get("r")
            place = _place(reference.rstrip(DIGITS)) if reference else len(cells)
            packed = self._cell(element)
            if not packed:
                if not reference:
                    cells.append("")  # cells without a reference follow each other
                continue
            if place >= MOST_COLUMNS or number > LAST_ROW:
                refuse_far(place, row_number(reference or "") or number)
            while len(cells) < place:
                cells.append("")
            cells.append(packed)
        while cells and not cells[-1]:
            cells.pop()
        return cells

    def _cell(self, element: Any) -> str:
        """Packed; empty where nothing stands there."""
        kind = element.get("t", "n")
        value, has_formula, inline = "", False, None
        for part in element:
            name = _local(part.tag)
            if name == "v":
                value = part.text or ""
            elif name == "f":
                has_formula = True
            elif name == "is":
                inline = part
        if kind in TEXTS:
            text = self._said(kind, inline, value)
            return _packed(TEXT, text, is_formula=has_formula) if text else ""
        if not value:
            return CellContent.UNCALCULATED.value if has_formula else ""
        if kind in OTHERS:
            return _packed(OTHERS[kind], value, is_formula=has_formula)
        if element.get("s", "0") in self._plain_styles and value.isdecimal() and len(value) < PLAIN_DIGITS:
            return _packed(NUMBER, value.lstrip("0") or "0", is_formula=has_formula)
        shown = value, element.get("s", "0"), has_formula
        if (known := self._numbers.get(shown)) is None:
            if len(self._numbers) >= MOST_REMEMBERED:
                self._numbers.clear()
            known = self._numbers[shown] = self._number(value, int(shown[1]), is_formula=has_formula).packed
        return known

    def _said(self, kind: str, inline: Any, value: str) -> str:
        if kind == "inlineStr":
            return "" if inline is None else _text(inline)
        if kind == "str":
            return _unescaped(value)
        return self._shared[int(value)] if value and int(value) < len(self._shared) else ""

    def _number(self, value: str, style: int, *, is_formula: bool) -> SheetCell:
        number = float(value)
        if self._styles.shows_day(style) and 0 < number <= LAST_DAY:
            day = self._first_day + timedelta(days=int(number))
            return SheetCell(CellContent.DAY, day.isoformat(), is_formula)
        plain = str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
        if (digits := self._styles.filled(style)) and plain.isdigit():
            return SheetCell(CellContent.TEXT, plain.zfill(digits), is_formula)
        return SheetCell(CellContent.NUMBER, plain, is_formula)


@cache
def _place(letters: str) -> int:
    return column_place(letters)


def _packed(kind: str, text: str, *, is_formula: bool) -> str:
    return (kind.upper() if is_formula else kind) + text


def _text(element: Any) -> str:
    """The letters of a string, without the reading aids of Asian scripts."""
    if len(element) == 1 and _local(element[0].tag) == "t":
        return _unescaped(element[0].text or "")
    runs = (each for each in element.iter("{*}t") if local(each.getparent()) != "rPh")
    return _unescaped("".join(each.text or "" for each in runs))


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold are written _x000D_."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
