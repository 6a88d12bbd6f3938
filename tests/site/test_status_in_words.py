"""Until an adopted version is in force, the one in force stays in front, and the coming one is named beside it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from socialplan.approval.models import Announcement, CouncilDecision
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory, ProjectFactory
from tests.factories.socialplan import BACK_ENTRY, CommitteeFactory, PlanVersionFactory, decide, publish, put_in_state
from vlora_plan.pages.results import results

pytestmark = pytest.mark.django_db


def coming_after(held: PlanVersion, state: str) -> PlanVersion:
    """The next version of the plan, adopted, and announced for a day to come."""
    version = PlanVersionFactory(plan=held.plan, number=held.number + 1, derived_from=held, content=True)
    decide(version)
    if state == PlanState.ANNOUNCED:
        Announcement.objects.create(
            version=version,
            happened_on=timezone.localdate(),
            in_force_on=timezone.localdate() + timedelta(days=10),
            place="Salla e njoftimeve",
            rule_code="entry_into_force",
            **BACK_ENTRY,
        )
    return put_in_state(version, state)


@pytest.fixture
def held() -> PlanVersion:
    MunicipalityFactory()
    return publish(PlanVersionFactory(content=True, number=1))


@pytest.mark.parametrize("state", [PlanState.ADOPTED, PlanState.ANNOUNCED])
def test_home_keeps_the_one_in_force_in_front(held: PlanVersion, client: Client, state: str) -> None:
    coming_after(held, state)

    [status] = client.get(reverse("site:home")).context["plans"]

    assert (status.version, status.coming) == (held, None)
    assert "versioni 1" in status.beside
    assert "versioni 2" in status.beside
    day = date_format(timezone.localdate() + timedelta(days=10), "SHORT_DATE_FORMAT")
    assert (day in status.beside) is (state == PlanState.ANNOUNCED)


def test_the_public_plan_lists_the_one_in_force_first_and_says_what_comes(held: PlanVersion, client: Client) -> None:
    coming = coming_after(held, PlanState.ANNOUNCED)

    page = client.get(reverse("publishing:plan_public"))

    assert [version for version, _day, _again in page.context["shown"]] == [held, coming]
    assert len(page.context["standing"]) == 1
    for version in (held, coming):
        shown = client.get(reverse("publishing:version_public", args=[version.pk]))
        assert shown.context["standing"] == page.context["standing"][0]


@pytest.mark.parametrize("state", [PlanState.ADOPTED, PlanState.ANNOUNCED])
def test_the_result_lines_name_the_one_in_force(held: PlanVersion, state: str) -> None:
    coming = coming_after(held, state)
    lines = results(ProjectFactory())

    assert "versioni 1" in lines[2].facts[0]
    decisions = {each.version_id: str(each) for each in CouncilDecision.objects.all()}
    assert decisions[held.pk] in lines[3].facts[0]
    assert decisions[coming.pk] not in lines[3].facts[0]


def test_verify_says_that_an_adopted_version_is_not_in_force_yet(held: PlanVersion, client: Client) -> None:
    coming = coming_after(held, PlanState.ANNOUNCED)

    found = {
        version: client.get(reverse("site:verify_hash", args=[version.seal.sha256])).context["finding"]
        for version in (held, coming)
    }

    assert found[held].status == found[coming].status != ""
    assert found[coming].in_force == held
    assert found[coming].heading != found[held].heading


def test_once_it_is_in_force_nothing_is_beside_it(held: PlanVersion, client: Client) -> None:
    put_in_state(held, PlanState.SUPERSEDED)
    second = publish(PlanVersionFactory(plan=held.plan, number=2, derived_from=held, content=True))

    [status] = client.get(reverse("site:home")).context["plans"]

    assert (status.version, status.beside) == (second, "")
    assert client.get(reverse("publishing:plan_public")).context["standing"] == []


def test_the_page_of_the_vote_says_which_committees_have_not_spoken(client_of: Any) -> None:
    MunicipalityFactory()
    committee = CommitteeFactory(name_sq="Komisioni i prova")
    version = PlanVersionFactory(content=True, state=PlanState.BEFORE_COUNCIL)

    page = client_of(UserFactory(role="secretary")).get(reverse("approval:version_decision", args=[version.pk]))

    assert committee.name_sq in page.context["notice"]
