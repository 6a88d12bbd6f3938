"""What an indicator should reach in each year of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.amounts import unmistakable
from core.forms import DecimalField
from socialplan.content.models import Indicator
from socialplan.drafting.forms.editable_parts import PlaceForm
from socialplan.drafting.services.parts import TARGETS_OF_INDICATOR


class TargetsForm(PlaceForm):
    place = TARGETS_OF_INDICATOR

    def __init__(self, *args: Any, row: Indicator, **kwargs: Any) -> None:
        self.years = [str(year) for year in row.version.plan.years]
        super().__init__(*args, row=row, **kwargs)
        for year in self.years:
            self.fields[f"target_{year}"] = DecimalField(
                label=_("Target %(year)s") % {"year": year}, required=False, max_digits=14, decimal_places=2
            )
            self.initial[f"target_{year}"] = self.stored[year]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.entered = {year: cleaned.get(f"target_{year}") for year in self.years}
        return cleaned

    def only_by_hand(self) -> Mapping[str, str]:
        emptied = (year for year, value in self.entered.items() if value is None and self.stored[year] is not None)
        gone = _("The target is empty. It is taken away when you press “Save”.")
        return {f"target_{year}": gone for year in emptied}

    def names(self) -> list[str]:
        return self.years

    def label_of(self, name: str) -> str:
        return str(self.fields[f"target_{name}"].label)

    def shown(self, _name: str, value: Decimal | None) -> str:
        return "" if value is None else number_format(value.normalize())

    def send(self, name: str, value: Decimal | None, data: QueryDict) -> None:
        data[f"target_{name}"] = "" if value is None else unmistakable(value)
