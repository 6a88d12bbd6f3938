"""The municipality's own thresholds for small numbers of people, and prose that tells what they hide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.released import SHARED, Release
from core.suppression import SuppressionRule, TrueCount
from core.text.prose_numbers import numbers_in, unexplained
from core.workflow import StepRefused
from municipality.calendar import thresholds
from municipality.enums import ThresholdCode
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
    """The hidden figures of one publication that a lower threshold would no longer hide by themselves."""

    publication: str
    scope: str
    figures: list[str]


def would_appear(code: str, lower: int) -> list[Appearing]:
    """What of all that is published is hidden by this threshold, and would not be under the lower one.

    What was published stays as it is; figures like these would stand in what is published from then on.
    """
    is_protected = code == ThresholdCode.SMALL_NUMBER_PROTECTED
    found = []
    for publication, scope, release in newest_of_all():
        figures = [
            key.removeprefix(SHARED)
            for key in sorted(release.hidden)
            if (count := release.counts.get(key)) and _appears(count, lower, is_protected=is_protected)
        ]
        if figures:
            found.append(Appearing(publication, scope.rpartition(":")[2], figures))
    return found


def _appears(count: TrueCount, lower: int, *, is_protected: bool) -> bool:
    rule = count.rule
    return rule.hides_zero is is_protected and count.is_small and not replace(rule, threshold=lower).hides(count.value)


def refuse_prose_beside(
    texts: Iterable[str],
    releases: Iterable[Release],
    *,
    openly: Iterable[int] = (),
    comment: str = "",
    is_own: bool = False,
) -> None:
    """The same for texts beside what these releases tell and hide; `openly` is told elsewhere on the page."""
    told: dict[bool, set[int]] = {True: set(), False: set(openly)}
    for release in releases:
        for key, count in release.counts.items():
            told[key in release.hidden].add(count.value)
    refuse_telling_prose(texts, hidden=told[True], public=told[False], comment=comment, is_own=is_own)


def refuse_telling_prose(
    texts: Iterable[str],
    *,
    hidden: Iterable[int],
    public: Iterable[int],
    comment: str = "",
    is_own: bool = False,
) -> None:
    """StepRefused for texts that say a number which only hidden figures explain.

    The step is taken by a second person; who means to let a number stand names it in the comment of the step, and it
    stands in the history (docs/law.md#small-numbers). Who wrote the text (`is_own`) confirms nothing in it.
    """
    confirmed = set() if is_own else set(numbers_in(comment))
    telling = [number for number in unexplained(texts, hidden=hidden, public=public) if number not in confirmed]
    if telling and is_own:
        sentence = _(
            "The text says numbers that only hidden figures explain: %(list)s. You wrote in it, so you cannot confirm "
            "them yourself: somebody else takes this step, or the numbers are taken out."
        )
        raise StepRefused(sentence % {"list": ", ".join(map(str, sorted(telling)))})
    if telling:
        sentence = _(
            "The text says numbers that only hidden figures explain: %(list)s. Take them out, or confirm in the "
            "comment of this step, number by number, that they tell nothing hidden."
        )
        raise StepRefused(sentence % {"list": ", ".join(map(str, sorted(telling)))})
