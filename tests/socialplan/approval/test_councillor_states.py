"""What a member of the council sees of a version in each of its states: what lies before the council, and after."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from socialplan.content.enums import PlanState
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db

CLOSED = {PlanState.DRAFTING, PlanState.IN_CONSULTATION, PlanState.IN_REVIEW, PlanState.APPROVED}
PAGES = ("approval:version_detail", "content:version_read", "publishing:version_files", "publishing:version_content")


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("name", PAGES)
def test_a_councillor_reads_what_lies_before_the_council_and_no_draft(
    state: PlanState, name: str, client_of: Any
) -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True, state=state, plan__title_sq="Plani i Provës")
    councillor = client_of(UserFactory(role="councillor"))

    answer = councillor.get(reverse(name, args=[version.pk]))
    listed = councillor.get(reverse("content:plan_list"))

    assert (answer.status_code == 200) is (state not in CLOSED)
    assert (version.plan.title_sq in listed.content.decode()) is (state not in CLOSED)
