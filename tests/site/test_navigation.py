"""The menu marks where the reader is."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.consultations import ContributionFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


def marked(client: Any, address: str) -> list[str]:
    return [entry.label for entry in client.get(address).context["site"].navigation if entry.is_current]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("site:home", ["Detyrat e mia"]),
        ("consultations:round_list", ["Konsultimet"]),
        ("consultations:event_list", ["Konsultimet"]),
        ("consultations:contribution_list", ["Konsultimet"]),
        ("assessments:assessment_create", ["Vlerësimi"]),
        ("municipality:unit_list", ["Bashkia"]),
        ("operations:job_list", ["Skedarët e kërkuar"]),
        ("operations:news_list", []),
        ("operations:news_choice", []),
        ("accounts:profile", []),
    ],
)
def test_a_working_page_is_marked_by_its_part(client_of: Any, name: str, expected: list[str]) -> None:
    MunicipalityFactory()
    client = client_of(UserFactory(role="coordinator"))

    assert marked(client, reverse(name)) == expected


def test_what_lies_below_an_entry_is_marked_by_it(client_of: Any, client: Any) -> None:
    MunicipalityFactory()
    contribution = ContributionFactory()
    consultation = RoundFactory(state="open", notice_on=date(2026, 1, 5))

    assert marked(client_of(UserFactory(role="coordinator")), contribution.get_absolute_url()) == ["Konsultimet"]
    client.logout()
    public = reverse("consultations:public_round_detail", args=[consultation.pk])
    assert marked(client, public) == ["Konsultimet"]
