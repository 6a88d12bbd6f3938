"""When a period can be opened, when it is taken away again, and when its report can be validated."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow import StepRefused
from monitoring.enums import ValueState
from monitoring.models import Period, PeriodKind
from monitoring.services.periods import lock_periods, open_period, remove_period, report_measure, unlock_periods
from monitoring.services.reports import move_report
from monitoring.workflow import REPORT_WORKFLOW
from operations.models import Event
from socialplan.content.enums import PlanState
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    IndicatorValueFactory,
    MeasureProgressFactory,
    PeriodFactory,
    PeriodKindFactory,
    YearlyReportFactory,
    measure_of,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db
LIST, NEW = "monitoring:period_list", "monitoring:period_create"
LAST_YEAR = {
    "title_sq": "2026", "target_year": "2026", "starts_on": "01.01.2026", "ends_on": "31.12.2026",
    "cut_off_on": "31.01.2027",
}  # fmt: skip


@pytest.fixture(autouse=True)
def kind() -> PeriodKind:
    kind: PeriodKind = PeriodKindFactory()
    LAST_YEAR["kind"] = str(kind.pk)
    return kind


@pytest.fixture
def staff(client_of: Any) -> Client:
    MunicipalityFactory()
    return client_of(UserFactory(role="staff"))


@pytest.mark.parametrize("state", [PlanState.DRAFTING, PlanState.BEFORE_COUNCIL, PlanState.REPEALED])
def test_before_an_adopted_plan_no_button_is_shown_and_the_address_says_why(staff: Client, state: str) -> None:
    PlanVersionFactory(content=True, state=state)

    assert reverse(NEW) not in staff.get(reverse(LIST)).content.decode()
    answer = staff.get(reverse(NEW), follow=True)
    assert answer.status_code == 200
    assert [str(each) for each in answer.context["messages"]]


@pytest.mark.parametrize("state", [PlanState.ADOPTED, PlanState.ANNOUNCED, PlanState.IN_FORCE, PlanState.EXPIRED])
def test_a_period_is_opened_for_a_plan_that_stands_or_whose_years_are_over(staff: Client, state: str) -> None:
    version = PlanVersionFactory(content=True, state=state)
    assert reverse(NEW) in staff.get(reverse(LIST)).content.decode()

    staff.post(reverse(NEW), LAST_YEAR)

    assert Period.objects.get().version == version


def test_the_last_year_of_a_plan_is_opened_beside_the_new_plan(staff: Client) -> None:
    old = PlanVersionFactory(content=True, state=PlanState.EXPIRED)
    new = PlanVersionFactory(state=PlanState.IN_FORCE, plan__first_year=2027, plan__last_year=2029)
    form = staff.get(reverse(NEW)).context["form"]

    assert list(form.fields["version"].queryset) == [new, old]
    assert form["version"].value() == new.pk
    staff.post(reverse(NEW), LAST_YEAR | {"version": old.pk})
    assert Period.objects.get().version == old


def test_of_a_plan_with_an_amendment_on_its_way_the_version_in_force_is_followed_up(staff: Client) -> None:
    in_force = PlanVersionFactory(content=True, state=PlanState.IN_FORCE)
    PlanVersionFactory(content=True, plan=in_force.plan, number=2, state=PlanState.ANNOUNCED)

    staff.post(reverse(NEW), LAST_YEAR)

    assert Period.objects.get().version == in_force


def test_a_period_opened_by_mistake_is_removed_and_the_history_keeps_it(staff: Client) -> None:
    period = PeriodFactory()
    address = reverse("monitoring:period_remove", args=[period.pk])
    assert address in staff.get(period.get_absolute_url()).content.decode()

    assert staff.post(address).status_code == 302

    assert not Period.objects.exists()
    assert Event.objects.filter(action="monitoring.remove_period").count() == 1


@pytest.mark.parametrize(
    "factory", [MeasureProgressFactory, BudgetExecutionFactory, IndicatorValueFactory, YearlyReportFactory]
)
def test_a_period_with_anything_in_it_stays(staff: Client, factory: Any) -> None:
    period = factory().period
    address = reverse("monitoring:period_remove", args=[period.pk])
    assert address not in staff.get(period.get_absolute_url()).content.decode()

    assert staff.post(address).context["form"].non_field_errors()
    assert Period.objects.get() == period


def test_only_who_opens_periods_removes_one() -> None:
    with pytest.raises(PermissionDenied):
        remove_period(PeriodFactory(), actor=UserFactory(role="admin"))


def test_a_report_is_not_validated_before_its_period_ends() -> None:
    today = timezone.localdate()
    period = PeriodFactory(starts_on=date(2024, 6, 13), ends_on=today, cut_off_on=today + timedelta(days=30))
    report = move_report(
        YearlyReportFactory(period=period, submittable=True), "review", actor=UserFactory(role="staff")
    )
    coordinator = UserFactory(role="coordinator")

    assert [len(each.missing) for each in REPORT_WORKFLOW.offers(report, coordinator) if each.step == "validate"] == [
        1
    ]
    with pytest.raises(StepRefused):
        move_report(report, "validate", actor=coordinator)
    Period.objects.update(ends_on=today - timedelta(days=1))
    assert move_report(report, "validate", actor=coordinator).figures is not None


def test_a_report_without_one_value_is_not_validated() -> None:
    report = YearlyReportFactory(submittable="without value")
    coordinator = UserFactory(role="coordinator")
    report = move_report(report, "review", actor=UserFactory(role="staff"))

    with pytest.raises(StepRefused, match="tregues"):
        move_report(report, "validate", actor=coordinator)
    IndicatorValueFactory(period=report.period, state=ValueState.APPROVED)
    assert move_report(report, "validate", actor=coordinator).figures is not None


def post_period(client: Client, **changed: str) -> Any:
    return client.post(reverse(NEW), LAST_YEAR | changed)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": "01.01.2031", "ends_on": "31.12.2031", "cut_off_on": "31.12.2031"}, "starts_on"),
        ({"starts_on": "01.01.0001"}, "starts_on"),
        ({"ends_on": "31.12.9999", "cut_off_on": "31.12.9999"}, "ends_on"),
        ({"target_year": "0"}, "target_year"),
        ({"target_year": "9999"}, "target_year"),
        ({"due_on": "01.01.2026"}, "__all__"),
        ({"ends_on": "01.01.2025"}, "__all__"),
    ],
)
def test_a_period_outside_its_plan_is_a_sentence_and_nothing_typed_is_lost(
    staff: Client, changed: dict[str, str], field: str
) -> None:
    PlanVersionFactory(content=True, state=PlanState.IN_FORCE)

    answer = post_period(staff, **changed)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert all(value in answer.content.decode() for value in (LAST_YEAR | changed).values())
    assert not Period.objects.exists()


def test_periods_of_a_kind_never_overlap_and_those_of_two_kinds_may(staff: Client) -> None:
    PlanVersionFactory(content=True, state=PlanState.IN_FORCE)
    assert post_period(staff).status_code == 302

    assert "__all__" in post_period(staff, title_sq="Tjetër", starts_on="31.12.2026").context["form"].errors
    assert Period.objects.count() == 1
    half = PeriodKindFactory(code="half-yearly", months=6)
    half_year = {"starts_on": "01.07.2026", "kind": str(half.pk)}
    assert post_period(staff, **half_year).status_code == 302


def test_the_database_refuses_an_overlap_whoever_writes() -> None:
    period = PeriodFactory()

    with pytest.raises(IntegrityError, match="period_apart_within_a_kind"), transaction.atomic():
        PeriodFactory(version=period.version)
    assert PeriodFactory(version=period.version, kind=PeriodKindFactory(code="half-yearly")).pk


def test_results_are_due_as_the_kind_says_and_never_after_the_cut_off(staff: Client) -> None:
    PlanVersionFactory(content=True, state=PlanState.IN_FORCE)
    post_period(staff, cut_off_on="15.01.2027")
    assert Period.objects.get().due_on == date(2027, 1, 15)

    Period.objects.all().delete()
    post_period(staff, cut_off_on="28.02.2027")
    assert Period.objects.get().due_on == date(2027, 1, 31)


def test_what_is_due_today_is_not_overdue_until_midnight_has_passed() -> None:
    today = timezone.localdate()
    last_year = today - timedelta(days=400)

    assert not PeriodFactory.build(version=None, plan=None, kind=None, due_on=today).is_overdue
    assert PeriodFactory.build(version=None, plan=None, kind=None, due_on=last_year).is_overdue


def test_an_empty_period_is_corrected_and_a_used_one_is_not(staff: Client) -> None:
    period = PeriodFactory()
    address = reverse("monitoring:period_correct", args=[period.pk])
    assert address in staff.get(period.get_absolute_url()).content.decode()

    corrected = LAST_YEAR | {"title_sq": "E korrigjuar"}
    assert staff.post(address, corrected).status_code == 302
    period.refresh_from_db()
    assert (period.title_sq, period.ends_on) == ("E korrigjuar", date(2026, 12, 31))
    MeasureProgressFactory(period=period)
    assert staff.post(address, LAST_YEAR).context["form"].non_field_errors()
    assert address not in staff.get(period.get_absolute_url()).content.decode()


def test_locked_periods_take_no_entry_until_they_are_unlocked_with_a_reason(client_of: Any) -> None:
    MunicipalityFactory()
    people = {role: UserFactory(role=role) for role in ("staff", "coordinator")}
    first = PeriodFactory()
    second = PeriodFactory(version=first.version, kind=PeriodKindFactory(code="half-yearly"))
    chosen = {"periods": [first.pk, second.pk]}

    coordinator = client_of(people["coordinator"])
    assert coordinator.post(reverse("monitoring:period_lock"), chosen).context["form"].errors["reason"]
    coordinator.post(reverse("monitoring:period_lock"), chosen | {"reason": "Kontroll i brendshëm"})

    assert Period.objects.locked().count() == 2
    staff = client_of(people["staff"])
    assert "Kontroll i brendshëm" in staff.get(first.get_absolute_url()).content.decode()
    entry = reverse("monitoring:progress_edit", args=[first.pk, measure_of(first).pk])
    refused = staff.post(entry, {"status": "on_track", "share_done": "30"})
    assert "Kontroll i brendshëm" in str(refused.context["form"].errors)
    coordinator = client_of(people["coordinator"])
    coordinator.post(reverse("monitoring:period_unlock"), chosen | {"reason": "Kontrolli mbaroi"})
    staff = client_of(people["staff"])
    assert staff.post(entry, {"status": "on_track", "share_done": "30"}).status_code == 302
    told = Event.objects.filter(action__in=["monitoring.lock_period", "monitoring.unlock_period"])
    assert [event.after["reason"] for event in told.order_by("pk")] == [
        "Kontroll i brendshëm", "Kontroll i brendshëm", "Kontrolli mbaroi", "Kontrolli mbaroi",
    ]  # fmt: skip


def test_a_period_under_a_validated_report_is_unlocked_only_after_the_report() -> None:
    report = YearlyReportFactory(submittable=True)
    coordinator = UserFactory(role="coordinator")
    lock_periods([report.period], reason="Mbyllur", actor=coordinator)
    report = move_report(report, "review", actor=UserFactory(role="staff"))
    report = move_report(report, "validate", actor=coordinator)

    with pytest.raises(ValidationError):
        unlock_periods([report.period], reason="Gabim", actor=coordinator)
    move_report(report, "return", actor=UserFactory(role="admin"), comment="Një gabim")
    assert unlock_periods([report.period], reason="Gabim", actor=coordinator) == 1
    report_measure(
        period=report.period,
        measure=measure_of(report.period),
        actor=UserFactory(role="staff"),
        status="on_track",
        share_done=10,
    )


def test_a_kind_is_added_by_the_administrator_and_used_at_once(client_of: Any) -> None:
    MunicipalityFactory()
    PlanVersionFactory(content=True, state=PlanState.IN_FORCE)
    words = {
        "code": "four-monthly", "name_sq": "katërmujore", "months": "4", "days_to_hand_in": "15", "is_active": "on",
        "source": "VKB", "source_mark": "design",
    }  # fmt: skip
    client_of(UserFactory(role="admin")).post(reverse("monitoring:period_kind_create"), words)

    four = PeriodKind.objects.get(code="four-monthly")
    staff = client_of(UserFactory(role="staff"))
    post_period(staff, kind=str(four.pk), starts_on="01.01.2026", ends_on="30.04.2026", cut_off_on="31.05.2026")
    assert Period.objects.get().due_on == date(2026, 5, 15)


def test_only_who_may_locks_and_opens() -> None:
    period = PeriodFactory()
    with pytest.raises(PermissionDenied):
        lock_periods([period], reason="x", actor=UserFactory(role="staff"))
    with pytest.raises(PermissionDenied):
        open_period(version=period.version, actor=UserFactory(role="admin"))
