"""What axe does not see: the ring of the focus, what covers it, room for a finger, the head of a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from consultations.models import Round
from socialplan.content.models import PlanVersion
from tests.browser.reader import BrowserReader, follow, violations

pytestmark = pytest.mark.browser
ASK = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 0), innerWidth - 1);
  const top = document.elementFromPoint(x, Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
  return { tag: one.tagName.toLowerCase(), type: one.type || "", html: one.outerHTML.slice(0, 160),
    outline: `${style.outlineStyle} ${parseFloat(style.outlineWidth)}`, inner: style.outlineColor,
    shadow: style.boxShadow, isFree: !top || one.contains(top) || top.contains(one) };
}"""
PAGES = ("", "account/", "account/password/", "consultations/rounds/add/", "consultations/contributions/")


def luminance(colour: str) -> float:
    """Of "rgb(r, g, b)", by WCAG."""
    parts = [int(each) / 255 for each in colour[colour.index("(") + 1 : colour.index(")")].split(",")[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def tabbed(reader: BrowserReader, most: int = 70) -> list[dict[str, Any]]:
    """Each control that the tab key reaches, as it looks with the focus."""
    seen: list[dict[str, Any]] = []
    for _turn in range(most):
        reader.page.keyboard.press("Tab")
        found = reader.page.evaluate(ASK)
        if found["tag"] == "body" or (seen and found["html"] == seen[0]["html"]):
            break
        seen.append(found)
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_control_shows_a_ring_of_two_colours_and_is_covered_by_nothing(
    reader: Callable[..., BrowserReader], scheme: Any
) -> None:
    clerk = reader("coordinator")
    clerk.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    kinds = set()
    for path in PAGES:
        clerk.go(path)
        for one in tabbed(clerk):
            kinds.add(one["type"] or one["tag"])
            assert one["outline"].startswith("solid"), (path, one)
            ring = one["shadow"][: one["shadow"].index(")") + 1]
            assert contrast(one["inner"], ring) >= 9, (path, one)
            assert one["isFree"], (path, one)
    assert kinds >= {"a", "submit", "text", "password", "textarea", "select-one"}, kinds


def test_forced_colours_keep_the_ring(reader: Callable[..., BrowserReader]) -> None:
    visitor = reader()
    visitor.page.emulate_media(forced_colors="active")
    visitor.go("account/login/")

    assert [one for one in tabbed(visitor) if one["outline"] != "solid 3"] == []


@pytest.mark.parametrize("path", ["", "contribute/", "account/login/", "verify/"])
def test_a_telephone_shows_the_page_and_not_its_head(reader: Callable[..., BrowserReader], path: str) -> None:
    """One row of at most 64 px; the first words within 200; the menu opens without and with the script."""
    visitor = reader(width=360)
    visitor.go(path)
    page = visitor.page

    assert page.locator(".site-header").bounding_box()["height"] <= 64  # type: ignore[index]
    assert page.locator("h1").bounding_box()["y"] <= 200  # type: ignore[index]
    expect(page.locator(".site-nav")).not_to_be_visible()
    page.locator(".menu-button").click()
    expect(page.locator(".site-nav")).to_be_visible()
    for link in page.locator(".site-header a:visible, .site-header button:visible").all():
        assert link.bounding_box()["height"] >= 44, link.inner_text()  # type: ignore[index]
    page.keyboard.press("Escape")
    page.goto(f"{page.url.split('#')[0]}#menu")
    expect(page.locator(".site-nav")).to_be_visible()


@pytest.mark.parametrize("path", ["contribute/{}/send/", "contribute/propose/"])
def test_what_a_page_without_our_script_refuses_is_the_first_thing_one_is_led_to(
    reader: Callable[..., BrowserReader], consultation: Round, path: str
) -> None:
    visitor = reader(width=360)
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    visitor.go(path.format(consultation.pk))
    page = visitor.page
    assert page.locator("script[src*='site.js']").count() == 0
    follow(page.locator("main form[method=post] button.btn-primary"))

    summary = page.locator("[autofocus]")
    expect(summary).to_have_count(1)
    expect(summary).to_be_focused()
    expect(summary).to_have_id("form-errors")
    box = summary.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 740
    page.evaluate("scrollTo(0, 0)")
    assert summary.bounding_box()["y"] < 740  # type: ignore[index]


def test_the_dark_scheme_is_as_readable(reader: Callable[..., BrowserReader], demonstration: Any) -> None:
    version = PlanVersion.objects.earliest("pk")
    pages = {
        "": ("", f"plan/versions/{version.pk}/", "contribute/", "monitoring/progress/", "verify/"),
        "staff": ("", "assessments/", f"plan/versions/{version.pk}/", "consultations/rounds/add/"),
    }
    for role, paths in pages.items():
        one = reader(role)
        one.page.emulate_media(color_scheme="dark")
        for path in paths:
            one.page.goto(f"/sq/{path}")
            found = violations(one.page)
            assert not found, [(path, each["id"], [node["html"] for node in each["nodes"][:3]]) for each in found]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_menu_of_who_has_most_in_it_takes_one_line(reader: Any, language: str) -> None:
    page = reader("dpo", width=1280, language=language).page
    page.goto(f"/{language}/")

    tops = page.locator(".site-nav li").evaluate_all("items => [...new Set(items.map((each) => each.offsetTop))]")

    assert len(tops) == 1


def test_a_colour_half_way_to_another_is_not_judged(reader: Any) -> None:
    page = reader().page
    page.goto("/sq/")
    page.evaluate("""async () => {
      const one = document.createElement("p");
      one.textContent = "Plani social vendor";
      one.style.cssText = "color: rgb(200, 200, 200); transition: color 1.5s";
      document.querySelector("main").append(one);
      getComputedStyle(one).color;
      one.style.color = "black";
      await new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)));
    }""")

    assert not violations(page)


def test_forced_colours_show_what_is_chosen_and_where_one_is(reader: Callable[..., BrowserReader]) -> None:
    clerk = reader("coordinator")
    clerk.page.emulate_media(forced_colors="active")
    clerk.go("operations/news/settings/")
    chosen = clerk.page.locator(".form-check-input:checked").first
    expect(chosen).to_have_css("appearance", "auto")

    clerk.go("consultations/rounds/")
    rims = "links => links.map(one => [one.hasAttribute('aria-current'), getComputedStyle(one).borderBottomColor])"
    ground = clerk.page.evaluate("getComputedStyle(document.body).backgroundColor")
    found = clerk.page.locator(".site-nav a").evaluate_all(rims)
    assert [is_here for is_here, rim in found if rim != ground] == [True]
