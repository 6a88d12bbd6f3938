"""A slow network, a button pressed twice, and the browser's way back after logging out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from consultations.enums import RoundKind
from consultations.models import Round
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser
SLOW = {"offline": False, "latency": 1_000, "downloadThroughput": 25_000, "uploadThroughput": 10_000}


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_slow_network_a_form_sent_twice_makes_one_row(
    scripts: bool, reader: Callable[..., BrowserReader]
) -> None:
    coordinator, before = reader("coordinator", width=360, scripts=scripts), Round.objects.count()
    page: Any = coordinator.page
    page.goto("/sq/consultations/rounds/add/")
    coordinator.choose(kind=RoundKind.LISTENING)
    coordinator.fill(title_sq="Dy herë", title_en="Twice")
    for box in page.locator("main [name=groups]").all():
        box.check()
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)

    page.locator("main form[method=post] button[type=submit].btn-primary").dblclick(no_wait_after=True)

    # The second press ends what the first began to load; that is no fault of the page it comes to.
    expect(page).to_have_url(re.compile(r"/consultations/rounds/\d+/edit/"), timeout=30_000)
    page.wait_for_load_state()
    assert Round.objects.count() == before + 1


def test_after_logging_out_the_way_back_shows_nothing_of_what_was_open(reader: Callable[..., BrowserReader]) -> None:
    staff = reader("staff", width=1280)
    page = staff.page
    page.goto("/sq/assessments/services/")
    expect(page.locator("main table")).to_be_visible()
    page.locator(".site-header form[action*=logout] button").click()
    page.wait_for_load_state()

    page.go_back()

    expect(page.locator("main [name=password]")).to_be_visible()
    assert page.locator("main a[href*='/assessments/services/']").count() == 0
    staff.fill(username="staff@demo.example", password="plani-social-vlore")
    staff.send()
    assert page.url.endswith("/sq/assessments/services/")
