"""The way of five people without a mouse; pages that hold with large text, wide spacing and a step back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.demo import DOMAIN, PASSWORD
from consultations.models import Contribution, Round
from tests.browser.reader import BrowserReader, violations

pytestmark = pytest.mark.browser
#: What a reader's own sheet may do by WCAG 1.4.12, and letters of twice the size.
LARGE = """html { font-size: 200% !important }
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
WEAR = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
MOST_STEPS = 150


def reach(page: Page, selector: str) -> None:
    """Tab until the control has the focus; whoever cannot see where she is finds out that she is there."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached on {page.url}")


def enter(page: Page, selector: str) -> None:
    """Go on by a link or a button that leads to another address."""
    reach(page, selector)
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()


def log_in_by_keyboard(one: BrowserReader, role: str) -> None:
    one.go("account/login/")
    page = one.page
    reach(page, "[name=username]")
    page.keyboard.type(f"{role}@{DOMAIN}")
    reach(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    if "second-factor" in page.url:
        code = page.locator("main .alert-info strong").inner_text()
        reach(page, "[name=code]")
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/" not in url)


@pytest.mark.parametrize("role", ["staff", "coordinator", "mayor", "secretary"])
def test_a_clerk_comes_from_the_login_to_her_first_task_and_finds_a_word(
    reader: Callable[..., BrowserReader], role: str
) -> None:
    one = reader()
    log_in_by_keyboard(one, role)
    page = one.page
    enter(page, ".skip-link")
    assert page.url.endswith("#content")

    enter(page, "main .task a.btn, main .first-things a.btn, main a[href]")
    one.look()

    reach(page, ".site-header [name=q]")
    page.keyboard.type("shërbim")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    enter(page, "main .hits a")
    assert "/search/" not in page.url
    one.look()


def test_anybody_writes_and_sends_her_words(reader: Callable[..., BrowserReader], consultation: Round) -> None:
    one = reader()
    one.go("contribute/")
    page = one.page
    enter(page, f"main a[href*='/contribute/{consultation.pk}/']")
    if "/send/" not in page.url:
        enter(page, f"main a[href*='/contribute/{consultation.pk}/send/']")
    reach(page, "main [name=text]")
    page.keyboard.type("Rampa te shkolla mungon.")
    reach(page, "main form[method=post] button.btn-primary")
    page.keyboard.press("Enter")

    expect(page.locator("#reference-code")).to_have_count(1)
    assert Contribution.objects.filter(round=consultation, text="Rampa te shkolla mungon.").exists()


@pytest.mark.parametrize("path", ["", "contribute/", "account/login/", "verify/", "help/words/", "data/"])
def test_letters_of_twice_the_size_and_wide_spacing_lose_nothing(
    reader: Callable[..., BrowserReader], path: str
) -> None:
    """On a window of 640 pixels, which is a small telephone's width at this size."""
    one = reader(width=640)
    one.go(path)
    one.page.evaluate(WEAR, LARGE)

    assert one.page.evaluate("document.documentElement.scrollWidth") <= 640
    cut = one.page.evaluate(
        "[...document.querySelectorAll('main h1, main p, main .btn, main label')]"
        ".filter(each => each.clientWidth && each.scrollWidth > each.clientWidth + 1)"
        ".map(each => each.outerHTML.slice(0, 120))"
    )
    assert cut == []


def test_a_step_back_after_the_logout_shows_nothing_of_the_work(reader: Callable[..., BrowserReader]) -> None:
    one = reader()
    log_in_by_keyboard(one, "staff")
    page = one.page
    one.go("consultations/contributions/")
    page.locator("form[action$='/logout/'] button").first.evaluate("button => button.click()")
    page.wait_for_url(lambda url: "/contributions/" not in url)

    page.evaluate("history.back()")
    page.wait_for_url(lambda url: "/login/" in url)

    expect(page.locator(".account-menu")).to_have_count(0)


@pytest.mark.parametrize("path", ["", "contribute/", "monitoring/progress/", "verify/"])
def test_forced_colours_are_as_readable(reader: Callable[..., BrowserReader], path: str) -> None:
    one = reader()
    one.page.emulate_media(forced_colors="active")
    one.go(path)

    found: Any = violations(one.page)
    assert not found, [(each["id"], [node["html"] for node in each["nodes"][:3]]) for each in found]
