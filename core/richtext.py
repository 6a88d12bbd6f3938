"""Rich text: what may stand in a chapter, cleaned when it is written and again when it is shown.

Besides text it may hold places of data blocks, `<div data-block="kind"></div>` between paragraphs, and footnotes,
`<span data-footnote="plain words"></span>` within them. Both stand empty: what they show is put in when printed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Collection
from functools import partial
from typing import ClassVar

import nh3

TAGS = {
    "a", "blockquote", "br", "caption", "div", "em", "h2", "h3", "h4", "li", "ol", "p", "span", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
BLOCK, FOOTNOTE = "data-block", "data-footnote"
ATTRIBUTES = {
    "a": {"href"},
    "div": {BLOCK},
    "ol": {"start"},
    "span": {FOOTNOTE},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# nh3 lets protocol-relative and tab-broken addresses through, so links are matched against a list of what is allowed
SAFE_HREF = re.compile(r"^(https?://|mailto:|/[^/\\]|#)", re.IGNORECASE)
# in cleaned markup every attribute is quoted, and a quoted value may hold a ">"
_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:[^>"]|"[^"]*")*>')
_MARKER = re.compile(rf'<(?:div {BLOCK}|span {FOOTNOTE})="(?P<value>[^"]*)">')
PLACED_BLOCK = re.compile(rf'<div {BLOCK}="(?P<kind>[^"]*)"></div>')
PLACED_NOTE = re.compile(rf'<span {FOOTNOTE}="(?P<text>[^"]*)"></span>')


def _attribute(tag: str, name: str, value: str, *, blocks: Collection[str]) -> str | None:
    if name == "href" and not SAFE_HREF.match(value.strip()):
        return None
    if name == BLOCK:
        return value if value in blocks else None
    if name == FOOTNOTE:
        return " ".join(value.split()) or None
    return value


class _Markers:
    """Empties the places of blocks and notes in cleaned markup, and moves those out of what cannot hold them."""

    HOLDERS: ClassVar = {"table": "div", "a": "span"}  # a block in a table stands after it, a note in a link too

    def __init__(self) -> None:
        self._depth = dict.fromkeys(self.HOLDERS, 0)
        self._held: dict[str, list[str]] = {name: [] for name in self.HOLDERS}

    def put(self, found: re.Match[str]) -> str:
        name, is_end = found["name"], bool(found["end"])
        if name in self.HOLDERS:
            return found[0] + self._after(name, is_end=is_end)
        if name not in self.HOLDERS.values():
            return found[0]
        if is_end or not _MARKER.fullmatch(found[0]):
            return ""
        marker = f"{found[0]}</{name}>"
        holder = next(holder for holder, held in self.HOLDERS.items() if held == name)
        if not self._depth[holder]:
            return marker
        self._held[holder].append(marker)
        return ""

    def _after(self, holder: str, *, is_end: bool) -> str:
        self._depth[holder] += -1 if is_end else 1
        if self._depth[holder]:
            return ""
        held, self._held[holder] = self._held[holder], []
        return "".join(held)


def sanitise(markup: str, *, blocks: Collection[str] = ()) -> str:
    """Only the allowed tags and safe links of `markup`, in Unicode form NFC. Scripts go with their content.

    Data blocks stay where they are of a kind in `blocks`; the others go.
    """
    cleaned = nh3.clean(
        unicodedata.normalize("NFC", markup).replace("\x00", ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=partial(_attribute, blocks=blocks),
        clean_content_tags={"script", "style", "svg", "math", "template"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return _TAG.sub(_Markers().put, cleaned)


def placed_blocks(markup: str) -> list[str]:
    """The kinds of the data blocks in cleaned markup, in order, each once."""
    return list(dict.fromkeys(found["kind"] for found in PLACED_BLOCK.finditer(markup)))


def with_numbered_notes(markup: str, number: Callable[[int, str], str]) -> str:
    """Cleaned markup with each footnote replaced by what `number(its number, its words)` makes of it."""
    count = 0

    def put(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return number(count, html.unescape(found["text"]))

    return PLACED_NOTE.sub(put, markup)


def plain_text(markup: str) -> str:
    """The words of `markup` without tags, for counting and search."""
    return " ".join(re.sub(r'<(?:[^>"]|"[^"]*")*>', " ", markup).split())
