"""What the law asks of a public site: what it keeps of a reader, who is stopped, where to complain, what is found."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from municipality.enums import ThresholdCode
from municipality.models import Threshold
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, publish
from vlora_plan.sitemaps import steady_pages

pytestmark = pytest.mark.django_db


def read(client: Client, name: str, language: str = "sq") -> str:
    with translation.override(language):
        return str(client.get(reverse(name)).content.decode())


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("name", ["site:privacy", "site:accessibility"])
def test_whom_to_ask_stands_on_both_pages(client: Client, name: str, language: str) -> None:
    MunicipalityFactory(contact_email="plani@bashkia.example", contact_phone="033 222 333")

    page = read(client, name, language)

    assert "mailto:plani@bashkia.example" in page
    assert "033 222 333" in page
    assert page.count(f'href="{"/sq" if language == "sq" else "/en"}/privacy/"') >= 1  # from the foot of each page


def test_the_terms_of_the_notice_are_those_that_the_house_keeps(client: Client) -> None:
    MunicipalityFactory()
    Threshold.objects.filter(code=ThresholdCode.KEEP_CONTACTS).delete()
    Threshold.objects.create(code=ThresholdCode.KEEP_CONTACTS, value=417, source="x")

    assert "417 ditë" in read(client, "site:privacy")


def test_a_municipality_is_found_in_both_languages_and_by_what_is_public_alone(client: Client) -> None:
    MunicipalityFactory(is_demo=False)
    shown, hidden = publish(PlanVersionFactory(content=True)), PlanVersionFactory(content=True)
    open_round, planned = RoundFactory(is_open=True), RoundFactory()

    found = client.get("/sitemap.xml").content.decode()

    assert f"/sq/plan/public/{shown.pk}/" in found
    assert f"/en/plan/public/{shown.pk}/" in found
    assert f"/sq/contribute/{open_round.pk}/" in found
    assert f"/plan/public/{hidden.pk}/" not in found
    assert f"/contribute/{planned.pk}/" not in found
    assert "/follow/" not in found
    assert client.get("/robots.txt").content.decode().splitlines()[-1].endswith("/sitemap.xml")


def test_a_demonstration_asks_not_to_be_found(client: Client) -> None:
    MunicipalityFactory(is_demo=True)

    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_every_address_of_the_map_opens(client: Client) -> None:
    MunicipalityFactory()
    opened: dict[str, Any] = {name: client.get(reverse(name)).status_code for name in steady_pages()}

    assert {"site:home", "site:privacy", "publishing:plan_public"} <= set(opened)
    assert set(opened.values()) == {200}
