"""Handing in by office: which cells a period asks for, reasons of empty ones, on time or late, reminders, returns."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.workflow import StepRefused
from monitoring.enums import AnswerKind, ValueState
from monitoring.expected import is_asked_for, office_lines
from monitoring.models import IndicatorValue, OfficeHandIn, PartValue, Period, UnreportedMeasure
from monitoring.parting.dimensions import AskedOf
from monitoring.services.grid import write_cells
from monitoring.services.handing import approve_values, hand_in
from monitoring.services.values import move_value
from operations.grids import TypedCell
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.monitoring import IndicatorValueFactory, MeasureProgressFactory, PeriodFactory
from tests.factories.municipality import MunicipalityFactory, OfficeFactory
from tests.factories.socialplan import IndicatorFactory, MeasureFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Period:
    """One indicator and one measure that name no office."""
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


def period_of_an_office() -> tuple[Period, Any]:
    """The same, and one more measure, of the office DSS."""
    MunicipalityFactory()
    office = OfficeFactory(code="dss")
    version = PlanVersionFactory(content=True)
    MeasureFactory(objective=version.specificobjectives.first(), code="ZZ", office=office)
    return PeriodFactory(version=put_in_state(version, "in_force")), office


@pytest.mark.parametrize(
    ("frequency", "first", "last", "is_asked"),
    [
        ("vjetore", (1, 1), (6, 30), False),
        ("vjetore", (7, 1), (12, 31), True),
        ("3-mujore", (1, 1), (6, 30), True),
        ("3-mujore", (4, 1), (4, 30), False),
        ("gjashtëmujore", (1, 1), (4, 30), False),
        ("kur ka të dhëna", (1, 1), (4, 30), True),
    ],
)
def test_a_period_asks_for_what_falls_due_in_it(
    period: Period, frequency: str, first: tuple[int, int], last: tuple[int, int], is_asked: bool
) -> None:
    period.starts_on, period.ends_on = date(2024, *first), date(2024, *last)

    asked, indicator = AskedOf.of_plan(period.plan_id), IndicatorFactory.build(objective=None, version=None)
    indicator.frequency = frequency
    assert is_asked_for(indicator, period, asked) == is_asked


def test_the_page_counts_by_office_what_is_expected_entered_and_handed_in(period: Period, client_of: Any) -> None:
    staff = UserFactory(role="staff")
    MeasureProgressFactory(period=period)
    page = client_of(staff).get(reverse("monitoring:hand_in_list", args=[period.pk]))

    (line, may_hand_in), *others = page.context["lines"]
    assert not others
    assert (line.expected, line.entered, line.handed_in) == (2, 1, 0)
    assert may_hand_in
    assert line.overdue == 2


def test_every_empty_cell_asks_for_its_reason_and_nothing_is_handed_in_without(period: Period, client_of: Any) -> None:
    staff = UserFactory(role="staff")
    address = reverse("monitoring:hand_in", args=[period.pk, 0])
    keys = [cell.key for cell in office_lines(period)[0].empty_cells]

    refused = client_of(staff).post(address, {keys[0]: "Regjistri nuk u mbajt"})
    assert set(refused.context["form"].errors) == {keys[1]}
    assert not OfficeHandIn.objects.exists()

    assert client_of(staff).post(address, dict.fromkeys(keys, "Regjistri nuk u mbajt")).status_code == 302
    value = IndicatorValue.objects.get()
    assert (value.standing, value.state) == (AnswerKind.NOT_COLLECTED, ValueState.SUBMITTED)
    assert UnreportedMeasure.objects.get().reason == "Regjistri nuk u mbajt"
    line = office_lines(period)[0]
    assert (line.handed_in, line.status) == (2, "me vonesë")
    assert Event.objects.filter(action="monitoring.hand_in").count() == 1
    with pytest.raises(StepRefused):
        hand_in(period, 0, reasons={}, actor=staff)


def test_until_midnight_of_the_due_day_it_is_on_time(period: Period) -> None:
    today = timezone.localdate()
    row = OfficeHandIn(due_on=today, happened_on=today)
    assert not row.was_late
    row.due_on = today - timedelta(days=1)
    assert row.was_late


def test_an_office_hands_in_its_own_rows_alone() -> None:
    period, office = period_of_an_office()
    own = UserFactory(role="staff", office=office)
    other = UserFactory(role="staff", office=OfficeFactory(code="dtp"))
    reasons = {f"measure-{period.version.measures.get(code='ZZ').pk}": "Nuk nisi"}

    with pytest.raises(StepRefused):
        hand_in(period, office.pk, reasons=reasons, actor=other)
    with pytest.raises(PermissionDenied):
        hand_in(period, office.pk, reasons=reasons, actor=UserFactory(role="councillor"))
    hand_in(period, office.pk, reasons=reasons, actor=own)

    assert [(line.key, line.handed_in) for line in office_lines(period)] == [(office.pk, 1), (0, 0)]


def test_a_value_that_lacks_its_source_is_named_and_stops_the_handing_in(period: Period) -> None:
    MeasureProgressFactory(period=period)
    value = IndicatorValueFactory(period=period, source="")

    with pytest.raises(StepRefused, match=value.indicator.code):
        hand_in(period, 0, reasons={}, actor=UserFactory(role="staff"))


def test_a_returned_value_has_its_note_and_its_own_day_and_is_overdue_after_it(period: Period, client_of: Any) -> None:
    coordinator = UserFactory(role="coordinator")
    value = move_value(IndicatorValueFactory(period=period), "submit", actor=UserFactory(role="staff"))
    address = reverse("monitoring:value_step", args=[value.pk, "return"])
    today = timezone.localdate()
    client = client_of(coordinator)

    early = client.post(address, {"comment": "Burimi?", "due_on": f"{today - timedelta(days=1):%d.%m.%Y}"})
    assert early.context["form"].errors["due_on"]
    assert client.post(address, {"comment": "Burimi?", "due_on": f"{today:%d.%m.%Y}"}).status_code == 302

    value.refresh_from_db()
    assert (value.state, value.due_on, value.is_overdue) == (ValueState.RETURNED, today, False)
    assert value.state_changes.last().due_on == today
    value.due_on = today - timedelta(days=1)
    assert value.is_overdue
    with pytest.raises(ValidationError):
        type(value.state_changes.last())(value=value, step="submit", due_on=today).full_clean(exclude=["actor"])


def test_many_values_are_approved_at_once_and_ones_own_is_not_offered(period: Period, client_of: Any) -> None:
    staff, coordinator = UserFactory(role="staff"), UserFactory(role="coordinator")
    value = move_value(IndicatorValueFactory(period=period), "submit", actor=staff)
    address = reverse("monitoring:values_approve", args=[period.pk])
    assert not client_of(staff).get(address).context["form"].fields["values"].queryset

    client_of(coordinator).post(address, {"values": [value.pk]})

    value.refresh_from_db()
    assert value.state == ValueState.APPROVED
    with pytest.raises(StepRefused):
        approve_values([value], actor=coordinator)


@pytest.fixture
def parted() -> Period:
    """An indicator whose value is asked for by sex and by group."""
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    objective = version.specificobjectives.first()
    IndicatorFactory(objective=objective, code="ZP", disaggregation="sex,group", responsible="dss")
    OfficeFactory(code="dss")
    TargetGroupFactory(code="RE")
    return PeriodFactory(version=put_in_state(version, "in_force"))


def type_part(period: Period, actor: Any, **amounts: str) -> None:
    indicator = period.version.indicators.get(code="ZP")
    for part, typed in amounts.items():
        dimension = "group" if part == "RE" else "sex"
        row = f"{indicator.pk}-{dimension}-{part}"
        write_cells(period, "parts", row=row, cells=[TypedCell("amount", typed, "")], actor=actor)


def test_parts_are_expected_cells_and_those_of_a_dimension_add_up_to_the_value(parted: Period) -> None:
    staff = UserFactory(role="staff")
    line = next(each for each in office_lines(parted) if each.office)
    assert line.expected == 3
    IndicatorValueFactory(period=parted, indicator=parted.version.indicators.get(code="ZP"), amount=12)
    type_part(parted, staff, women="7", men="4", RE="13")

    with pytest.raises(StepRefused) as refused:
        hand_in(parted, line.key, reasons={}, actor=staff)
    assert "11" in str(refused.value)
    assert "13" in str(refused.value)
    PartValue.objects.filter(part="RE").update(amount=12)
    type_part(parted, staff, unknown="1")
    hand_in(parted, line.key, reasons={}, actor=staff)

    assert next(each for each in office_lines(parted) if each.office).handed_in == 3


def test_a_dimension_nobody_collected_says_why_in_each_part(parted: Period) -> None:
    staff = UserFactory(role="staff")
    line = next(each for each in office_lines(parted) if each.office)

    hand_in(parted, line.key, reasons={cell.key: "Nuk u mbajt" for cell in line.cells}, actor=staff)

    assert set(PartValue.objects.values_list("standing", "note")) == {("not_collected", "Nuk u mbajt")}
    assert PartValue.objects.count() == 4


def test_a_part_without_an_answer_is_an_empty_cell_and_keeps_the_others_as_they_are(parted: Period) -> None:
    staff = UserFactory(role="staff")
    IndicatorValueFactory(period=parted, indicator=parted.version.indicators.get(code="ZP"), amount=12)
    type_part(parted, staff, women="0", RE="3")
    line = next(each for each in office_lines(parted) if each.office)

    empty = line.empty_cells
    assert [cell.key.rsplit("-", 1)[1] for cell in empty] == ["sex"]
    assert "Burra" in empty[0].title
    assert "Gra" not in empty[0].title
    with pytest.raises(ValidationError):
        hand_in(parted, line.key, reasons={}, actor=staff)
    hand_in(parted, line.key, reasons={empty[0].key: "Nuk u ndanë"}, actor=staff)

    rows = PartValue.objects.filter(dimension="sex").values_list("part", "standing", "amount", "note")
    assert set(rows) == {("women", "measured", 0, ""), ("men", "not_collected", None, "Nuk u ndanë")}
