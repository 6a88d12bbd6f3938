"""A long list of boxes is narrowed by words; a short one has no field."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.scripts.conftest import Desk

pytestmark = pytest.mark.browser
NAMES = ["Fëmijë", "Të moshuar", "Gra në nevojë", "Romë", "Egjiptianë", "Të rinj", "Persona me AK", "Emigrantë"]
PAGE = """<!doctype html><html lang="sq"><body><main><form action="/sent"><div id="long">{long}</div>
<div id="short">{short}</div><button>Dërgo</button></form></main>
<template data-checklist><div class="search"><label>Kërko <input type="search"></label>
<span role="status" data-shown="0 të shfaqura"></span></div></template>
<script src="/js/checklist.js"></script></body></html>"""


def boxes(name: str, labels: list[str]) -> str:
    return "".join(
        f'<div class="form-check"><label><input type="checkbox" name="{name}" value="{n}">{label}</label></div>'
        for n, label in enumerate(labels)
    )


@pytest.fixture
def form(desk: Desk) -> Desk:
    desk.html = PAGE.format(long=boxes("groups", NAMES), short=boxes("units", NAMES[:7]))
    desk.open()
    return desk


def test_words_without_accents_narrow_the_list_and_what_is_ticked_stays(form: Desk) -> None:
    page = form.page
    page.locator("#long").get_by_label("Romë").check()

    page.get_by_label("Kërko").fill("femij")

    assert page.locator("#long .form-check:visible").all_inner_texts() == ["Fëmijë", "Romë"]
    expect(page.locator("[role=status]")).to_have_text("2 të shfaqura")
    page.get_by_label("Kërko").press("Escape")
    assert page.locator("#long .form-check:visible").count() == len(NAMES)
    assert page.locator("#long").get_by_label("Romë").is_checked()


def test_enter_searches_and_sends_nothing_and_a_short_list_has_no_field(form: Desk) -> None:
    page = form.page
    page.get_by_label("Kërko").fill("gra")
    page.get_by_label("Kërko").press("Enter")

    assert page.url.endswith("/sq/page/")
    assert page.locator(".search").count() == 1
