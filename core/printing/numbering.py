"""Numbers of tables and figures, and the lists of them; written into the document's tree, so that they are read back.

A document asks for them by naming, on its root, what a table and a figure are called in its language. The figures of a
chart belong to the chart and get no number of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import SubElement

from core.printing.content import classes_of, is_unseen, name_of, words_of

LEAST_LISTED = 3
UNNUMBERED = frozenset({"unnumbered", "one-page", "cover", "imprint"})
LISTS = {"list-of-tables": "table", "list-of-figures": "figure"}


def number_captions(tree: Any) -> None:
    """Write “Table 3. ” before captions, and fill the lists; a list of one or two is left out."""
    names = {kind: tree.get(f"data-{kind}-name") for kind in LISTS.values()}
    if not all(names.values()):
        return
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind in names}
    for kind, holder, caption in _captions(tree):
        entries = found[kind]
        anchor = f"{kind}-{len(entries) + 1}-of-all"
        caption.text = f"{names[kind]} {len(entries) + 1}. {(caption.text or '').lstrip()}"
        holder.set("id", anchor)
        entries.append((anchor, words_of(caption)))
    for parent in list(tree.iter()):
        for place in list(parent):
            if name_of(place) == "nav" and (kinds := LISTS.keys() & classes_of(place)):
                _fill(parent, place, found[LISTS[kinds.pop()]])


def _captions(element: Any) -> Iterator[tuple[str, Any, Any]]:
    if is_unseen(element) or UNNUMBERED & classes_of(element):
        return
    wanted = {"table": "caption", "figure": "figcaption"}
    for child in element:
        kind = name_of(child)
        caption = next((each for each in child if name_of(each) == wanted.get(kind)), None)
        if caption is not None and not UNNUMBERED & classes_of(child):
            yield kind, child, caption
        elif kind != "svg":
            yield from _captions(child)


def _fill(parent: Any, place: Any, entries: list[tuple[str, str]]) -> None:
    if len(entries) < LEAST_LISTED:
        parent.remove(place)
        return
    listed = SubElement(place, "ol")
    for anchor, words in entries:
        SubElement(SubElement(listed, "li"), "a", {"href": f"#{anchor}"}).text = words
