"""The kinds of periods that a municipality begins with."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from monitoring.actions import MonitoringAction
from monitoring.enums import CheckCode, Dimension
from monitoring.models import CheckRule, PeriodKind, ReportingFrequency, ValueDimension
from municipality.enums import SourceMark
from operations.deeds import record

OWN_CHOICE = {
    "source": "Zgjedhje e bashkisë",
    "source_en": "Choice of the municipality",
    "source_mark": SourceMark.DESIGN,
}
PERIOD_KINDS: tuple[dict[str, Any], ...] = (
    {"code": "yearly", "name_sq": "vjetore", "name_en": "yearly", "months": 12, "days_to_hand_in": 31},
    {"code": "half-yearly", "name_sq": "gjashtëmujore", "name_en": "half-yearly", "months": 6, "days_to_hand_in": 20},
)


@transaction.atomic
def install_period_kinds(*, actor: Any) -> int:
    """Add the kinds that are not there yet; returns how many. Existing rows are left alone."""
    known = set(PeriodKind.objects.values_list("code", flat=True))
    added = [PeriodKind(**OWN_CHOICE, **fields) for fields in PERIOD_KINDS if fields["code"] not in known]
    for row in added:
        row.save()
        record(MonitoringAction.INSTALL_PERIOD_KIND, row, actor=actor, after={"row": str(row)})
    return len(added)


#: Where a check needs another limit than "not above": a jump of more than half.
LIMITS = {CheckCode.JUMP: 50}


@transaction.atomic
def install_check_rules(*, actor: Any) -> int:
    """Add the checks that are not there yet; returns how many. Existing rows are left alone."""
    known = set(CheckRule.objects.values_list("code", flat=True))
    added = [CheckRule(code=code, limit=LIMITS.get(code, 0), **OWN_CHOICE) for code in CheckCode if code not in known]
    for row in added:
        row.save()
        record(MonitoringAction.INSTALL_CHECK_RULE, row, actor=actor, after={"row": row.code})
    return len(added)


#: Code, Albanian and English name, months, and how plans write it.
FREQUENCIES = (
    ("monthly", "mujore", "monthly", 1, "mujore, çdo muaj, monthly"),
    ("quarterly", "tremujore", "quarterly", 3, "tremujore, 3-mujore, çdo tre muaj, quarterly"),
    ("four-monthly", "katërmujore", "four-monthly", 4, "katërmujore, 4-mujore, four-monthly"),
    (
        "half-yearly",
        "gjashtëmujore",
        "half-yearly",
        6,
        "gjashtëmujore, 6-mujore, half-yearly, six-monthly, twice a year",
    ),
    ("yearly", "vjetore", "yearly", 12, "vjetore, çdo vit, annual, annually, yearly"),
    ("two-yearly", "dyvjetore", "every two years", 24, "dyvjetore, çdo dy vjet, every two years"),
)
#: Code, Albanian and English name, where the parts come from, whether they add up, and how plans write it.
DIMENSIONS = (
    ("sex", "sipas gjinisë", "by sex", Dimension.SEX, True, "sex, gender, gjini, gjinia, gjinisë"),
    ("age", "sipas moshës", "by age", Dimension.AGE, True, "age, mosha, moshë, moshës, grupmosha"),
    ("unit", "sipas njësisë", "by unit", Dimension.UNIT, True, "unit, njësi, njësia, njësisë, administrative unit"),
    ("group", "sipas grupit", "by group", Dimension.GROUP, False, "group, grup, grupi, grupit, target group"),
)


@transaction.atomic
def install_reporting_words(*, actor: Any) -> int:
    """Add the frequencies and dimensions that are not there yet; returns how many. Existing rows are left alone."""
    rows: list[ReportingFrequency | ValueDimension] = [*frequencies(), *dimensions()]
    known = {*_codes(ReportingFrequency), *_codes(ValueDimension)}
    added = [row for row in rows if (type(row), row.code) not in known]
    for row in added:
        row.save()
        record(MonitoringAction.INSTALL_REPORTING_WORD, row, actor=actor, after={"row": row.code})
    return len(added)


def _codes(model: Any) -> set[tuple[Any, str]]:
    return {(model, code) for code in model.objects.values_list("code", flat=True)}


def frequencies() -> list[ReportingFrequency]:
    names = ("code", "name_sq", "name_en", "months", "words")
    return [ReportingFrequency(**_delivered(dict(zip(names, row, strict=True)))) for row in FREQUENCIES]


def dimensions() -> list[ValueDimension]:
    names = ("code", "name_sq", "name_en", "parts_from", "is_exclusive", "words")
    return [
        ValueDimension(order=place, **_delivered(dict(zip(names, row, strict=True))))
        for place, row in enumerate(DIMENSIONS, start=1)
    ]


def _delivered(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | OWN_CHOICE
