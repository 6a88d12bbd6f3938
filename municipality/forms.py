from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyForm, CrispyModelForm, DateField, WebAddressFormField, WholeNumberField
from core.i18n import short_date
from municipality.arms import check_picture
from municipality.enums import MajorityUse, ThresholdCode
from municipality.models import (
    COLOUR,
    AdministrativeUnit,
    Asked,
    CalendarDay,
    DeadlineRule,
    MajorityRule,
    Municipality,
    Office,
    OfficeTenure,
    Project,
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
CHECKED = ["source", "source_mark", "checked_by", "checked_on"]


class MunicipalityForm(CrispyModelForm):
    website = WebAddressFormField(label=_("website"), required=False)

    class Meta:
        model = Municipality
        fields = [
            "name_sq",
            "name_en",
            "county_sq",
            "county_en",
            "territory",
            "website",
            "contact_address",
            "contact_email",
            "contact_phone",
            "colour",
        ]

    arms_file = forms.FileField(
        label=_("Arms"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("A PNG or JPEG file of at most 2 MB; it stands on every page and paper."),
    )


class IdentityForm(CrispyForm):
    """What stands on every page and paper from the first day: arms, colour, and where questions go."""

    contact_email = forms.EmailField(
        label=_("e-mail for questions"),
        required=False,
        max_length=254,
        help_text=_("Of an office, not of a person; anybody may read it."),
    )
    arms_file = forms.FileField(
        label=_("Arms"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("A PNG or JPEG file of at most 2 MB; it stands on every page and paper."),
    )
    colour = forms.CharField(
        label=_("colour"),
        required=False,
        max_length=7,
        validators=[COLOUR],
        help_text=_("As #1a2b3c; empty: the program's own."),
    )

    def clean_arms_file(self) -> Any:
        """The picture, looked at here already, so that the sentence stands at its field and nothing is begun."""
        if picture := self.cleaned_data["arms_file"]:
            check_picture(picture)
        return picture


class CouncilForm(CrispyModelForm):
    """Seats and quorum; an empty quorum is computed as more than half of the seats."""

    class Meta:
        model = Municipality
        fields = ["seats", "quorum"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("seats") and not cleaned.get("quorum") and "quorum" not in self.errors:
            cleaned["quorum"] = cleaned["seats"] // 2 + 1
        return cleaned


class CouncilStepForm(CouncilForm):
    """Seats and quorum, and, where the lawyer has spoken already, the majorities by which plans are adopted."""

    of_other_rows = frozenset({"majorities", "confirmed_by"})

    majorities = forms.ModelMultipleChoiceField(
        label=_("Majorities that were confirmed for the adoption of a plan"),
        queryset=MajorityRule.objects.filter(use=MajorityUse.PLAN),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the lawyer has confirmed; the secretary picks among these. It can be done later."),
    )
    confirmed_by = forms.CharField(
        label=_("confirmed by (office)"),
        required=False,
        max_length=200,
        help_text=_("The office that checked it, not a person."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["majorities"]
        offered.label_from_instance = MajorityRule.in_words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("majorities")) is not bool(cleaned.get("confirmed_by")):
            self.add_error("confirmed_by", _("Say both which majorities were confirmed and by which office."))
        return cleaned


class UnitBlockForm(CrispyForm):
    block = forms.CharField(
        label=_("Administrative units"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "A line a unit: name; English name; population. The last two may be left out. A block copied from a "
            "spreadsheet works too."
        ),
    )
    year = WholeNumberField(label=_("year of the count"), required=False, min_value=1989, max_value=2100)
    source = forms.CharField(label=_("source and definition of the count"), required=False, max_length=300)


class OfficesForm(CrispyForm):
    """Which of the offices of the list exist here; more can be added at their page."""

    existing = forms.ModelMultipleChoiceField(
        label=_("Offices that exist here"),
        queryset=Office.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    more = forms.CharField(
        label=_("Other offices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line an office: name; English name. The second may be left out."),
    )
    held = forms.ModelMultipleChoiceField(
        label=_("Offices that you hold yourself"),
        queryset=Office.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("From today on. Offices may stay without a holder; others are entered once they have an account."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        not_there = set(cleaned.get("held", ())) - set(cleaned.get("existing", ()))
        if not_there:
            self.add_error("held", _("Whoever holds an office needs it to exist: tick it in both lists."))
        return cleaned


class ProjectForm(CrispyModelForm):
    of_other_rows = frozenset({"emblem_file", "without_emblem"})

    emblem_file = forms.FileField(
        label=_("Emblem of the donor"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("A PNG or JPEG file of at most 2 MB; it stands beside the acknowledgement on pages and papers."),
    )
    without_emblem = forms.BooleanField(label=_("Take the donor's emblem away"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.emblem_id is None:
            del self.fields["without_emblem"]

    def clean_emblem_file(self) -> Any:
        if picture := self.cleaned_data["emblem_file"]:
            check_picture(picture)
        return picture

    class Meta:
        model = Project
        fields = [
            "title_sq",
            "title_en",
            "action_sq",
            "action_en",
            "donor_sq",
            "donor_en",
            "tags_sq",
            "tags_en",
            "starts_on",
            "ends_on",
            "acknowledgement_sq",
            "acknowledgement_en",
            "disclaimer_sq",
            "disclaimer_en",
            "eu_emblem",
            "approval_month",
            "beneficiaries_base",
            "beneficiaries_target",
            "groups_target",
            "organisations_target",
            "organisations_women_share",
            "authorities_target",
            "authorities_women_share",
        ]
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for kind in ("acknowledgement", "disclaimer")
            for name in (f"{kind}_sq", f"{kind}_en")
        }

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"id"}


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
    checked_by = forms.CharField(
        label=_("checked by (office)"), max_length=200, help_text=_("The office that checked it, not a person.")
    )
    checked_on = DateField(label=_("checked on"))

    def __init__(self, *args: Any, rows: Sequence[CalendarDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {f"{row.day:%Y-%m-%d}|{row.territory}": row for row in rows}
        self.fields["days"].choices = [(key, self.told(row)) for key, row in self.rows.items()]  # type: ignore[attr-defined]

    @staticmethod
    def told(row: CalendarDay) -> str:
        where = row.territory or _("whole country")
        state = row.source if row.pk is None else row.get_source_mark_display()
        return " · ".join(
            map(
                str,
                (f"{date_format(row.day, 'D')} {short_date(row.day)}", row.name, row.get_kind_display(), where, state),
            )
        )

    def clean_checked_on(self) -> date | None:
        return plausible_check(self.cleaned_data["checked_on"])

    def told_check(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("checked_by", "checked_on", "legal_basis")}

    def ticked(self) -> list[CalendarDay]:
        return [self.rows[key] for key in self.cleaned_data["days"]]


FIRST_CHECK = date(1990, 1, 1)


def plausible_check(day: date | None) -> date | None:
    """The day of a check; ValidationError for one to come, or from before the laws that are checked."""
    if day and not FIRST_CHECK <= day <= timezone.localdate():
        raise ValidationError(_("A check lies between the year 1990 and today."))
    return day


class CheckedForm(CrispyModelForm):
    """A rule changes only together with its source and the office that checked it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_by"].required = True
        self.fields["checked_on"].required = True

    def clean_checked_on(self) -> date | None:
        return plausible_check(self.cleaned_data["checked_on"])


class DeadlineRuleForm(CheckedForm):
    class Meta:
        model = DeadlineRule
        fields = ["days", "unit", "maximum", "counts_first_day", "moves_to_working_day", "refuses", *CHECKED]

    def clean_days(self) -> int:
        days: int = self.cleaned_data["days"]
        if days > LONGEST_DEADLINE:
            raise ValidationError(_("A deadline is at most 730 days long."))
        return days


class MajorityRuleForm(CheckedForm):
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
