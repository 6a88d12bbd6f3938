"""The published edition: short while its tables are folded, opened by keyboard, whole without scripts and on paper."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from assessments.models import Assessment
from assessments.published_map import published_map
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser
MOST_PIXELS = 8_000
FOLDED = "main details.unfolds-in-print"


def edition() -> Assessment:
    return Assessment.objects.published().earliest("pk")


def test_on_a_telephone_it_is_short_and_a_key_opens_a_table(reader: Callable[..., BrowserReader]) -> None:
    anybody = reader(width=360)
    anybody.go(f"assessments/{edition().pk}/published/")
    page = anybody.page
    assert page.evaluate("document.documentElement.scrollHeight") <= MOST_PIXELS
    needs = page.locator(FOLDED).filter(has=page.locator("table.stacks"))
    code = edition().needs.earliest("code").code
    row = needs.locator("th").filter(has_text=code).first
    expect(row).not_to_be_visible()

    needs.locator("summary").focus()
    page.keyboard.press("Enter")

    expect(row).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_printed_whole(scripts: bool, reader: Callable[..., BrowserReader]) -> None:
    anybody = reader(scripts=scripts)
    anybody.page.goto(f"/sq/assessments/{edition().pk}/published/")

    paper = PdfReader(io.BytesIO(anybody.page.pdf()))

    shown = [line.service.code for line in published_map(edition()).lines]
    words = " ".join(page.extract_text() for page in paper.pages)
    assert [need.code for need in edition().needs.all() if need.code not in words] == []
    assert [code for code in shown if code not in words] == []
    assert anybody.page.locator(f"{FOLDED}[open]").count() == 0
