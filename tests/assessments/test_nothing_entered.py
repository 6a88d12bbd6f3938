"""Pages of an installation in which nobody has entered a need, a figure or a service: true words, the next step."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.enums import ReportFormat
from assessments.models import Assessment
from assessments.report.files import render_edition
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, small_number_thresholds
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db
EVERY_UNIT = "Every unit has a service of its own"
#: By the name of the page: whether it is one of an edition, and the words or the address that lead on.
LEADS_ON = {
    "assessment_list": (False, "Open an assessment"),
    "service_list": (False, "Add a service"),
    "provider_list": (False, "Add a provider"),
    "definition_list": (False, "Import definitions"),
    "import_list": (False, "No sheet has been read yet."),
    "fund": (False, "No assessment is open yet."),
    "directory": (False, "No service is in the directory here yet."),
    "assessment_detail": (True, "Add a need"),
    "assessment_matrix": (True, "No requirement line yet. Add it at the need."),
    "assessment_ranking": (True, "No needs yet."),
    "assessment_compare": (True, "There is no other edition yet."),
    "need_list": (True, "Fill in the grid"),
    "datapoint_list": (True, "Add a figure"),
    "datapoint_verify": (True, "No figure of somebody else waits for you."),
}


@pytest.fixture
def client(client_of: Callable[[User], Client]) -> Client:
    MunicipalityFactory()
    small_number_thresholds()
    return client_of(UserFactory(role="staff"))


def text_of(client: Any, name: str, *args: Any) -> str:
    client.cookies["django_language"] = "en"
    address = reverse(f"assessments:{name}", args=args).replace("/sq/", "/en/")
    return " ".join(html.unescape(client.get(address).content.decode()).split())


@pytest.mark.parametrize("name", LEADS_ON)
def test_an_empty_page_says_the_next_step_and_nothing_untrue(name: str, client: Client) -> None:
    is_of_edition, words = LEADS_ON[name]

    page = text_of(client, name, *([AssessmentFactory().pk] if is_of_edition else []))

    assert words in page
    assert EVERY_UNIT not in page


def test_a_published_edition_with_nothing_in_it_says_so(client: Client) -> None:
    edition = AssessmentFactory()
    Assessment.objects.update(state="published")

    page = text_of(Client(), "assessment_public", edition.pk)

    for words in ("No needs here yet.", "No line of a need and no service stands in this edition.", "there is no map"):
        assert words in page
    assert EVERY_UNIT not in page


@pytest.mark.parametrize("kind", ReportFormat)
def test_the_files_of_an_empty_edition_can_be_made(kind: ReportFormat, client: Client) -> None:
    assert render_edition(AssessmentFactory(), kind, language="en")  # type: ignore[arg-type]
