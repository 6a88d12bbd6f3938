"""Forms of what stands beside the results: evidence, transfers of the budget, frequencies and dimensions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CharField, CrispyForm, CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm
from monitoring.models import BudgetTransfer, Period, ReportingFrequency, ValueDimension
from municipality.forms.checked import CHECK, CHECKED, LAST_STEP, SOURCE
from socialplan.approval.acts.definition.forms import PaperField
from socialplan.content.models import FundingSource


class EvidenceForm(CrispyForm):
    file = PaperField()
    note = CharField(label=_("what it shows"), max_length=300, required=False)


class TransferForm(CrispyModelForm):
    class Meta:
        model = BudgetTransfer
        fields = ("source", "from_measure", "to_measure", "amount", "happened_on", "document", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = FundingSource.objects.in_use()  # type: ignore[attr-defined]
        for name in ("from_measure", "to_measure"):
            field: Any = self.fields[name]
            field.queryset = period.version.measures.order_by("position", "pk")
            field.empty_label = _("outside the plan")


class ReportingFrequencyForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(_("The frequency"), ("code", "name_sq", "name_en", "months", "words", "is_active", *SOURCE)),
        LAST_STEP,
    )

    class Meta:
        model = ReportingFrequency
        fields = ("code", "name_sq", "name_en", "months", "words", "is_active", *CHECKED)


class ValueDimensionForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(
            _("The dimension and its parts"),
            ("code", "name_sq", "name_en", "words", "is_exclusive", "parts_from", "own_parts", *SOURCE),
        ),
        FormStep(_("Place in the list, and who checked it"), ("order", "is_owed_by_measures", "is_active", *CHECK)),
    )

    class Meta:
        model = ValueDimension
        fields = (
            "code",
            "name_sq",
            "name_en",
            "words",
            "is_exclusive",
            "is_owed_by_measures",
            "parts_from",
            "own_parts",
            "order",
            "is_active",
            *CHECKED,
        )
        widgets = {"own_parts": forms.Textarea(attrs={"rows": 6})}
