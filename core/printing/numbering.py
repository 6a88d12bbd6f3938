"""Numbers of tables and figures, and the lists of them; written into the document's tree, so that they are read back.

A document asks for them by naming, on its root, what a table and a figure are called in its language. The figures of a
chart belong to the chart and get no number of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import SubElement

from core.printing.content import classes_of, is_unseen, name_of, words_of

LEAST_LISTED = 3
UNNUMBERED = frozenset({"unnumbered", "one-page", "cover", "imprint"})
WANTED = {"table": "caption", "figure": "figcaption"}
LISTS = {"list-of-tables": "table", "list-of-figures": "figure"}


@dataclass(frozen=True, slots=True)
class Caption:
    """A numbered table or figure: its kind, where it stands and what it says."""

    kind: str
    anchor: str
    words: str


def number_captions(
    tree: Any, *, before: Mapping[str, int] | None = None, after: Sequence[Caption] = ()
) -> list[Caption]:
    """Write “Table 3. ” before captions, and fill the lists; a list of one or two is left out.

    Of a document made in parts, `before` says how many stand in the parts before this one, `after` those that follow.
    """
    names = {kind: tree.get(f"data-{kind}-name") for kind in WANTED}
    if not all(names.values()):
        return []
    counts = dict(before or dict.fromkeys(WANTED, 0))
    found = []
    for kind, holder, caption in captions(tree):
        counts[kind] += 1
        anchor = f"{kind}-{counts[kind]}-of-all"
        caption.text = f"{names[kind]} {counts[kind]}. {(caption.text or '').lstrip()}"
        holder.set("id", anchor)
        found.append(Caption(kind, anchor, words_of(caption)))
    for parent in list(tree.iter()):
        for place in list(parent):
            if name_of(place) == "nav" and (kinds := LISTS.keys() & classes_of(place)):
                kind = LISTS[kinds.pop()]
                _fill(parent, place, [each for each in (*found, *after) if each.kind == kind])
    return found


def captions(element: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each table and figure that is numbered, with its kind and its caption, in their order."""
    if is_unseen(element) or UNNUMBERED & classes_of(element):
        return
    for child in element:
        kind = name_of(child)
        caption = next((each for each in child if name_of(each) == WANTED.get(kind)), None)
        if caption is not None and not UNNUMBERED & classes_of(child):
            yield kind, child, caption
        elif kind != "svg":
            yield from captions(child)


def _fill(parent: Any, place: Any, entries: Sequence[Caption]) -> None:
    if len(entries) < LEAST_LISTED:
        parent.remove(place)
        return
    listed = SubElement(place, "ol")
    for entry in entries:
        SubElement(SubElement(listed, "li"), "a", {"href": f"#{entry.anchor}"}).text = entry.words
