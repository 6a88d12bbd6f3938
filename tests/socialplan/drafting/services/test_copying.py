from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from core.workflow import StepRefused
from socialplan.content.enums import PlanState
from socialplan.content.models import DataBlock, IndicatorTarget, PlanVersion
from socialplan.content.plan_json import CONTENT_FIELDS, seal_holds, version_content
from socialplan.drafting.services.copying import copy_content, open_amendment
from tests.factories.accounts import UserFactory
from tests.factories.demo_plan import demo_plan
from tests.factories.socialplan import PlanVersionFactory, RiskFactory, publish
from tests.socialplan.content.services.test_seal import fill_links

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Any:
    return UserFactory(role="staff")


@pytest.fixture
def adopted() -> PlanVersion:
    version = demo_plan()
    fill_links(version.measures.first())
    RiskFactory(version=version)
    return publish(version)


def without_number(content: dict[str, Any]) -> dict[str, Any]:
    content["plan"]["version"] = None
    return content


def test_an_amendment_begins_with_the_same_content_and_keys(adopted: PlanVersion, staff: Any) -> None:
    amended = open_amendment(adopted, actor=staff)

    before, after = without_number(version_content(adopted)), without_number(version_content(amended))
    assert all(before[relation] for relation in CONTENT_FIELDS)
    assert before.pop("datablocks") != after.pop("datablocks") == []
    assert after == before
    assert (amended.state, amended.number, amended.derived_from) == (PlanState.DRAFTING, 2, adopted)


def test_the_sealed_version_stays_as_it_was(adopted: PlanVersion, staff: Any) -> None:
    amended = open_amendment(adopted, actor=staff)
    target = IndicatorTarget.objects.filter(version=amended).first()
    assert target is not None
    IndicatorTarget.objects.filter(pk=target.pk).update(value=target.value + 1)

    assert seal_holds(adopted)
    old = IndicatorTarget.objects.get(version=adopted, key=target.key)
    assert old.value == target.value


def test_frozen_figures_are_copied_where_asked(adopted: PlanVersion) -> None:
    target = PlanVersionFactory(plan=adopted.plan, number=9)

    copy_content(adopted, target, with_blocks=True)

    assert DataBlock.objects.get(version=target).figures == DataBlock.objects.get(version=adopted).figures


def test_a_draft_is_not_amended(staff: Any) -> None:
    with pytest.raises(StepRefused):
        open_amendment(PlanVersionFactory(), actor=staff)


def test_one_draft_at_a_time(adopted: PlanVersion, staff: Any) -> None:
    open_amendment(adopted, actor=staff)

    with pytest.raises(StepRefused, match="2"):
        open_amendment(adopted, actor=staff)


@pytest.mark.parametrize("role", ["ngo", "councillor", "secretary", "mayor", "admin", "dpo", "coordinator"])
def test_only_planners_open_an_amendment(role: str, adopted: PlanVersion) -> None:
    with pytest.raises(PermissionDenied):
        open_amendment(adopted, actor=UserFactory(role=role))


def test_copying_takes_a_statement_a_table(adopted: PlanVersion, django_assert_num_queries: Any) -> None:
    target = PlanVersionFactory(plan=adopted.plan, number=9)

    with django_assert_num_queries(16):
        copy_content(adopted, target, with_blocks=True)


def test_nothing_is_copied_into_a_sealed_version(adopted: PlanVersion) -> None:
    with pytest.raises(IntegrityError, match="socialplan_version_is_sealed"), transaction.atomic():
        copy_content(adopted, adopted)
    assert connection.is_usable()


def test_the_page_opens_the_amendment(adopted: PlanVersion, staff: Any, client_of: Any) -> None:
    client = client_of(staff)
    assert b"/amend/" in client.get(adopted.get_absolute_url()).content

    answer = client.post(f"{adopted.get_absolute_url()}amend/", follow=True)

    assert answer.redirect_chain[-1][0] == PlanVersion.objects.get(number=2).get_absolute_url()
