"""A refusal of state names the state and the way on; that of a role says that; both keep the menu of who is in."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.enums import AssessmentState
from consultations.enums import RoundState
from monitoring.enums import ReportState
from socialplan.content.enums import PlanState
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory
from tests.factories.consultations import RoundFactory
from tests.factories.monitoring import YearlyReportFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, publish
from vlora_plan.pages.navigation import WORKING_ENTRIES
from vlora_plan.pages.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


@pytest.fixture
def staff(client_of: Any) -> Client:
    return client_of(UserFactory(role="staff"))


def refusal(client: Client, address: str) -> Refusal:
    page = client.get(address)
    assert page.status_code == 403
    return page.context["refusal"]


def test_an_adopted_plan_names_its_decision_and_offers_an_amendment(staff: Client) -> None:
    version = publish(PlanVersionFactory(content=True))
    measure = version.measures.get()
    address = reverse("drafting:measure_budget", args=[measure.pk])

    told = refusal(staff, address)

    assert str(version.decision) in told.sentence
    assert (told.url, told.is_deed) == (reverse("drafting:version_amend", args=[version.pk]), True)
    assert staff.post(told.url).status_code == 302
    assert version.derivatives.count() == 1


def test_a_plan_in_review_says_where_it_stands(staff: Client) -> None:
    version = PlanVersionFactory(content=True, state=PlanState.IN_REVIEW)

    told = refusal(staff, reverse("drafting:version_outline", args=[version.pk]))

    assert version.get_state_display() in told.sentence
    assert staff.get(told.url).status_code == 200


def test_no_event_enters_a_round_whose_answers_are_published(staff: Client) -> None:
    round_ = RoundFactory(is_closed=True, state=RoundState.ANSWERED)

    told = refusal(staff, reverse("consultations:event_create", args=[round_.pk]))

    assert "përgjigjet" in told.sentence.lower()
    assert staff.get(told.url).status_code == 200


def test_a_published_notice_an_edition_and_a_report_say_that_they_are_fixed(client_of: Any) -> None:
    report = YearlyReportFactory(state=ReportState.VALIDATED, figures={})
    fixed = {
        ("coordinator", "consultations:round_update"): RoundFactory(is_open=True).pk,
        ("staff", "assessments:assessment_update"): AssessmentFactory(state=AssessmentState.VERIFIED).pk,
        ("staff", "monitoring:recommendation_create"): report.pk,
    }
    for (role, name), key in fixed.items():
        client = client_of(UserFactory(role=role))
        assert client.get(refusal(client, reverse(name, args=[key])).url).status_code == 200, name


def test_who_lacks_the_role_is_told_that_and_nothing_of_the_state(client_of: Any) -> None:
    version = publish(PlanVersionFactory(content=True))
    client = client_of(UserFactory(role="councillor"))

    assert refusal(client, reverse("drafting:version_outline", args=[version.pk])) is None


@pytest.mark.parametrize("role", ["staff", "ngo", "councillor", "admin"])
@pytest.mark.parametrize("path", ["/sq/nuk-ekziston/", "/en/plan/versions/999999/", "/sq/municipality/units/new/"])
def test_an_error_keeps_the_menu_of_who_is_signed_in(client_of: Any, role: str, path: str) -> None:
    user = UserFactory(role=role)
    page = client_of(user).get(path)

    if page.status_code in {403, 404}:
        entries = [each for each in WORKING_ENTRIES if not each.permission or user.has_perm(each.permission)]
        assert len(page.context["site"].navigation) == len(entries)
        assert str(user.name) in page.content.decode()
