"""Forms of whole sheets: pasted, brought back as files, of the finance office; and of what a dashboard shows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.imports.forms import SheetUploadForm
from core.forms import CharField, CrispyForm
from core.pages.address import AddressForm
from core.search import folded
from core.sheet_reader.reading import ReadSheet
from core.tables import Words
from monitoring.grid.base import ResultSheet
from monitoring.grid.workbook import BothWrote, Typed, as_typed, merged, typed_rows
from monitoring.models import (
    Period,
    ProgrammeMapping,
)
from monitoring.reporting.dashboard import DashboardFilter
from monitoring.services.treasury import OUTSIDE

MOST_STORED = 5_000_000


class SheetForm(SheetUploadForm):
    """A sheet as a file, or as a block copied from a spreadsheet; read when it is checked."""

    sheet: ReadSheet

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            sheets = [each for each in self.upload().sheets() if each.rows and not each.is_hidden]
            wanted = cleaned.get("sheet_name", "")
            self.sheet = next((each for each in sheets if wanted in {"", each.name}), ReadSheet(""))
        return cleaned


class GridFileForm(SheetForm):
    """A sheet that comes back; after the preview its words come back instead of the file."""

    stored = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_STORED, strip=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    typed: Typed
    both: list[BothWrote]

    def __init__(self, *args: Any, results: ResultSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.results = results

    def clean(self) -> dict[str, Any]:
        stored = self.data.get("stored", "")
        if not stored:
            cleaned = super().clean()
            if not self.errors:
                self.typed, self.both = merged(self.results, *typed_rows(self.results, self.sheet))
            return cleaned
        try:
            self.typed = as_typed(json.loads(stored))
            both = [BothWrote(*map(str, each)) for each in json.loads(self.data.get("both") or "[]")]
        except (TypeError, ValueError) as error:
            raise forms.ValidationError(_("Nothing has been pasted: some cells are refused.")) from error
        self.both = [each for each in both if not self._settled(each)]
        return self.cleaned_data

    def _settled(self, each: BothWrote) -> bool:
        """Mine goes into the plan; theirs stands there already."""
        chosen = self.data.get(each.field, "")
        if chosen == "mine":
            self.typed.setdefault(each.row, {})[each.column] = each.mine
        return chosen in {"mine", "theirs"}


class TreasuryForm(SheetForm):
    title = CharField(
        label=_("what the sheet is called"), max_length=200, required=False, help_text=_("Empty: as the file says.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("title", *self.helper.layout.fields)


class ProgrammeMappingForm(CrispyForm):
    """One choice for each name of the finance office; without one the name stays unmapped."""

    def __init__(self, *args: Any, labels: Sequence[str], programmes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = labels
        known = {row.label: row for row in ProgrammeMapping.objects.all()}
        choices = [("", _("not mapped")), *((code, code) for code in programmes), (OUTSIDE, _("outside the plan"))]
        for place, label in enumerate(labels):
            row = known.get(folded(label))
            initial = "" if row is None else row.programme or OUTSIDE
            self.fields[f"label-{place}"] = forms.ChoiceField(
                label=label, choices=choices, initial=initial, required=False
            )

    def chosen(self) -> dict[str, str]:
        """Each name with its programme; "" for one that is mapped no more."""
        return {label: self.cleaned_data[f"label-{place}"] for place, label in enumerate(self.labels)}


PARTS_OF_PLAN = ("goal", "office", "unit", "group")
Choices = Mapping[str, Sequence[tuple[str, Mapping[str, str]]]]


class FoldForm(AddressForm):
    """Which columns of a wide sheet stand: those of one dimension, or all of them."""

    by = forms.CharField(required=False, max_length=20)


class ChosenPeriodForm(AddressForm):
    """Of which period: the newest, unless the address names another."""

    period = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {str(each.pk): each for each in periods}
        self.fields["period"].choices = [(key, key) for key in self.periods]  # type: ignore[attr-defined]

    def chosen(self) -> Period | None:
        return self.periods.get(self.said("period") or "") or next(iter(self.periods.values()), None)


class DashboardForm(CrispyForm):
    """Which period, and which part of the plan; every field may stay empty, and none offers nothing but everything."""

    period = forms.ChoiceField(label=_("Period"), required=False)
    goal = forms.ChoiceField(label=_("Goal"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)
    unit = forms.ChoiceField(label=_("Administrative unit"), required=False)
    group = forms.ChoiceField(label=_("Group in need"), required=False)

    def __init__(self, *args: Any, choices: Choices, periods: Sequence[Period] = (), **kwargs: Any) -> None:
        """By the name of a field its codes with what they are called in both languages."""
        super().__init__(*args, **kwargs)
        if not periods:
            del self.fields["period"]
        else:
            named = [("", _("the newest")), *((str(each.pk), str(each)) for each in periods)]
            self.fields["period"].choices = named  # type: ignore[attr-defined]
        for name in PARTS_OF_PLAN:
            if not (rows := choices.get(name)):
                del self.fields[name]
                continue
            given = [("", _("all")), *((code, str(Words(**label))) for code, label in rows)]
            self.fields[name].choices = given  # type: ignore[attr-defined]

    def chosen(self) -> DashboardFilter:
        given = self.cleaned_data
        return DashboardFilter(**{name: given.get(name, "") for name in PARTS_OF_PLAN})

    @staticmethod
    def nothing() -> DashboardFilter:
        return DashboardFilter()
