"""Somebody before a browser: goes, reads, and has every page examined."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from accounts.demo import DOMAIN, PASSWORD

SMALLEST = 320
# What passes is only counted: to describe every element of it took longer than to examine it.
EXAMINED = {"resultTypes": ["violations"]}
# Half-way between two colours a button has a contrast that nobody designed and nobody reads.
SETTLED = """() => Promise.allSettled(
    document.getAnimations()
        .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
        .map((one) => one.finished))"""
REFUSED_SAVE = "the server responded with a status of 422"


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe objects to on the page once its colours stand still, rule by rule, with every element."""
    page.evaluate(SETTLED)
    found: list[dict[str, Any]] = Axe().run(page, options=EXAMINED).response["violations"]
    return found


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait for that page: the one that is left is complete as well."""
    link.focus()  # a browser that was resized moves once more when what was written in is left
    with link.page.expect_navigation():
        link.click()


#: What a table that is read by moving it sideways is called stands on the page as a whole.
CUT_CAPTIONS = """most => [...document.querySelectorAll('caption')].filter(one => one.offsetWidth > most)
    .map(one => one.innerText)"""


class BrowserReader:
    """One page of one visitor in one language; what the browser complains of is kept."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language
        self.complaints: list[str] = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def hear(self, message: ConsoleMessage) -> None:
        """A save by itself of what cannot be stored is answered with a sentence; the browser calls that an error."""
        if message.type == "error" and REFUSED_SAVE not in message.text:
            self.complaints.append(f"{message.text} ({self.page.url})")

    def go(self, path: str) -> str:
        """Open a path below the language, have it examined, and hand back its text."""
        answer = self.page.goto(f"/{self.language}/{path}")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.look()

    def press(self, selector: str) -> str:
        """Press what leads to another page, and have that page examined."""
        follow(self.page.locator(selector))
        return self.look()

    def send(self) -> str:
        """Press the button of the page's own form."""
        return self.press("main form[method=post] button[type=submit].btn-primary")

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def choose(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"main select[name={name}]").select_option(value)

    def look(self) -> str:
        """No complaint, the right language, nothing wider than a small telephone, nothing axe objects to."""
        page = self.page
        assert page.locator("html").get_attribute("lang") == self.language
        assert page.locator("h1").count() == 1, page.url
        found = violations(page)
        assert not found, [(page.url, one["id"], [node["html"] for node in one["nodes"][:3]]) for one in found]
        size = page.viewport_size
        assert size is not None
        page.set_viewport_size({"width": SMALLEST, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        cut = page.evaluate(CUT_CAPTIONS, SMALLEST)
        page.set_viewport_size(size)
        assert wide <= SMALLEST, f"{page.url} is {wide} wide"
        assert cut == [], page.url
        assert not self.complaints, self.complaints
        return page.locator("body").inner_text()


def log_in(reader: BrowserReader, role: str) -> None:
    """Through the login page, and through the second factor where the role has one; the code is on the page."""
    reader.go("account/login/")
    reader.fill(username=f"{role}@{DOMAIN}", password=PASSWORD)
    reader.send()
    if "second-factor" in reader.page.url:
        reader.fill(code=reader.page.locator("main .alert-info strong").inner_text())
        reader.send()
    expect(reader.page.locator(".account-menu")).to_have_count(1)
    assert "account/" not in reader.page.url


def open_row(page: Page, row: int) -> None:
    """On a telephone the groups of a sheet, and the rows of a long one, are folded: opens what holds the row."""
    closed = page.locator(".matrix-objective .fold-name[aria-expanded=false]")
    while closed.count():
        closed.first.click()
    own = page.locator(f"#m-{row} .fold-name[aria-expanded=false]")
    if own.count():
        own.click()
