"""The mayor's acts: order on the working group, order of implementation, and the one return to the council."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from core.workflow import StepRefused
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.acts.working_group import WorkingGroupForm, WorkingGroupOrder
from socialplan.approval.models import MayorOrder, MayorReturn
from socialplan.approval.open_tasks import open_tasks_of
from socialplan.approval.services.acts import record_mayor_order
from socialplan.approval.services.council import reexamine
from socialplan.approval.services.records import record_act
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.approval.status import acts_for, status_of
from socialplan.content.enums import ADOPTED_STATES, LIVING_STATES, PlanState
from socialplan.content.models import PlanVersion
from tests.factories.socialplan import PlanVersionFactory, decide, publish
from tests.socialplan.approval.bodies import fresh, recorder, refused_at
from tests.socialplan.conftest import on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
STATES = sorted(set(PlanState.values) - {PlanState.AMENDING})
BEFORE_THE_VOTE = {"drafting", "in_consultation", "in_review", "approved", "before_council"}


@pytest.fixture
def version(law: Any) -> PlanVersion:
    """Decided on 30.5.2024, in force since 13.6.2024."""
    return publish(PlanVersionFactory())


def loaded(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.with_acts().get(pk=version.pk)


def give_back(version: PlanVersion, actor: Any, day: int = 4, reasons: str = "Cenon interesat.") -> Any:
    act = MayorReturn(letter_no="3", reasons=reasons)
    return recorder(version, "mayor_return", actor)(act, day)


# ---- the return


@pytest.mark.parametrize("state", STATES)
def test_the_mayor_returns_what_stands_and_nothing_else(state: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=state)

    if state in LIVING_STATES:
        assert give_back(version, people["mayor"]).version == version
    else:
        with pytest.raises(StepRefused):
            give_back(version, people["mayor"])


@pytest.mark.parametrize(("month", "day", "is_right"), [(5, 29, False), (5, 30, True), (6, 4, True)])
def test_no_decision_is_returned_before_it_is_taken(
    month: int, day: int, is_right: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    def ask() -> Any:
        act = MayorReturn(letter_no="3", reasons="Cenon interesat.")
        return record_act(version, act, kind="mayor_return", actor=people["mayor"], entry=on(2024, month, day))

    if is_right:
        assert ask().pk
    else:
        assert "30.05.2024" in refused_at(ask)["happened_on"]


def test_a_return_says_why(version: PlanVersion, people: dict[str, Any]) -> None:
    assert "reasons" in refused_at(lambda: give_back(version, people["mayor"], reasons=""))


def test_the_mayor_returns_once_even_after_the_council_confirmed(version: PlanVersion, people: dict[str, Any]) -> None:
    """Law 139/2015, article 64: once, over the whole way of the decision."""
    mayor = people["mayor"]
    assert ACTS["mayor_return"].is_open(version)
    give_back(version, mayor)
    refused_at(lambda: give_back(version, mayor))

    again = reexamine(fresh(version), actor=people["secretary"], entry=on(2024, 6, 17))
    assert not ACTS["mayor_return"].is_open(again)
    assert not ACTS["mayor_return"].is_open(fresh(version))


def test_a_return_is_never_withdrawn(version: PlanVersion, people: dict[str, Any]) -> None:
    returned = give_back(version, people["mayor"])

    with pytest.raises((PermissionDenied, StepRefused)):
        withdraw_act(version, returned, kind="mayor_return", reason="Gabim.", actor=people["mayor"])


def test_a_return_does_not_take_the_plan_out_of_force(version: PlanVersion, people: dict[str, Any]) -> None:
    give_back(version, people["mayor"])

    assert fresh(version).state == PlanState.IN_FORCE


def test_another_plan_has_its_own_return(version: PlanVersion, people: dict[str, Any]) -> None:
    give_back(version, people["mayor"])

    assert give_back(publish(PlanVersionFactory(plan__title_sq="Tjetër")), people["mayor"]).pk


# ---- the order of implementation


@pytest.mark.parametrize("state", STATES)
def test_the_order_of_implementation_follows_the_adoption(state: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=state)

    def order() -> MayorOrder:
        return record_mayor_order(version, number="14", actor=people["mayor"], entry=on(2024, 6, 4))

    offered = status_of(version, people["mayor"]).can_order
    assert offered is (state in ADOPTED_STATES)
    if offered:
        assert order().number == "14"
        assert not status_of(fresh(version), people["mayor"]).can_order
    else:
        with pytest.raises(StepRefused):
            order()


@pytest.mark.parametrize("number", ["", "x" * 41])
def test_an_order_has_a_number_that_fits_the_register(
    number: str, version: PlanVersion, people: dict[str, Any]
) -> None:
    said = refused_at(lambda: record_mayor_order(version, number=number, actor=people["mayor"], entry=on(2024, 6, 4)))

    assert set(said) == {"number"}


def test_the_order_is_a_duty_until_it_counts(version: PlanVersion, people: dict[str, Any]) -> None:
    def is_duty() -> bool:
        with override("en"):
            open_tasks = open_tasks_of(loaded(version), people["mayor"])
        return any("order of implementation is not recorded" in each.sentence for each in open_tasks)

    assert is_duty()
    wrong = record_mayor_order(version, number="14", actor=people["mayor"], entry=on(2024, 6, 4))
    assert not is_duty()
    withdraw_act(version, wrong, kind="mayor_order", reason="Numri i gabuar.", actor=people["mayor"])
    assert is_duty()
    record_mayor_order(fresh(version), number="15", actor=people["mayor"], entry=on(2024, 6, 5))
    assert not is_duty()
    assert fresh(version).mayor_orders.count() == 2


@pytest.mark.parametrize("role", ["staff", "coordinator", "expert", "ngo", "admin", "secretary", "councillor", "dpo"])
def test_nobody_orders_or_returns_for_the_mayor(role: str, version: PlanVersion, people: dict[str, Any]) -> None:
    with pytest.raises(PermissionDenied):
        record_mayor_order(version, number="14", actor=people[role], entry=on(2024, 6, 4))
    with pytest.raises(PermissionDenied):
        give_back(version, people[role])
    assert not status_of(version, people[role]).can_order
    prompts = {each.label for each in acts_for(version, people[role])}
    assert str(ACTS["mayor_return"].prompt) not in prompts


# ---- the order on the working group


@pytest.mark.parametrize("state", STATES)
def test_the_working_group_is_created_before_the_council_votes(state: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=state)

    def order() -> Any:
        act = WorkingGroupOrder(number="8", members="Drejtoria e Shërbimeve Sociale")
        return recorder(version, "working_group", people["mayor"])(act, 4)

    if state in BEFORE_THE_VOTE:
        assert order().members == "Drejtoria e Shërbimeve Sociale"
    else:
        with pytest.raises(StepRefused):
            order()


@pytest.mark.parametrize("missing", ["number", "members"])
def test_an_order_on_the_working_group_has_its_number_and_its_members(missing: str, law: Any) -> None:
    data = {"number": "8", "members": "Drejtoria", "happened_on": "04.06.2024", "source_document": "DEMO"}

    form = WorkingGroupForm(data | {missing: ""}, version=PlanVersionFactory())

    assert set(form.errors) == {missing}


def test_a_changed_working_group_is_a_second_order(law: Any, people: dict[str, Any]) -> None:
    """Who leaves and who joins is told by a new order; the first stays in the history."""
    version = PlanVersionFactory()
    record = recorder(version, "working_group", people["mayor"])

    record(WorkingGroupOrder(number="8", members="Drejtoria"), 4)
    record(WorkingGroupOrder(number="9", members="Drejtoria\nZyra e barazisë gjinore"), 6)

    assert [each.happened_on for each in version.working_group_orders.all()] == [date(2024, 6, 4), date(2024, 6, 6)]


def test_the_law_asks_no_return_of_a_decision_that_was_voted_down(law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.REJECTED)
    decide(version)

    assert not [each for each in acts_for(version, people["mayor"]) if each.label == str(ACTS["mayor_return"].prompt)]
