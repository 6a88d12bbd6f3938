"""Every page holds names without a space, text at 200 % (WCAG 1.4.4) and spacing widened by its reader (1.4.12)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser
WIDTHS = (360, 1280)
NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
NO_PAGE = re.compile(r"logout|\b(pdf|docx|xlsx|csv|json|zip|png|ics|svg)\b")
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }"""
LARGE = "html { font-size: 200% !important }"
DRESS = (
    """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"""
)
# Wherever a name of the data may stand; what the program itself says on a button or in the menu is never so long.
NAME_WITHOUT_END = """() => {
    const own = '.btn, .badge, .light, button, option, script, style, svg, .site-nav, .language-switch, .menu-button, '
        + '.form-label, .skip-link, .quick-exit';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (node.data.trim().length > 3 && !node.parentElement.closest(own))
            node.data = 'Emërshumëgjatë'.repeat(15).slice(0, 200);
}"""
# What stands beside the screen or is cut off, unless it lies in a part that scrolls by itself.
LOST = """is_name => {
    const wide = document.documentElement.clientWidth + 1, lost = [];
    if (document.documentElement.scrollWidth > wide) lost.push(`${document.documentElement.scrollWidth} wide`);
    for (const each of document.querySelectorAll('body *')) {
        const style = getComputedStyle(each), box = each.getBoundingClientRect();
        const cuts = [style.overflowX, style.overflowY].map((way) => ['hidden', 'clip'].includes(way));
        if (box.width < 3 || box.height < 3 || each.closest('svg') || !each.innerText?.trim()) continue;
        if (is_name && style.webkitLineClamp !== 'none') continue;
        const over = [each.scrollWidth - each.clientWidth, each.scrollHeight - each.clientHeight];
        if (cuts.some((is_cut, way) => is_cut && over[way] > 2))
            lost.push(`${each.tagName}.${each.className}: ${each.innerText.trim().slice(0, 40)}`);
    }
    return lost.slice(0, 5);
}"""


def kind_of(address: str) -> str:
    return NUMBERS.sub("1", urlsplit(address).path)


def lost_on(page: Any) -> dict[str, list[str]]:
    """What of the opened page is lost, by width and by what was done to it."""
    lost = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for name, css in (("spaced", SPACED), ("large", LARGE)):
            page.evaluate(DRESS, css)
            lost[f"{width} {name}"] = page.evaluate(LOST, False)
        page.evaluate(DRESS, "")
    page.evaluate(NAME_WITHOUT_END)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        lost[f"{width} long name"] = page.evaluate(LOST, True)
    return {name: found for name, found in lost.items() if found}


def links_of(page: Any) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "all => all.map((each) => each.getAttribute('href'))")
    return [each.partition("#")[0] for each in found if each.startswith("/sq/") and not NO_PAGE.search(each)]


def shows_page(page: Any, address: str) -> bool:
    """Not where a file comes, or where nothing is any more."""
    try:
        answer = page.goto(address)
    except PlaywrightError as error:
        if "Download is starting" not in str(error):
            raise
        return False
    return bool(answer.status == 200)


def test_no_page_loses_anything(reader: Callable[..., BrowserReader]) -> None:
    """From each home along all links, one page of a kind; what another has walked already is not walked again."""
    seen: set[str] = set()
    lost = {}
    for role in ("", "staff", "admin"):
        page, left = reader(role, width=WIDTHS[0]).page, ["/sq/"]
        walked = seen - {kind_of("/sq/")}
        while left:
            address = left.pop(0)
            if (kind := kind_of(address)) in walked:
                continue
            walked.add(kind)
            if shows_page(page, address):
                left += links_of(page)
                if kind not in seen and (found := lost_on(page)):
                    lost[address] = found
            seen.add(kind)
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})

    assert lost == {}
    assert len(seen) > 150
