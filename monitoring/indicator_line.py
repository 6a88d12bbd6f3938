"""One indicator of a report against its target: as staff know it, and as the public may."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core.i18n import localized, short_date
from core.tables import Words
from core.templatetags.ui import trimmed
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
    baseline_source_en: str = ""
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
    #: Of a cumulative one without a value of this period: the last day of the period whose value still stands.
    carried_on: str = ""
    #: Of a flow that shorter periods report: their values by the period's key, and how many there will be.
    inside: dict[str, Decimal] = field(default_factory=dict)
    inside_reported: int = 0
    inside_expected: int = 0
    title = localized("title")
    counted_in = localized("unit", albanian="unit")
    why = localized("why")

    @property
    def is_behind(self) -> bool:
        """Its report says why."""
        return self.progress.light in {Light.RED, Light.AMBER}

    @property
    def is_carried(self) -> bool:
        return bool(self.carried_on)

    @property
    def waits_for_parts(self) -> bool:
        """Some shorter periods are in and some are not: it is not counted as reported."""
        return self.actual is None and not self.is_hidden and bool(self.inside_expected)

    @property
    def light_label(self) -> str:
        """The light in words; where it is grey, why, as far as a value of another period says it."""
        light = str(self.progress.light.label)
        if self.is_carried:
            day = short_date(date.fromisoformat(self.carried_on))
            if self.to_date is None:
                return _("%(light)s: the value of %(day)s stands, protected") % {"light": light, "day": day}
            said = {"light": light, "value": trimmed(self.to_date), "day": day}
            return _("%(light)s: the last value stands, %(value)s of %(day)s") % said
        if self.waits_for_parts:
            said = {"light": light, "in": str(self.inside_reported), "all": str(self.inside_expected)}
            return _("%(light)s: %(in)s of %(all)s periods") % said
        return light

    @property
    def light_words(self) -> Words:
        if self.is_carried or self.waits_for_parts:
            return Words.made(lambda: self.light_label)
        return Words.said(self.progress.light.label)

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
        amounts = [each for each in (self.actual, *self.earlier.values(), *self.inside.values()) if each is not None]
        is_whole = all(amount == int(amount) for amount in amounts)
        return self.counts_people and self.kind != IndicatorKind.RATIO and is_whole

    def for_public(self) -> IndicatorLine:
        """A sum that holds a hidden part is hidden, and so are the words on a hidden result: they tell its light."""
        shown = replace(self, earlier={}, inside={})
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
