"""Whether a control is called what it shows: who speaks to the machine says the words that she sees."""

from __future__ import annotations

import re
from html import unescape

from django.http.response import HttpResponseBase

NAMED = re.compile(r"<(a|button|summary)\b[^>]*?aria-label=\"([^\"]*)\"[^>]*>(.*?)</\1>", re.DOTALL)
UNSEEN = re.compile(r"<(span|svg)[^>]*(?:visually-hidden|aria-hidden)[^>]*>.*?</\1>|<svg.*?</svg>|<[^>]+>", re.DOTALL)


def called_otherwise(answer: HttpResponseBase) -> set[tuple[str, str]]:
    """The name and the visible words of each link or button whose name does not hold its words."""
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return set()
    page = answer.content.decode()  # type: ignore[attr-defined]
    found = set()
    for _tag, name, inside in NAMED.findall(page):
        words = " ".join(unescape(UNSEEN.sub(" ", inside)).split())
        if any(letter.isalnum() for letter in words) and words.lower() not in unescape(name).lower():
            found.add((unescape(name), words))
    return found


def title_of(answer: HttpResponseBase) -> str:
    page = answer.content.decode()  # type: ignore[attr-defined]
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return " ".join(unescape(found[1]).split()) if found else ""
