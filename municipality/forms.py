from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyForm, CrispyModelForm, DateField
from municipality.enums import ThresholdCode
from municipality.models import (
    AdministrativeUnit,
    CalendarDay,
    DeadlineRule,
    MajorityRule,
    Municipality,
    Office,
    OfficeTenure,
    Threshold,
)

LONGEST_RECOVERY_WAIT = 720  # thirty days
CHECKED = ["source", "source_mark", "checked_by", "checked_on"]


class MunicipalityForm(CrispyModelForm):
    website = forms.URLField(label=_("website"), required=False, assume_scheme="https")

    class Meta:
        model = Municipality
        fields = [
            "name_sq",
            "name_en",
            "county_sq",
            "county_en",
            "territory",
            "website",
            "seats",
            "quorum",
            "plan_first_year",
            "plan_last_year",
            "approval_month",
            "beneficiaries_base",
            "beneficiaries_target",
            "groups_target",
            "organisations_target",
            "organisations_women_share",
            "authorities_target",
            "authorities_women_share",
        ]


class UnitForm(CrispyModelForm):
    class Meta:
        model = AdministrativeUnit
        fields = ["code", "name_sq", "name_en", "order", "population", "population_year", "population_source"]


class OfficeForm(CrispyModelForm):
    class Meta:
        model = Office
        fields = ["code", "name_sq", "name_en", "kind", "order", "is_active"]


class TenureForm(CrispyModelForm):
    class Meta:
        model = OfficeTenure
        fields = ["holder", "starts_on", "ends_on", "is_acting", "act"]
        help_texts = {"holder": _("May stay empty: the office is enough.")}

    def _get_validation_exclusions(self) -> set[str]:
        """The office is given by the address; what it excludes is checked here and not first by the database."""
        return super()._get_validation_exclusions() - {"office"}


class CalendarDayForm(CrispyModelForm):
    class Meta:
        model = CalendarDay
        fields = ["day", "kind", "name_sq", "name_en", "territory", "legal_basis", "is_proclaimed_yearly", *CHECKED]
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
    checked_by = forms.CharField(
        label=_("checked by (office)"), max_length=200, help_text=_("The office that checked it, not a person.")
    )
    checked_on = DateField(label=_("checked on"))

    def __init__(self, *args: Any, rows: Sequence[CalendarDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(number): row for number, row in enumerate(rows)}
        self.fields["days"].choices = [(key, self.told(row)) for key, row in self.rows.items()]  # type: ignore[attr-defined]

    @staticmethod
    def told(row: CalendarDay) -> str:
        where = row.territory or _("whole country")
        state = row.source if row.pk is None else row.get_source_mark_display()
        return " · ".join(map(str, (date_format(row.day, "D d.m.Y"), row.name, row.get_kind_display(), where, state)))

    def ticked(self) -> list[CalendarDay]:
        return [self.rows[key] for key in self.cleaned_data["days"]]


class CheckedForm(CrispyModelForm):
    """A rule changes only together with its source and the office that checked it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_by"].required = True
        self.fields["checked_on"].required = True


class DeadlineRuleForm(CheckedForm):
    class Meta:
        model = DeadlineRule
        fields = ["days", "unit", "maximum", "moves_to_working_day", *CHECKED]


class MajorityRuleForm(CheckedForm):
    class Meta:
        model = MajorityRule
        fields = ["name_sq", "name_en", "use", "base", "comparison", "numerator", "denominator", *CHECKED]


class ThresholdForm(CheckedForm):
    class Meta:
        model = Threshold
        fields = ["value", *CHECKED]

    def clean_value(self) -> int:
        value: int = self.cleaned_data["value"]
        if self.instance.code.startswith("small_number") and value < 3:
            raise ValidationError(_("A small number is never set below 3."))
        if self.instance.code == ThresholdCode.RECOVERY_WAIT and not 1 <= value <= LONGEST_RECOVERY_WAIT:
            raise ValidationError(_("The wait is at least 1 hour and at most 720 hours."))
        return value
