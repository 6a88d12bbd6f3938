"""A plan adopted in the past is entered step by step, each with the day and the paper of its own."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.models import PlanVersion
from socialplan.drafting.services.plans import link_round
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db
TAKERS = {PlanStep.CONSULT: "coordinator", PlanStep.REVIEW: "staff", PlanStep.RETURN: "admin"}
DAYS = {PlanStep.CONSULT: date(2024, 4, 8), PlanStep.REVIEW: date(2024, 5, 10), PlanStep.RETURN: date(2024, 5, 13)}


def test_consultation_and_review_have_a_field_for_their_day(client_of: Any) -> None:
    MunicipalityFactory()
    version: PlanVersion = PlanVersionFactory(content=True)
    link_round(version.plan, RoundFactory(is_closed=True), actor=UserFactory(role="staff"))
    assert {step for step in DAYS if PLAN_WORKFLOW[step].is_button} == set(DAYS)

    for step, role in TAKERS.items():
        client = client_of(UserFactory(role=role))
        page = reverse("approval:version_step", args=[version.pk, step])
        stands = client.get(reverse("approval:version_approval", args=[version.pk])).content.decode()
        assert f'href="{page}"' in stands
        assert {"happened_on", "source_document"} <= set(client.get(page).context["form"].fields)
        told = {"happened_on": f"{DAYS[step]:%d.%m.%Y}", "source_document": "Protokolli 12", "comment": "Akti"}
        assert client.post(page, told).status_code == 302

    steps = {change.step: change for change in version.state_changes.all()}
    assert {step: change.happened_on for step, change in steps.items()} == DAYS
    assert all(change.is_back_entry for change in steps.values())
    version.refresh_from_db()
    assert version.state == PlanState.DRAFTING
