"""Which words of a page in Albanian are still those of the code: a text that was never given to the catalogue."""

from __future__ import annotations

import html
import re
from functools import cache

from django.http.response import HttpResponseBase
from django.utils.translation import trans_real

TEXT = re.compile(r">([^<>]+)<")
UNREAD = re.compile(r"<(script|style|template)\b.*?</\1>|\blang=\"en\"[^>]*>[^<]*<", re.DOTALL)


@cache
def english_sentences() -> frozenset[str]:
    """The texts of more than one word whose Albanian is another."""
    catalogue = trans_real.translation("sq")._catalog
    texts = {key.rpartition("\4")[2]: said for key, said in catalogue.items() if isinstance(key, str)}
    return frozenset(text for text, said in texts.items() if " " in text and said != text and "%" not in text)


def leaked(answer: HttpResponseBase) -> set[str]:
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    page = UNREAD.sub("<", answer.content.decode())  # type: ignore[attr-defined]
    said = {" ".join(html.unescape(text).split()) for text in TEXT.findall(page)}
    return said & english_sentences()
