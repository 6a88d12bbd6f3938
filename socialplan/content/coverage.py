"""What a version covers: needs without a measure, accepted recommendations without a place, measures nobody asked for,
and the money by group. Counts of people are those the public may see, so that the sheets can be handed on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.disclosure import NeedFigures, figures_of_needs
from assessments.models import Need, TargetGroup
from consultations.models import Disposition, Recommendation
from consultations.models.recommendations import RecommendationQuerySet
from core.table_heads import code_column, money, number, percent, share, text, total_row, years
from core.tables import HIDDEN, Cell, DataTable, Row, Words
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, read_count, side_by_side
from socialplan.content.consultation_requirements import answers_without_place
from socialplan.content.models import DispositionTarget, Measure, MeasureCost, PlanVersion
from socialplan.content.models.goals import MeasureQuerySet
from socialplan.content.snapshot import snapshot_of

Amounts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UncoveredNeed:
    need: Need
    figures: NeedFigures


@dataclass(frozen=True, slots=True)
class GroupMoney:
    """New lek (ALL): `cost` of all measures that serve the group; `parts` its equal part of each, a year.

    A measure for three groups counts whole in each one's `cost`, and with a third in each one's `parts`.
    """

    group: TargetGroup | None
    measures: int
    cost: int
    parts: Amounts

    @property
    def part(self) -> int:
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Each list with the number of all it was taken from."""

    version: PlanVersion
    needs: list[UncoveredNeed]
    needs_in_all: int
    answers: list[Disposition]
    answers_in_all: int
    measures: list[Measure]
    measures_in_all: int
    groups: list[GroupMoney]

    @property
    def cost(self) -> int:
        return sum(row.part for row in self.groups)

    @property
    def tables(self) -> list[DataTable]:
        return [_needs_table(self), _answers_table(self), _measures_table(self), money_table(self)]


def coverage_of(version: PlanVersion) -> CoverageReport:
    """All four parts, in a number of queries that does not grow with the plan."""
    measures = _unasked(version).with_budget().select_related("office")
    accepted = Disposition.objects.current().needing_target().filter(recommendation__in=_recommendations(version))
    needs, needs_in_all, answers_in_all, measures_in_all, groups, _measures = read(
        side_by_side(
            _read_needs_without_measure(version),
            read_count(Need.objects.filter(assessment=version.plan.assessment_id)),
            read_count(accepted),
            read_count(version.measures.all()),
            _read_money_by_group(version),
            read_lists(measures),
        )
    )
    return CoverageReport(
        version=version,
        needs=needs,
        needs_in_all=needs_in_all,
        answers=answers_without_place(version, snapshot_of(version).content),
        answers_in_all=answers_in_all,
        measures=list(measures),
        measures_in_all=measures_in_all,
        groups=groups,
    )


def _recommendations(version: PlanVersion) -> RecommendationQuerySet:
    return Recommendation.objects.filter(round__plan_links__plan=version.plan_id)


def _read_needs_without_measure(version: PlanVersion) -> Reader[list[UncoveredNeed]]:
    answered = version.measureneeds.values("need")
    rows = Need.objects.filter(assessment=version.plan.assessment_id).exclude(pk__in=answered)
    needs = rows.select_related("group", "assessment")
    yield [needs]
    figures = figures_of_needs(needs, sees_all=False) if needs else {}
    return [UncoveredNeed(need, figures[need.pk]) for need in needs]


def _unasked(version: PlanVersion) -> MeasureQuerySet:
    """No need is linked, and no current answer points at it."""
    pointing = DispositionTarget.objects.filter(
        plan=version.plan_id, node_key=OuterRef("key"), disposition__in=Disposition.objects.current()
    )
    return Measure.objects.filter(~Exists(pointing), version=version, need_links=None)


def _read_money_by_group(version: PlanVersion) -> Reader[list[GroupMoney]]:
    """A row for every group, reached or not; last the measures that serve none, where there are any."""
    links = version.measuregroups.order_by("group__code", "pk").values_list("measure", "group")
    measures, groups = version.measures.values_list("pk", flat=True), TargetGroup.objects.all()
    costs = MeasureCost.objects.filter(version=version).values_list("measure", "year", "amount")
    yield from read_lists(links, measures, costs, groups)
    served: dict[int, list[int | None]] = defaultdict(list)
    for measure, group in links:
        served[measure].append(group)
    counted: Counter[int | None] = Counter()
    for pk in measures:
        counted.update(served[pk] or [None])
    whole: dict[int | None, int] = defaultdict(int)
    parts: dict[tuple[int | None, int], int] = defaultdict(int)
    for measure, year, amount in costs:
        owners = served[measure] or [None]
        for owner, part in zip(owners, equal_parts(amount, len(owners)), strict=True):
            whole[owner] += amount
            parts[owner, year] += part
    rows: list[TargetGroup | None] = [row for row in groups if row.is_active or counted[row.pk]]
    if None in counted:
        rows.append(None)
    keys = [(row, row.pk if row else None) for row in rows]
    plan_years = version.plan.years
    return [
        GroupMoney(row, counted[key], whole[key], tuple(parts[key, year] for year in plan_years)) for row, key in keys
    ]


def equal_parts(amount: int, number_of_parts: int) -> list[int]:
    """Whole lek that add up to the amount again: the first parts take what is left over."""
    part, rest = divmod(amount, number_of_parts)
    return [part + (place < rest) for place in range(number_of_parts)]


def _people(count: int | None) -> Cell:
    return HIDDEN if count is None else count


def _needs_table(report: CoverageReport) -> DataTable:
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Need")),
        text(pgettext_lazy("column", "Group")),
        number(_("Persons affected")),
        number(_("Persons without a service")),
    )
    rows = tuple(
        Row(
            (
                Words.same(each.need.code),
                Words.of(each.need, "name"),
                Words.of(each.need.group, "name"),
                _people(each.figures.affected),
                _people(each.figures.uncovered),
            )
        )
        for each in report.needs
    )
    return DataTable("needs", Words.said(_("Needs without a measure")), columns, rows)


def _answers_table(report: CoverageReport) -> DataTable:
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Recommendation")),
        text(pgettext_lazy("column", "Answer")),
        text(pgettext_lazy("column", "Decided on")),
    )
    rows = tuple(
        Row(
            (
                Words.same(answer.recommendation.code),
                Words.of(answer.recommendation, "title"),
                Words.made(answer.get_answer_display),
                Words.day(answer.decided_on),
            )
        )
        for answer in report.answers
    )
    caption = Words.said(_("Recommendations accepted or already covered that no place reflects"))
    return DataTable("recommendations", caption, columns, rows)


def _measures_table(report: CoverageReport) -> DataTable:
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Measure")),
        text(pgettext_lazy("column", "Responsible")),
        money(pgettext_lazy("column", "Cost")),
    )
    rows = tuple(
        Row(
            (
                Words.same(measure.code),
                Words.of(measure, "title"),
                Words.of(measure.office, "name") if measure.office else None,
                getattr(measure, "cost", 0),
            )
        )
        for measure in report.measures
    )
    return DataTable("measures", Words.said(_("Measures nobody asked for")), columns, rows)


def money_table(report: CoverageReport) -> DataTable:
    """The parts add up to the cost of the plan, year by year; the whole costs overlap, so they have no sum."""
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Group")),
        number(pgettext_lazy("column", "Measures")),
        money(_("Cost of its measures")),
        *years(report.version.plan.years),
        money(_("Its part")),
        percent(_("Share")),
    )
    nobody = Words.said(_("measures that serve no group"))
    rows = [
        Row(
            (
                Words.same(row.group.code if row.group else "\u2013"),
                Words.of(row.group, "name") if row.group else nobody,
                row.measures,
                row.cost,
                *row.parts,
                row.part,
                share(row.part, report.cost),
            )
        )
        for row in report.groups
    ]
    sums = [sum(row.parts[place] for row in report.groups) for place in range(len(report.version.plan.years))]
    rows.append(total_row(None, report.measures_in_all, None, *sums, report.cost, share(report.cost, report.cost)))
    note = Words.said(
        _("A measure that serves several groups counts whole in each one's cost, and is divided equally in the parts.")
    )
    return DataTable("money", Words.said(_("Money by group")), columns, tuple(rows), note)
