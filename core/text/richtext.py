"""Rich text: what may stand in a chapter, cleaned when it is written and once more when it is shown.

Beside plain elements it holds two of ours, both empty: a note `<span data-footnote="its words"></span>`, and the place
of a table of figures `<div data-block="its_name"></div>`. What the names mean is not known here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from functools import partial
from html import unescape

import nh3

from core.text.paste_cleaner import BLOCK_NAME, clean_paste

TAGS = {
    "a", "blockquote", "br", "caption", "div", "em", "h2", "h3", "h4", "li", "ol", "p", "span", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
BLOCK, FOOTNOTE = "data-block", "data-footnote"
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "div": {BLOCK},
    "ol": {"start"},
    "span": {FOOTNOTE},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# what a pasted text may still carry while it is tidied; the last cleaning takes it off
PASTED_TAGS = TAGS | {"b", "h1", "h5", "h6", "i"}
PASTED_ATTRIBUTES = {**ATTRIBUTES, "*": {"hidden", "style"}, "ol": {"start", "type"}}
# `del` is what its writer had struck out with changes tracked; `ins` only loses its tags
GONE_WITH_CONTENT = {"del", "math", "noscript", "object", "script", "style", "svg", "template", "title", "xml"}
# nh3 lets protocol-relative and tab-broken addresses through, so links are matched against a list of what is allowed
SAFE_HREF = re.compile(r"^(https?://|mailto:|/[^/\\]|#)", re.IGNORECASE)
SMALL_NUMBER = re.compile(r"\d{1,3}")
SCOPES = frozenset({"row", "col", "rowgroup", "colgroup"})
PLACED_BLOCK = re.compile(rf'<div {BLOCK}="([a-z_]+)"></div>')
PLACED_NOTE = re.compile(rf'<span {FOOTNOTE}="([^"]*)"></span>')
NOTE_LIMIT = 2_000
NESTING = re.compile(r"<(/?)(?:[biu]|blockquote|div|em|font|[ou]l|span|strong|table)\b", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
INLINE_TAG = re.compile(r'</?(?:a|em|strong|u)\b(?:[^>"]|"[^"]*")*>')
OWN_TAG = re.compile(
    rf'</?(?:{"|".join(sorted(PASTED_TAGS))})\b(?:[^>"]|"[^"]*")*>'
)  # "<a dhe 17>" in a title is none
LIST_START = re.compile(r'<ol\b[^>]*\bstart="(\d+)"')
LINE_BREAK = re.compile(r"<br\s*/?>")
PARTED = "\0"
ANY_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')
DEEPEST_NESTING = 200  # elements inside one another; the time a parser needs grows with the square of it


def _attribute(tag: str, name: str, value: str, *, blocks: Collection[str] | None) -> str | None:
    if name == "href":
        return value if SAFE_HREF.match(value.strip()) else None
    if name in {"colspan", "rowspan", "start"}:
        return value if SMALL_NUMBER.fullmatch(value) else None
    if name == "scope":
        return value if value in SCOPES else None
    if name == BLOCK:
        return value if (BLOCK_NAME.fullmatch(value) if blocks is None else value in blocks) else None
    return value


def _clean(
    markup: str, tags: set[str], attributes: dict[str, set[str]], *, blocks: Collection[str] | None = None
) -> str:
    return nh3.clean(
        markup,
        tags=tags,
        attributes=attributes,
        attribute_filter=partial(_attribute, blocks=blocks),
        clean_content_tags=GONE_WITH_CONTENT,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


def _nesting(markup: str) -> int:
    """How deep the elements stand inside one another at most, where each is closed by its own tag."""
    depth = deepest = 0
    for found in NESTING.finditer(markup):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest


def sanitise(markup: str, *, blocks: Collection[str] = ()) -> str:
    """What is stored of a written or pasted text: allowed elements, safe links, whole paragraphs, Unicode form NFC.

    Data blocks stay where they are named in `blocks`. Scripts go with their content; Word's imitated lists become
    lists; boxes and empty paragraphs go. Markup nested too deeply to be anybody's text is reduced to its words.
    """
    text = unicodedata.normalize("NFC", markup).replace("\x00", "")
    if _nesting(text) > DEEPEST_NESTING:
        text = TAG.sub(" ", text)
    return only_allowed(clean_paste(_clean(text, PASTED_TAGS, PASTED_ATTRIBUTES, blocks=blocks)))


def only_allowed(markup: str) -> str:
    """The guard of every page: allowed elements and safe links of a text that was tidied when it was written."""
    return _clean(markup, TAGS, ATTRIBUTES)


def plain_text(markup: str) -> str:
    """The words of `markup` without tags, for counting and search; bold in the middle of a word does not part it."""
    return " ".join(ANY_TAG.sub(" ", INLINE_TAG.sub("", markup)).split())


def said_in(markup: str) -> list[str]:
    """Every passage of `markup` by itself, its footnotes and list numbers too: two cells are no one word, or number.

    A broken line is read both ways: as one sentence, and as two.
    """
    body = INLINE_TAG.sub("", PLACED_NOTE.sub("", markup))
    lines = [
        unescape(each)
        for broken in dict.fromkeys((body, LINE_BREAK.sub(" ", body)))
        for each in OWN_TAG.sub(PARTED, broken).split(PARTED)
    ]
    passages = (" ".join(each.split()) for each in (*lines, *notes(markup), *LIST_START.findall(markup)))
    return [each for each in dict.fromkeys(passages) if each]


def placed_blocks(markup: str) -> list[str]:
    """The kinds of the data blocks in cleaned markup, in order, each once."""
    return list(dict.fromkeys(PLACED_BLOCK.findall(markup)))


def notes(markup: str) -> list[str]:
    """The words of the footnotes in cleaned markup, in order."""
    return [unescape(words) for words in PLACED_NOTE.findall(markup)]


def with_numbered_notes(markup: str, number: Callable[[int, str], str]) -> str:
    """Cleaned markup with each footnote replaced by what `number(its number, its words)` makes of it."""
    count = 0

    def put(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return number(count, unescape(found[1]))

    return PLACED_NOTE.sub(put, markup)
