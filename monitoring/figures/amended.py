"""What an amendment of the plan or a transfer of its budget changed: what ended, what is new, what was moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import localized
from core.together.relations import read_lists
from core.together.side_by_side import Reader, side_by_side
from monitoring.figures.small import is_small
from monitoring.models import IndicatorValue, Period
from municipality.rule_book import read_rule_book
from municipality.small_numbers import SmallNumberRules, small_number_rules
from socialplan.content.enums import PlanState
from socialplan.content.models import Indicator, PlanStateChange, PlanVersion


@dataclass(frozen=True, slots=True)
class EndedLine:
    """An indicator that an amendment took out of the plan, with its last value; it has no light any more."""

    key: str
    code: str
    title_sq: str
    title_en: str
    decision: str
    counts_people: bool
    is_protected: bool
    kind: str
    last: Decimal | None = None
    last_period: str = ""
    period_sq: str = ""
    period_en: str = ""
    is_hidden: bool = False
    title = localized("title")

    def for_public(self) -> EndedLine:
        return replace(self, last=None) if self.is_hidden else self


@dataclass(frozen=True, slots=True)
class MovedMoney:
    """A transfer of the budget, in new lek (ALL); "" for what lies outside the plan."""

    from_measure: str
    to_measure: str
    source: str
    amount: int
    happened_on: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class InForceLine:
    """A version of the plan that was in force in a period; `ended_on` is "" where it outlived the period."""

    number: int
    decision: str
    since: str
    ended_on: str = ""


def decision_of(version: PlanVersion) -> str:
    decision = getattr(version, "decision", None)
    if decision is None:
        return _("version %(number)s of the plan") % {"number": version.number}
    return str(decision)


def read_ended_lines(period: Period) -> Reader[tuple[EndedLine, ...]]:
    """What earlier periods of the plan asked for and this one asks no more, by the stable key."""
    before = Period.objects.filter(plan=period.plan_id, ends_on__lt=period.starts_on).exclude(
        version=period.version_id
    )
    now = period.version.indicators.values("key")
    asked_before = Indicator.objects.filter(version__in=before.order_by().values("version"))
    rows = asked_before.exclude(key__in=now).order_by("version__number", "position")
    yield [rows]
    gone = {row.key: row for row in rows}
    if not gone:
        return ()
    values = IndicatorValue.objects.current().approved().filter(indicator__key__in=gone, amount__isnull=False)
    values = values.filter(period__plan=period.plan_id, period__ends_on__lt=period.starts_on)
    told = values.select_related("period", "indicator").order_by("period__ends_on")
    yield from side_by_side(read_lists(told), read_rule_book())
    last = {row.indicator.key: row for row in told}
    by, rules = decision_of(period.version), small_number_rules()
    return tuple(_ended(row, last.get(key), by, rules) for key, row in gone.items())


def _ended(row: Indicator, value: IndicatorValue | None, decision: str, rules: SmallNumberRules) -> EndedLine:
    line = EndedLine(
        key=str(row.key),
        code=row.code,
        title_sq=row.title_sq,
        title_en=row.title_en,
        decision=decision,
        counts_people=row.counts_people,
        is_protected=row.is_protected,
        kind=row.kind,
    )
    if value is None:
        return line
    return replace(
        line,
        last=value.amount,
        last_period=str(value.period_id),
        period_sq=value.period.title_sq,
        period_en=value.period.title_en,
        is_hidden=is_small(row, value.amount, rules),
    )


def read_new_keys(period: Period) -> Reader[dict[UUID, str]]:
    """Indicators of which no version before knew, by the decision that brought them; none in the first version."""
    versions = PlanVersion.objects.filter(plan=period.plan_id, number__lt=period.version.number, periods__isnull=False)
    before = Indicator.objects.filter(version__in=versions.order_by().values("pk")).values_list("key", flat=True)
    now = period.version.indicators.values_list("key", flat=True)
    yield [before, now]
    known = set(before)
    if not known:
        return {}
    return {key: decision_of(period.version) for key in now if key not in known}


def read_moved_money(period: Period) -> Reader[tuple[MovedMoney, ...]]:
    rows = period.transfers.select_related("from_measure", "to_measure", "source")
    yield [rows]
    return tuple(
        MovedMoney(
            str(row.from_measure or ""),
            str(row.to_measure or ""),
            str(row.source),
            row.amount,
            row.happened_on.isoformat(),
            row.document,
            row.reason,
        )
        for row in rows
    )


def read_in_force_lines(period: Period) -> Reader[tuple[InForceLine, ...]]:
    """The versions that were in force on some day of the period, in the order in which they came."""
    steps = PlanStateChange.objects.filter(version__plan=period.plan_id).order_by("pk")
    steps = steps.filter(Q(to_state=PlanState.IN_FORCE) | Q(from_state=PlanState.IN_FORCE)).select_related(
        "version__decision"
    )
    yield from read_lists(steps)
    lines: dict[int, InForceLine] = {}
    for step in steps:
        day = step.happened_on or timezone.localdate(step.recorded_at)
        if step.to_state == PlanState.IN_FORCE and day <= period.ends_on:
            lines[step.version_id] = InForceLine(step.version.number, decision_of(step.version), day.isoformat())
        elif step.version_id in lines and day < period.starts_on:
            del lines[step.version_id]
        elif step.version_id in lines and day <= period.ends_on:
            lines[step.version_id] = replace(lines[step.version_id], ended_on=day.isoformat())
    return tuple(sorted(lines.values(), key=lambda line: (line.since, line.number)))
