"""Which result of a period is too small to be told."""

from __future__ import annotations

from decimal import Decimal

from monitoring.models import IndicatorValue
from municipality.small_numbers import SmallNumberRules
from socialplan.content.enums import IndicatorKind
from socialplan.content.models import Indicator

ShareParts = tuple[Decimal, Decimal]  # numerator, denominator


def is_small(
    indicator: Indicator, actual: Decimal | None, rules: SmallNumberRules, share: ShareParts | None = None
) -> bool:
    """Whether a count of persons must not be published (docs/law.md#small-numbers).

    A share of persons tells those it counts, the rest and the base; where its two parts are not known, nobody can say
    that they are not few.
    """
    if not indicator.counts_people or actual is None:
        return False
    rule = rules.of(is_protected=indicator.is_protected)
    if indicator.kind != IndicatorKind.RATIO:
        return rule.hides(int(actual))
    if share is None:
        return True
    over, under = share
    return any(rule.hides(int(count)) for count in (over, max(under - over, Decimal(0)), under))


def share_of(values: list[IndicatorValue]) -> ShareParts | None:
    over, under = (values[0].numerator, values[0].denominator) if values else (None, None)
    return None if over is None or under is None else (over, under)
