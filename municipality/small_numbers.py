"""The municipality's own thresholds for small numbers of people, and prose that tells what they hide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.released import Release
from core.suppression import SuppressionRule
from core.text.prose_numbers import numbers_in, unexplained
from core.workflow import StepRefused
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


def refuse_prose_beside(
    texts: Iterable[str],
    releases: Iterable[Release],
    *,
    openly: Iterable[int] = (),
    comment: str = "",
) -> None:
    """The same for texts beside what these releases tell and hide; `openly` is told elsewhere on the page."""
    told: dict[bool, set[int]] = {True: set(), False: set(openly)}
    for release in releases:
        for key, count in release.counts.items():
            told[key in release.hidden].add(count.value)
    refuse_telling_prose(texts, hidden=told[True], public=told[False], comment=comment)


def refuse_telling_prose(
    texts: Iterable[str], *, hidden: Iterable[int], public: Iterable[int], comment: str = ""
) -> None:
    """StepRefused for texts that say a number which only hidden figures explain.

    The step is taken by a second person; who means to let a number stand names it in the comment of the step, and it
    stands in the history (docs/law.md#small-numbers).
    """
    telling = [
        number for number in unexplained(texts, hidden=hidden, public=public) if number not in numbers_in(comment)
    ]
    if telling:
        sentence = _(
            "The text says numbers that only hidden figures explain: %(list)s. Take them out, or confirm in the "
            "comment of this step, number by number, that they tell nothing hidden."
        )
        raise StepRefused(sentence % {"list": ", ".join(map(str, sorted(telling)))})
