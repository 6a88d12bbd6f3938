"""How the project's Word files look: named styles, so that a colleague changes the look in one place."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from core.office.word.parts import element, put

FONT = "Calibri"
CELL_SIZE, SMALL_SIZE = 9, 8
ACCENT, QUIET, AMBER = RGBColor(0x0B, 0x4F, 0x6C), RGBColor(0x4D, 0x59, 0x61), RGBColor(0x7A, 0x4B, 0x00)
LANGUAGES = {"sq": "sq-AL", "en": "en-GB"}
BANNER, CELL, HEAD_CELL, TABLE_NOTE, NOTE, OFFICIAL, OFFICIAL_LINE, QUOTE = (
    "Plan Banner",
    "Plan Cell",
    "Plan Cell Head",
    "Plan Table Note",
    "Plan Note",
    "Plan Official",
    "Plan Official Line",
    "Quote",
)
CONTENTS, GAP = "toc 1", "Plan Gap"  # a line of the contents is what Word itself calls one


def lay_styles(document: Any, language: str) -> None:
    """Set the built-in styles and add the project's own."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    put(defaults, element("w:lang", val=LANGUAGES[language], eastAsia=LANGUAGES[language], bidi="ar-SA"))
    normal = document.styles["Normal"]
    _font(normal, 11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    for name, size in (("Title", 26), ("Heading 1", 18), ("Heading 2", 14), ("Heading 3", 12), ("Heading 4", 11)):
        _font(document.styles[name], size, is_bold=True, colour=ACCENT)
        document.styles[name].paragraph_format.keep_with_next = True
    for name, space in (("Heading 1", 18), ("Caption", 10)):
        document.styles[name].paragraph_format.space_before = Pt(space)
    _font(document.styles["Subtitle"], 14, colour=QUIET)
    _font(document.styles["Caption"], 10, is_bold=True, colour=ACCENT)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    _font(document.styles["Footer"], SMALL_SIZE, colour=QUIET)
    _add(document, CONTENTS, 11, is_builtin=True)
    document.styles[CONTENTS].paragraph_format.space_after = Pt(3)
    _add(document, GAP, 2)
    document.styles[GAP].paragraph_format.space_after = Pt(0)
    _add(document, BANNER, 9, is_bold=True, colour=AMBER)
    _add(document, CELL, CELL_SIZE)
    _add(document, HEAD_CELL, CELL_SIZE, is_bold=True)
    _add(document, TABLE_NOTE, 9, colour=QUIET)
    _add(document, NOTE, 9)
    _add(document, OFFICIAL, 13, is_bold=True)
    _add(document, OFFICIAL_LINE, 11, is_bold=True)
    for name in (OFFICIAL, OFFICIAL_LINE):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles[OFFICIAL].paragraph_format.space_before = Pt(12)
    document.styles[OFFICIAL].paragraph_format.keep_with_next = True
    document.styles[OFFICIAL_LINE].paragraph_format.space_after = Pt(0)
    for name in (CELL, HEAD_CELL):
        document.styles[name].paragraph_format.space_after = Pt(0)
        document.styles[name].paragraph_format.line_spacing = 1.0


def _add(
    document: Any,
    name: str,
    size: float,
    *,
    is_bold: bool = False,
    colour: RGBColor | None = None,
    is_builtin: bool = False,
) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=is_builtin)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _font(style, size, is_bold=is_bold, colour=colour)


def _font(style: Any, size: float, *, is_bold: bool = False, colour: RGBColor | None = None) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = is_bold or None
    style.font.italic = None
    if colour is not None:
        style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
