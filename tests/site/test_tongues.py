"""On every public page in English, Albanian words without an English text say that they are Albanian."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from core.public import public_pages
from tests.access import ANONYMOUS, AccessRows, by_rows
from tests.everywhere.links import visit
from tests.everywhere.test_access import PAGES

ALBANIAN = "Vetëmshqip"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
#: The window's name cannot be parted; a drawing's words stand in the table beside it.
UNMARKED = {"title", "script", "style", "svg", "template", "textarea"}


class Texts(HTMLParser):
    """The Albanian texts of a page, and the language they are said to be in."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or (self.open[-1][1] if self.open else "")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if ALBANIAN in data and not UNMARKED & {tag for tag, _language in self.open}:
            self.found.append((" ".join(data.split())[:80], self.open[-1][1]))


class _Told:
    """A field as it would be read if its English were never written, and its Albanian could be told from afar."""

    def __init__(self, name: str, stored: Any, *, is_english: bool) -> None:
        self.name, self.stored, self.is_english = name, stored, is_english

    def __get__(self, row: Any, model: type) -> Any:
        if row is None:
            return self
        words = row.__dict__[self.name] if self.name in row.__dict__ else self.stored.__get__(row, model)
        if not words or not isinstance(words, str):
            return words
        return "" if self.is_english else f"{ALBANIAN} {words}"

    def __set__(self, row: Any, words: Any) -> None:
        row.__dict__[self.name] = words


def in_both() -> Iterator[tuple[type, str, str]]:
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        for name in names:
            if name.endswith("_sq") and f"{name[:-3]}_en" in names:
                yield model, name, f"{name[:-3]}_en"


@pytest.fixture
def no_english(standing: AccessRows, monkeypatch: pytest.MonkeyPatch) -> Any:
    def blank() -> None:
        for model, albanian, english in in_both():
            for name, is_english in ((albanian, False), (english, True)):
                told = _Told(name, model.__dict__[name], is_english=is_english)
                monkeypatch.setattr(model, name, told)

    return blank


@pytest.mark.parametrize("name", [name for name in by_rows(PAGES) if name in public_pages()])
def test_what_has_no_english_says_so(
    name: str, visitors: dict[str, str], standing: AccessRows, no_english: Any
) -> None:
    page = PAGES[name]
    with override("en"):
        address = reverse(name, args=standing.of(page))
    no_english()

    answer = visit(visitors[ANONYMOUS], page, address)

    assert answer.status_code == page.expected(ANONYMOUS)
    texts = Texts()
    texts.feed(answer.content.decode())  # type: ignore[attr-defined]
    assert texts.found or answer.status_code == 302  # at least the municipality's own name
    assert [text for text, language in texts.found if language != "sq"] == []
