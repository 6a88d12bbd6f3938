"""The browser's way back, without scripts, to a page that has begun a row: what is sent from there is the same row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from assessments.models import Service, ServiceType
from consultations.enums import RoundKind
from consultations.models import Round
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser


def opened(reader: BrowserReader, path: str) -> Page:
    """Without scripts the page first gives itself an address of its own."""
    reader.page.goto(f"/sq/{path}")
    reader.page.wait_for_url("**opened_as=*")
    return reader.page


def sent(reader: BrowserReader) -> None:
    """Without having the next page examined, which takes scripts."""
    with reader.page.expect_navigation():
        reader.page.locator("main form[method=post] button[type=submit].btn-primary").first.click()


def begin_service(staff: BrowserReader, name: str) -> None:
    staff.fill(code="KTH1", name_sq=name, name_en="The way back", capacity="30", source="Drejtoria sociale")
    staff.choose(service_type=str(ServiceType.objects.earliest("pk").pk), provider_type="ngo")
    sent(staff)


def test_a_service_begun_twice_by_going_back_is_one(reader: Callable[..., BrowserReader]) -> None:
    staff, before = reader("staff", width=360, scripts=False), Service.objects.count()
    page = opened(staff, "assessments/services/add/")
    begin_service(staff, "Rruga mbrapa")
    begun = Service.objects.latest("pk")

    page.go_back()
    begin_service(staff, "Rruga mbrapa, me fjalë të tjera")

    assert Service.objects.count() == before + 1
    begun.refresh_from_db()
    assert begun.name_sq == "Rruga mbrapa, me fjalë të tjera"


def begin_round(coordinator: BrowserReader, title: str) -> None:
    coordinator.choose(kind=RoundKind.LISTENING)
    coordinator.fill(title_sq=title, title_en="The way back")
    for box in coordinator.page.locator("main [name=groups]").all():
        box.check()
    sent(coordinator)


def test_a_round_begun_twice_by_going_back_is_one(reader: Callable[..., BrowserReader]) -> None:
    coordinator, before = reader("coordinator", width=1280, scripts=False), Round.objects.count()
    page = opened(coordinator, "consultations/rounds/add/")
    begin_round(coordinator, "Rruga mbrapa")

    page.go_back()
    begin_round(coordinator, "Rruga mbrapa, me fjalë të tjera")

    assert Round.objects.count() == before + 1
    assert Round.objects.latest("pk").title_sq == "Rruga mbrapa, me fjalë të tjera"
