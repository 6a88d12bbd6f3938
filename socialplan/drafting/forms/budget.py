"""What a measure costs per year and who pays it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.amounts import LEK, currency_of, in_lek
from core.forms import AmountField, DateField, DecimalField
from core.i18n import short_date
from socialplan.content.enums import FundingState
from socialplan.content.models import FundingSource, Measure
from socialplan.content.models.budget import AT_MOST, MOST_LEK
from socialplan.drafting.forms.editable_parts import PlaceForm
from socialplan.drafting.forms.merging import typed
from socialplan.drafting.services.budget import BUDGET_OF_MEASURE, LineBudget, YearBudget

CURRENCIES = ("EUR", "USD", "CHF", "GBP", "SEK", "NOK", "DKK", "TRY", "JPY")
SPARE_LINES = 2
MOST_LINES = 20
PARTS = ("source", "state", "currency", "amount", "rate", "rate_on")


@dataclass(frozen=True, slots=True)
class LineFields:
    """The bound fields of one line of funding, for the template."""

    source: Any
    state: Any
    currency: Any
    amount: Any
    rate: Any
    rate_on: Any
    stored: LineBudget | None


@dataclass(frozen=True, slots=True)
class YearFields:
    """One year: its cost, its lines, and how many of them the page carries."""

    year: int
    cost: Any
    count: Any
    lines: list[LineFields]
    stored_gap: int

    @property
    def has_room(self) -> bool:
        return len(self.lines) < MOST_LINES


class BudgetForm(PlaceForm):
    """Cost per year, and lines of funding by source and certainty. What no line covers is the gap; it is computed.

    `typed` shows again what was typed, unchecked, with one more line in the year `longer`.
    """

    place = BUDGET_OF_MEASURE

    def __init__(
        self, *args: Any, row: Measure, typed: Mapping[str, str] | None = None, longer: int = 0, **kwargs: Any
    ) -> None:
        self.years = row.version.plan.years
        super().__init__(*args, row=row, **kwargs)
        paying = {line.source.pk for year in self.years for line in self._lines(year)}
        sources = FundingSource.objects.all()
        self.sources = {str(each.pk): each for each in sources if each.is_active or each.pk in paying}
        self.counts = {year: self._count(year, typed or self.data) + (year == longer) for year in self.years}
        for year in self.years:
            self._add_year(year)
            for number in range(self.counts[year]):
                self._add_line(year, number)
        if typed is not None:
            counts = {f"count_{year}": count for year, count in self.counts.items()}
            self.initial = {name: typed[name] for name in self.fields if name in typed} | counts

    def names(self) -> list[str]:
        return [str(year) for year in self.years]

    def _year(self, year: int) -> YearBudget:
        budget: YearBudget = self.stored[str(year)]
        return budget

    def _lines(self, year: int) -> tuple[LineBudget, ...]:
        return self._year(year).lines

    def _count(self, year: int, data: Mapping[str, str]) -> int:
        """As many lines as the page carried; on a fresh page the stored ones and two spare ones."""
        carried = data.get(f"count_{year}", "")
        if carried.isascii() and carried.isdigit() and len(carried) < 4:
            return min(max(int(carried), 1), MOST_LINES - 1)
        return min(len(self._lines(year)) + SPARE_LINES, MOST_LINES)

    def _add_year(self, year: int) -> None:
        label = _("Cost in %(year)s (ALL)") % {"year": year}
        self.fields[f"cost_{year}"] = AmountField(label=label, required=False, is_lek=True, validators=[AT_MOST])
        self.fields[f"count_{year}"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial[f"count_{year}"] = self.counts[year]
        self.initial[f"cost_{year}"] = self._year(year).cost

    def _add_line(self, year: int, number: int) -> None:
        tail, named = f"_{year}_{number}", {"number": number + 1, "year": year}
        sources = [("", "–"), *((pk, str(source)) for pk, source in self.sources.items())]
        currencies = [LEK, *CURRENCIES]
        lines = self._lines(year)
        line = lines[number] if number < len(lines) else None
        if line and line.currency not in {"", *currencies}:
            currencies.append(line.currency)
        fields: dict[str, forms.Field] = {
            "source": forms.ChoiceField(label=_("Source"), choices=sources),
            "state": forms.ChoiceField(label=_("Certainty"), choices=FundingState.choices),
            "currency": forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in currencies]),
            "amount": AmountField(label=_("Amount"), max_digits=16, decimal_places=2),
            "rate": DecimalField(label=_("Rate (ALL for one)"), max_digits=14, decimal_places=6),
            "rate_on": DateField(label=_("Date of the rate")),
        }
        for part, field in fields.items():
            field.required = False
            field.widget.attrs["aria-label"] = _("%(field)s, line %(number)s of %(year)s") % {
                **named,
                "field": field.label,
            }
            self.fields[f"{part}{tail}"] = field
        self.initial.update({f"state{tail}": FundingState.EXPECTED, f"currency{tail}": LEK})
        if line:
            self.initial.update(self._stored_line(line, tail))

    @staticmethod
    def _stored_line(line: LineBudget, tail: str) -> dict[str, Any]:
        return {
            f"source{tail}": str(line.source.pk),
            f"state{tail}": line.state,
            f"currency{tail}": line.currency or LEK,
            f"amount{tail}": line.original_amount if line.currency else line.amount,
            f"rate{tail}": line.rate,
            f"rate_on{tail}": line.rate_on,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for year in self.years:
            lines = self._clean_lines(year, cleaned)
            cost = cleaned.get(f"cost_{year}")
            budget = YearBudget(None if cost is None else int(cost), tuple(lines))
            if budget.funded > (budget.cost or 0) and f"cost_{year}" not in self.errors:
                self.add_error(
                    f"cost_{year}",
                    _("In %(year)s the funding (%(funded)s ALL) exceeds the cost (%(cost)s ALL).")
                    % {"year": year, "funded": budget.funded, "cost": budget.cost or 0},
                )
            self.entered[str(year)] = budget
        return cleaned

    def _clean_lines(self, year: int, cleaned: dict[str, Any]) -> list[LineBudget]:
        lines: list[LineBudget] = []
        taken: set[tuple[int, str]] = set()
        for number in range(self.counts[year]):
            tail = f"_{year}_{number}"
            parts = {part: cleaned.get(f"{part}{tail}") for part in PARTS}
            if any(f"{part}{tail}" in self.errors for part in PARTS):
                continue
            line = self._clean_line(parts, tail)
            if line is None:
                continue
            if (line.source.pk, line.state) in taken:
                self.add_error(f"state{tail}", _("This source already has a line of this certainty in the year."))
                continue
            taken.add((line.source.pk, line.state))
            lines.append(line)
        return lines

    def _clean_line(self, parts: dict[str, Any], tail: str) -> LineBudget | None:
        """The line, or None where it is empty or refused. An empty amount takes a line away."""
        amount: Decimal | None = parts["amount"]
        is_foreign = parts["currency"] not in {"", None, LEK}
        if amount is None:
            if parts["rate"] or parts["rate_on"]:
                self.add_error(f"amount{tail}", _("This line has a rate but no amount."))
            return None
        if not parts["source"]:
            self.add_error(f"source{tail}", _("Say who gives this amount."))
        if amount == 0:
            self.add_error(f"amount{tail}", _("A funding line carries an amount above nothing."))
        if (beside := currency_of(str(self[f"amount{tail}"].data or ""))) not in {"", parts["currency"] or LEK}:
            sentence = _("The amount is written in %(beside)s, but the currency of the line is %(currency)s.")
            self.add_error(f"amount{tail}", sentence % {"beside": beside, "currency": parts["currency"] or LEK})
            return None
        missing = [name for name in ("rate", "rate_on") if is_foreign and not parts[name]]
        for name in missing:
            self.add_error(f"{name}{tail}", _("An amount in another currency needs its rate and the day of the rate."))
        if missing or not parts["source"] or amount == 0:
            return None
        return self._line_of(parts, amount, tail, is_foreign=is_foreign)

    def _line_of(self, parts: dict[str, Any], amount: Decimal, tail: str, *, is_foreign: bool) -> LineBudget | None:
        source, state = self.sources[parts["source"]], parts["state"] or FundingState.EXPECTED
        if not is_foreign:
            return self._checked(LineBudget(source, state, int(amount)), amount, tail)
        if parts["rate_on"] > timezone.localdate():
            self.add_error(f"rate_on{tail}", _("The date lies in the future."))
            return None
        if parts["rate"] <= 0:
            self.add_error(f"rate{tail}", _("A rate is above nothing."))
            return None
        lek = in_lek(amount, parts["rate"])
        line = LineBudget(source, state, lek, parts["currency"], amount, parts["rate"], parts["rate_on"])
        return self._checked(line, Decimal(lek), tail)

    def _checked(self, line: LineBudget, amount: Decimal, tail: str) -> LineBudget | None:
        refused = ""
        if line.amount != amount:
            refused = _("Amounts in lek are whole: write them without decimals.")
        elif line.amount == 0:
            refused = _("A funding line carries an amount above nothing.")
        elif line.amount > MOST_LEK:
            refused = str(AT_MOST.message) % {"limit_value": MOST_LEK}
        if refused:
            self.add_error(f"amount{tail}", refused)
            return None
        return line

    def by_year(self) -> Iterator[YearFields]:
        for year in self.years:
            stored = self._lines(year)
            lines = [
                LineFields(
                    **{part: self[f"{part}_{year}_{number}"] for part in PARTS},
                    stored=stored[number] if number < len(stored) else None,
                )
                for number in range(self.counts[year])
            ]
            gap = (self._year(year).cost or 0) - self._year(year).funded
            yield YearFields(year, self[f"cost_{year}"], self[f"count_{year}"], lines, gap)

    def only_by_hand(self) -> Mapping[str, str]:
        """An empty cost or amount may be one that is typed anew: with it year or line would go, and come back new."""
        waiting: dict[str, str] = {}
        for year in self.years:
            if self.entered[str(year)].cost is None and self._year(year).cost is not None:
                waiting[f"cost_{year}"] = _("The cost is empty. The year is taken away when you press “Save”.")
            for number in range(self.counts[year]):
                parts = {
                    part: self.cleaned_data[f"{part}_{year}_{number}"] for part in ("source", "currency", "amount")
                }
                is_begun = parts["source"] or parts["currency"] not in {"", LEK}
                if is_begun and parts["amount"] is None:
                    waiting[f"amount_{year}_{number}"] = _(
                        "There is no amount yet. When you press “Save”, a line without one is left out."
                    )
        return waiting

    def label_of(self, name: str) -> str:
        return name

    def shown(self, _name: str, value: YearBudget) -> str:
        if value.cost is None:
            return ""
        lines = sorted(value.lines, key=lambda line: (line.source.position, line.source.code, line.state))
        cost = _("Cost: %(amount)s ALL") % {"amount": _written(value.cost)}
        return "\n".join([cost, *(_shown_line(line) for line in lines)])

    def send(self, name: str, value: YearBudget, data: QueryDict) -> None:
        """What stands there, as this page would send it, for everything that was sent of the year."""
        of_year = re.compile(rf"[a-z_]+_{name}(_\d+)?")
        for sent in [each for each in data if of_year.fullmatch(each)]:
            del data[sent]
        for field in self.fields:
            if of_year.fullmatch(field):
                data.setlist(field, typed(self, field))


def _written(amount: Any) -> str:
    return number_format(amount, decimal_pos=0 if amount == int(amount) else 2, force_grouping=True)


def _shown_line(line: LineBudget) -> str:
    named = {
        "source": str(line.source),
        "certainty": FundingState(line.state).label,
        "amount": _written(line.amount),
    }
    if not line.currency:
        return _("%(source)s, %(certainty)s: %(amount)s ALL") % named
    named |= {
        "currency": line.currency,
        "original": _written(line.original_amount),
        "rate": number_format(line.rate.normalize()) if line.rate else "",
        "day": short_date(line.rate_on) if line.rate_on else "",
    }
    return _("%(source)s, %(certainty)s: %(amount)s ALL = %(original)s %(currency)s × %(rate)s (%(day)s)") % named
