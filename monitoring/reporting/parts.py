"""The eleven parts of a monitoring report (docs/law.md#report-parts): what is asked, and which figures stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.printing.progress_pictures import ProgressPicture
from core.tables import Column, DataTable, Row, Words
from monitoring.enums import SectionCode
from monitoring.reporting.amended_tables import changed_targets_table, ended_table, in_force_table, transfers_table
from monitoring.reporting.pictures import lights_picture, money_picture, persons_picture
from monitoring.reporting.reach_tables import reach_parts_table, reach_table
from monitoring.reporting.tables import (
    advice_table,
    follow_up_table,
    key_figures_table,
    late_table,
    lights_table,
    measures_table,
    money_tables,
    parts_table,
    persons_table,
    quality_table,
    results_table,
    submissions_table,
)

Tables = Callable[[Any], list[DataTable]]
Pictures = Callable[[Any], list[ProgressPicture]]


def no_tables(context: Any) -> list[DataTable]:
    return []


def no_pictures(context: Any) -> list[ProgressPicture]:
    return []


@dataclass(frozen=True, slots=True)
class AskedPart:
    """`prompt` asks for what only people can say; `tables` are the figures that stand beside it."""

    number: int
    code: SectionCode
    prompt: str | Promise
    tables: Tables = no_tables
    pictures: Pictures = no_pictures


def _key_figures(context: Any) -> list[DataTable]:
    return [key_figures_table(context.figures, context.persons, context.promise and context.promise.target)]


def _at_a_glance(context: Any) -> list[ProgressPicture]:
    pictures: list[ProgressPicture] = []
    if context.figures.indicators:
        pictures.append(lights_picture(context.figures))
    if context.promise:
        reached = context.persons if isinstance(context.persons, int) else None
        pictures.append(persons_picture(reached, context.promise))
    return pictures


def _money_pictures(context: Any) -> list[ProgressPicture]:
    return [money_picture(context.figures)] if context.figures.by_goal else []


def _period(context: Any) -> list[DataTable]:
    """The period, its cut-off, and the version of the plan its targets come from."""
    period = context.report.period
    facts = (
        (_("First day"), Words.day(period.starts_on)),
        (_("Last day"), Words.day(period.ends_on)),
        (_("Cut-off date"), Words.day(period.cut_off_on)),
        (_("Targets of the year"), Words.same(period.target_year)),
        (_("Plan"), Words.of(period.version.plan, "title")),
        (_("Version of the plan"), Words.same(period.version.number)),
    )
    columns = (Column(Words.said(_("Fact"))), Column(Words.said(_("Entry"))))
    rows = tuple(Row((Words.said(head), value)) for head, value in facts)
    tables = [DataTable("period", Words.said(_("Period of the report")), columns, rows)]
    if context.figures.in_force:
        tables.append(in_force_table(context.figures.in_force))
    return [*tables, quality_table(context.quality)] if context.quality else tables


def _achieved(context: Any) -> list[DataTable]:
    changed = changed_targets_table(context.figures)
    tables = [lights_table(context.figures), late_table(context.figures)]
    if context.figures.ended:
        tables.append(ended_table(context.figures.ended))
    return [*tables, changed] if changed else tables


def _money(context: Any) -> list[DataTable]:
    tables = money_tables(context.figures)
    return [*tables, transfers_table(context.figures.transfers)] if context.figures.transfers else tables


def _persons(context: Any) -> list[DataTable]:
    tables = [persons_table(context.groups)] if context.groups else []
    return [*tables, reach_table(context.figures.reach)] if context.figures.reach else tables


def _advice(context: Any) -> list[DataTable]:
    tables = []
    if context.recommendations:
        tables.append(advice_table(context.recommendations))
    if context.follow_ups:
        tables.append(follow_up_table(context.follow_ups))
    return tables


PARTS = (
    AskedPart(
        1,
        SectionCode.SUMMARY,
        _("In half a page: what changed for people, what did not, and the three things to decide now."),
        _key_figures,
        _at_a_glance,
    ),
    AskedPart(
        2,
        SectionCode.METHOD,
        _("Where the figures come from, who checked them, which are estimates, and what is missing."),
        _period,
    ),
    AskedPart(
        3,
        SectionCode.CONTEXT,
        _("New laws, changes of the budget, of offices or of staff that touched the plan in this period."),
    ),
    AskedPart(
        4,
        SectionCode.ACHIEVED,
        _("Goal by goal: what was achieved, what was not, and why."),
        _achieved,
    ),
    AskedPart(
        5,
        SectionCode.MONEY,
        _("Why money was not allocated or not spent, what was moved, and what the gap stopped."),
        _money,
        _money_pictures,
    ),
    AskedPart(
        6,
        SectionCode.PERSONS,
        _("Who was reached and who was not; how persons are counted once."),
        _persons,
    ),
    AskedPart(
        7,
        SectionCode.PARTICIPATION,
        _("Who was consulted on the results, which complaints came in and what was answered."),
    ),
    AskedPart(
        8,
        SectionCode.GENDER,
        _("What differs between women and men in needs, access and results, and what is done about it."),
    ),
    AskedPart(
        9,
        SectionCode.LESSONS,
        _("Which risks came true, what was learnt, what will be done differently."),
    ),
    AskedPart(
        10,
        SectionCode.ADVICE,
        _("What the recommendations rest on; the list itself is entered one by one."),
        _advice,
    ),
    AskedPart(
        11,
        SectionCode.CHANGES,
        _("Which goals, measures or targets should be amended, and by which decision."),
    ),
)
PROMPTS = {part.code: part.prompt for part in PARTS}


def annexes(context: Any) -> list[DataTable]:
    """Indicators, measures, results and persons of measures by their dimensions, and to whom the report went."""
    tables = [results_table(context.figures), measures_table(context.figures)]
    if context.figures.parts:
        tables.append(parts_table(context.figures.parts))
    if any(line.parts for line in context.figures.reach):
        tables.append(reach_parts_table(context.figures.reach))
    return [*tables, submissions_table(context.submissions)] if context.submissions else tables
