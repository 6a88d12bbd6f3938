"""A step as a page: the same for every document, told in words, dated where it happened earlier, nothing lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from consultations.enums import RoundState
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory
from tests.factories.consultations import RoundFactory
from tests.factories.monitoring import IndicatorValueFactory, YearlyReportFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


def step_of(name: str, document: Any, step: str) -> str:
    return reverse(name, args=[document.pk, step])


def test_the_page_of_a_step_takes_the_date_and_the_paper_of_what_happened_earlier(client_of: Any) -> None:
    consultation = RoundFactory()
    client = client_of(UserFactory(role="coordinator"))
    address = step_of("consultations:round_step", consultation, "publish")
    assert list(client.get(address).context["form"].fields) == ["comment", "happened_on", "source_document"]

    without_paper = client.post(address, {"happened_on": "08.04.2024"})
    assert list(without_paper.context["form"].errors) == ["source_document"]
    client.post(address, {"happened_on": "08.04.2024", "source_document": "Regjistri i njoftimeve, nr. 4"})

    consultation.refresh_from_db()
    assert (consultation.state, consultation.notice_on) == (RoundState.OPEN, date(2024, 4, 8))
    assert Event.objects.latest("sequence").source_document == "Regjistri i njoftimeve, nr. 4"


@pytest.mark.parametrize("typed", ["nesër", "32.01.2024", "08.04.2199"])
def test_a_wrong_date_is_told_at_its_field_and_kept(typed: str, client_of: Any) -> None:
    address = step_of("consultations:round_step", RoundFactory(), "publish")

    answer = client_of(UserFactory(role="coordinator")).post(address, {"happened_on": typed, "comment": "Shënim"})

    form = answer.context["form"]
    assert list(form.errors) == ["happened_on"]
    assert (form["happened_on"].value(), form["comment"].value()) == (typed, "Shënim")


def test_a_step_out_of_turn_keeps_the_reason_that_was_typed(client_of: Any) -> None:
    report = YearlyReportFactory()
    address = step_of("monitoring:report_step", report, "return")

    answer = client_of(UserFactory(role="coordinator")).post(address, {"comment": "Mungon kapitulli i parë."})

    form = answer.context["form"]
    (said,) = form.non_field_errors()
    assert report.get_state_display() in said
    assert form["comment"].value() == "Mungon kapitulli i parë."


def test_a_step_that_needs_a_reason_says_so_at_the_field(client_of: Any) -> None:
    value = IndicatorValueFactory(state="submitted")

    answer = client_of(UserFactory(role="coordinator")).post(step_of("monitoring:value_step", value, "return"))

    assert list(answer.context["form"].errors) == ["comment"]


def test_the_page_says_what_is_missing_before_anything_is_pressed(client_of: Any) -> None:
    address = step_of("assessments:assessment_step", AssessmentFactory(), "verify")

    page = client_of(UserFactory(role="staff")).get(address)

    assert page.context["missing"] == ["Vlerësimi ende nuk ka nevoja."]


def test_who_may_not_enter_afterwards_gets_no_date(client_of: Any) -> None:
    address = step_of("monitoring:report_step", YearlyReportFactory(submittable=True), "review")

    assert list(client_of(UserFactory(role="expert")).get(address).context["form"].fields) == ["comment"]
