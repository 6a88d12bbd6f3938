"""Forms of monitoring: they check and clean, and change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CharField, CrispyForm, CrispyModelForm, DateField
from core.opened.fields import OpenedFields
from core.pages.stepped import FormStep, GroupedForm, SteppedForm
from core.templatetags.ui import trimmed
from monitoring.enums import SubmissionChannel
from monitoring.expected import OfficeLine
from monitoring.models import (
    BeneficiaryCount,
    BudgetExecution,
    ChangedTarget,
    CheckRule,
    IndicatorPassport,
    IndicatorValue,
    MeasureProgress,
    Period,
    PeriodKind,
    RecommendationFollowUp,
    ReportRecommendation,
    ReportSection,
    YearlyReport,
)
from monitoring.models.periods import PeriodQuerySet
from monitoring.models.values import IndicatorValueQuerySet
from monitoring.reporting.reasons import ReasonRow
from municipality.forms.checked import CHECKED, LAST_STEP, SOURCE
from operations.forms import StepForm
from socialplan.approval.acts.definition.forms import PaperField
from socialplan.approval.models import PlanAddressee
from socialplan.content.models import FundingSource, Indicator, PlanVersion


class ValueChoices(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, value: IndicatorValue) -> str:
        said = value.get_standing_display() if value.amount is None else trimmed(value.amount)
        return f"{value.indicator.code} {value.indicator.title}: {said} {value.indicator.unit}"


class PeriodForm(GroupedForm, CrispyModelForm):
    """Its days are sent at once: each is checked against the others."""

    groups = (
        FormStep(_("The period"), ("version", "kind", "title_sq", "title_en", "target_year", "is_partial")),
        FormStep(_("Its days"), ("starts_on", "ends_on", "due_on", "cut_off_on")),
    )

    class Meta:
        model = Period
        fields = (
            "version",
            "kind",
            "title_sq",
            "title_en",
            "target_year",
            "starts_on",
            "ends_on",
            "due_on",
            "cut_off_on",
            "is_partial",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Which plan is asked only where there are several: a plan whose years are over, and the one after it."""
        super().__init__(*args, **kwargs)
        versions = PlanVersion.objects.followed_up().select_related("plan")
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        if len(versions) == 1:
            del self.fields["version"]
            self.helper.layout = self.grouped_layout()


class PeriodKindForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(
            _("The kind of period"),
            ("code", "name_sq", "name_en", "months", "days_to_hand_in", "is_active", *SOURCE),
        ),
        LAST_STEP,
    )

    class Meta:
        model = PeriodKind
        fields = ("code", "name_sq", "name_en", "months", "days_to_hand_in", "is_active", *CHECKED)


class LockForm(CrispyForm):
    """Which periods are locked or unlocked, and why."""

    periods = forms.ModelMultipleChoiceField(
        label=_("Periods"), queryset=Period.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, periods: PeriodQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["periods"].queryset = periods  # type: ignore[attr-defined]


class CheckRuleForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(_("What is compared, and how"), ("empty", "limit", "window", "severity", "is_active", *SOURCE)),
        LAST_STEP,
    )

    class Meta:
        model = CheckRule
        fields = ("empty", "limit", "window", "severity", "is_active", *CHECKED)


class WarningReasonForm(CrispyForm):
    reason = CharField(label=_("Why it stays"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class HandInForm(CrispyForm):
    """Why each cell is empty that the period asks of an office; one field a cell, named by the cell's key."""

    def __init__(self, *args: Any, line: OfficeLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cell in line.empty_cells:
            self.fields[cell.key] = forms.CharField(
                label=_("%(cell)s: nothing is entered. Why?") % {"cell": f"{cell.code} {cell.title}"},
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )


class ApproveValuesForm(CrispyForm):
    values = ValueChoices(label=_("Values"), queryset=IndicatorValue.objects.none())

    def __init__(self, *args: Any, values: IndicatorValueQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["values"].queryset = values  # type: ignore[attr-defined]


class ChangedTargetForm(CrispyModelForm):
    class Meta:
        model = ChangedTarget
        fields = ("year", "value", "valid_from", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}


class PassportForm(CrispyModelForm):
    begun_by = ("plan", "indicator_key")

    class Meta:
        model = IndicatorPassport
        fields = ("may_be_negative", "is_crossed")


class ReturnValueForm(StepForm):
    """Back to the office, with a note and the day on which it is due again."""

    due_on = DateField(label=_("Due again on"), required=False, help_text=_("Until the end of this day."))
    field_order: tuple[str, ...] = ("comment", "due_on", "happened_on", "source_document")  # type: ignore[assignment]


class MeasureProgressForm(CrispyModelForm):
    begun_by = ("period", "measure")

    class Meta:
        model = MeasureProgress
        fields = ("status", "share_done", "narrative_sq", "narrative_en", "deviation")
        widgets = {
            "narrative_sq": forms.Textarea(attrs={"rows": 4}),
            "narrative_en": forms.Textarea(attrs={"rows": 4}),
            "deviation": forms.Textarea(attrs={"rows": 3}),
        }


class SpendingForm(CrispyModelForm):
    class Meta:
        model = BudgetExecution
        fields = ("source", "allocated", "committed", "spent", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = FundingSource.objects.in_use()  # type: ignore[attr-defined]

    def validate_unique(self) -> None:
        """A second entry for the same source replaces the first, so it is no error."""


class WholeValueForm(CrispyModelForm):
    """On a page of its own a value is written with its figure and its source; in the grid one cell at a time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("amount", "source"):
            self.fields[name].required = True


class ValueForm(WholeValueForm):
    class Meta:
        model = IndicatorValue
        fields = ("indicator", "amount", "source", "quality", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.period = period
        missing = Indicator.objects.filter(version=period.version).exclude(values__period=period)
        self.fields["indicator"].queryset = missing.order_by("code")  # type: ignore[attr-defined]


class ValueChangeForm(WholeValueForm):
    class Meta:
        model = IndicatorValue
        fields = ("amount", "source", "quality", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}


class BeneficiaryForm(CrispyModelForm):
    class Meta:
        model = BeneficiaryCount
        fields = ("group", "women", "men", "undeclared")

    def validate_unique(self) -> None:
        """A second entry for the same group replaces the first, so it is no error."""


class SectionForm(CrispyModelForm):
    locks_first = ("report",)
    begun_by = ("report", "code")

    class Meta:
        model = ReportSection
        fields = ("body_sq", "body_en")
        widgets = {"body_sq": forms.Textarea(attrs={"rows": 10}), "body_en": forms.Textarea(attrs={"rows": 10})}


class ReportRecommendationForm(CrispyModelForm):
    class Meta:
        model = ReportRecommendation
        fields = ("text_sq", "text_en", "addressed_to", "due_on", "priority")
        widgets = {"text_sq": forms.Textarea(attrs={"rows": 3}), "text_en": forms.Textarea(attrs={"rows": 3})}


class RevisionForm(CrispyForm):
    revision_note = forms.CharField(
        label=_("What this revision corrects"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SendForm(CrispyForm):
    addressee = forms.ModelChoiceField(label=_("Addressee"), queryset=PlanAddressee.objects.for_report())
    sent_on = DateField(label=_("Date sent"))
    channel = forms.ChoiceField(label=_("Channel"), choices=SubmissionChannel.choices)
    protocol_no = forms.CharField(label=_("Outgoing protocol number"), max_length=60)


class SubmissionReceiptForm(CrispyForm):
    received_on = DateField(label=_("Date received"))
    their_protocol_no = forms.CharField(label=_("The addressee's protocol number"), max_length=60)
    proof = PaperField(label=_("File that proves the receipt"), required=False)
    no_proof_reason = forms.CharField(
        label=_("Or: why there is no file"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: handed over in the session, the number stands in the minutes."),
    )

    def clean(self) -> dict[str, Any]:
        """A file whose kind is refused is told at its field alone."""
        cleaned = super().clean() or {}
        if "proof" not in self.errors and not cleaned.get("proof") and not cleaned.get("no_proof_reason", "").strip():
            self.add_error("proof", _("Add the file that proves the receipt, or say why there is none."))
        return cleaned


class FollowUpForm(CrispyModelForm):
    locks_first = ("report",)
    begun_by = ("report", "recommendation")

    class Meta:
        model = RecommendationFollowUp
        fields = ("outcome", "text_sq", "text_en")
        widgets = {"text_sq": forms.Textarea(attrs={"rows": 3}), "text_en": forms.Textarea(attrs={"rows": 3})}


class ReasonsForm(OpenedFields, CrispyForm):
    """Why each indicator is behind its target: two fields a row, Albanian and English."""

    def __init__(self, *args: Any, report: YearlyReport, rows: Sequence[ReasonRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report, self.rows = report, rows
        for row in rows:
            for language, label in (("sq", _("Why (Albanian)")), ("en", _("Why (English)"))):
                self.fields[f"{language}-{row.key}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=5_000,
                    initial=getattr(row, f"why_{language}"),
                    widget=forms.Textarea(attrs={"rows": 3, "aria-describedby": f"row-{row.key}"}),
                )

    def stored_texts(self) -> dict[str, str]:
        YearlyReport.objects.select_for_update(of=("self",)).get(pk=self.report.pk)
        stored = {f"sq-{row.indicator_key}": row.why_sq for row in self.report.narratives.all()}
        stored |= {f"en-{row.indicator_key}": row.why_en for row in self.report.narratives.all()}
        return {name: stored.get(name, "") for name in self.fields}

    def pairs(self) -> list[tuple[ReasonRow, Any, Any]]:
        """Each row with its two fields as they are shown."""
        return [(row, self[f"sq-{row.key}"], self[f"en-{row.key}"]) for row in self.rows]

    def reasons(self) -> dict[UUID, tuple[str, str]]:
        given = self.cleaned_data
        return {UUID(row.key): (given[f"sq-{row.key}"], given[f"en-{row.key}"]) for row in self.rows}
