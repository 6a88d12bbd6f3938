"""The municipality's own thresholds for small numbers of people, and what a lower one would tell."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from core.suppression import SuppressionRule, TrueCount
from municipality.calendar import thresholds
from municipality.enums import ThresholdCode
from operations.trail.figure_words import figures_in_words, publications_in_words
from operations.trail.patterns import newest_of_all


class SmallNumberRules(NamedTuple):
    ordinary: SuppressionRule
    protected: SuppressionRule

    def of(self, *, is_protected: bool) -> SuppressionRule:
        return self.protected if is_protected else self.ordinary


def small_number_rules() -> SmallNumberRules:
    """The rule for all, and that for protected groups, where zero counts as small too (docs/law.md#data-special)."""
    ordinary, protected = thresholds(ThresholdCode.SMALL_NUMBER, ThresholdCode.SMALL_NUMBER_PROTECTED)
    return SmallNumberRules(SuppressionRule(ordinary), SuppressionRule(protected, hides_zero=True))


class Appearing(NamedTuple):
    """The hidden figures of one publication, in words, that a lower threshold would no longer hide by themselves."""

    publication: str
    figures: list[str]


def would_appear(code: str, lower: int) -> list[Appearing]:
    """What of all that is published is hidden by this threshold, and would not be under the lower one.

    What was published stays as it is; figures like these would stand in what is published from then on.
    """
    is_protected = code == ThresholdCode.SMALL_NUMBER_PROTECTED
    found: dict[tuple[str, str], list[str]] = {}
    for name, scope, release in newest_of_all():
        keys = [
            key
            for key in sorted(release.hidden)
            if (count := release.counts.get(key)) and _appears(count, lower, is_protected=is_protected)
        ]
        if keys:
            found[name, scope] = keys
    publications = publications_in_words(found)
    words = {
        name: figures_in_words({key for (of, _scope), keys in found.items() if of == name for key in keys}, name)
        for name in {name for name, _scope in found}
    }
    return [Appearing(publications[of], [words[of[0]][key] for key in keys]) for of, keys in found.items()]


def _appears(count: TrueCount, lower: int, *, is_protected: bool) -> bool:
    rule = count.rule
    return rule.hides_zero is is_protected and count.is_small and not replace(rule, threshold=lower).hides(count.value)
