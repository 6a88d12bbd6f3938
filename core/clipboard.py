"""A block of cells as spreadsheets put it on the clipboard: lines, tabs, and quotes around what holds either."""

from __future__ import annotations

import re

MARKS = re.compile(r"\t|\n")


def read_block(text: str) -> list[list[str]]:
    """The cells of a copied block, line by line; a cell in quotes may hold tabs, line breaks and doubled quotes.

    A quote that does not close at the end of a cell is an ordinary sign. The line break at the end belongs to no line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines: list[list[str]] = [[]]
    place = 0
    while place <= len(text):
        cell, place = _quoted(text, place) or _plain(text, place)
        lines[-1].append(cell)
        if text[place : place + 1] == "\n":
            if place + 1 == len(text):
                break
            lines.append([])
        place += 1
    return lines if text else []


def _plain(text: str, place: int) -> tuple[str, int]:
    mark = MARKS.search(text, place)
    end = mark.start() if mark else len(text)
    return text[place:end], end


def _quoted(text: str, place: int) -> tuple[str, int] | None:
    if text[place : place + 1] != '"':
        return None
    end = text.find('"', place + 1)
    while end != -1 and text[end + 1 : end + 2] == '"':
        end = text.find('"', end + 2)
    if end == -1 or text[end + 1 : end + 2] not in {"", "\t", "\n"}:
        return None
    return text[place + 1 : end].replace('""', '"'), end + 1


def write_block(lines: list[list[str]]) -> str:
    """A block as a spreadsheet writes it."""
    return "".join("\t".join(map(_written, line)) + "\n" for line in lines)


def _written(cell: str) -> str:
    quoted = cell.replace('"', '""')
    return f'"{quoted}"' if any(mark in cell for mark in '\t\n\r"') else cell
