"""Tables of what changed on the way: targets set anew, indicators that ended, money moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_FLOOR

from django.utils.translation import gettext_lazy as _

from core.tables import HIDDEN, Column, ColumnKind, DataTable, Row, Words
from monitoring.enums import Light
from monitoring.figures import EndedLine, InForceLine, MovedMoney, PeriodFigures
from monitoring.indicator_line import IndicatorLine
from monitoring.reporting.tables import words


def changed_targets_table(figures: PeriodFigures) -> DataTable | None:
    """Every target that was changed, with the first one beside it; None where each is the plan's own."""
    changed = [line for line in figures.indicators if line.changed_from]
    if not changed:
        return None
    columns = (
        Column(words(_("Indicator"))),
        Column(words(_("First target")), ColumnKind.NUMBER),
        Column(words(_("Changed target")), ColumnKind.NUMBER),
        Column(words(_("Holds from"))),
        Column(words(_("Progress by the first")), ColumnKind.PERCENT),
        Column(words(_("Progress by the changed")), ColumnKind.PERCENT),
        Column(words(_("Why"))),
    )
    rows = tuple(_changed_row(line) for line in changed)
    return DataTable("changed_targets", words(_("Changed targets")), columns, rows)


def _changed_row(line: IndicatorLine) -> Row:
    is_protected = line.progress.light == Light.PROTECTED
    first = None if line.first_percent is None else int(line.first_percent.to_integral_value(ROUND_FLOOR))
    return Row(
        (
            Words(f"{line.code} {line.title_sq}", f"{line.code} {line.title_en or line.title_sq}"),
            line.first_target,
            line.target,
            Words.day(date.fromisoformat(line.changed_from)),
            HIDDEN if is_protected else first,
            HIDDEN if is_protected else line.progress.rounded,
            Words.same(line.change_reason),
        )
    )


def ended_table(lines: Iterable[EndedLine]) -> DataTable:
    """Indicators that an amendment took out, each with its last value and by which decision."""
    columns = (
        Column(words(_("Indicator"))),
        Column(words(_("Ended by"))),
        Column(words(_("Last value")), ColumnKind.NUMBER),
        Column(words(_("Of the period"))),
    )
    rows = tuple(
        Row(
            (
                Words(f"{line.code} {line.title_sq}", f"{line.code} {line.title_en or line.title_sq}"),
                Words.same(line.decision) if line.decision else None,
                HIDDEN if line.is_hidden else line.last,
                Words(line.period_sq, line.period_en or line.period_sq) if line.period_sq else None,
            )
        )
        for line in lines
    )
    return DataTable("ended", words(_("Indicators ended by a decision")), columns, rows)


def in_force_table(lines: Iterable[InForceLine]) -> DataTable:
    """Which version of the plan was in force when, as far as the period goes."""
    columns = (
        Column(words(_("Version of the plan"))),
        Column(words(_("In force from"))),
        Column(words(_("Replaced or ended on"))),
        Column(words(_("Decision"))),
    )
    rows = tuple(
        Row(
            (
                Words.same(line.number),
                Words.day(date.fromisoformat(line.since)),
                Words.day(date.fromisoformat(line.ended_on)) if line.ended_on else None,
                Words.same(line.decision),
            )
        )
        for line in lines
    )
    return DataTable("in_force", words(_("Versions in force in the period")), columns, rows)


def transfers_table(transfers: Iterable[MovedMoney]) -> DataTable:
    columns = (
        Column(words(_("From"))),
        Column(words(_("To"))),
        Column(words(_("Source"))),
        Column(words(_("Moved")), ColumnKind.MONEY),
        Column(words(_("Date"))),
        Column(words(_("Decision"))),
        Column(words(_("Why"))),
    )
    outside = words(_("Outside the plan"))
    rows = tuple(
        Row(
            (
                Words.same(each.from_measure) if each.from_measure else outside,
                Words.same(each.to_measure) if each.to_measure else outside,
                Words.same(each.source),
                each.amount,
                Words.day(date.fromisoformat(each.happened_on)),
                Words.same(each.document),
                Words.same(each.reason),
            )
        )
        for each in transfers
    )
    return DataTable("transfers", words(_("Transfers of the budget")), columns, rows)
