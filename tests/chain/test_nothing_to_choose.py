"""A list of which something must be ticked, and that has no rows yet: a sentence stands in the form's place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import translation

from tests.chain.founding import found_town
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory
from tests.factories.consultations import ContributionFactory, RoundFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db
NOTHING_OF_NOTHING = re.compile(r"(?<![\d.,])0\s+nga\s+0\b")


def addresses() -> Iterator[str]:
    """Of every page of the empty town, and of one edition, round, contribution and version with nothing in them."""
    contribution = ContributionFactory(round=RoundFactory())
    version = PlanVersionFactory()
    of_room = {"assessments": [AssessmentFactory()], "consultations": [contribution.round, contribution]}
    of_room |= {room: [version] for room in ("content", "drafting", "approval", "publishing", "monitoring")}
    for room, (_prefix, names) in get_resolver().namespace_dict.items():
        for name in filter(lambda name: isinstance(name, str), names.reverse_dict):
            for args in ([], *([row.pk] for row in of_room.get(room, []))):
                try:
                    yield reverse(f"{room}:{name}", args=args)
                except NoReverseMatch:
                    continue


def opened(client: Client) -> Iterator[tuple[str, Any]]:
    for address in sorted(set(addresses())):
        answer = client.get(address)
        if answer.status_code == 200 and not answer.streaming and answer.context:
            yield address, answer


def empty_lists(answer: Any) -> list[tuple[str, bool]]:
    """The lists of the page's form that must be ticked and have no rows, and whether a sentence says so instead."""
    form, words = answer.context.get("form"), answer.content.decode()
    return [
        (name, "empty-state" in words and f'id="div_id_{name}"' not in words)
        for name, field in getattr(form, "fields", {}).items()
        if isinstance(field, forms.ModelMultipleChoiceField) and field.required and not field.queryset.exists()
    ]


@pytest.mark.parametrize("role", ["staff", "coordinator", "admin"])
def test_a_list_without_rows_says_so_and_no_page_counts_nothing_of_nothing(role: str, client_of: Any) -> None:
    with translation.override("sq"):
        found_town()
    client = client_of(UserFactory(role=role))

    found, of_nothing = {}, []
    for address, answer in opened(client):
        if lists := empty_lists(answer):
            found[address] = lists
        if NOTHING_OF_NOTHING.search(answer.content.decode()):
            of_nothing.append(address)

    assert found
    assert of_nothing == []
    assert {address: lists for address, lists in found.items() if not all(is_told for _name, is_told in lists)} == {}
