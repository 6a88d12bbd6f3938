"""Forms of the rules that change only with source and check."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyModelForm
from core.pages.stepped import FormStep, GroupedForm
from municipality.enums import ThresholdCode
from municipality.forms.checked import CHECKED, SOURCE_AND_CHECK, plausible_check
from municipality.models import (
    Asked,
    DeadlineRule,
    MajorityRule,
    Threshold,
)

LONGEST_RECOVERY_WAIT = 720  # thirty days
LONGEST_DEADLINE = 730
OF_HUNDRED = frozenset({ThresholdCode.LIGHT_GREEN, ThresholdCode.LIGHT_AMBER, ThresholdCode.SHARE_TOLERANCE})
TERMS = frozenset({ThresholdCode.KEEP_CONTACTS, ThresholdCode.KEEP_MESSAGES, ThresholdCode.KEEP_LOGIN_TRACES})
RETURNS = frozenset({ThresholdCode.RETURNS_BY_PREFECT, ThresholdCode.RETURNS_BY_MAYOR})
MOST_RETURNS = 9
#: The first is never below the second; a value that would turn them round makes no sense.
IN_ORDER = (
    (ThresholdCode.LIGHT_GREEN, ThresholdCode.LIGHT_AMBER),
    (ThresholdCode.SMALL_NUMBER_PROTECTED, ThresholdCode.SMALL_NUMBER),
    (ThresholdCode.REMINDER_FIRST, ThresholdCode.REMINDER_LAST),
)


class CheckedForm(GroupedForm, CrispyModelForm):
    """A rule changes only together with its source and the office that checked it: all of it is sent at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_by"].required = True
        self.fields["checked_on"].required = True

    def clean_checked_on(self) -> date | None:
        return plausible_check(self.cleaned_data["checked_on"])


class DeadlineRuleForm(CheckedForm):
    groups = (
        FormStep(
            _("The deadline"), ("days", "unit", "maximum", "counts_first_day", "moves_to_working_day", "refuses")
        ),
        SOURCE_AND_CHECK,
    )

    class Meta:
        model = DeadlineRule
        fields = ["days", "unit", "maximum", "counts_first_day", "moves_to_working_day", "refuses", *CHECKED]

    def clean_days(self) -> int:
        days: int = self.cleaned_data["days"]
        if days > LONGEST_DEADLINE:
            raise ValidationError(_("A deadline is at most 730 days long."))
        return days


class MajorityRuleForm(CheckedForm):
    groups = (
        FormStep(_("The majority"), ("name_sq", "name_en", "use", "base", "comparison", "numerator", "denominator")),
        SOURCE_AND_CHECK,
    )

    class Meta:
        model = MajorityRule
        fields = ["name_sq", "name_en", "use", "base", "comparison", "numerator", "denominator", *CHECKED]


class AskedForm(CheckedForm):
    class Meta:
        model = Asked
        fields = ["is_asked", *CHECKED]


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
        if self.instance.code in RETURNS and not 1 <= value <= MOST_RETURNS:
            raise ValidationError(_("A decision may be returned at least once and at most nine times."))
        if self.instance.code in OF_HUNDRED and value > 100:
            raise ValidationError(_("This is a share of one hundred: at most 100."))
        if self.instance.code in TERMS and value < 1:
            raise ValidationError(_("A term is at least one day."))
        self._refuse_reversed(value)
        return value

    def _refuse_reversed(self, value: int) -> None:
        values = dict(Threshold.objects.values_list("code", "value")) | {self.instance.code: value}
        for upper, lower in IN_ORDER:
            is_asked = self.instance.code in {upper, lower} and upper in values and lower in values
            if is_asked and values[upper] < values[lower]:
                sentence = _("“%(upper)s” cannot be below “%(lower)s”.")
                raise ValidationError(sentence % {"upper": upper.label, "lower": lower.label})
