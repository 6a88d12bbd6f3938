"""One indicator of a report against its target: as staff know it, and as the public may."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from core.i18n import localized
from monitoring.enums import Light
from monitoring.progress import PROTECTED, IndicatorProgress
from socialplan.content.enums import IndicatorKind


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator against its target of the year; `is_hidden` where the public must not see the actual."""

    pk: int
    code: str
    title_sq: str
    title_en: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    progress: IndicatorProgress
    is_hidden: bool
    hides_baseline: bool = False
    unit_en: str = ""
    key: str = ""
    goal: str = ""
    baseline_year: int | None = None
    baseline_source: str = ""
    last: Decimal | None = None
    hides_last: bool = False
    to_date: Decimal | None = None
    end_target: Decimal | None = None
    end_year: int | None = None
    why_sq: str = ""
    why_en: str = ""
    hides_to_date: bool = False
    counts_people: bool = False
    is_protected: bool = False
    kind: str = ""
    #: Of a share what was counted and of how many; of a new indicator by which decision it came.
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    new_since: str = ""
    direction: str = ""
    #: Where the target was changed: the plan's own, its progress, since when, and why.
    first_target: Decimal | None = None
    first_percent: Decimal | None = None
    changed_from: str = ""
    change_reason: str = ""
    #: Values of the periods before, by the period's key, the oldest first; and which of these is the last period.
    earlier: dict[str, Decimal] = field(default_factory=dict)
    last_period: str = ""
    title = localized("title")
    counted_in = localized("unit", albanian="unit")
    why = localized("why")

    @property
    def is_behind(self) -> bool:
        """Its report says why."""
        return self.progress.light in {Light.RED, Light.AMBER}

    @property
    def is_summed(self) -> bool:
        """Whether "to date" is the sum of the periods."""
        return self.kind == IndicatorKind.FLOW

    @property
    def newest_period(self) -> str:
        """The period whose value stands as "to date" where nothing is added: "" for this one."""
        return "" if self.actual is not None or not self.earlier else list(self.earlier)[-1]

    @property
    def counts_whole_people(self) -> bool:
        amounts = [each for each in (self.actual, *self.earlier.values()) if each is not None]
        is_whole = all(amount == int(amount) for amount in amounts)
        return self.counts_people and self.kind != IndicatorKind.RATIO and is_whole

    def for_public(self) -> IndicatorLine:
        """A sum that holds a hidden part is hidden, and so are the words on a hidden result: they tell its light."""
        shown = replace(self, earlier={})
        if self.hides_baseline:
            shown = replace(shown, baseline=None)
        if self.hides_last or self.hides_to_date:
            shown = replace(shown, last=None if self.hides_last else self.last, to_date=None)
        if not self.is_hidden:
            return shown
        return replace(
            shown,
            actual=None,
            numerator=None,
            denominator=None,
            to_date=None,
            progress=PROTECTED,
            first_percent=None,
            change_reason="",
            why_sq="",
            why_en="",
        )
