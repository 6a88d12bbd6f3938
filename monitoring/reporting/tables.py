"""The figures of a report as tables: page, PDF, word processor, sheet and JSON print the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import HIDDEN, Cell, Column, ColumnKind, DataTable, Row, RowKind, Words
from monitoring.disclosure import ReachedRow
from monitoring.enums import AnswerKind, Light
from monitoring.figures import BudgetFigures, MeasureLine, MoneyLine, PeriodFigures
from monitoring.indicator_line import IndicatorLine
from monitoring.models import RecommendationFollowUp, ReportRecommendation, ReportSubmission
from monitoring.parting.parted import PartedLine, PartLine
from monitoring.reporting.quality import QualityNote

TOTAL = Words.said(_("Total"))


def words(message: object) -> Words:
    return Words.said(message)


def named(line: MoneyLine | MeasureLine) -> Words:
    return Words(f"{line.code} {line.title_sq}".strip(), f"{line.code} {line.title_en or line.title_sq}".strip())


def percent(part: int, whole: int) -> int | None:
    """Cut, never rounded up: a share just below the whole is not the whole."""
    return part * 100 // whole if whole else None


def results_table(figures: PeriodFigures) -> DataTable:
    """The core table: every indicator of the plan, goal by goal, from its baseline to its end target."""
    columns = (
        Column(words(_("Indicator"))),
        Column(words(_("Baseline")), ColumnKind.NUMBER),
        Column(words(_("Baseline: year, source"))),
        Column(words(_("Last period")), ColumnKind.NUMBER),
        Column(words(_("This period")), ColumnKind.NUMBER),
        Column(words(_("To date")), ColumnKind.NUMBER),
        Column(words(_("Target of the year")), ColumnKind.NUMBER),
        Column(words(_("End target")), ColumnKind.NUMBER),
        Column(words(_("Progress")), ColumnKind.PERCENT),
        Column(words(_("Light"))),
        Column(words(_("Why"))),
    )
    rows: list[Row] = []
    for goal in figures.by_goal:
        lines = [line for line in figures.indicators if line.goal == goal.code]
        if lines:
            rows.append(Row((named(goal), *[None] * (len(columns) - 1)), RowKind.GROUP))
            rows += [_result_row(line) for line in lines]
    goals = {goal.code for goal in figures.by_goal}
    rows += [_result_row(line) for line in figures.indicators if line.goal not in goals]
    return DataTable("results", words(_("Results of the indicators")), columns, tuple(rows))


def _result_row(line: IndicatorLine) -> Row:
    is_protected = line.progress.light == Light.PROTECTED
    return Row(
        (
            _result_name(line),
            HIDDEN if line.hides_baseline and line.baseline is None else line.baseline,
            _baseline_from(line),
            HIDDEN if line.hides_last and line.last is None else line.last,
            HIDDEN if is_protected else line.actual,
            HIDDEN if is_protected or (_hides_sum(line) and line.to_date is None) else line.to_date,
            line.target,
            line.end_target,
            HIDDEN if is_protected else line.progress.rounded,
            line.light_words,
            Words(line.why_sq, line.why_en or line.why_sq) if line.why_sq else None,
        )
    )


def _result_name(line: IndicatorLine) -> Words:
    """One that an amendment brought says since which decision it stands there."""
    names = (
        f"{line.code} {line.title_sq} ({line.unit})",
        f"{line.code} {line.title_en or line.title_sq} ({line.unit_en or line.unit})",
    )
    if not line.new_since:
        return Words(*names)
    new = Words.filled(_("new since %(decision)s"), decision=line.new_since)
    return Words(f"{names[0]}, {new.sq}", f"{names[1]}, {new.en}")


def _hides_sum(line: IndicatorLine) -> bool:
    return line.hides_last or line.hides_to_date


def _baseline_from(line: IndicatorLine) -> Words | None:
    source = Words.of_albanian(line.baseline_source, line.baseline_source_en)
    year = [str(line.baseline_year)] if line.baseline_year else []
    if source is None:
        return Words.same(*year) if year else None
    return Words(*(", ".join([*year, each]) for each in (source.sq, source.en)))


def quality_table(notes: Iterable[QualityNote]) -> DataTable:
    """Data quality: what a check warned of and why it stays."""
    columns = tuple(Column(words(head)) for head in (_("Entry"), _("Check"), _("Why it stays")))
    rows = tuple(
        Row((Words.same(note.label), Words.made(lambda note=note: note.check_label), Words.same(note.reason)))
        for note in notes
    )
    return DataTable("quality", words(_("Data quality: entries kept against a warning")), columns, rows)


def lights_table(figures: PeriodFigures) -> DataTable:
    """How many indicators of each goal show each light; the last column is the base of the counts."""
    lights = list(figures.lights)
    columns = (
        Column(words(_("Goal"))),
        *(Column(words(light.label), ColumnKind.NUMBER) for light in lights),
        Column(words(_("Indicators of the plan")), ColumnKind.NUMBER),
    )
    rows = [
        Row((named(goal), *_counted([line for line in figures.indicators if line.goal == goal.code], lights)))
        for goal in figures.by_goal
    ]
    total = Row((TOTAL, *_counted(figures.indicators, lights)), RowKind.TOTAL)
    return DataTable("lights", words(_("Lights by goal")), columns, (*rows, total), note=figures.base)


def _counted(lines: Sequence[IndicatorLine], lights: Sequence[Light]) -> list[int]:
    counted = Counter(line.progress.light for line in lines)
    return [*(counted[light] for light in lights), len(lines)]


def measures_table(figures: PeriodFigures, lines: Iterable[MeasureLine] | None = None) -> DataTable:
    columns = (
        Column(words(_("Measure"))),
        Column(words(_("Status"))),
        Column(words(pgettext_lazy("share", "Done")), ColumnKind.PERCENT),
        Column(words(_("Planned")), ColumnKind.MONEY),
        Column(words(_("Spent")), ColumnKind.MONEY),
        Column(words(_("What was done"))),
        Column(words(_("Why"))),
    )
    rows = [_measure_row(line) for line in (figures.measures if lines is None else lines)]
    return DataTable("measures", words(_("Measures")), columns, tuple(rows))


def late_table(figures: PeriodFigures) -> DataTable:
    table = measures_table(figures, figures.behind)
    return DataTable("late", words(_("Late and delayed measures")), table.columns, table.rows)


def _measure_row(line: MeasureLine) -> Row:
    return Row(
        (
            named(line),
            line.status_words,
            line.share_done,
            line.money.planned,
            line.money.spent,
            Words(line.narrative_sq, line.narrative_en or line.narrative_sq) if line.narrative_sq else None,
            Words.same(line.why) if line.why else None,
        )
    )


def money_table(
    name: str, caption: object, head: object, lines: Iterable[MoneyLine], total: BudgetFigures
) -> DataTable:
    columns = (
        Column(words(head)),
        Column(words(_("Planned")), ColumnKind.MONEY),
        Column(words(_("Allocated")), ColumnKind.MONEY),
        Column(words(_("Committed")), ColumnKind.MONEY),
        Column(words(_("Spent")), ColumnKind.MONEY),
        Column(words(_("Spent of planned")), ColumnKind.PERCENT),
        Column(words(_("Spent of allocated")), ColumnKind.PERCENT),
    )
    rows = [_money_row(named(line) if line.code else words(_("No programme named")), line.money) for line in lines]
    return DataTable(name, words(caption), columns, (*rows, _money_row(TOTAL, total, RowKind.TOTAL)))


def _money_row(name: Words, money: BudgetFigures, kind: RowKind = RowKind.PLAIN) -> Row:
    amounts = (money.planned, money.allocated, money.committed, money.spent)
    shares = (percent(money.spent, money.planned), percent(money.spent, money.allocated))
    return Row((name, *amounts, *shares), kind)


def money_tables(figures: PeriodFigures) -> list[DataTable]:
    total = figures.total
    return [
        money_table("money_by_goal", _("Money by strategic goal"), _("Goal"), figures.by_goal, total),
        money_table("money_by_source", _("Money by source"), _("Source"), figures.by_source, total),
        money_table("money_by_programme", _("Money by programme"), _("Programme"), figures.by_programme, total),
    ]


def persons_table(rows: Sequence[ReachedRow]) -> DataTable:
    """Persons reached, as the suppression let them pass; the last row is the total of all groups."""
    columns = (
        Column(words(_("Group in need"))),
        Column(words(_("Women and girls")), ColumnKind.NUMBER),
        Column(words(_("Men and boys")), ColumnKind.NUMBER),
        Column(words(_("Sex not recorded")), ColumnKind.NUMBER),
        Column(words(_("Total")), ColumnKind.NUMBER),
    )
    made = []
    for place, row in enumerate(rows, start=1):
        cells: list[Cell] = [HIDDEN if cell.value is None else cell.value for cell in row.cells]
        kind = RowKind.TOTAL if place == len(rows) else RowKind.PLAIN
        made.append(Row((Words(row.name_sq, row.name_en or row.name_sq), *cells), kind))
    return DataTable("persons", words(_("Persons reached")), columns, tuple(made))


def parts_table(lines: Iterable[PartedLine]) -> DataTable:
    """Results by their dimensions: a row a part; a dimension that nobody collected says why in one row."""
    columns = (
        Column(words(_("Indicator"))),
        Column(words(_("Dimension"))),
        Column(words(_("Part"))),
        Column(words(_("Value")), ColumnKind.NUMBER),
        Column(words(_("Numerator")), ColumnKind.NUMBER),
        Column(words(_("Denominator")), ColumnKind.NUMBER),
        Column(words(_("Note"))),
    )
    rows = [row for line in lines for row in _parted_rows(line)]
    return DataTable("parts", words(_("Results by sex, age, unit and group")), columns, tuple(rows))


def _parted_rows(line: PartedLine) -> list[Row]:
    name = Words(f"{line.code} {line.title_sq}", f"{line.code} {line.title_en or line.title_sq}")
    by = Words(line.name_sq, line.name_en)
    if line.reason:
        return [Row((name, by, None, None, None, None, not_collected(line.reason)))]
    return [Row((name, by, Words(part.name_sq, part.name_en or part.name_sq), *_part_cells(part)))
            for part in (*line.parts, *line.margins)]  # fmt: skip


def _part_cells(part: PartLine) -> tuple[Cell, ...]:
    if part.is_hidden:
        return HIDDEN, None, None, None
    return part.amount, part.numerator, part.denominator, why_no_figure(part)


def why_no_figure(part: PartLine) -> Words | None:
    """Nothing where there is one."""
    if part.answer_kind == AnswerKind.NOT_COLLECTED:
        return not_collected(part.note)
    return words(AnswerKind.NOT_APPLICABLE.label) if part.answer_kind == AnswerKind.NOT_APPLICABLE else None


def not_collected(reason: str) -> Words:
    """With its reason, where the public may read it."""
    if not reason:
        return words(AnswerKind.NOT_COLLECTED.label)
    said = words(AnswerKind.NOT_COLLECTED.label)
    return Words(f"{said.sq}: {reason}", f"{said.en}: {reason}")


def key_figures_table(figures: PeriodFigures, persons: Cell, promised: int | None) -> DataTable:
    """What a reader wants to know first; every number stands in another table too."""
    columns = (Column(words(_("Key figure"))), Column(words(_("Number")), ColumnKind.NUMBER), Column(words(_("Unit"))))
    of_indicators = words(pgettext_lazy("unit", "indicators"))
    in_lek = words(pgettext_lazy("unit", "new lek (ALL)"))
    of_persons = words(pgettext_lazy("unit", "persons"))
    rows: list[Row] = [Row((words(light.label), number, of_indicators)) for light, number in figures.lights.items()]
    rows.append(Row((words(_("Indicators of the plan")), len(figures.indicators), of_indicators)))
    if figures.ended:
        rows.append(Row((words(_("Indicators ended by a decision")), len(figures.ended), of_indicators)))
    rows.append(
        Row((words(_("Late and delayed measures")), len(figures.behind), words(pgettext_lazy("unit", "measures"))))
    )
    total = figures.total
    for head, amount in (
        (_("Planned"), total.planned),
        (_("Allocated"), total.allocated),
        (_("Committed"), total.committed),
        (_("Spent"), total.spent),
    ):
        rows.append(Row((words(head), amount, in_lek)))
    rows.append(Row((words(_("Persons reached")), persons, of_persons)))
    if promised is not None:
        rows.append(Row((words(_("Final beneficiaries planned, about")), promised, of_persons)))
    return DataTable("key_figures", words(_("Key figures")), columns, tuple(rows), note=figures.base)


def advice_table(recommendations: Iterable[ReportRecommendation]) -> DataTable:
    columns = tuple(
        Column(words(head)) for head in (_("Recommendation"), _("Addressed to"), _("Deadline"), _("Priority"))
    )
    rows = [
        Row(
            (
                Words.of(each, "text"),
                Words.same(each.addressed_to),
                Words.day(each.due_on),
                Words.made(each.get_priority_display),
            )
        )
        for each in recommendations
    ]
    return DataTable("recommendations", words(_("Recommendations")), columns, tuple(rows))


def follow_up_table(follow_ups: Iterable[RecommendationFollowUp]) -> DataTable:
    columns = tuple(
        Column(words(head))
        for head in (_("Recommendation of the last report"), _("What became of it"), _("How, or why not"))
    )
    rows = [
        Row((Words.of(each.recommendation, "text"), Words.made(each.get_outcome_display), Words.of(each, "text")))
        for each in follow_ups
    ]
    return DataTable("follow_up", words(_("Follow-up of the last report")), columns, tuple(rows))


def submissions_table(submissions: Iterable[ReportSubmission]) -> DataTable:
    heads = (_("Addressee"), _("Sent"), _("Channel"), _("Protocol number"), _("Received"), _("Their protocol number"))
    rows = []
    for each in submissions:
        receipt = getattr(each, "receipt", None)
        rows.append(
            Row(
                (
                    Words.of(each.addressee, "name"),
                    Words.day(each.sent_on),
                    Words.made(each.get_channel_display),
                    Words.same(each.protocol_no),
                    Words.day(receipt.received_on) if receipt else None,
                    Words.same(receipt.their_protocol_no) if receipt else None,
                )
            )
        )
    return DataTable(
        "submissions", words(_("Submitted to")), tuple(Column(words(head)) for head in heads), tuple(rows)
    )
