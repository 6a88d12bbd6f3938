"""Holds the entries of a period against each other, by the rules the municipality keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Service
from core.templatetags.ui import trimmed
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.enums import CheckCode, CheckSeverity, EmptyOperand
from monitoring.models import BudgetExecution, CheckRule, IndicatorValue, KeptWarning, Period


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One warning; `subject` is its stable key, `reason` why it is kept, or nothing."""

    code: str
    subject: str
    label: str
    sentence: str
    severity: str
    reason: str = ""

    @property
    def stops(self) -> bool:
        return self.severity == CheckSeverity.STOP and not self.reason

    @property
    def check_label(self) -> str:
        return str(CheckCode(self.code).label)


@dataclass(frozen=True, slots=True)
class Compared:
    """A smaller and a larger side that should not be crossed; None where nothing is entered."""

    subject: str
    label: str
    less: Decimal | int | None
    more: Decimal | int | None


def check_findings(period: Period) -> list[CheckFinding]:
    return read(read_check_findings(period))


def read_check_findings(period: Period) -> Reader[list[CheckFinding]]:
    """Every warning of the period, those without a reason first."""
    warnings, rules = KeptWarning.objects.filter(period=period), CheckRule.objects.filter(is_active=True)
    yield [warnings, rules]
    kept = {(row.code, row.subject): row.reason for row in warnings}
    compared = yield from side_by_side(*(SIDES[CheckCode(rule.code)](period, rule) for rule in rules))
    found = [
        replace(each, reason=kept.get((each.code, each.subject), ""))
        for rule, sides in zip(rules, compared, strict=True)
        for each in _findings(rule, sides)
    ]
    return sorted(found, key=lambda each: bool(each.reason))


def _findings(rule: CheckRule, compared: list[Compared]) -> Iterator[CheckFinding]:
    for each in compared:
        sides = each.less, each.more
        if rule.empty == EmptyOperand.ZERO:
            less, more = (Decimal(side or 0) for side in sides)
        elif None in sides:
            continue
        else:
            less, more = (Decimal(side) for side in sides if side is not None)
        if _is_beyond(rule, less, more):
            words = {"what": each.label, "less": trimmed(less), "more": trimmed(more)}
            sentence = SENTENCES[CheckCode(rule.code)]
            yield CheckFinding(rule.code, each.subject, each.label, str(sentence) % words, rule.severity)


def _is_beyond(rule: CheckRule, less: Decimal, more: Decimal) -> bool:
    if rule.code == CheckCode.JUMP:
        return more != 0 and abs(less - more) * 100 > abs(more) * rule.limit
    return less * 100 > more * (100 + rule.limit)


def _money(period: Period, less: str, more: str) -> Reader[list[Compared]]:
    """An amount of nothing is an empty one: the sheets keep both as 0."""
    rows = BudgetExecution.objects.filter(period=period).select_related("measure", "source")
    yield [rows]
    compared = []
    for row in rows:
        name = str(row.measure) if row.measure else _("outside the plan")
        subject = f"money-{row.measure.key if row.measure else 'outside'}-{row.source.code}"
        compared.append(Compared(subject, f"{name} / {row.source}", getattr(row, less), getattr(row, more) or None))
    return compared


def _spent(period: Period, rule: CheckRule) -> Reader[list[Compared]]:
    return _money(period, "spent", "committed")


def _committed(period: Period, rule: CheckRule) -> Reader[list[Compared]]:
    return _money(period, "committed", "allocated")


def _users(period: Period, rule: CheckRule) -> Reader[list[Compared]]:
    services = Service.objects.all()
    yield [services]
    return [Compared(f"service-{each.pk}", str(each), each.users, each.capacity) for each in services]


def _parts(period: Period, rule: CheckRule) -> Reader[list[Compared]]:
    values = IndicatorValue.objects.current().filter(period=period, numerator__isnull=False)
    measured = values.select_related("indicator")
    yield [measured]
    return [
        Compared(f"indicator-{each.indicator.key}", str(each.indicator), each.numerator, each.denominator)
        for each in measured
    ]


def _jumps(period: Period, rule: CheckRule) -> Reader[list[Compared]]:
    """Each value against that of the period so many before; None where that one has none."""
    before = Period.objects.before(period).values("pk")[rule.window - 1 : rule.window]
    values = IndicatorValue.objects.current()
    then = values.filter(period__in=before).values_list("indicator__key", "amount")
    now = values.filter(period=period).select_related("indicator")
    yield [then, now]
    earlier = dict(then)
    return [
        Compared(f"indicator-{each.indicator.key}", str(each.indicator), each.amount, earlier.get(each.indicator.key))
        for each in now
    ]


SIDES: dict[CheckCode, Callable[[Period, CheckRule], Reader[list[Compared]]]] = {
    CheckCode.SPENT: _spent,
    CheckCode.COMMITTED: _committed,
    CheckCode.USERS: _users,
    CheckCode.PART: _parts,
    CheckCode.JUMP: _jumps,
}
SENTENCES = {
    CheckCode.SPENT: gettext_lazy("%(what)s: %(less)s spent, but only %(more)s committed."),
    CheckCode.COMMITTED: gettext_lazy("%(what)s: %(less)s committed, but only %(more)s allocated."),
    CheckCode.USERS: gettext_lazy("%(what)s: %(less)s users, but only %(more)s places."),
    CheckCode.PART: gettext_lazy("%(what)s: the part %(less)s is more than the whole %(more)s."),
    CheckCode.JUMP: gettext_lazy("%(what)s: %(less)s now, %(more)s before; is that right?"),
}
