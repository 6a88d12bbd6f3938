from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import CallOutcome, FundPart
from assessments.models import (
    FundAttachment,
    FundCall,
    FundCosting,
    FundCriterion,
    FundPost,
    FundShare,
    PartOfFund,
    RequirementLine,
)
from core.forms import CrispyForm, CrispyModelForm, DateField
from core.pages.stepped import FormStep, SteppedForm
from municipality.forms import CHECKED


class CallForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(
            _("The call as it was announced"),
            ("title_sq", "title_en", "opens_on", "closes_on", "applicants", "source", "source_en", "source_mark"),
        ),
        FormStep(_("What it finances, and who checked it"), ("service_types", "ceiling", "checked_by", "checked_on")),
    )

    class Meta:
        model = FundCall
        fields = [
            *("title_sq", "title_en", "opens_on", "closes_on", "applicants", "service_types", "ceiling"),
            *CHECKED,
        ]
        widgets = {
            "service_types": forms.CheckboxSelectMultiple,
            "applicants": forms.Textarea(attrs={"rows": 3}),
        }


class CallOutcomeForm(CrispyForm):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("– choose –")), *CallOutcome.choices])
    on = DateField(label=_("Outcome known on"))
    note = forms.CharField(label=_("Note on the outcome"), max_length=500, required=False)


def line_label(line: RequirementLine) -> str:
    """The line by what a reader knows of it: its need, where, and of which edition."""
    where = line.unit or _("whole municipality")
    return f"{line.key} {line.need.name} · {where} · {line.need.assessment}"


class CostingForm(SteppedForm, CrispyModelForm):
    locks_first = ("call",)
    steps = (
        FormStep(
            _("The service asked for"),
            (
                "line",
                "title_sq",
                "title_en",
                "beneficiaries",
                "first_year",
                "first_year_months",
                "programme",
                "contributions",
            ),
        ),
        FormStep(_("Cost of a full year"), ("running", "transport", "food_a_day", "days")),
        FormStep(
            _("Once, later, and who bears it afterwards"),
            ("investment", "price_growth", "programme_budget", "programme_year", "council_decision"),
        ),
    )

    class Meta:
        model = FundCosting
        fields = [
            *("line", "title_sq", "title_en", "beneficiaries", "first_year", "first_year_months", "contributions"),
            *("running", "transport", "food_a_day", "days", "investment", "price_growth"),
            *("programme", "programme_budget", "programme_year", "council_decision"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields.get("line")
        if offered is not None:
            lines = RequirementLine.objects.select_related("need__assessment", "unit")
            offered.queryset = lines.order_by("-need__assessment__ends_on", "need__code", "number")
            offered.label_from_instance = line_label


class ShareForm(CrispyModelForm):
    locks_first = ("call",)

    class Meta:
        model = FundShare
        fields = ["year_number", "percent"]


class CriterionForm(CrispyModelForm):
    locks_first = ("call",)

    class Meta:
        model = FundCriterion
        fields = ["name_sq", "name_en", "points"]


class CallAttachmentForm(CrispyModelForm):
    locks_first = ("call",)

    class Meta:
        model = FundAttachment
        fields = ["order", "name_sq", "name_en", "signed_by", "is_ready"]


class PostForm(CrispyModelForm):
    locks_first = ("costing__call",)

    class Meta:
        model = FundPost
        fields = ["profession_sq", "profession_en", "posts", "gross_pay"]


FUND_MODELS: dict[FundPart, type[PartOfFund]] = {
    FundPart.SHARES: FundShare,
    FundPart.CRITERIA: FundCriterion,
    FundPart.ATTACHMENTS: FundAttachment,
    FundPart.POSTS: FundPost,
}
FUND_OWNERS: dict[FundPart, type[FundCall | FundCosting]] = {
    FundPart.SHARES: FundCall,
    FundPart.CRITERIA: FundCall,
    FundPart.ATTACHMENTS: FundCall,
    FundPart.POSTS: FundCosting,
}
FUND_FORMS: dict[FundPart, type[forms.ModelForm[Any]]] = {
    FundPart.SHARES: ShareForm,
    FundPart.CRITERIA: CriterionForm,
    FundPart.ATTACHMENTS: CallAttachmentForm,
    FundPart.POSTS: PostForm,
}
