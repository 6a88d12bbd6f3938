"""Results by the sheet: cells of one row, a pasted block, two offices at one cell, taking back."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from assessments.models import TargetGroup
from core.grid.blocks import plan_block
from core.grid.cells import CellConflict, GridRow
from core.workflow import StepRefused
from monitoring.enums import ValueState
from monitoring.figures import period_figures
from monitoring.grid.sheets import sheet_of
from monitoring.models import BeneficiaryCount, BudgetExecution, IndicatorValue, MeasureProgress, Period
from monitoring.services.grid import paste_cells, undo_cells, write_cells
from monitoring.services.passports import set_passport
from monitoring.services.periods import lock_periods
from monitoring.services.values import move_value
from operations.grids import TypedCell
from operations.models import Event
from socialplan.content.models import FundingSource
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.monitoring import IndicatorValueFactory, MeasureProgressFactory, PeriodFactory, measure_of
from tests.factories.municipality import MunicipalityFactory, OfficeFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    FundingSourceFactory,
    IndicatorFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    put_in_state,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


@pytest.fixture
def staff() -> Any:
    return UserFactory(role="staff")


def write(period: Period, sheet: str, row: Any, actor: Any, **typed: str) -> GridRow:
    """Types into a row as somebody who sees it empty."""
    cells = [TypedCell(name, words, "") for name, words in typed.items()]
    return write_cells(period, sheet, row=str(getattr(row, "pk", row)), cells=cells, actor=actor)


def indicator_of(period: Period) -> Any:
    return period.version.indicators.first()


def test_what_is_typed_as_printed_is_the_value(period: Period, staff: Any) -> None:
    row = write(period, "indicators", indicator_of(period), staff, amount="1 234,5")

    value = IndicatorValue.objects.get()
    assert value.amount == Decimal("1234.5")
    assert row.values["amount"] == "1234.5"
    assert Event.objects.filter(action="monitoring.fill_grid").count() == 1


@pytest.mark.parametrize(
    ("sheet", "typed"),
    [
        ("indicators", {"amount": "dymbëdhjetë"}),
        ("indicators", {"amount": "1,2.3"}),
        ("indicators", {"amount": "-5"}),
        ("measures", {"share_done": "120"}),
        ("measures", {"status": "e panjohur"}),
        ("reached", {"women": "4 000 000 000"}),
        ("money-MB", {"spent": "5 000"}),
        ("money-MB", {"spent": "9 999 999 999 999"}),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_is_written(
    period: Period, staff: Any, sheet: str, typed: dict[str, str], client_of: Any
) -> None:
    FundingSourceFactory(code="MB")
    group = TargetGroupFactory()
    rows = {"indicators": indicator_of(period).pk, "reached": group.pk}
    key = str(rows.get(sheet, measure_of(period).pk))
    sent = {"row": key, "field": [*typed], "typed": [*typed.values()], "was": [""] * len(typed)}

    answer = client_of(staff).post(reverse("monitoring:grid_cell", args=[period.pk, sheet]), sent)

    assert answer.status_code == 422
    assert answer.json()["error"]
    for model in (IndicatorValue, MeasureProgress, BeneficiaryCount, BudgetExecution):
        assert not model.objects.exists()


def test_cells_that_only_make_sense_together_are_saved_together(period: Period, staff: Any) -> None:
    measure = measure_of(period)
    with pytest.raises(ValidationError):
        write(period, "measures", measure, staff, status="delayed")
    with pytest.raises(ValidationError):
        write(period, "indicators", indicator_of(period), staff, standing="not_collected")

    write(period, "measures", measure, staff, status="delayed", deviation="Prokurimi u anulua")
    write(period, "indicators", indicator_of(period), staff, standing="not_collected", note="Regjistri nuk u mbajt")

    assert MeasureProgress.objects.get().deviation == "Prokurimi u anulua"
    assert IndicatorValue.objects.get().amount is None
    assert period_figures(period).indicators[0].actual is None


def test_nought_survives_and_an_emptied_cell_is_none(period: Period, staff: Any) -> None:
    indicator = indicator_of(period)
    assert write(period, "indicators", indicator, staff, amount="0").values["amount"] == "0"
    was_nought = [TypedCell("amount", "", "0")]

    write_cells(period, "indicators", row=str(indicator.pk), cells=was_nought, actor=staff)

    assert not IndicatorValue.objects.exists()


def test_a_share_is_counted_from_its_two_parts_and_never_of_nothing(staff: Any) -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    ratio = IndicatorFactory(objective=version.specificobjectives.first(), code="ZR", kind="RATIO")
    period = PeriodFactory(version=put_in_state(version, "in_force"))

    write(period, "indicators", ratio, staff, numerator="1")
    with pytest.raises(ValidationError, match="zeros"):
        write(period, "indicators", ratio, staff, denominator="0")
    write(period, "indicators", ratio, staff, denominator="3")

    assert IndicatorValue.objects.get().amount == Decimal("33.33")


def test_two_offices_at_one_cell_are_told_of_each_other_and_elsewhere_are_not(period: Period, staff: Any) -> None:
    measure, other = measure_of(period), UserFactory(role="staff")
    write(period, "measures", measure, other, status="on_track", share_done="30")

    with pytest.raises(CellConflict) as clash:
        write(period, "measures", measure, staff, share_done="60")
    assert clash.value.theirs == "30"
    row = write(period, "measures", measure, staff, narrative_sq="U hap qendra")
    assert (row.values["share_done"], row.values["narrative_sq"]) == (30, "U hap qendra")


def test_an_approved_value_is_corrected_by_a_new_row_and_a_submitted_one_waits(period: Period, staff: Any) -> None:
    value = move_value(IndicatorValueFactory(period=period), "submit", actor=staff)
    row, nine = str(value.indicator_id), [TypedCell("amount", "9", "12")]
    with pytest.raises(StepRefused):
        write_cells(period, "indicators", row=row, cells=nine, actor=staff)
    move_value(value, "approve", actor=UserFactory(role="coordinator"))

    write_cells(period, "indicators", row=row, cells=nine, actor=staff)

    correction = IndicatorValue.objects.current().get()
    assert (correction.corrects_id, correction.amount, correction.state) == (value.pk, Decimal(9), ValueState.DRAFT)
    assert IndicatorValue.objects.get(pk=value.pk).amount == Decimal(12)


def test_a_share_without_its_other_part_is_not_submitted(staff: Any) -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    ratio = IndicatorFactory(objective=version.specificobjectives.first(), code="ZR", kind="RATIO")
    period = PeriodFactory(version=put_in_state(version, "in_force"))
    write(period, "indicators", ratio, staff, numerator="1")

    with pytest.raises(StepRefused):
        move_value(IndicatorValue.objects.get(), "submit", actor=staff)


def test_money_outside_the_plan_is_a_line_inside_the_totals(period: Period, staff: Any) -> None:
    FundingSourceFactory(code="ZZ")
    write(period, "money-ZZ", measure_of(period), staff, committed="700 000", spent="700 000")
    write(period, "money-ZZ", "outside", staff, committed="300.000", spent="300.000")

    figures = period_figures(period)
    assert figures.total.spent == 1_000_000
    assert figures.by_goal[-1].money.spent == 300_000
    assert sum(line.money.spent for line in figures.by_source) == figures.total.spent


def paste(client: Client, period: Period, sheet: str, **sent: Any) -> Any:
    return client.post(reverse("monitoring:grid_paste", args=[period.pk, sheet]), sent)


def test_a_pasted_block_is_shown_first_then_written_whole_and_taken_back(
    period: Period, staff: Any, client_of: Any
) -> None:
    client, measure = client_of(staff), measure_of(period)
    sent = {"place": str(measure.pk), "column": "status", "text": "on_track\t40\tU krye"}

    shown = paste(client, period, "measures", **sent)
    assert shown.context["plan"].may_be_pasted
    assert not MeasureProgress.objects.exists()
    done = paste(client, period, "measures", **sent, shown=shown.context["plan"].digest, confirm="1")
    assert done.status_code == 302
    assert MeasureProgress.objects.get().narrative_sq == "U krye"
    client.post(reverse("monitoring:grid_undo", args=[period.pk, "measures"]))
    assert not MeasureProgress.objects.exists()


def test_a_block_takes_a_negative_value_where_the_passport_allows_it(staff: Any) -> None:
    version = PlanVersionFactory(content=True)
    indicator = IndicatorFactory(objective=version.specificobjectives.first(), counts_people=False)
    period = PeriodFactory(version=put_in_state(version, "in_force"))
    set_passport(indicator, may_be_negative=True, is_crossed=False, actor=UserFactory(role="coordinator"))
    block = {"row": str(indicator.pk), "column": "amount"}
    plan = plan_block(sheet_of(period, "indicators"), "-4,5", **block)

    paste_cells(period, "indicators", "-4,5", **block, shown=plan.digest, actor=staff)

    assert IndicatorValue.objects.get(indicator=indicator).amount == Decimal("-4.5")


def test_a_block_with_one_wrong_cell_writes_nothing_and_keeps_its_text(
    period: Period, staff: Any, client_of: Any
) -> None:
    sent = {"place": str(measure_of(period).pk), "column": "status", "text": "on_track\t140"}
    shown = paste(client_of(staff), period, "measures", **sent)

    assert [cell.after for cell in shown.context["plan"].refused] == ["140"]
    assert "on_track\t140" in shown.content.decode()
    forced = paste(client_of(staff), period, "measures", **sent, shown=shown.context["plan"].digest, confirm="1")
    assert forced.status_code == 200
    assert not MeasureProgress.objects.exists()


def test_what_another_has_changed_is_not_taken_back(period: Period, staff: Any) -> None:
    measure, other = measure_of(period), UserFactory(role="staff")
    write(period, "measures", measure, staff, status="on_track", share_done="30")
    write_cells(period, "measures", row=str(measure.pk), cells=[TypedCell("share_done", "50", "30")], actor=other)

    with pytest.raises(StepRefused):
        undo_cells(period, "measures", actor=staff)
    assert MeasureProgress.objects.get().share_done == 50


def test_what_followed_from_the_typed_cells_is_told_and_comes_back_with_them(period: Period, staff: Any) -> None:
    indicator = indicator_of(period)
    write(period, "indicators", indicator, staff, amount="12")
    typed = [TypedCell("standing", "not_collected", "measured"), TypedCell("note", "Nuk u mbajt", "")]
    row = write_cells(period, "indicators", row=str(indicator.pk), cells=typed, actor=staff)
    assert {each.column: each.is_typed for each in row.changed} == {"standing": True, "note": True, "amount": False}

    undo_cells(period, "indicators", actor=staff)

    value = IndicatorValue.objects.get()
    assert (value.amount, value.standing, value.note) == (Decimal(12), "measured", "")


def test_what_only_followed_and_was_written_anew_by_another_stays_when_taken_back(period: Period, staff: Any) -> None:
    FundingSourceFactory(code="ZZ")
    measure, other = measure_of(period), UserFactory(role="staff")
    write(period, "money-ZZ", measure, staff, committed="500", spent="500")
    row, allocated = str(measure.pk), [TypedCell("allocated", "900", "0")]
    write_cells(period, "money-ZZ", row=row, cells=allocated, actor=other)

    undo_cells(period, "money-ZZ", actor=staff)

    kept = BudgetExecution.objects.get()
    assert (kept.allocated, kept.committed, kept.spent) == (900, 0, 0)


def test_the_answer_tells_what_a_writing_changed_and_in_which_cell_two_wrote(
    period: Period, staff: Any, client_of: Any
) -> None:
    measure, address = measure_of(period), reverse("monitoring:grid_cell", args=[period.pk, "measures"])
    client = client_of(staff)
    sent: dict[str, Any] = {"row": str(measure.pk), "field": ["status"], "typed": ["on_track"], "was": [""]}

    changed = client.post(address, sent).json()["changed"]

    assert changed["status"] == {"before": ["", ""], "after": "on_track"}
    assert changed["share_done"] == {"before": ["", ""], "after": "0"}
    clash = client.post(address, sent | {"typed": ["completed"]})
    assert (clash.status_code, clash.json()["field"]) == (409, "status")


def test_the_rows_of_ones_own_office_come_first(client_of: Any) -> None:
    MunicipalityFactory()
    office = OfficeFactory(code="DSS")
    version = PlanVersionFactory(content=True)
    objective = version.specificobjectives.first()
    last = MeasureFactory(objective=objective, code="ZZ", office=office)
    IndicatorFactory(objective=objective, code="ZI", responsible="dss")
    period = PeriodFactory(version=put_in_state(version, "in_force"))
    client = client_of(UserFactory(role="staff", office=office))

    for sheet, code in (("measures", last.code), ("indicators", "ZI")):
        page = client.get(reverse("monitoring:grid", args=[period.pk, sheet]))
        assert page.context["rows"][0].row.code == code


def test_counts_of_persons_stay_out_of_the_history(period: Period, staff: Any) -> None:
    group = TargetGroupFactory()
    write(period, "reached", group, staff, women="4321", men="0")

    assert BeneficiaryCount.objects.get().women == 4321
    event = Event.objects.get(action="monitoring.fill_grid")
    assert "4321" not in str((event.before, event.after))


def test_a_locked_period_takes_nothing_and_only_staff_write(period: Period, staff: Any) -> None:
    with pytest.raises(PermissionDenied):
        write(period, "measures", measure_of(period), UserFactory(role="expert"), status="on_track")
    lock_periods([period], reason="Mbyllur", actor=UserFactory(role="admin"))
    with pytest.raises(ValidationError, match="Mbyllur"):
        write(period, "measures", measure_of(period), staff, status="on_track")


class Loads:
    """A client that counts the pages it is given; what a cell saves by itself loads none."""

    def __init__(self, client: Client) -> None:
        self.client, self.count = client, 0

    def get(self, address: str) -> Any:
        self.count += 1
        return self.client.get(address)

    def send(self, address: str, **sent: Any) -> None:
        """A form and the page that it leads to."""
        answer = self.client.post(address, sent)
        assert answer.status_code == 302, answer.context and answer.context["form"].errors
        self.get(answer["Location"])

    def fill(self, period: Period, sheet: str, **typed: str) -> int:
        """Every row of one's own office typed into, cell by cell, on the page that was opened once."""
        rows = self.get(reverse("monitoring:grid", args=[period.pk, sheet])).context["rows"]
        first = rows[0].row.group  # one's own office stands first
        own = [shown.row for shown in rows if shown.row.group == first and shown.row.key != "outside"]
        fields = {"field": list(typed), "typed": list(typed.values()), "was": [""] * len(typed)}
        address = reverse("monitoring:grid_cell", args=[period.pk, sheet])
        for row in own:
            answer = self.client.post(address, {"row": row.key, **fields})
            assert answer.status_code == 200, answer.content
        return len(own)


def year_of_an_office() -> tuple[Period, Any]:
    """30 indicators, by sex, and 40 measures of one office, six sources, two of them a measure, and five groups."""
    MunicipalityFactory()
    office, version = OfficeFactory(code="DSS"), PlanVersionFactory(content=True)
    objective = version.specificobjectives.first()
    FundingSource.objects.update(is_active=False)
    sources = [FundingSourceFactory(code=code) for code in ("MB", "KG", "SF", "DON", "OJF", "QARK")]
    for number in range(40):
        cost = MeasureCostFactory(measure=MeasureFactory(objective=objective, code=f"ZM{number}", office=office))
        for place in (number, number + 1):
            FundingLineFactory(cost=cost, source=sources[place % 6])
    for number in range(30):
        marks = {"kind": "FLOW", "frequency": "", "baseline_year": None}
        IndicatorFactory(objective=objective, code=f"ZI{number}", responsible="DSS", disaggregation="sex", **marks)
    TargetGroupFactory.create_batch(5)
    return PeriodFactory(version=put_in_state(version, "in_force")), UserFactory(role="staff", office=office)


def test_a_year_of_thirty_indicators_and_forty_measures_is_entered_in_at_most_twelve_page_loads(
    client_of: Any,
) -> None:
    """All of it: values and their parts, measures and their persons, six sources, persons reached, the handing in."""
    period, person = year_of_an_office()
    loads = Loads(client_of(person))
    filled = {
        "indicators": loads.fill(period, "indicators", amount="12", source="Regjistri"),
        "parts": loads.fill(period, "parts", amount="4"),
        "measures": loads.fill(period, "measures", status="on_track", share_done="40", narrative_sq="U krye"),
        "reach": loads.fill(period, "reach", **{"all": "50", "sex-women": "30", "sex-men": "20"}),
        "money": loads.fill(period, "money", allocated="900", committed="800", spent="700"),
        "reached": loads.fill(period, "reached", women="30", men="20"),
    }
    loads.get(reverse("monitoring:hand_in", args=[period.pk, person.office_id]))
    loads.send(reverse("monitoring:hand_in", args=[period.pk, person.office_id]))

    assert filled == {
        "indicators": 30, "parts": 90, "measures": 40, "reach": 40, "money": 80,
        "reached": TargetGroup.objects.in_use().count(),
    }  # fmt: skip
    assert IndicatorValue.objects.filter(period=period, state="submitted").count() == 30
    assert loads.count <= 12, loads.count
    assert period_figures(period).total.spent == 80 * 700
    assert len({line.label for line in period_figures(period).by_source if line.money.spent}) == 6


def test_money_of_all_sources_is_the_money_of_each_and_an_entry_outside_the_plan_names_its_source(
    period: Period, staff: Any
) -> None:
    source = FundingSourceFactory(code="ZZ")
    write(period, "money-ZZ", measure_of(period), staff, committed="700", spent="700")
    row = f"{measure_of(period).pk}-{source.pk}"
    cells = [TypedCell("spent", "500", "700")]
    assert write_cells(period, "money", row=row, cells=cells, actor=staff).values["source"] == source.name
    assert Event.objects.latest("pk").after["cells"][0][0] == f"{measure_of(period).code} / ZZ"
    write(period, "money", f"outside-{source.pk}", staff, committed="30", spent="30")

    assert {(each.measure_id, each.spent) for each in BudgetExecution.objects.filter(source=source)} == {
        (measure_of(period).pk, 500), (None, 30),
    }  # fmt: skip
    undo_cells(period, "money", actor=staff)
    with pytest.raises(StepRefused):
        write(period, "money", f"{measure_of(period).pk}-999999", staff, spent="1")
    assert not BudgetExecution.objects.filter(measure=None).exists()


def test_an_entry_that_the_plan_does_not_name_is_emptied_by_hand_and_by_a_block(period: Period, staff: Any) -> None:
    """Its row leaves the sheet with its last figure, and the history tells what stood there."""
    source = FundingSourceFactory(code="ZZ")
    row = f"{measure_of(period).pk}-{source.pk}"
    for way in ("by hand", "by a block"):
        write(period, "money-ZZ", measure_of(period), staff, committed="700", spent="700")
        cells = [TypedCell(name, "", "700") for name in ("committed", "spent")]
        if way == "by hand":
            write_cells(period, "money", row=row, cells=cells, actor=staff)
        else:
            block = {"row": row, "column": "committed"}
            plan = plan_block(sheet_of(period, "money"), "\t", **block)
            paste_cells(period, "money", "\t", **block, shown=plan.digest, actor=staff)

        assert not BudgetExecution.objects.filter(source=source).exists()
        told = Event.objects.latest("pk")
        assert [told.before["cells"][0][2], told.after["cells"][0][2] or None] == ["700", None]


@pytest.mark.parametrize("is_retired", [False, True], ids=["in use", "retired"])
@pytest.mark.parametrize("way", ["by hand", "by a block"])
def test_a_row_that_left_the_sheet_of_all_sources_with_its_last_figure_is_taken_back(
    period: Period, staff: Any, way: str, is_retired: bool
) -> None:
    source = FundingSourceFactory(code="ZZ")
    row = f"{measure_of(period).pk}-{source.pk}"
    write(period, "money-ZZ", measure_of(period), staff, committed="700", spent="600", reason="Vonesë")
    if is_retired:
        FundingSource.objects.filter(pk=source.pk).update(is_active=False)
    if way == "by hand":
        stood = {"committed": "700", "spent": "600", "reason": "Vonesë"}
        cells = [TypedCell(name, "", words) for name, words in stood.items()]
        write_cells(period, "money", row=row, cells=cells, actor=staff)
    else:
        block = {"row": row, "column": "committed"}
        plan = plan_block(sheet_of(period, "money"), "\t\t", **block)
        paste_cells(period, "money", "\t\t", **block, shown=plan.digest, actor=staff)
    assert not BudgetExecution.objects.filter(source=source).exists()
    undo_cells(period, "money", actor=staff)

    back = BudgetExecution.objects.get(source=source)
    assert (back.measure_id, back.committed, back.spent, back.reason) == (measure_of(period).pk, 700, 600, "Vonesë")
    assert {cell[0] for cell in Event.objects.latest("pk").after["cells"]} == {f"{measure_of(period).code} / ZZ"}


def test_a_row_that_left_and_was_written_anew_is_not_overwritten_by_taking_back(period: Period, staff: Any) -> None:
    source = FundingSourceFactory(code="ZZ")
    write(period, "money-ZZ", measure_of(period), staff, committed="600", spent="600")
    cells = [TypedCell(name, "", "600") for name in ("committed", "spent")]
    write_cells(period, "money", row=f"{measure_of(period).pk}-{source.pk}", cells=cells, actor=staff)
    write(period, "money-ZZ", measure_of(period), UserFactory(role="staff"), committed="5", spent="5")

    with pytest.raises(StepRefused):
        undo_cells(period, "money", actor=staff)
    assert BudgetExecution.objects.get(source=source).spent == 5


def test_persons_of_a_group_retired_meanwhile_are_taken_back(period: Period, staff: Any) -> None:
    group = TargetGroupFactory()
    write(period, "reached", group, staff, women="7", men="6")
    TargetGroup.objects.filter(pk=group.pk).update(is_active=False)
    cells = [TypedCell("women", "", "7"), TypedCell("men", "", "6"), TypedCell("undeclared", "", "0")]
    write_cells(period, "reached", row=str(group.pk), cells=cells, actor=staff)
    assert not BeneficiaryCount.objects.exists()
    undo_cells(period, "reached", actor=staff)

    assert (BeneficiaryCount.objects.get().women, BeneficiaryCount.objects.get().men) == (7, 6)


def test_a_wrong_sheet_is_no_page(period: Period, staff: Any, client_of: Any) -> None:
    client = client_of(staff)
    assert client.get(reverse("monitoring:grid", args=[period.pk, "money-none"])).status_code == 404
    MeasureProgressFactory(period=period)
    assert client.get(reverse("monitoring:grid", args=[period.pk, "measures"])).status_code == 200
