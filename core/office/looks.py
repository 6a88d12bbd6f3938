"""How the cells of our sheets look: what they hold, and how they stand out."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class CellKind(StrEnum):
    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    SHARE = "share"
    PERCENT = "percent"
    DAY = "day"


class Emphasis(StrEnum):
    """How a row or cell stands out."""

    PLAIN = "plain"
    SECOND = "second"
    FIRST = "first"
    TOTAL = "total"
    HEAD = "head"
    TITLE = "title"
    BANNER = "banner"
    ABOUT = "about"


# Excel writes the separators of the reader's own language: 1 800 000 in Albanian, 1,800,000 in English.
NUMBER_FORMATS = {
    CellKind.MONEY: "#,##0",
    CellKind.NUMBER: "General",
    CellKind.SHARE: "0.0%",
    CellKind.PERCENT: 'General" %"',
    CellKind.DAY: "dd.mm.yyyy",
}
# a little from the edge, so that a figure does not touch the word beside it
TO_THE_RIGHT = {"align": "right", "indent": 1}
LINE = {"border": 1, "border_color": "#CFD8DC"}
LOOKS: dict[Emphasis, dict[str, Any]] = {
    Emphasis.PLAIN: LINE,
    Emphasis.SECOND: {**LINE, "bold": True, "bg_color": "#F2F7F9"},
    Emphasis.FIRST: {**LINE, "bold": True, "bg_color": "#DCEBF1"},
    Emphasis.TOTAL: {**LINE, "bold": True, "bg_color": "#E9EDEF", "top": 2},
    Emphasis.HEAD: {**LINE, "bold": True, "font_color": "#FFFFFF", "bg_color": "#0B4F6C", "valign": "vcenter"},
    Emphasis.TITLE: {"bold": True, "font_size": 14, "font_color": "#0B4F6C"},
    Emphasis.BANNER: {"bold": True, "font_color": "#3D2B00", "bg_color": "#FFE08A"},
    Emphasis.ABOUT: {"font_color": "#4D5961"},
}
IN_ONE_LINE = frozenset({Emphasis.TITLE, Emphasis.BANNER, Emphasis.ABOUT})
