from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, DataPoint, Need, Service, ServiceType, TargetGroup
from core.forms import CrispyForm, CrispyModelForm
from municipality.models import AdministrativeUnit

CAREFUL = HTML('<p class="alert alert-warning">{{ form.warning }}</p>')


class AssessmentForm(CrispyModelForm):
    class Meta:
        model = Assessment
        fields = [
            "title_sq",
            "title_en",
            "starts_on",
            "ends_on",
            "legal_basis",
            "method_sq",
            "method_en",
            "sources_sq",
            "sources_en",
            "limits_sq",
            "limits_en",
            "weight_severity",
            "weight_gap",
            "weight_size",
            "weight_voice",
            "weight_legal",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("Edition"), "title_sq", "title_en", "starts_on", "ends_on", "legal_basis"),
            Fieldset(
                _("Method, sources and limits"),
                *("method_sq", "method_en", "sources_sq", "sources_en", "limits_sq", "limits_en"),
            ),
            Fieldset(
                _("Weights of the priority score (together 100 percent)"),
                *("weight_severity", "weight_gap", "weight_size", "weight_voice", "weight_legal"),
            ),
        )


class NeedForm(CrispyModelForm):
    warning = _("Write of groups and figures only. Never name a person, a family or an address.")

    group = forms.ModelChoiceField(label=_("Group"), queryset=TargetGroup.objects.in_use())

    class Meta:
        model = Need
        fields = [
            "code",
            "group",
            "units",
            "service_types",
            "name_sq",
            "name_en",
            "problem_sq",
            "problem_en",
            "indicator_sq",
            "indicator_en",
            "unit_label_sq",
            "unit_label_en",
            "counts_persons",
            "estimate_low",
            "estimate",
            "estimate_high",
            "year",
            "source",
            "method",
            "quality",
            "severity",
            "affected",
            "covered",
            "legal_duty",
            "legal_basis",
            "override_rank",
            "override_reason",
            "override_body",
        ]
        widgets = {
            "units": forms.CheckboxSelectMultiple,
            "service_types": forms.CheckboxSelectMultiple,
            "problem_sq": forms.Textarea(attrs={"rows": 4}),
            "problem_en": forms.Textarea(attrs={"rows": 4}),
            "override_reason": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            CAREFUL,
            Fieldset(_("Whose need, and where"), "code", "group", "units"),
            Fieldset(_("The need"), "name_sq", "name_en", "problem_sq", "problem_en", "service_types"),
            Fieldset(
                _("The estimate"),
                *("indicator_sq", "indicator_en", "unit_label_sq", "unit_label_en", "counts_persons"),
                *("estimate_low", "estimate", "estimate_high", "year", "source", "method", "quality"),
            ),
            Fieldset(_("Weight"), "severity", "affected", "covered", "legal_duty", "legal_basis"),
            Fieldset(_("Rank set by decision"), "override_rank", "override_reason", "override_body"),
        )

    def links(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("units", "service_types")}


class ServiceForm(CrispyModelForm):
    warning = _("For a shelter or any place that must stay unknown, tick “place is undisclosed” and write no address.")

    class Meta:
        model = Service
        fields = [
            "code",
            "name_sq",
            "name_en",
            "service_type",
            "groups",
            "provider_type",
            "provider",
            "organisation",
            "age_from",
            "age_to",
            "sex",
            "is_undisclosed",
            "unit",
            "address",
            "opening_hours",
            "referral_path",
            "accessibility",
            "capacity",
            "users",
            "users_women",
            "users_men",
            "waiting",
            "staff_fte",
            "licence_kind",
            "licence_state",
            "licence_number",
            "licence_until",
            "standard",
            "inspected_on",
            "annual_cost",
            "funding",
            "donor_until",
            "status",
            "source",
            "source_on",
        ]
        widgets = {
            "groups": forms.CheckboxSelectMultiple,
            "referral_path": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            CAREFUL,
            Fieldset(
                _("The service"), "code", "name_sq", "name_en", "service_type", "groups", "age_from", "age_to", "sex"
            ),
            Fieldset(_("The provider"), "provider_type", "provider", "organisation"),
            Fieldset(
                _("The place"),
                *("is_undisclosed", "unit", "address", "opening_hours", "referral_path", "accessibility"),
            ),
            Fieldset(_("Places and users"), "capacity", "users", "users_women", "users_men", "waiting", "staff_fte"),
            Fieldset(
                _("Licence and standard"),
                *("licence_kind", "licence_state", "licence_number", "licence_until", "standard", "inspected_on"),
            ),
            Fieldset(_("Money"), "annual_cost", "funding", "donor_until"),
            Fieldset(_("Status and source"), "status", "source", "source_on"),
        )


class DataPointForm(CrispyModelForm):
    class Meta:
        model = DataPoint
        fields = [
            "definition_sq",
            "definition_en",
            "value",
            "unit_label_sq",
            "unit_label_en",
            "counts_persons",
            "starts_on",
            "ends_on",
            "unit",
            "sex",
            "age_from",
            "age_to",
            "group",
            "source",
            "method",
            "quality",
        ]


class TargetGroupForm(CrispyModelForm):
    class Meta:
        model = TargetGroup
        fields = [
            "code",
            "name_sq",
            "name_en",
            "is_protected",
            "base_count",
            "base_source",
            "legal_basis",
            "order",
            "is_active",
        ]


class ServiceTypeForm(CrispyModelForm):
    class Meta:
        model = ServiceType
        fields = ["code", "level", "name_sq", "name_en", "is_official", "nearest", "legal_basis", "order"]


class PlaceFilterForm(CrispyForm):
    """Filter of lists: a group, a unit."""

    group = forms.ModelChoiceField(
        label=_("Group"), queryset=TargetGroup.objects.all(), required=False, empty_label=_("all groups")
    )
    unit = forms.ModelChoiceField(
        label=_("Administrative unit"),
        queryset=AdministrativeUnit.objects.all(),
        required=False,
        empty_label=_("whole municipality"),
    )

    def chosen(self, name: str) -> Any:
        """What was chosen, or None where nothing or nonsense was."""
        return self.cleaned_data.get(name) if self.is_valid() else None
