"""The municipality's own thresholds for small numbers of people, as rules of the one suppression service."""

from __future__ import annotations

from typing import NamedTuple

from core.suppression import SuppressionRule
from municipality.calendar import threshold
from municipality.enums import ThresholdCode


class SmallNumberRules(NamedTuple):
    ordinary: SuppressionRule
    protected: SuppressionRule

    def of(self, *, is_protected: bool) -> SuppressionRule:
        return self.protected if is_protected else self.ordinary


def small_number_rules() -> SmallNumberRules:
    """The rule for all, and that for protected groups, where zero counts as small too (docs/law.md#data-special)."""
    return SmallNumberRules(
        SuppressionRule(threshold(ThresholdCode.SMALL_NUMBER)),
        SuppressionRule(threshold(ThresholdCode.SMALL_NUMBER_PROTECTED), hides_zero=True),
    )
