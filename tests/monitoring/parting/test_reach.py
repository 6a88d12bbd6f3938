"""Persons whom measures reached: the sheet, what adds up, the handing in, what the public sees, the tables."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.grid.blocks import plan_block
from core.sheet_reader.reading import read_workbook
from core.tables import HIDDEN
from core.workflow import StepRefused
from monitoring.expected import line_of
from monitoring.figures import PeriodFigures, period_figures
from monitoring.grid.sheets import sheet_of
from monitoring.grid.workbook import plan_rows, sheet_file, typed_rows
from monitoring.models import MeasureReach, Period, ValueDimension
from monitoring.parting.reach import reach_lines, uneven_reach
from monitoring.releases import counted, release_report
from monitoring.reporting.freezing import frozen_form, thaw_figures
from monitoring.reporting.outputs import XLSX
from monitoring.reporting.prose import texts_of
from monitoring.reporting.reach_tables import reach_parts_table, reach_table
from monitoring.reporting.reports import ReportContext
from monitoring.services.grid import paste_cells, undo_cells, write_cells
from monitoring.services.handing import hand_in
from operations.grids import TypedCell
from operations.trail.patterns import audit_everything
from socialplan.content.models import MeasureGroup, MeasureIndicator
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.monitoring import PeriodFactory, PeriodKindFactory, YearlyReportFactory, measure_of
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db


def period_of(*, is_protected: bool = False, protects_result: bool = False) -> Period:
    """A measure written for a group."""
    MunicipalityFactory()
    group = TargetGroupFactory(code="RE", is_protected=is_protected)
    version = PlanVersionFactory(content=True)
    MeasureGroup.objects.filter(measure__version=version).delete()
    MeasureGroup.objects.create(version=version, measure=version.measures.first(), group=group)
    MeasureIndicator.objects.filter(measure__version=version).delete()
    indicator = IndicatorFactory(objective=version.specificobjectives.first(), code="X8", is_protected=protects_result)
    MeasureIndicator.objects.create(version=version, measure=version.measures.first(), indicator=indicator)
    period: Period = PeriodFactory(version=put_in_state(version, "in_force"))
    return period


@pytest.fixture
def staff() -> Any:
    return UserFactory(role="staff")


def write(period: Period, actor: Any, **typed: str) -> None:
    cells = [TypedCell(name.replace("__", "-"), words, "") for name, words in typed.items()]
    write_cells(period, "reach", row=str(measure_of(period).pk), cells=cells, actor=actor)


def overwrite(period: Period, actor: Any, **typed: str) -> None:
    """As somebody who sees what stands there."""
    sheet: Any = sheet_of(period, "reach")
    key = str(measure_of(period).pk)
    row = next(each for each in sheet.rows() if each.key == key)
    names = {name.replace("__", "-"): words for name, words in typed.items()}
    cells = [TypedCell(name, words, sheet.column(name).show(row.values[name])) for name, words in names.items()]
    write_cells(period, "reach", row=key, cells=cells, actor=actor)


def released(period: Period) -> PeriodFigures:
    return release_report(period, period_figures(period))


def test_the_sheet_keeps_a_number_in_all_and_its_parts_and_takes_them_back(staff: Any) -> None:
    period = period_of()
    write(period, staff, all="1 100", counting="often")
    write(period, staff, sex__women="600", sex__men="500")
    kept = {(row.dimension, row.part): row.persons for row in MeasureReach.objects.all()}
    undo_cells(period, "reach", actor=staff)

    assert kept == {("all", "all"): 1100, ("sex", "women"): 600, ("sex", "men"): 500}
    assert MeasureReach.objects.get().is_unique is False


@pytest.mark.parametrize("standing", ["not_collected", "not_applicable"])
def test_a_number_that_gave_way_to_another_answer_comes_back_with_it(staff: Any, standing: str) -> None:
    period = period_of()
    write(period, staff, all="1 100", counting="often")
    row = str(measure_of(period).pk)
    typed = [TypedCell("standing", standing, "measured"), TypedCell("note", "Nuk u mbajt", "")]
    write_cells(period, "reach", row=row, cells=typed, actor=staff)
    assert MeasureReach.objects.get().persons is None

    undo_cells(period, "reach", actor=staff)

    kept = MeasureReach.objects.get()
    assert (kept.persons, kept.standing, kept.is_unique, kept.note) == (1100, "measured", False, "")


def test_a_pasted_answer_without_a_number_gives_the_number_back_too(staff: Any) -> None:
    period = period_of()
    write(period, staff, all="1 100")
    row, text = str(measure_of(period).pk), "not_collected\tNuk u mbajt"
    sheet: Any = sheet_of(period, "reach")
    plan = plan_block(sheet, text, row=row, column="standing")
    paste_cells(period, "reach", text, row=row, column="standing", shown=plan.digest, actor=staff)
    assert MeasureReach.objects.get().persons is None

    undo_cells(period, "reach", actor=staff)

    assert MeasureReach.objects.get().persons == 1100


def test_a_pasted_block_fills_the_parts_and_a_zero_stays(staff: Any) -> None:
    period = period_of()
    sheet: Any = sheet_of(period, "reach")
    row = str(measure_of(period).pk)
    text = "12\tonce\t12\t0"
    plan = plan_block(sheet, text, row=row, column="all")
    paste_cells(period, "reach", text, row=row, column="all", shown=plan.digest, actor=staff)

    assert MeasureReach.objects.get(part="men").persons == 0
    assert not any(map(uneven_reach, reach_lines(period)))


@pytest.mark.parametrize("typed", ["4 000 000 000", "dhjetë", "-3"])
def test_what_is_no_count_of_persons_is_refused_in_a_sentence(staff: Any, typed: str) -> None:
    period = period_of()

    with pytest.raises(ValidationError) as refused:
        write(period, staff, all=typed)

    assert refused.value.messages
    assert not MeasureReach.objects.exists()


def test_a_note_without_a_number_asks_for_one_and_not_collected_for_its_reason(staff: Any) -> None:
    period = period_of()
    with pytest.raises(ValidationError):
        write(period, staff, note="Nuk u mbajt")
    with pytest.raises(ValidationError):
        write(period, staff, standing="not_collected")
    write(period, staff, standing="not_collected", note="Nuk u mbajt")

    assert MeasureReach.objects.get().persons is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"persons": None},
        {"persons": 5_000_000},
        {"persons": None, "standing": "not_collected"},
        {"persons": 4, "dimension": ""},
        {"persons": None, "dimension": "sex", "part": "men"},
        {"persons": 4, "standing": "not_applicable", "dimension": "sex", "part": "men"},
        {"persons": None, "standing": "not_collected", "dimension": "sex", "part": "men"},
    ],
)
def test_the_table_refuses_what_cannot_be(wrong: dict[str, Any]) -> None:
    period = period_of()

    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureReach.objects.create(period=period, measure=measure_of(period), **wrong)


def stored() -> dict[str, tuple[str, int | None, str]]:
    return {row.part: (row.standing, row.persons, row.note) for row in MeasureReach.objects.all()}


def test_a_part_is_a_number_a_zero_not_collected_or_not_applicable_and_goes_back(staff: Any) -> None:
    period = period_of()
    write(period, staff, all="20", sex__women="20", sex__men="0")
    before = stored()
    overwrite(period, staff, sex__men="e pazb", sex__unknown="not_collected", why__sex="Nuk u pyetën")
    told = stored()
    undo_cells(period, "reach", actor=staff)

    assert told["women"] == ("measured", 20, "")
    assert told["men"] == ("not_applicable", None, "")
    assert told["unknown"] == ("not_collected", None, "Nuk u pyetën")
    assert stored() == before
    assert before["men"] == ("measured", 0, "")


def test_the_reason_stands_once_for_a_dimension_and_goes_with_its_last_part(staff: Any) -> None:
    period = period_of()
    with pytest.raises(ValidationError):
        write(period, staff, sex__men="not_collected")
    with pytest.raises(ValidationError):
        write(period, staff, why__sex="Nuk u pyetën")
    assert not MeasureReach.objects.exists()
    write(period, staff, all="20", sex__men="not_collected", why__sex="Nuk u pyetën")
    write(period, staff, sex__women="not_collected")
    overwrite(period, staff, why__sex="Regjistri nisi vonë")
    shared = {stored()[part] for part in ("women", "men")}
    overwrite(period, staff, sex__men="8", sex__women="")
    sheet: Any = sheet_of(period, "reach")
    row = next(each for each in sheet.rows() if each.key == str(measure_of(period).pk))
    undo_cells(period, "reach", actor=staff)

    assert shared == {("not_collected", None, "Regjistri nisi vonë")}
    assert (row.values["sex-men"], row.values["sex-women"], row.values["why-sex"]) == (8, None, "")
    assert {stored()[part] for part in ("women", "men")} == shared


def test_words_of_parts_are_pasted_and_come_back_by_file(staff: Any) -> None:
    period = period_of()
    sheet: Any = sheet_of(period, "reach")
    row, text = str(measure_of(period).pk), "12\te pambledhur\te pazbatueshme\tNuk u pyetën"
    plan = plan_block(sheet, text, row=row, column="sex-women")
    paste_cells(period, "reach", text, row=row, column="sex-women", shown=plan.digest, actor=staff)
    filled: Any = sheet_of(period, "reach")
    typed, _signs = typed_rows(filled, read_workbook(sheet_file(filled), XLSX)[0])

    assert stored()["men"] == ("not_collected", None, "Nuk u pyetën")
    assert stored()["unknown"] == ("not_applicable", None, "")
    assert typed[row]["sex-men"] == "e pambledhur"
    assert not plan_rows(filled, typed).changes


def test_a_part_without_a_figure_is_no_figure_to_suppression_and_the_tables_say_why(staff: Any) -> None:
    period = period_of()
    write(period, staff, all="100", sex__women="97", sex__men="not_collected", why__sex="Nuk u pyetën")
    write(period, staff, sex__unknown="not_applicable")
    found = counted(period, period_figures(period))
    public = released(period).for_public()
    frozen = thaw_figures(frozen_form(public))

    assert [key.split(":")[-2] for key in found.counts if ":sex:" in key] == ["women"]
    assert not any(part.is_hidden for part in public.reach[0].by("sex"))
    rows = reach_parts_table(public.reach).rows
    assert [(row.cells[3], row.cells[4] and row.cells[4].en) for row in rows] == [
        (97, None), (None, "not collected: Nuk u pyetën"), (None, "not applicable"),
    ]  # fmt: skip
    assert "Men and boys: not collected" in reach_table(public.reach).rows[0].cells[2].en
    assert frozen.reach == public.reach


def test_a_dimension_that_nobody_collected_says_why_in_one_row_and_needs_no_sum(staff: Any) -> None:
    period = period_of()
    typed = dict.fromkeys(("sex__women", "sex__men", "sex__unknown"), "not_collected")
    write(period, staff, all="50", why__sex="Nuk u pyetën", **typed)
    rows = reach_parts_table(released(period).for_public().reach).rows

    assert [(row.cells[2], row.cells[3], row.cells[4].en) for row in rows] == [
        (None, None, "not collected: Nuk u pyetën")
    ]
    assert not any(map(uneven_reach, reach_lines(period)))


def test_where_the_number_in_all_is_hidden_the_reasons_of_its_parts_are_too(staff: Any) -> None:
    period = period_of(is_protected=True)
    write(period, staff, all="3", sex__men="not_collected", why__sex="Erdhën vetëm tri gra")
    public = released(period).for_public()

    assert public.reach[0].is_hidden
    assert "Erdhën vetëm tri gra" not in str(public.reach)
    assert reach_parts_table(public.reach).rows[0].cells[4].en == "not collected"  # type: ignore[union-attr]


def test_the_reason_of_a_part_is_a_text_that_goes_out(staff: Any) -> None:
    period = period_of()
    write(period, staff, all="100", sex__women="97", sex__men="not_collected", why__sex="Nuk u pyetën")
    public = released(period).for_public()

    assert "Nuk u pyetën" in texts_of(YearlyReportFactory(period=period), public)


def test_a_dimension_that_was_begun_is_asked_for_whole_and_any_answer_counts(staff: Any) -> None:
    period = period_of()
    office, pk = measure_of(period).office_id or 0, measure_of(period).pk
    write(period, staff, all="20", sex__women="12")
    begun: Any = line_of(period, office)
    empty = {cell.key: cell.title for cell in begun.empty_cells if cell.key.startswith("reach")}
    write(period, staff, sex__men="not_applicable")
    whole: Any = line_of(period, office)

    assert list(empty) == [f"reach-{pk}-sex"]
    assert "Burra" in empty[f"reach-{pk}-sex"]
    assert not [cell for cell in whole.empty_cells if cell.key.startswith("reach")]


def test_a_dimension_that_every_measure_owes_is_asked_for_before_anybody_begins(staff: Any) -> None:
    period = period_of()
    office, pk = measure_of(period).office_id or 0, measure_of(period).pk
    write(period, staff, all="20")
    ValueDimension.objects.filter(parts_from="sex").update(is_owed_by_measures=True)
    owed: Any = line_of(period, office)
    empty = [cell.key for cell in owed.empty_cells if cell.key.startswith("reach")]
    reasons = {cell.key: "Nuk u mbajt" for cell in owed.empty_cells}
    hand_in(period, office, reasons=reasons, actor=staff)
    after: Any = line_of(period, office)

    assert empty == [f"reach-{pk}-sex"]
    assert set(MeasureReach.objects.filter(dimension="sex").values_list("standing", "note")) == {
        ("not_collected", "Nuk u mbajt")
    }
    assert not after.empty_cells


def test_only_what_persons_are_counted_by_is_owed_by_measures() -> None:
    with pytest.raises(IntegrityError, match="owed_by_measures"), transaction.atomic():
        ValueDimension.objects.create(code="x", name_sq="x", words="x", own_parts="a: A", is_owed_by_measures=True)


def test_parts_alone_are_no_number_in_all(staff: Any) -> None:
    period = period_of()
    write(period, staff, sex__women="12")
    line: Any = line_of(period, measure_of(period).office_id or 0)

    assert f"reach-{measure_of(period).pk}" in {cell.key for cell in line.empty_cells}


def test_handing_in_writes_the_reason_into_every_part_without_an_answer(staff: Any) -> None:
    period = period_of()
    office, pk = measure_of(period).office_id or 0, measure_of(period).pk
    write(period, staff, all="20", sex__women="12")
    line: Any = line_of(period, office)
    hand_in(period, office, reasons={cell.key: "Regjistri nisi vonë" for cell in line.empty_cells}, actor=staff)
    after: Any = line_of(period, office)

    assert stored()["men"] == ("not_collected", None, "Regjistri nisi vonë")
    assert stored()["women"] == ("measured", 12, "")
    assert f"reach-{pk}-sex" in {cell.key for cell in after.cells if not cell.is_open}


def test_the_page_says_why_a_part_has_no_figure(staff: Any, client_of: Any) -> None:
    period = period_of()
    write(period, staff, all="20", sex__women="20", sex__men="not_applicable")
    page = client_of(staff).get(reverse("monitoring:period_detail", args=[period.pk])).content.decode()
    sheet = client_of(staff).get(reverse("monitoring:grid", args=[period.pk, "reach"])).content.decode()

    assert "e pazbatueshme" in page
    assert "e pazbatueshme</td>" in sheet


def test_handing_in_asks_how_many_persons_a_measure_for_a_group_reached(staff: Any) -> None:
    period = period_of()
    office = measure_of(period).office_id or 0
    line = line_of(period, office)
    assert line is not None
    key = f"reach-{measure_of(period).pk}"
    assert key in {cell.key for cell in line.empty_cells}
    reasons = dict.fromkeys((cell.key for cell in line.empty_cells), "Regjistri nisi vonë")
    with pytest.raises(ValidationError):
        hand_in(period, office, reasons={**reasons, key: ""}, actor=staff)
    hand_in(period, office, reasons=reasons, actor=staff)

    row = MeasureReach.objects.get()
    assert (row.standing, row.note) == ("not_collected", "Regjistri nisi vonë")


def test_parts_that_do_not_add_up_stop_the_handing_in(staff: Any) -> None:
    period = period_of()
    write(period, staff, all="10", sex__women="8", sex__men="5")
    office = measure_of(period).office_id or 0
    line = line_of(period, office)
    assert line is not None
    reasons = dict.fromkeys((cell.key for cell in line.empty_cells), "Regjistri nisi vonë")

    with pytest.raises(StepRefused):
        hand_in(period, office, reasons=reasons, actor=staff)


def test_the_public_sees_neither_a_few_nor_what_would_tell_them(staff: Any) -> None:
    period = period_of()
    write(period, staff, all="100", sex__women="97", sex__men="3")
    public = released(period).for_public()

    row = reach_table(public.reach).rows[0].cells
    assert row[1] == 100
    assert row[3:5] == (HIDDEN, HIDDEN)
    assert reach_table(public.reach).rows[0].cells[5] is None


def test_nothing_is_told_before_a_release_and_less_of_a_protected_group(staff: Any) -> None:
    period = period_of(is_protected=True)
    write(period, staff, all="8")

    assert reach_table(period_figures(period).for_public().reach).rows[0].cells[1] == HIDDEN
    assert reach_table(released(period).for_public().reach).rows[0].cells[1] == HIDDEN
    assert period_figures(period).reach[0].persons == 8


@pytest.mark.parametrize("protects_result", [True, False])
def test_persons_of_a_measure_with_a_protected_result_are_told_by_its_threshold(
    staff: Any, protects_result: bool
) -> None:
    period = period_of(protects_result=protects_result)
    write(period, staff, all="7")

    assert [line.is_hidden for line in released(period).reach] == [protects_result]


def test_what_one_release_hides_the_next_one_does_not_tell(staff: Any) -> None:
    period = period_of()
    write(period, staff, all="100", sex__women="97", sex__men="3")
    released(period)
    MeasureReach.objects.filter(part="men").delete()
    second = released(period).for_public()

    assert reach_table(second.reach).rows[0].cells[1:4:2] == (100, HIDDEN)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0), (0, 2, 1)], ids=str)
@pytest.mark.parametrize("part", ["all", "sex__women"])
def test_a_year_less_its_first_half_does_not_tell_the_three_persons_of_the_second(
    staff: Any, order: tuple[int, ...], part: str
) -> None:
    """63 in the year and 60 in the first half: 3 in the second, whichever report goes out first."""
    year = period_of()
    kind = PeriodKindFactory(code="half", months=6)
    days = ((date(2024, 6, 13), date(2024, 9, 30)), (date(2024, 10, 1), date(2024, 12, 31)))
    periods = [year] + [PeriodFactory(version=year.version, kind=kind, starts_on=on, ends_on=to) for on, to in days]
    for at in order:
        typed = {"all": "400"} | {part: ("63", "60", "3")[at]}
        write(periods[at], staff, **typed)

    told = {at: released(periods[at]).for_public().reach[0] for at in order}

    shown = {at: line.persons if part == "all" else line.by("sex")[0].amount for at, line in told.items()}
    assert [shown[at] for at in range(3)].count(None) == 2, shown
    assert shown[2] is None
    assert audit_everything() == []


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0), (0, 2, 1)], ids=str)
def test_persons_told_by_sex_in_every_period_find_a_way_out_in_every_order(staff: Any, order: tuple[int, ...]) -> None:
    """Three women in the second half: no report is refused, and none tells them."""
    year = period_of()
    kind = PeriodKindFactory(code="half", months=6)
    days = ((date(2024, 6, 13), date(2024, 9, 30)), (date(2024, 10, 1), date(2024, 12, 31)))
    periods = [year] + [PeriodFactory(version=year.version, kind=kind, starts_on=on, ends_on=to) for on, to in days]
    for period, whole, women in zip(periods, (463, 260, 203), (63, 60, 3), strict=True):
        write(period, staff, all=str(whole), sex__women=str(women), sex__men=str(whole - women))

    told = {at: released(periods[at]).for_public().reach[0].by("sex")[0].amount for at in order}

    assert told[2] is None
    assert None in (told[0], told[1])
    assert audit_everything() == []


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_whom_a_year_counts_once_tells_no_few_of_a_half_that_is_written_later(
    staff: Any, order: tuple[int, ...]
) -> None:
    """63 women and 400 men in the year, 60 and 200 in the first half: at least 3 and 200 came in the second."""
    year = period_of()
    kind = PeriodKindFactory(code="half", months=6)
    days = ((year.starts_on, date(2024, 9, 30)), (date(2024, 10, 1), year.ends_on))
    periods = [year] + [PeriodFactory(version=year.version, kind=kind, starts_on=on, ends_on=to) for on, to in days]
    women, men, told = (63, 60, 4), (400, 200, 201), {}
    for at in order:
        whole = str(women[at] + men[at])
        write(periods[at], staff, all=whole, sex__women=str(women[at]), sex__men=str(men[at]))
        told[at] = released(periods[at]).for_public().reach[0]

    def told_of(at: int) -> tuple[int | None, ...]:
        return told[at].persons, *(part.amount for part in told[at].by("sex"))

    year_told, first_told, (whole, few, _many) = map(told_of, range(3))
    assert few is None
    assert audit_everything() == []
    thinkable = [few for few in range(1, 464) if may_be(few, whole, year_told, first_told)]
    assert thinkable[-1] - thinkable[0] >= 5, thinkable


def may_be(few: int, whole: int | None, year: tuple[int | None, ...], first: tuple[int | None, ...]) -> bool:
    """Whether so many women came in the second half, for who reads the reports: everybody of the year came in one."""
    in_the_year, in_the_first = ([each if each is not None else -1 for each in told] for told in (year, first))
    for many in range(1, 464) if whole is None else [whole - few]:
        if many > 0 and all(
            total < 0 or (second <= total and (one < 0 or total <= one + second))
            for second, total, one in zip((few, many), in_the_year[1:], in_the_first[1:], strict=True)
        ):
            return True
    return False


def test_frozen_figures_come_back_as_they_were(staff: Any) -> None:
    period = period_of()
    write(period, staff, all="20", sex__women="10", sex__men="10")
    figures = released(period)

    assert thaw_figures(frozen_form(figures)).reach == figures.reach


def test_the_report_prints_both_tables_and_the_page_the_true_figures(staff: Any, client_of: Any) -> None:
    period = period_of()
    write(period, staff, all="1234", sex__women="1000", sex__men="234")
    report = YearlyReportFactory(period=period)
    names = {table.name: table for table in ReportContext.of(report).tables}
    page = client_of(staff).get(reverse("monitoring:period_detail", args=[period.pk])).content.decode()

    assert [row.cells[1] for row in names["reach"].rows] == [1234]
    assert [row.cells[3] for row in names["reach_parts"].rows] == [1000, 234]
    assert len(names["reach_parts"].rows) == len(reach_parts_table(period_figures(period).reach).rows)
    assert "1.234" in page or "1,234" in page or "1\u00a0234" in page
