"""Forms of the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyForm, CrispyModelForm, DateField
from core.i18n import short_date
from core.pages.stepped import FormStep, GroupedForm
from municipality.forms.checked import CHECKED, SOURCE_AND_CHECK, plausible_check
from municipality.models import (
    CalendarDay,
)


class CalendarDayForm(GroupedForm, CrispyModelForm):
    groups = (
        FormStep(
            _("The day"),
            (
                *("day", "kind", "name_sq", "name_en", "territory"),
                *("legal_basis", "legal_basis_en", "is_proclaimed_yearly"),
            ),
        ),
        SOURCE_AND_CHECK,
    )

    class Meta:
        model = CalendarDay
        fields = [
            "day",
            "kind",
            "name_sq",
            "name_en",
            "territory",
            "legal_basis",
            "legal_basis_en",
            "is_proclaimed_yearly",
            *CHECKED,
        ]
        help_texts = {
            "checked_by": _(
                "The office, not a person. A working Saturday counts once it is checked: until then it would shorten "
                "a period on a guess."
            )
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("checked_by")) is not bool(cleaned.get("checked_on")):
            self.add_error("checked_by", _("Say both which office checked the row and on which day."))
        return cleaned

    def clean_checked_on(self) -> date | None:
        return plausible_check(self.cleaned_data["checked_on"])


class CalendarCheckForm(CrispyForm):
    """The rows of a year that nobody has checked, in the calendar or only proposed; each is ticked by itself."""

    days = forms.MultipleChoiceField(
        label=_("Checked, row by row"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the rows that were checked.")},
    )
    legal_basis = forms.CharField(
        label=_("Legal basis of the rows that are new"),
        max_length=300,
        initial="Ligji nr. 7651/1992 për festat zyrtare dhe ditët përkujtimore, i ndryshuar",
    )
    legal_basis_en = forms.CharField(
        label=_("legal basis (English)"),
        max_length=300,
        required=False,
        initial="Law no. 7651/1992 on official holidays and commemorative days, as amended",
    )
    checked_by = forms.CharField(
        label=_("checked by (office)"), max_length=200, help_text=_("The office that checked it, not a person.")
    )
    checked_on = DateField(label=_("checked on"))

    def __init__(self, *args: Any, rows: Sequence[CalendarDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {f"{row.day:%Y-%m-%d}|{row.territory}": row for row in rows}
        self.fields["days"].choices = [(key, self.label_of(row)) for key, row in self.rows.items()]  # type: ignore[attr-defined]

    @staticmethod
    def label_of(row: CalendarDay) -> str:
        where = row.territory or _("whole country")
        state = row.source_label if row.pk is None else row.get_source_mark_display()
        return " · ".join(
            map(
                str,
                (f"{date_format(row.day, 'D')} {short_date(row.day)}", row.name, row.get_kind_display(), where, state),
            )
        )

    def clean_checked_on(self) -> date | None:
        return plausible_check(self.cleaned_data["checked_on"])

    def check_details(self) -> dict[str, Any]:
        """Which office checked them and when, and what the rows that have none yet rest on, in both languages."""
        cleaned = self.cleaned_data
        bases = (cleaned["legal_basis"], cleaned["legal_basis_en"])
        return {"checked_by": cleaned["checked_by"], "checked_on": cleaned["checked_on"], "legal_bases": bases}

    def ticked(self) -> list[CalendarDay]:
        return [self.rows[key] for key in self.cleaned_data["days"]]
