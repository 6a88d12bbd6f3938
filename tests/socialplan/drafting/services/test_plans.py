"""A plan begins with a version; its sources are lists of its own."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core.workflow import StepRefused
from socialplan.content.enums import PlanState
from socialplan.drafting.services.budget import set_cost, set_funding
from socialplan.drafting.services.plans import create_plan, register_source
from tests.factories.socialplan import MeasureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_plan_begins_with_its_first_version(people: dict[str, Any]) -> None:
    version = create_plan(actor=people["staff"], title_sq="Plani", first_year=2024, last_year=2026)

    assert (version.number, version.state) == (1, PlanState.DRAFTING)
    with pytest.raises(PermissionDenied):
        create_plan(actor=people["ngo"], title_sq="Plani", first_year=2024, last_year=2026)


def test_funding_stays_within_cost(people: dict[str, Any]) -> None:
    staff = people["staff"]
    measure = MeasureFactory()
    cost = set_cost(measure, year=2024, amount=1000, actor=staff)
    source = register_source(actor=staff, code="SF", name_sq="Fondi Social")
    set_funding(cost, source, amount=600, actor=staff)

    with pytest.raises(StepRefused):
        set_funding(cost, source, amount=1001, actor=staff)
    with pytest.raises(StepRefused):
        set_cost(measure, year=2024, amount=500, actor=staff)
    with pytest.raises(StepRefused):
        set_cost(measure, year=2027, amount=500, actor=staff)
    assert cost.lines.get().amount == 600
