from __future__ import annotations

from copy import copy
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.forms.models import construct_instance
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import ServiceStatus
from assessments.gaps.fitting import Offer, reach
from assessments.gaps.matrix import Growth, what_grows
from assessments.models import (
    Assessment,
    Need,
    RequirementLine,
    Service,
    StaffRequirement,
    TargetGroup,
)
from assessments.models.needs import EVIDENCE
from assessments.priority import PARTS
from core.forms import CrispyForm, CrispyModelForm, WholeNumberField
from core.pages.stepped import FormStep, SteppedForm

CAREFUL = HTML('<p class="alert alert-warning">{{ form.warning }}</p>')


class AssessmentForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(_("Edition"), ("title_sq", "title_en", "starts_on", "ends_on", "legal_basis", "legal_basis_en")),
        FormStep(
            _("Method, sources and limits"),
            ("method_sq", "method_en", "sources_sq", "sources_en", "limits_sq", "limits_en"),
        ),
        FormStep(
            _("Weights of the priority score (together 100 percent)"),
            ("weight_severity", "weight_gap", "weight_size", "weight_voice", "weight_legal"),
        ),
    )

    class Meta:
        model = Assessment
        fields = [
            "title_sq",
            "title_en",
            "starts_on",
            "ends_on",
            "legal_basis",
            "legal_basis_en",
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


class NeedForm(SteppedForm, CrispyModelForm):
    locks_first = ("assessment",)
    above = (CAREFUL,)
    steps = (
        FormStep(
            _("The need in short"),
            ("code", "group", "name_sq", "indicator_sq", "estimate", "severity", "affected", "source"),
        ),
        FormStep(
            _("Where it is, and what answers it"), ("units", "name_en", "problem_sq", "problem_en", "service_types")
        ),
        FormStep(
            _("The estimate"),
            (
                "indicator_en",
                "unit_label_sq",
                "unit_label_en",
                "counts_persons",
                "estimate_low",
                "estimate_high",
                "year",
            ),
        ),
        FormStep(
            _("What it rests on: better more than one kind of evidence"), ("source_en", "method", "quality", *EVIDENCE)
        ),
        FormStep(
            _("Weight, and the rank set by decision"),
            (
                "covered",
                "legal_duty",
                "legal_basis",
                "legal_basis_en",
                "override_rank",
                "override_reason",
                "override_body",
            ),
        ),
    )

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
            "source_en",
            "method",
            "quality",
            *EVIDENCE,
            "severity",
            "affected",
            "covered",
            "legal_duty",
            "legal_basis",
            "legal_basis_en",
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
        help_texts = {
            "indicator_sq": _("What is counted to know how large the need is, such as: children with disabilities."),
            "estimate": _("How many that is, in the unit of the third step; the low and the high value stand there."),
            "affected": _("How many people have this need; from them the gap and the priority are computed."),
        }

    def links(self) -> dict[str, Any]:
        return {name: self.linked(name) for name in ("units", "service_types")}


class ServiceForm(SteppedForm, CrispyModelForm):
    above = (CAREFUL,)
    steps = (
        FormStep(
            _("The service in short"),
            ("code", "name_sq", "name_en", "service_type", "provider_type", "capacity", "is_undisclosed", "source"),
        ),
        FormStep(_("Whom it serves"), ("groups", "age_from", "age_to", "sex", "is_of_county", "places_kept")),
        FormStep(
            _("Provider and place"),
            (
                "run_by",
                "provider",
                "organisation",
                "unit",
                "served_units",
                "address",
                "opening_hours",
                "referral_path",
            ),
        ),
        FormStep(
            _("The public directory"),
            ("is_listed", "offer_sq", "offer_en", "fee_sq", "fee_en", "phone", "email", "website"),
        ),
        FormStep(
            _("Places and users"),
            (
                *("counted_in", "average_stay_days", "users"),
                *("users_women", "users_men", "waiting", "staff_fte"),
            ),
        ),
        FormStep(
            _("Licence and standard"),
            (
                "licence_kind",
                "licence_state",
                "licence_number",
                "licence_until",
                "standard",
                "inspected_on",
                "accessibility",
            ),
        ),
        FormStep(_("Money, status and source"), ("annual_cost", "funding", "donor_until", "status", "source_on")),
    )
    growth: list[Growth] = []
    has_seen_growth = forms.BooleanField(label=_("I have seen which gaps grow"), required=False)
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
            "run_by",
            "provider",
            "organisation",
            "age_from",
            "age_to",
            "sex",
            "is_undisclosed",
            "unit",
            "served_units",
            "address",
            "opening_hours",
            "referral_path",
            "accessibility",
            "is_listed",
            "offer_sq",
            "offer_en",
            "fee_sq",
            "fee_en",
            "phone",
            "email",
            "website",
            "is_of_county",
            "capacity",
            "counted_in",
            "average_stay_days",
            "places_kept",
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
        labels = {"places_kept": _("places kept for this municipality")}
        widgets = {
            "groups": forms.CheckboxSelectMultiple,
            "served_units": forms.CheckboxSelectMultiple,
            "referral_path": forms.Textarea(attrs={"rows": 3}),
            "offer_sq": forms.Textarea(attrs={"rows": 2}),
            "offer_en": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = self.instance.code if self.instance.pk else ""
        self.stood = self.instance.place_words()
        self.emptied = self._emptied_if_ticked()
        self.is_planned = bool(self.step) and self.instance.status == ServiceStatus.PLANNED

    def _emptied_if_ticked(self) -> list[Any]:
        """The names of what this service lets go of when its place becomes undisclosed."""
        service = self.instance
        if not service.pk or service.is_undisclosed or "is_undisclosed" not in self.fields:
            return []
        names = [name for name, words in self.stood.items() if words]
        if service.served_units.exists():
            names.append("served_units")
        columns: list[Any] = [Service._meta.get_field(name) for name in names]
        return [column.verbose_name for column in columns]

    def below(self) -> list[str]:
        return ["has_seen_growth"] if self.is_bound else []

    def clean(self) -> dict[str, Any]:
        """Tell what grows elsewhere, once; a person who has seen it saves all the same."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._empty_place(cleaned)
        self.growth = [] if self.errors else self._growth()
        if not self.growth:
            self.fields["has_seen_growth"].widget = forms.HiddenInput()
        elif not cleaned["has_seen_growth"]:
            self.add_error(None, _("With this change other gaps grow. Look at them below, then save again."))
        return cleaned

    def _empty_place(self, cleaned: dict[str, Any]) -> None:
        """With the tick, in the same save: of this step what was not typed anew, of the others what stands."""
        self.instance.is_undisclosed = cleaned.get("is_undisclosed", self.instance.is_undisclosed)
        self.instance.empty_place(self.stood)
        if self.instance.is_undisclosed:
            cleaned.update({name: "" for name, words in self.stood.items() if cleaned.get(name) == words})

    def _growth(self) -> list[Growth]:
        groups, units = ([row.pk for row in self.linked(name)] for name in ("groups", "served_units"))
        service = construct_instance(self, copy(self.instance), self._meta.fields)
        standing = service.count_status_on(timezone.localdate())
        offered = reach(service, groups=groups, units=units)
        return what_grows(
            Offer(service, service.service_type_id, standing, service.is_undisclosed, offered), replaces=self.was
        )

    def links(self) -> dict[str, Any]:
        return {"groups": self.linked("groups"), "units": self.linked("served_units")}


class RequirementLineForm(SteppedForm, CrispyModelForm):
    locks_first = ("need__assessment",)
    steps = (
        FormStep(
            _("What is asked for"),
            ("service_types", "unit", "counted_in", "persons", "basis", "rate", "per", "source"),
        ),
        FormStep(
            _("For whom, the range, and why it lacks"),
            ("age_from", "age_to", "sex", "persons_low", "persons_high", "yearly_change", "reason"),
        ),
    )

    class Meta:
        model = RequirementLine
        fields = [
            *("service_types", "unit", "counted_in", "persons", "basis", "rate", "per", "source"),
            *("age_from", "age_to", "sex", "persons_low", "persons_high", "yearly_change", "reason"),
        ]
        widgets = {"service_types": forms.CheckboxSelectMultiple}


class StaffRequirementForm(SteppedForm, CrispyModelForm):
    locks_first = ("assessment",)
    steps = (
        FormStep(
            _("Posts that the ratio requires"),
            ("profession_sq", "structure_sq", "base", "per_post_low", "per_post_high", "filled", "source"),
        ),
        FormStep(_("In English"), ("profession_en", "structure_en")),
    )

    class Meta:
        model = StaffRequirement
        fields = [
            *("profession_sq", "structure_sq", "base", "per_post_low", "per_post_high", "filled", "source"),
            *("profession_en", "structure_en"),
        ]


class WeightsForm(CrispyForm):
    """Weights of the score to try out; nothing is stored."""

    def __init__(self, *args: Any, edition: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PARTS:
            field: Any = Assessment._meta.get_field(f"weight_{name}")
            self.fields[field.name] = WholeNumberField(
                label=field.verbose_name, min_value=0, max_value=100, initial=getattr(edition, field.name)
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and sum(cleaned.values()) != 100:
            raise forms.ValidationError(_("The five weights together make 100 percent."))
        return cleaned

    def chosen(self) -> dict[str, Decimal] | None:
        """The weights by the part of the score; None where none, or none that make 100, are tried."""
        if not self.is_bound or not self.is_valid():
            return None
        return {name: Decimal(self.cleaned_data[f"weight_{name}"]) for name in PARTS}
