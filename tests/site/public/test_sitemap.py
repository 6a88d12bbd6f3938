"""What search engines are told of rows: each public page of its own, on which day it last changed before everybody."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from assessments.enums import AssessmentState
from consultations.enums import PUBLIC_STATES, RoundState
from core.public import public_pages
from municipality.services import install_reference_data
from socialplan.content.enums import PlanState
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, ServiceFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, publish, put_in_state
from vlora_plan.sitemaps import RowSitemap

pytestmark = pytest.mark.django_db
NAMES = {"sm": "http://www.sitemaps.org/schemas/sitemap/0.9"}
# Pages of a row that are found from the page of another row, or that answer one question of one reader.
FOUND_FROM_ANOTHER = {
    "consultations:draft_copy",
    "consultations:draft_place",
    "consultations:easy_help",
    "consultations:paper_page",
    "consultations:public_words",
    "consultations:yearly_calendar",
    "content:version_compare_choose_public",
    "content:version_compare_public",
    "monitoring:progress_table_public",
    "publishing:measure_public",
    "publishing:part_public",
    "publishing:transparency",
    "site:group_answers",
    "site:guide",
    "site:trace",
    "site:verify_hash",
}


def told(client: Client) -> dict[str, str]:
    """Address without its host, and the day that stands beside it."""
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    rows = ElementTree.fromstring(answer.content).findall("sm:url", NAMES)
    return {
        str(row.findtext("sm:loc", "", NAMES)).partition("//")[2].partition("/")[2]: row.findtext(
            "sm:lastmod", "", NAMES
        )
        for row in rows
    }


def places(name: str, key: int) -> set[str]:
    found = set()
    for language in ("sq", "en"):
        with translation.override(language):
            found.add(reverse(name, args=[key]).removeprefix("/"))
    return found


def step(row: Any, to_state: str, day: date | None) -> None:
    row.state_changes.create(step="x", from_state="x", to_state=to_state, happened_on=day, actor=UserFactory())


def hidden_and_shown() -> tuple[list[set[str]], dict[str, set[str]]]:
    """A row in every state that the public does not read, and one in a state that it reads, of each kind."""
    pages = ("publishing:version_public", "publishing:measures_public")
    drafts = [PlanVersionFactory(content=True), PlanVersionFactory(state=PlanState.BEFORE_COUNCIL)]
    hidden = [places(page, draft.pk) for page in pages for draft in drafts]
    rounds = [RoundFactory(), RoundFactory(is_open=True)]
    assert {each.state for each in rounds} == {RoundState.PLANNED, RoundState.OPEN}
    editions = [AssessmentFactory(), AssessmentFactory()]
    type(editions[1]).objects.filter(pk=editions[1].pk).update(state=AssessmentState.PUBLISHED)
    hidden += [places("consultations:public_round_detail", rounds[0].pk)]
    hidden += [places("assessments:assessment_public", editions[0].pk)]
    version = publish(put_in_state(PlanVersionFactory(content=True), PlanState.IN_REVIEW, on=date(2025, 12, 31)))
    put_in_state(version, PlanState.REPEALED, on=date(2024, 6, 13))
    step(rounds[1], RoundState.PLANNED, date(2025, 12, 31))
    step(rounds[1], RoundState.OPEN, date(2024, 2, 5))
    step(editions[1], AssessmentState.PUBLISHED, date(2024, 1, 20))
    return hidden, {
        "2024-06-13": places(pages[0], version.pk) | places(pages[1], version.pk),
        "2024-02-05": places("consultations:public_round_detail", rounds[1].pk),
        "2024-01-20": places("assessments:assessment_public", editions[1].pk),
    }


def test_each_public_row_stands_there_in_both_languages_with_the_day_of_its_last_public_step(client: Client) -> None:
    MunicipalityFactory(is_demo=False)
    hidden, shown = hidden_and_shown()

    found = told(client)

    assert {day: {place for place in found if found[place] == day} for day in shown} == shown
    assert [place for each in hidden for place in each if place in found] == []
    assert {place for place, day in found.items() if day} == {place for each in shown.values() for place in each}


def test_every_address_opens_for_somebody_without_an_account(client: Client) -> None:
    MunicipalityFactory(is_demo=False)
    install_reference_data()
    hidden_and_shown()

    assert {client.get(f"/{place}").status_code for place in told(client)} == {200}


def test_nothing_undisclosed_is_named(client: Client) -> None:
    MunicipalityFactory(is_demo=False)
    ServiceFactory(is_undisclosed=True, is_listed=True, unit=None, address="", name_sq="Kanarinastreha")
    NeedFactory(name_sq="Kanarinanevoja")
    RoundFactory(title_sq="Kanarinarrethi")

    page = client.get("/sitemap.xml").content.decode().lower()

    assert "kanarina" not in page
    assert "/account/" not in page


def test_a_row_whose_steps_have_no_day_stands_there_without_one(client: Client) -> None:
    MunicipalityFactory(is_demo=False)
    edition = AssessmentFactory()
    type(edition).objects.filter(pk=edition.pk).update(state=AssessmentState.PUBLISHED)

    found = told(client)

    assert {found[place] for place in places("assessments:assessment_public", edition.pk)} == {""}


def test_every_public_page_of_a_row_is_told_of_or_found_from_one_that_is() -> None:
    with_a_key = set()
    for name, page in public_pages().items():
        try:
            reverse(name)
        except NoReverseMatch:
            with_a_key |= set() if page.view.is_personal else {name}

    assert with_a_key == set(RowSitemap.rows) | FOUND_FROM_ANOTHER
    assert not set(RowSitemap.rows) & FOUND_FROM_ANOTHER
    assert RoundState.PLANNED not in PUBLIC_STATES
