"""Results by sex, age, unit and group: what adds up, what is hidden, shares by their parts, crossed dimensions."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.tables import HIDDEN
from core.workflow import StepRefused
from monitoring.figures import PeriodFigures, period_figures
from monitoring.models import IndicatorPassport, IndicatorValue, PartValue, Period, ValueDimension
from monitoring.parting.dimensions import AskedOf
from monitoring.parting.parted import parted_lines, summed, uneven
from monitoring.releases import release_report
from monitoring.reporting.freezing import frozen_form, thaw_figures
from monitoring.reporting.reasons import report_figures, report_gaps
from monitoring.reporting.reports import ReportContext
from monitoring.reporting.tables import parts_table
from monitoring.services.grid import write_cells
from monitoring.services.passports import set_passport
from operations.grids import TypedCell
from operations.trail.patterns import audit_everything, released_before
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.monitoring import IndicatorValueFactory, PeriodFactory, ValueDimensionFactory, YearlyReportFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db


def period_of(**fields: Any) -> Period:
    """One more indicator of persons, X9, with these marks."""
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    marks = {"code": "X9", "disaggregation": "sex,age", "counts_people": True, "title_en": "Persons"} | fields
    IndicatorFactory(objective=version.specificobjectives.first(), **marks)
    period: Period = PeriodFactory(version=put_in_state(version, "in_force"))
    return period


def value(period: Period, amount: int | None, **fields: Any) -> IndicatorValue:
    indicator = period.version.indicators.get(code="X9")
    given = {"state": "approved"} | fields
    found: IndicatorValue = IndicatorValueFactory(period=period, indicator=indicator, amount=amount, **given)
    return found


def parts(period: Period, dimension: str, **amounts: int) -> None:
    indicator = period.version.indicators.get(code="X9")
    for part, amount in amounts.items():
        PartValue.objects.create(
            period=period, indicator=indicator, dimension=dimension, part=part.replace("__", "*"), amount=amount
        )


def released(period: Period) -> PeriodFigures:
    return release_report(period, period_figures(period))


def shown(figures: PeriodFigures) -> dict[tuple[str, str], Any]:
    """The values of the table as the public has them, by dimension and part, in English."""
    rows = parts_table(figures.for_public().parts).rows
    return {(str(row.cells[1].en), str(row.cells[2].en)): row.cells[3] for row in rows}  # type: ignore[union-attr]


def test_a_small_part_is_hidden_with_another_that_would_tell_it() -> None:
    period = period_of()
    value(period, 40)
    parts(period, "sex", women=37, men=3, unknown=0)
    parts(period, "age", under_16=20, **{"16_24": 20})

    told = shown(released(period))

    assert told["by sex", "Men and boys"] is HIDDEN
    assert told["by sex", "Women and girls"] is HIDDEN
    assert told["by age", "under 16"] == 20
    assert audit_everything() == []


def test_of_a_hidden_result_no_part_is_shown_and_the_marks_survive_the_freezing() -> None:
    period = period_of(is_protected=True)
    value(period, 9)
    parts(period, "sex", women=9, men=0)

    told = released(period)

    assert set(shown(told).values()) == {HIDDEN}
    assert thaw_figures(frozen_form(told)).parts == told.parts


def test_what_is_no_count_of_persons_is_shown_as_it_is() -> None:
    period = period_of(counts_people=False, disaggregation="unit, kur ka")
    value(period, 3)
    parts(period, "unit", unknown=3)

    assert list(shown(released(period)).values()) == [3]


def test_a_protected_group_keeps_its_higher_threshold_and_groups_may_overlap() -> None:
    for code, is_protected in (("GBV", True), ("RE", False)):
        TargetGroupFactory(code=code, is_protected=is_protected, name_en=code)
    period = period_of(disaggregation="group")
    value(period, 40)
    parts(period, "group", GBV=7, RE=38)

    assert shown(released(period)) == {("by group", "GBV"): HIDDEN, ("by group", "RE"): 38}


def test_shares_are_summed_by_their_parts_and_hidden_with_one_of_them() -> None:
    period = period_of(kind="RATIO", disaggregation="sex")
    staff, indicator = UserFactory(role="staff"), period.version.indicators.get(code="X9")
    for part, over, under in (("women", "38", "60"), ("men", "2", "40")):
        cells = [TypedCell("numerator", over, ""), TypedCell("denominator", under, "")]
        write_cells(period, "parts", row=f"{indicator.pk}-sex-{part}", cells=cells, actor=staff)

    row, cells = f"{indicator.pk}-sex-unknown", [TypedCell("numerator", "5", ""), TypedCell("denominator", "0", "")]
    with pytest.raises(ValidationError):
        write_cells(period, "parts", row=row, cells=cells, actor=staff)
    value(period, 40, numerator=40, denominator=100)
    assert PartValue.objects.get(part="men").amount == 5
    (line,) = parted_lines(period, [indicator])
    assert summed(line.parts, is_share=True).amount == 40
    assert uneven(line, IndicatorValue.objects.get(indicator=indicator)) == []
    told = shown(released(period))
    assert told == {("by sex", "Women and girls"): HIDDEN, ("by sex", "Men and boys"): HIDDEN}
    assert audit_everything() == []


@pytest.mark.parametrize(("state", "lines"), [("submitted", 0), ("approved", 1)])
def test_parts_are_reviewed_with_their_value_and_not_changed_after_it(state: str, lines: int) -> None:
    period, staff = period_of(), UserFactory(role="staff")
    indicator, cells = period.version.indicators.get(code="X9"), [TypedCell("amount", "7", "")]
    row = f"{indicator.pk}-sex-women"
    write_cells(period, "parts", row=row, cells=cells, actor=staff)
    assert period_figures(period).parts == ()  # no result of it stands

    value(period, 40, state=state)

    with pytest.raises(StepRefused):
        write_cells(period, "parts", row=row, cells=[TypedCell("amount", "8", "7")], actor=staff)
    assert len(period_figures(period).parts) == lines


def test_a_draft_of_the_report_tells_no_more_than_its_release_would() -> None:
    period = period_of()
    value(period, 40)
    parts(period, "sex", women=37, men=3, unknown=0)
    parts(period, "age", under_16=20, **{"16_24": 20})
    report = YearlyReportFactory(period=period)

    assert set(shown(period_figures(period)).values()) == {HIDDEN}  # nobody has judged them yet
    (table,) = [each for each in ReportContext.of(report).tables if each.name == "parts"]
    assert [row.cells[3] for row in table.rows[:2]] == [HIDDEN, HIDDEN]
    assert 20 in [row.cells[3] for row in table.rows]
    assert released_before("monitoring.report").counts == {}


def test_crossed_dimensions_have_their_margins_and_a_small_cell_hides_no_less_than_side_by_side() -> None:
    period = period_of(disaggregation="sex,status")
    ValueDimensionFactory()
    indicator, coordinator = period.version.indicators.get(code="X9"), UserFactory(role="coordinator")
    set_passport(indicator, may_be_negative=False, is_crossed=True, actor=coordinator)
    value(period, 60)
    parts(period, "sex*status", women__work=20, women__none=17, men__work=2, men__none=21)
    for one in ("women", "men"):
        parts(period, "sex*status", **{f"{one}__unknown": 0})
    parts(period, "sex*status", unknown__work=0, unknown__none=0, unknown__unknown=0)

    (line,) = parted_lines(period, [indicator])
    margins = {part.code: part.amount for part in line.margins}
    assert (margins["women*"], margins["men*"], margins["*work"], margins["*none"]) == (37, 23, 22, 38)
    told = shown(released(period))
    by = "by sex × sipas statusit"
    assert told[by, "Men and boys × At work"] is HIDDEN
    assert sum(cell is HIDDEN for cell in told.values()) >= 4
    assert audit_everything() == []
    with pytest.raises(ValidationError):
        set_passport(indicator, may_be_negative=False, is_crossed=False, actor=coordinator)


def test_only_two_dimensions_are_crossed() -> None:
    period = period_of(disaggregation="sex")
    with pytest.raises(ValidationError):
        set_passport(
            period.version.indicators.get(code="X9"),
            may_be_negative=False,
            is_crossed=True,
            actor=UserFactory(role="coordinator"),
        )
    assert not IndicatorPassport.objects.filter(is_crossed=True).exists()


def test_parts_that_do_not_fit_a_corrected_value_stop_the_report() -> None:
    period = period_of(disaggregation="sex")
    value(period, 40)
    parts(period, "sex", women=30, men=15, unknown=0)
    report = YearlyReportFactory(period=period)

    gaps = [gap for gap in report_gaps(report, report_figures(report)) if gap.is_blocking and "45" in gap.sentence]
    assert len(gaps) == 1


def test_the_table_stands_in_the_report_and_says_what_nobody_collected() -> None:
    period = period_of(counts_people=False, disaggregation="sex,age")
    value(period, 12)
    parts(period, "sex", women=7, men=5)
    indicator = period.version.indicators.get(code="X9")
    for part in ("under_16", "unknown"):
        PartValue.objects.create(period=period, indicator=indicator, dimension="age", part=part, note="Pa regjistër",
                                 standing="not_collected")  # fmt: skip

    (table,) = [each for each in ReportContext.of(YearlyReportFactory(period=period)).tables if each.name == "parts"]

    assert [row.cells[3] for row in table.rows] == [7, 5, None]
    assert "Pa regjistër" in str(table.rows[-1].cells[-1])


def test_a_dimension_of_ones_own_and_a_frequency_are_rows(client_of: Any) -> None:
    period = period_of(disaggregation="statusi", frequency="pesëmujore")
    admin = client_of(UserFactory(role="admin"))
    row = {"code": "status", "name_sq": "sipas statusit", "words": "statusi", "parts_from": "own", "order": "9",
           "is_exclusive": "on", "is_active": "on", "source": "VKB 1", "source_mark": "design"}  # fmt: skip
    address = reverse("monitoring:dimension_create")

    for wrong in ("", "pa dy pika", "a*b: Keq", "x: Një\nx: Dy"):
        assert admin.post(address, row | {"own_parts": wrong}).context["form"].errors
    assert admin.post(address, row | {"own_parts": "work: Në punë | At work"}).status_code == 302
    months = {"code": "five", "name_sq": "pesëmujore", "months": "5", "words": "pesëmujore", "is_active": "on",
              "source": "VKB 1", "source_mark": "design"}  # fmt: skip
    assert admin.post(reverse("monitoring:frequency_create"), months).status_code == 302

    asked, indicator = AskedOf.of_plan(period.plan_id), period.version.indicators.get(code="X9")
    (dimension,) = asked.of(indicator)
    assert [part.code for part in dimension.parts] == ["work", "unknown"]
    assert asked.months_of(indicator) == 5
    assert ValueDimension.objects.get(code="status").listed_parts() == [("work", "Në punë", "At work")]
