"""The kinds of periods that a municipality begins with."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from monitoring.actions import MonitoringAction
from monitoring.enums import CheckCode
from monitoring.models import CheckRule, PeriodKind
from municipality.enums import SourceMark
from operations.deeds import record

SOURCE = "Zgjedhje e bashkisë"
PERIOD_KINDS: tuple[dict[str, Any], ...] = (
    {"code": "yearly", "name_sq": "vjetore", "name_en": "yearly", "months": 12, "days_to_hand_in": 31},
    {"code": "half-yearly", "name_sq": "gjashtëmujore", "name_en": "half-yearly", "months": 6, "days_to_hand_in": 20},
)


@transaction.atomic
def install_period_kinds(*, actor: Any) -> int:
    """Add the kinds that are not there yet; returns how many. Existing rows are left alone."""
    known = set(PeriodKind.objects.values_list("code", flat=True))
    added = [
        PeriodKind(source=SOURCE, source_mark=SourceMark.DESIGN, **fields)
        for fields in PERIOD_KINDS
        if fields["code"] not in known
    ]
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
    added = [
        CheckRule(code=code, limit=LIMITS.get(code, 0), source=SOURCE, source_mark=SourceMark.DESIGN)
        for code in CheckCode
        if code not in known
    ]
    for row in added:
        row.save()
        record(MonitoringAction.INSTALL_CHECK_RULE, row, actor=actor, after={"row": row.code})
    return len(added)
