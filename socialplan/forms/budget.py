"""The years × sources form of a measure, and the targets of an indicator by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.forms import CrispyForm, WholeNumberField
from socialplan.enums import FundingState
from socialplan.models import FundingSource, Indicator, Measure


@dataclass(frozen=True, slots=True)
class YearFields:
    """The bound fields of one year, for the template."""

    year: int
    cost: Any
    lines: list[tuple[FundingSource, Any, Any]]


class BudgetForm(CrispyForm):
    """Cost and funding per year, in new lek (ALL). What no source covers is the gap; it is computed."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = measure.version.plan.years
        self.sources = list(FundingSource.objects.all())
        self.initial["expected_revision"] = measure.revision
        self._add_fields()
        for cost in measure.costs.prefetch_related("lines"):
            self.initial[f"cost_{cost.year}"] = cost.amount
            for line in cost.lines.all():
                self.initial[f"line_{cost.year}_{line.source_id}"] = line.amount
                self.initial[f"state_{cost.year}_{line.source_id}"] = line.state

    def _add_fields(self) -> None:
        for year in self.years:
            label = _("Cost in %(year)s (ALL)") % {"year": year}
            self.fields[f"cost_{year}"] = WholeNumberField(label=label, required=False, min_value=0)
            for source in self.sources:
                named = {"source": source.name, "year": year}
                self.fields[f"line_{year}_{source.pk}"] = WholeNumberField(
                    label=_("%(source)s in %(year)s (ALL)") % named, required=False, min_value=0
                )
                self.fields[f"state_{year}_{source.pk}"] = forms.ChoiceField(
                    label=_("Certainty of %(source)s in %(year)s") % named,
                    choices=FundingState.choices,
                    initial=FundingState.EXPECTED,
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for year in self.years:
            cost = cleaned.get(f"cost_{year}")
            funded = sum(cleaned.get(f"line_{year}_{source.pk}") or 0 for source in self.sources)
            if funded > (cost or 0):
                self.add_error(
                    f"cost_{year}",
                    _("In %(year)s the funding (%(funded)s ALL) exceeds the cost (%(cost)s ALL).")
                    % {"year": year, "funded": funded, "cost": cost or 0},
                )
        return cleaned

    def by_year(self) -> Iterator[YearFields]:
        for year in self.years:
            lines = [
                (source, self[f"line_{year}_{source.pk}"], self[f"state_{year}_{source.pk}"])
                for source in self.sources
            ]
            yield YearFields(year, self[f"cost_{year}"], lines)

    def budget(self) -> dict[int, tuple[int | None, list[tuple[FundingSource, int | None, str]]]]:
        cleaned = self.cleaned_data
        return {
            year: (
                cleaned[f"cost_{year}"],
                [
                    (
                        source,
                        cleaned[f"line_{year}_{source.pk}"],
                        cleaned[f"state_{year}_{source.pk}"] or FundingState.EXPECTED,
                    )
                    for source in self.sources
                ],
            )
            for year in self.years
        }


class TargetsForm(CrispyForm):
    """What an indicator should reach in each year of the plan."""

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = indicator.version.plan.years
        for year in self.years:
            self.fields[f"target_{year}"] = forms.DecimalField(
                label=_("Target %(year)s") % {"year": year},
                required=False,
                max_digits=14,
                decimal_places=2,
                localize=True,
            )
        for target in indicator.targets.all():
            self.initial[f"target_{target.year}"] = target.value

    def targets(self) -> dict[int, Any]:
        return {year: self.cleaned_data[f"target_{year}"] for year in self.years}
