"""A form that saves itself: when it sends, what it keeps, what it offers again, and when it stops."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.scripts.conftest import Desk

pytestmark = pytest.mark.browser
SAVED = {"json": {"revision": 2, "opened": "o2", "at": "10:30"}}
PAGE = """<!doctype html><title>Kapitulli</title>
<form method="post" action="/save" data-drafting="7" data-autosave="/save" data-saved-drafts="">
  <input type="hidden" name="csrfmiddlewaretoken" value="token-of-the-page">
  <input type="hidden" name="draft"><input type="hidden" name="expected_revision" value="1">
  <input type="hidden" name="opened" value="o1">
  <input name="title"><input type="checkbox" name="unit" value="1"><input type="checkbox" name="unit" value="2">
  <button>Ruaj</button>
</form>
<p data-save-line data-saved="u ruajt në" data-not-saved="NUK u ruajt:" data-waiting="ende pa u ruajtur"
   data-offline="nuk ka lidhje" data-login="hyni përsëri" data-server="serveri nuk u përgjigj" data-403="nuk lejohet"
   data-404="u hoq"></p>
<a data-login-link hidden href="/login">Hyni</a><div data-others></div>
<template data-kept-draft><div class="kept"><span data-kept-at></span>
  <button type="button" data-take>Merre</button><button type="button" data-drop>Hiqe</button></div></template>
<script type="module" src="/js/drafting.js"></script>"""
OLD = {"at": "2026-03-01T08:00:00", "fields": [["title", "Nga dje"], ["unit", "2"]]}


@pytest.fixture
def form(desk: Desk) -> Desk:
    desk.html = PAGE
    desk.answers = [SAVED]
    desk.page.clock.install(time="2026-03-02T08:00:00")
    desk.page.clock.pause_at("2026-03-02T08:00:01")  # from here on time passes only by the tests' own hand
    return desk


def line(desk: Desk) -> Locator:
    return desk.page.locator("[data-save-line]")


def write(desk: Desk, text: str) -> None:
    desk.page.locator("[name=title]").fill(text)


def keep(desk: Desk, key: str, kept: dict[str, Any]) -> None:
    """A draft that an earlier visit has left in this browser."""
    desk.page.evaluate(
        "([key, kept]) => localStorage.setItem(key, JSON.stringify({...kept, at: Date.parse(kept.at)}))", [key, kept]
    )


def sent(desk: Desk, name: str) -> list[str]:
    return [value for post in desk.posts for field, value in post if field == name]


def test_it_saves_two_seconds_after_the_last_sign_and_then_keeps_nothing(form: Desk) -> None:
    form.open()
    write(form, "Hyrje")
    form.page.clock.run_for(1_900)
    assert form.posts == []
    assert [kept["fields"][-1] for kept in form.kept().values()] == [["title", "Hyrje"]]

    form.page.clock.run_for(200)

    expect(line(form)).to_have_text("u ruajt në 10:30")
    assert sent(form, "title") == ["Hyrje"]
    assert sent(form, "person") == ["7"]
    assert form.kept() == {}
    assert form.page.locator("[name=expected_revision]").input_value() == "2"
    form.page.clock.run_for(60_000)
    assert len(form.posts) == 1


def test_who_writes_without_pause_is_saved_after_fifteen_seconds_all_the_same(form: Desk) -> None:
    form.open()
    for second in range(14):
        write(form, f"Hyrje {second}")
        form.page.clock.run_for(1_000)
    assert form.posts == []

    write(form, "Hyrje 14")
    form.page.clock.run_for(1_100)

    expect(line(form)).to_have_text("u ruajt në 10:30")
    assert sent(form, "title") == ["Hyrje 14"]


def test_without_a_connection_the_text_is_kept_and_sent_again_after_ten_seconds(form: Desk) -> None:
    form.answers = ["internetdisconnected", SAVED]
    form.open()
    write(form, "Hyrje")
    form.page.clock.run_for(2_100)

    expect(line(form)).to_have_text("NUK u ruajt: nuk ka lidhje")
    assert len(form.kept()) == 1

    form.page.clock.run_for(10_100)

    expect(line(form)).to_have_text("u ruajt në 10:30")
    assert sent(form, "title") == ["Hyrje", "Hyrje"]
    assert form.kept() == {}


@pytest.mark.parametrize(("status", "goes_on"), [(409, False), (422, True)])
def test_a_refusal_is_said_and_not_repeated_and_only_a_mistake_can_be_mended(
    form: Desk, status: int, goes_on: bool
) -> None:
    form.answers = [{"status": status, "json": {"error": "Titulli është tepër i gjatë."}}, SAVED]
    form.open()
    write(form, "Hyrje")
    form.page.clock.run_for(2_100)
    expect(line(form)).to_have_text("NUK u ruajt: Titulli është tepër i gjatë.")
    form.page.clock.run_for(60_000)
    assert len(form.posts) == 1

    write(form, "Hyrja")
    form.page.clock.run_for(2_100)

    expect(line(form)).to_have_text("u ruajt në 10:30" if goes_on else "NUK u ruajt: Titulli është tepër i gjatë.")
    assert sent(form, "title") == ["Hyrje", "Hyrja"][: 1 + goes_on]
    assert len(form.kept()) == (0 if goes_on else 1)


def test_a_token_of_before_a_new_login_is_made_fresh_once(form: Desk) -> None:
    form.answers = [{"status": 403, "body": "CSRF"}, SAVED]
    form.told = {"token": "fresh", "others": ["Blerta Hoxha e ka hapur."]}
    form.open()
    write(form, "Hyrje")
    form.page.clock.run_for(2_100)

    expect(line(form)).to_have_text("u ruajt në 10:30")
    assert sent(form, "csrfmiddlewaretoken") == ["token-of-the-page", "fresh"]
    expect(form.page.locator("[data-others]")).to_have_text("Blerta Hoxha e ka hapur.")


def test_an_expired_login_shows_the_way_to_log_in_and_keeps_the_text(form: Desk) -> None:
    form.answers = [{"status": 401, "json": {}}]
    form.open()
    write(form, "Hyrje")
    form.page.clock.run_for(2_100)

    expect(line(form)).to_have_text("NUK u ruajt: hyni përsëri")
    expect(form.page.locator("[data-login-link]")).to_be_visible()
    assert len(form.kept()) == 1


def test_a_draft_of_this_person_and_page_is_offered_and_can_be_taken(form: Desk) -> None:
    form.open()
    keep(form, "draft:7:/page/:one", OLD)
    form.open("/en/page/")
    expect(form.page.locator("[data-kept-at]")).to_have_text("01.03.2026 08:00")

    form.page.locator("[data-take]").click()

    assert form.page.locator("[name=title]").input_value() == "Nga dje"
    assert [box.is_checked() for box in form.page.locator("[name=unit]").all()] == [False, True]
    form.page.clock.run_for(2_100)
    expect(line(form)).to_have_text("u ruajt në 10:30")
    assert sent(form, "unit") == ["2"]
    assert form.kept() == {}


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_draft_of_before_the_form_had_steps_is_offered_step_by_step(form: Desk, is_taken: bool) -> None:
    form.html = PAGE.replace('action="/save"', 'action="?step=1"')
    form.open()
    whole = {**OLD, "fields": [["partners", "OJF"], *OLD["fields"], ["expected_revision", "1"], ["draft", "one"]]}
    keep(form, "draft:7:/page/:one", whole)
    form.open()

    form.page.locator("[data-take]" if is_taken else "[data-drop]").click()

    assert form.page.locator("[name=title]").input_value() == ("Nga dje" if is_taken else "")
    rest = form.kept()["draft:7:/page/:one"]
    assert [name for name, _value in rest["fields"]] == ["partners", "expected_revision", "draft"]
    assert rest["at"] == form.page.evaluate("at => Date.parse(at)", OLD["at"])
    form.html = form.html.replace('action="?step=1"', 'action="?step=2"').replace('name="title"', 'name="partners"')
    form.open()
    form.page.locator("[data-take]").first.click()
    assert form.page.locator("[name=partners]").input_value() == "OJF"
    assert "draft:7:/page/:one" not in form.kept()


def test_a_draft_that_is_not_wanted_is_gone(form: Desk) -> None:
    form.open()
    keep(form, "draft:7:/page/:one", OLD)
    form.open()

    form.page.locator("[data-drop]").click()

    assert form.kept() == {}
    assert form.page.locator("[name=title]").input_value() == ""


@pytest.mark.parametrize(
    ("key", "at", "is_stored"),
    [
        ("draft:8:/page/:one", OLD["at"], True),
        ("draft:7:/other/:one", OLD["at"], True),
        ("draft:7:/page/:one", "2026-02-20T08:00:00", False),
    ],
)
def test_nobody_is_offered_a_draft_of_another_person_page_or_week(
    form: Desk, key: str, at: str, is_stored: bool
) -> None:
    form.open()
    keep(form, key, {**OLD, "at": at})

    form.open()

    expect(form.page.locator(".kept")).to_have_count(0)
    assert (key in form.kept()) == is_stored
