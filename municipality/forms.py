from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyModelForm
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


class CalendarDayForm(CrispyModelForm):
    class Meta:
        model = CalendarDay
        fields = ["day", "kind", "name_sq", "name_en", "territory", "legal_basis", "is_proclaimed_yearly"]


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
        fields = ["name_sq", "name_en", "base", "numerator", "denominator", *CHECKED]


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
