"""What an engine would drop or change in silence is put right in the document's tree before it is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from core.printing import narrow
from core.printing.content import classes_of, name_of, words_of
from core.text.hyphens import with_soft_hyphens

# a head is repeated while it takes less than a third of a page: so many lines of so many signs across the paper, of
# which a sheet that lies across has more
MOST_HEAD_LINES, SIGNS_ACROSS, SIGNS_ACROSS_WIDE, WIDE = 14, 110, 180, "wide"
# a row is kept whole while it takes less than about half a page, as a taller one would push its table's head away; the
# rows of a group while they would leave less than a third of a page empty
MOST_TOGETHER_IN = {"tr": 24, "tbody": 14}
# what is kept on one page has to fit there with ease
MOST_LINES_TOGETHER = 40
CELLS = frozenset({"td", "th"})
FIGURE = re.compile(r"[-\u2212\u2013+]?\d[\d\s.,\u00a0\u202f]*(?:%|‰|ALL|lekë|€)?")
NO_FIGURE = frozenset({"\u2013", "-", "■"})
LINES = frozenset({"br", "li", "p"})
SPACES = " \n\t"  # not the one that holds words together
LIST_STYLES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


def mend(tree: Any) -> None:
    """Heads too tall to repeat become rows, what is too tall to stay whole may break, lists begin where they say.

    A picture's drawing for telephones is taken away. Spaces at the edges of a cell are too: nobody sees them, and the
    engine ends a line after its first word where only such a space has no room. Columns of figures stand to the right,
    and long Albanian words in cells may be parted between syllables.
    """
    _take_empty_away(tree)
    _take_narrow_away(tree)
    wide = {id(each) for part in tree.iter() if WIDE in classes_of(part) for each in part.iter()}
    for element in list(tree.iter()):
        name = name_of(element)
        across = SIGNS_ACROSS_WIDE if id(element) in wide else SIGNS_ACROSS
        if name in CELLS:
            _take_edges_away(element)
            if tree.get("lang") == "sq":
                _part_long_words(element)
        if name == "table":
            _say_scopes(element)
            _free_head(element, across)
            _align_figures(element)
        elif name in MOST_TOGETHER_IN and _lines_of_group(element, across) > MOST_TOGETHER_IN[name]:
            element.set("style", "break-inside: auto")
        elif "keep" in classes_of(element):
            _part_what_is_tall(element, across)
        elif name == "ol" and (element.get("start") or element.get("type")):
            _keep_numbers(element)


def _take_empty_away(tree: Any) -> None:
    """A paragraph that says nothing would be read as one; one of a form to be filled in has a class."""
    for parent in list(tree.iter()):
        for place, each in reversed(list(enumerate(parent))):
            if name_of(each) == "p" and not len(each) and not each.attrib and not (each.text or "").strip(SPACES):
                if (each.tail or "").strip():
                    continue
                del parent[place]


def _take_edges_away(cell: Any) -> None:
    cell.text = (cell.text or "").lstrip(SPACES)
    if len(cell):
        cell[-1].tail = (cell[-1].tail or "").rstrip(SPACES)
    else:
        cell.text = cell.text.rstrip(SPACES)


def _take_narrow_away(tree: Any) -> None:
    """A paper has room for the wide drawing."""
    for parent in list(tree.iter()):
        for each in list(parent):
            if narrow.CLASS_NAME in classes_of(each):
                parent.remove(each)


def _say_scopes(table: Any) -> None:
    """A head that does not say of what is one of its column in the table's head or a row of heads, else of its row."""
    rows = [(part, row) for part in table.iter() for row in part if name_of(row) == "tr"]
    for part, row in rows:
        is_head = name_of(part) == "thead" or all(name_of(cell) == "th" for cell in row)
        for cell in row:
            if name_of(cell) == "th" and not cell.get("scope"):
                cell.set("scope", "col" if is_head else "row")


def _lines_of_group(element: Any, across: int) -> int:
    return _lines_of(element if name_of(element) == "tbody" else [element], across)


def _part_what_is_tall(element: Any, across: int) -> None:
    """A table that cannot stay whole loses its head when it has to."""
    if _lines_of((each for each in element.iter() if name_of(each) == "tr"), across) > MOST_LINES_TOGETHER:
        element.set("class", " ".join(sorted(classes_of(element) - {"keep"})))


def _free_head(table: Any, across: int) -> None:
    """A head as tall as the page leaves no room for a row, and a table of heads alone prints nothing."""
    head = next((each for each in table if name_of(each) == "thead"), None)
    if head is None:
        return
    has_rows = any(True for body in table if name_of(body) in {"tbody", "tfoot"} for _row in body) or any(
        name_of(each) == "tr" for each in table
    )
    if not has_rows or _lines_of(head, across) > MOST_HEAD_LINES:
        head.tag = "tbody"


def _lines_of(rows: Iterable[Any], across: int) -> int:
    """About how many lines the rows take, columns being equally wide; a word longer than its column is broken."""
    lines = 0
    for row in rows:
        columns = sum(_span(cell) for cell in row)
        lines += max((_lines_of_cell(cell, across * _span(cell) // columns) for cell in row), default=0)
    return lines


def _lines_of_cell(cell: Any, signs_across: int) -> int:
    begun = sum(name_of(each) in LINES for each in cell.iter())
    return 1 + begun + len(words_of(cell)) // max(signs_across, 1)


def _part_long_words(cell: Any) -> None:
    """In cells alone: elsewhere a line has room, and what is copied from there stays as it is."""
    if classes_of(cell) & {"number", "hash"}:
        return
    for element in cell.iter():
        if name_of(element) in {"a", "svg"}:
            return
        element.text = with_soft_hyphens(element.text) if element.text else element.text
        if element is not cell and element.tail:
            element.tail = with_soft_hyphens(element.tail)


def _align_figures(table: Any) -> None:
    """A column that holds figures alone stands to the right with its head; a table of joined cells stays as it is."""
    rows = [row for row in table.iter() if name_of(row) == "tr"]
    grid = [[cell for cell in row if name_of(cell) in CELLS] for row in rows]
    if any(cell.get("colspan") or cell.get("rowspan") for row in grid for cell in row):
        return
    for column in zip(*grid, strict=False):
        body = [words_of(cell) for cell in column if name_of(cell) == "td"]
        filled = [words for words in body if words and words not in NO_FIGURE]
        if filled and all(FIGURE.fullmatch(words) for words in filled):
            for cell in column:
                if name_of(cell) == "td" or not any(name_of(each) == "td" for each in column[: column.index(cell)]):
                    cell.set("class", " ".join(sorted(classes_of(cell) | {"number"})))


def _span(cell: Any) -> int:
    return int(cell.get("colspan") or 1)


def _keep_numbers(element: Any) -> None:
    rules = [element.get("style") or ""]
    if start := element.get("start"):
        rules.append(f"counter-reset: list-item {int(start) - 1}")
    if style := LIST_STYLES.get(element.get("type") or ""):
        rules.append(f"list-style-type: {style}")
    element.set("style", "; ".join(filter(None, rules)))
