"""The municipality's own thresholds for small numbers of people, as rules of the one suppression service."""

from __future__ import annotations

from core.suppression import Rule
from municipality.calendar import threshold
from municipality.enums import ThresholdCode


def small_number_rules() -> tuple[Rule, Rule]:
    """The rule for all, and that for protected groups, where zero counts as small too (product.md §7)."""
    return (
        Rule(threshold(ThresholdCode.SMALL_NUMBER)),
        Rule(threshold(ThresholdCode.SMALL_NUMBER_PROTECTED), hides_zero=True),
    )
