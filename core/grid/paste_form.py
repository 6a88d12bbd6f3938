"""The form of a pasted block: where in the grid it begins, and what it says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TEXT_LIMIT, CrispyForm
from core.grid.cells import GridSheet

NO_ROW = _("No row stands in this grid. A block fills rows that stand there already; it never makes new ones.")


class GridPasteForm(CrispyForm):
    """A pasted block, and at which row and column of a sheet it begins."""

    place = forms.ChoiceField(label=_("first row"))
    column = forms.ChoiceField(label=_("first column"))
    text = forms.CharField(
        label=_("block copied from a spreadsheet"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=TEXT_LIMIT,
        strip=False,
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sheet: GridSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(row.key, row.full_name[:120]) for row in sheet.rows()]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        columns = [(column.name, column.label) for column in sheet.editable]
        self.fields["column"].choices = columns  # type: ignore[attr-defined]
