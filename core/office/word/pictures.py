"""Charts in a Word file: the same drawing as on the page, as a picture that says in words what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from importlib import import_module
from typing import Any

from django.template.loader import render_to_string
from docx.shared import Length

from core.office.word.file import WordFile
from core.printing.charts import BarChart
from core.printing.tiles import TileMap

SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)
SAID = re.compile(r"<title>(.*?)</title>", re.DOTALL)
EMU_PER_PIXEL = 9525


def write_pictures(word: WordFile, pictures: Iterable[Any]) -> None:
    """Each with its numbered caption; its figures stand in a table beside it.

    Where the machine has no engine that draws, the tables alone are written: every figure stands there too.
    """
    try:
        drawing = import_module("core.printing.drawing")
    except OSError:
        return
    for picture in pictures:
        drawn = SVG.search(_page_of(picture))
        said = SAID.search(drawn[0]) if drawn else None
        if drawn and said:
            word.numbered_caption(picture.caption, is_figure=True)
            width = Length(min(word.width, int(picture.width * EMU_PER_PIXEL)))
            words = " ".join(unescape(said[1]).split())
            word.picture(drawing.png_of(drawn[0]), alternative=words, width=width)


def _page_of(picture: Any) -> str:
    if isinstance(picture, BarChart):
        given = {"chart": picture, "has_table": True, "folds": False}
        return render_to_string("core/partials/_chart.html", given)
    if isinstance(picture, TileMap):
        return render_to_string("core/partials/_tile_map.html", {"map": picture})
    return render_to_string("core/partials/_progress_picture.html", {"picture": picture})
