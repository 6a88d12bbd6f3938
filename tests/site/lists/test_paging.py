"""Leafing through a list keeps what it was filtered by."""

from __future__ import annotations

import re

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.consultations import ContributionFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

PART = "core/partials/_pagination.html"


def test_the_links_to_the_pages_beside_keep_the_filter() -> None:
    request = RequestFactory().get("/", {"group": "3", "page": "2"})
    page = Paginator(range(70), 30).page(2)

    text = render_to_string(PART, {"page_obj": page}, request=request)

    assert re.findall(r'href="([^"]+)"', text) == ["?group=3&amp;page=1", "?group=3&amp;page=3"]


@pytest.mark.django_db
def test_the_second_page_of_one_rounds_contributions_holds_only_them(client: Client) -> None:
    MunicipalityFactory()
    own, other = RoundFactory(is_open=True), RoundFactory(is_open=True)
    ContributionFactory.create_batch(31, round=own)
    ContributionFactory.create_batch(31, round=other)
    client.force_login(UserFactory(role="staff"), backend="accounts.login.backends.PasswordBackend")
    address = reverse("consultations:contribution_list")

    first = client.get(address, {"round": own.pk})
    link = re.search(r'rel="next"\s+href="([^"]+)"', first.content.decode())
    assert link is not None
    second = client.get(address + link[1].replace("&amp;", "&"))

    assert {each.round_id for each in second.context["page_obj"]} == {own.pk}
