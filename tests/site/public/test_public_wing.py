"""The pages for visitors without an account: one list, one frame, and nothing open beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import get_resolver, path, reverse
from django.views.generic import TemplateView

from core.public import named_addresses, page_of, public_pages
from tests.access import ANONYMOUS
from tests.access.site import DATASETS
from tests.everywhere.test_access import PAGES
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory

# Open, but no pages of the wing: the doors of those with an account, files, and what machines ask for.
OTHERWISE_OPEN = {
    "api:openapi",
    *(f"api:{code}_{kind}" for code in DATASETS for kind in ("json", "csv")),
    "health",
    "front_door",
    "robots",
    "sitemap",
    "operations:file_download",
    "operations:news_leave",
    "assessments:directory_json",
    "assessments:edition_csv",
    "assessments:edition_json",
    "assessments:directory_schema",
    "publishing:version_json",
    "consultations:answers_csv",
    "consultations:answers_json",
    "consultations:calendar",
    "consultations:round_calendar",
    "consultations:round_file",
    "publishing:transparency_sheet",
    "publishing:plan_schema",
    "publishing:report_file",
    "monitoring:report_download",
    "monitoring:years_public_file",
    "site:first_run",
    "site:follow_withdraw",
    "site:guide_pdf",
    "accounts:login",
    "accounts:link_login",
    "accounts:link_request",
    "accounts:logout",
    "accounts:password_set",
}
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def left_open(patterns: list[Any]) -> Iterator[str]:
    """What asks for no login and is no page of the wing."""
    for name, callback in named_addresses(patterns):
        if not getattr(callback, "login_required", True) and page_of(callback) is None:
            yield name


def frame_of(template: str) -> str:
    """The frame that a template begins with, through one that stands between."""
    first = (TEMPLATES / template).read_text().splitlines()[0]
    parent = first.removeprefix('{% extends "').removesuffix('" %}')
    return frame_of(parent) if "/public/" in parent else parent


def contribution_form() -> str:
    return reverse("consultations:contribute", args=[RoundFactory(is_open=True).pk])


def test_nothing_is_open_beside_the_wing() -> None:
    assert set(left_open(get_resolver().url_patterns)) == OTHERWISE_OPEN


def test_an_open_page_without_the_mixin_is_found() -> None:
    page = login_not_required(TemplateView.as_view(template_name="base.html"))

    assert list(left_open([path("a/", page, name="a")])) == ["a"]


def test_the_wing_is_what_the_access_table_opens_to_anybody() -> None:
    opened = {name for name, page in PAGES.items() if ANONYMOUS in page.allowed}

    assert opened - OTHERWISE_OPEN == set(public_pages())


@pytest.mark.parametrize("name", sorted(public_pages()))
def test_a_page_lies_in_the_wing_of_its_app_and_says_what_it_shows(name: str) -> None:
    view: Any = public_pages()[name].view

    assert ".views.public." in f"{view.__module__}."
    assert "/public/" in view.template_name
    assert str(view.public_title)
    assert str(view.shows)


def test_every_template_of_the_wing_has_the_one_frame() -> None:
    found = sorted(TEMPLATES.glob("*/public/*.html"))

    frames = {str(file.relative_to(TEMPLATES)): frame_of(str(file.relative_to(TEMPLATES))) for file in found}
    assert {name for name, frame in frames.items() if frame != "public_base.html"} == set()
    assert {page.view.template_name for page in public_pages().values()} <= set(frames)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_menu_and_foot_read_the_wing(client: Client) -> None:
    MunicipalityFactory()

    site = client.get(reverse("publishing:plan_public")).context["site"]

    assert [entry.url for entry in site.navigation] == [
        "/sq/contribute/",
        "/sq/plan/",
        "/sq/monitoring/progress/",
        "/sq/assessments/services/directory/",
        "/sq/follow/",
        "/sq/verify/",
    ]
    assert [entry.label for entry in site.navigation][:3] == ["Konsultimet", "Plani", "Ecuria vjetore"]
    found = [entry.url for entry in site.foot]
    assert found == ["/sq/follow/", "/sq/verify/", "/sq/privacy/", "/sq/accessibility/", "/sq/help/", "/sq/data/"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", [lambda: reverse("site:follow"), contribution_form])
def test_a_form_of_one_person_is_stored_nowhere(client: Client, address: Callable[[], str]) -> None:
    MunicipalityFactory()

    assert "no-store" in client.get(address()).headers["Cache-Control"]


@pytest.mark.django_db
def test_a_shared_page_says_what_it_shows(client: Client) -> None:
    MunicipalityFactory(name_sq="Bashkia <Provë>")

    page = " ".join(client.get(reverse("monitoring:progress_public")).content.decode().split())

    assert '<meta property="og:title" content="Çfarë u bë">' in page
    assert '<meta property="og:site_name" content="Bashkia &lt;Provë&gt;">' in page


@pytest.mark.django_db
def test_the_contribution_form_stays_light(client: Client) -> None:
    MunicipalityFactory()

    page = client.get(contribution_form()).content.decode()

    assert "bootstrap" not in page
    assert page.count("<script") == page.count("js/proof.js") == 1  # a kilobyte, and nothing rests on it
    assert 'class="quick-exit"' in page
