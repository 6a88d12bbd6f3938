from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from assessments.enums import ProposalState, ServicePart
from assessments.models import (
    PartOfService,
    ProposedChange,
    Service,
    ServiceMoney,
    ServiceProvider,
    ServiceStaff,
    ServiceYear,
)
from assessments.models.proposals import PROPOSABLE, REACHING, value_of, value_text
from assessments.service_map.proposals import proposable_fields
from core.forms import CrispyForm, CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm

DECISIONS = (
    (ProposalState.ACCEPTED.value, _("accept")),
    (ProposalState.REFUSED.value, _("refuse")),
    ("", _("decide later")),
)


class ProviderForm(CrispyModelForm):
    class Meta:
        model = ServiceProvider
        fields = ["name", "kind", "tax_number", "organisation", "phone", "email", "website", "is_active"]


class StaffForm(CrispyModelForm):
    locks_first = ("service",)

    class Meta:
        model = ServiceStaff
        fields = ["profession_sq", "profession_en", "fte"]


class YearForm(CrispyModelForm):
    locks_first = ("service",)

    class Meta:
        model = ServiceYear
        fields = ["year", "capacity", "average_users", "cost", "source"]


class MoneyForm(CrispyModelForm):
    locks_first = ("service",)

    class Meta:
        model = ServiceMoney
        fields = ["year", "paid_by", "amount", "source"]


PART_MODELS: dict[ServicePart, type[PartOfService]] = {
    ServicePart.STAFF: ServiceStaff,
    ServicePart.YEARS: ServiceYear,
    ServicePart.MONEY: ServiceMoney,
}
PART_FORMS: dict[ServicePart, type[forms.ModelForm[Any]]] = {
    ServicePart.STAFF: StaffForm,
    ServicePart.YEARS: YearForm,
    ServicePart.MONEY: MoneyForm,
}


class ProposalForm(SteppedForm, CrispyModelForm):
    """What a provider may propose of its service; the map stays as it is until staff accept it.

    What the provider proposed already and nobody has decided on stands in its field. `seen` carries what the fields
    said when the page was opened, for somebody else may propose meanwhile.
    """

    writes_row = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    steps: Sequence[FormStep] = (
        FormStep(
            _("Places, people and staff"),
            ("capacity", "users", "users_women", "users_men", "waiting", "staff_fte", "licence_until"),
        ),
        FormStep(_("What it offers"), ("offer_sq", "offer_en", "fee_sq", "fee_en")),
        FormStep(_("How to reach it"), REACHING),
    )

    class Meta:
        model = Service
        fields = PROPOSABLE

    def __init__(self, *args: Any, instance: Service, **kwargs: Any) -> None:
        self.steps = steps_of_proposal(instance)
        waiting = {change.field: change.new for change in instance.proposed_changes.waiting()}
        super().__init__(*args, instance=instance, initial=waiting | kwargs.pop("initial", {}), **kwargs)
        for name in set(self.fields) - {"seen", *proposable_fields(instance)}:
            del self.fields[name]
        self.asked = [name for name in self.fields if name != "seen"]
        self.initial["seen"] = json.dumps({name: value_text(self.initial[name]) for name in self.asked})

    def below(self) -> Sequence[Any]:
        return ("seen",)

    def proposed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.asked}

    def shown(self) -> dict[str, Any]:
        """What the fields said when the page was opened; nothing of those that the page does not tell."""
        try:
            seen = json.loads(self.cleaned_data["seen"] or "{}")
        except (ValueError, RecursionError):
            return {}
        given = seen if isinstance(seen, dict) else {}
        return {name: value_of(name, given[name]) for name in self.asked if isinstance(given.get(name), str)}


def steps_of_proposal(service: Service) -> list[FormStep]:
    """Without the one that asks where an undisclosed service is."""
    asked = set(proposable_fields(service))
    return [step for step in ProposalForm.steps if asked.issuperset(step.names)]


class DecideProposalForm(CrispyForm):
    """For each waiting field: accept, refuse, or leave for later. `posts` is what the professions make together."""

    def __init__(self, *args: Any, waiting: list[ProposedChange], posts: Decimal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for change in waiting:
            shown = {"present": _shown(change.present), "new": _shown(change.new), "by": change.proposed_by}
            said = [_("now: %(present)s; proposed: %(new)s (%(by)s)") % shown, *_beside(change, posts)]
            self.fields[f"change_{change.pk}"] = forms.ChoiceField(
                label=str(change),
                choices=DECISIONS,
                required=False,
                widget=forms.RadioSelect,
                help_text=" ".join(map(str, said)),
            )

    def chosen(self, decision: str) -> set[int]:
        given = self.cleaned_data.items()
        return {int(name.removeprefix("change_")) for name, value in given if value == decision}


def _beside(change: ProposedChange, posts: Decimal | None) -> list[str]:
    """What accepting leaves apart: the posts by profession stay as they are entered."""
    if change.field != "staff_fte" or posts is None or change.new in {None, posts}:
        return []
    said = _("The professions at this service make %(posts)s together; they stay so until they are changed there.")
    return [said % {"posts": localize(posts.normalize())}]


def _shown(value: Any) -> str:
    return "–" if value in {None, ""} else localize(value)
