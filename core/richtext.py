"""Rich text: what may stand in a chapter, cleaned when it is written and again when it is shown."""

from __future__ import annotations

import re
import unicodedata

import nh3

TAGS = {
    "a", "blockquote", "br", "caption", "em", "h2", "h3", "h4", "li", "ol", "p", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "ol": {"start"}}
# nh3 lets protocol-relative and tab-broken addresses through, so links are matched against a list of what is allowed
SAFE_HREF = re.compile(r"^(https?://|mailto:|/[^/\\]|#)", re.IGNORECASE)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and not SAFE_HREF.match(value.strip()):
        return None
    return value


def sanitise(markup: str) -> str:
    """Only the allowed tags and safe links of `markup`, in Unicode form NFC. Scripts go with their content."""
    return nh3.clean(
        unicodedata.normalize("NFC", markup).replace("\x00", ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        clean_content_tags={"script", "style", "svg", "math", "template"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


def plain_text(markup: str) -> str:
    """The words of `markup` without tags, for counting and search."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())
