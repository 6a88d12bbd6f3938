"""Forms of the place: profile, council, units, offices, project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyForm, CrispyModelForm, WebAddressFormField, WholeNumberField
from core.pages.stepped import FormStep, SteppedForm
from municipality.arms import check_picture
from municipality.enums import MajorityUse
from municipality.models import (
    COLOUR,
    AdministrativeUnit,
    MajorityRule,
    Municipality,
    Office,
    OfficeTenure,
    Project,
)


class MunicipalityForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(_("Name and place"), ("name_sq", "name_en", "county_sq", "county_en", "territory", "website")),
        FormStep(_("Where questions go"), ("contact_address", "contact_email", "contact_phone")),
        FormStep(
            _("Arms and colour, and the name for donors"),
            ("arms_file", "colour", "donor_reference", "donor_reference_checked_on"),
        ),
    )
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
            "donor_reference",
            "donor_reference_checked_on",
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


class ProjectForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(
            _("The project and its donor"),
            ("title_sq", "title_en", "action_sq", "action_en", "donor_sq", "donor_en", "starts_on", "ends_on"),
        ),
        FormStep(
            _("How the donor is thanked"),
            (
                "acknowledgement_sq",
                "acknowledgement_en",
                "disclaimer_sq",
                "disclaimer_en",
                "eu_emblem",
                "emblem_file",
                "without_emblem",
            ),
        ),
        FormStep(
            _("What it promised: the plan and the people"),
            ("tags_sq", "tags_en", "approval_month", "beneficiaries_base", "beneficiaries_target", "groups_target"),
        ),
        FormStep(
            _("What it promised: organisations and authorities"),
            ("organisations_target", "organisations_women_share", "authorities_target", "authorities_women_share"),
        ),
    )
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
        if self.instance.emblem_id is None and "without_emblem" in self.fields:
            del self.fields["without_emblem"]
            self.helper.layout = self.shown_layout()

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

    def _update_errors(self, errors: Any) -> None:
        """Where somebody has entered it at the same moment, this is told above the form, which asks for no number."""
        told = getattr(errors, "error_dict", {})
        if "id" in told:
            told[NON_FIELD_ERRORS] = [*told.get(NON_FIELD_ERRORS, ()), *told.pop("id")]
        super()._update_errors(errors)


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
