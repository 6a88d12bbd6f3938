"""Forms of a version's content. They check and clean; the deeds store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyModelForm, WholeNumberField
from core.pages.stepped import FormStep, SteppedForm
from socialplan.content.enums import NodeKind, PlanKind
from socialplan.content.models import (
    Chapter,
    ContentRow,
    Indicator,
    Measure,
    Plan,
    PlanVersion,
    Risk,
    SpecificObjective,
    StrategicGoal,
)
from socialplan.drafting.forms.editor import ChapterTextField, ChapterWidget
from socialplan.drafting.forms.merging import RowSide, digests
from socialplan.drafting.forms.revision import RevisionField


class PlanForm(CrispyModelForm):
    class Meta:
        model = Plan
        fields = ["kind", "title_sq", "title_en", "first_year", "last_year", "follows", "assessment"]

    with_outline = forms.BooleanField(
        label=_("Begin with the chapters of the outline"),
        help_text=_("Each can be renamed, moved or removed afterwards."),
        initial=True,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follows"].queryset = Plan.objects.of_kind(PlanKind.PLAN)  # type: ignore[attr-defined]


class FollowedPlanForm(CrispyModelForm):
    """Which plan a strategy follows, chosen afterwards."""

    class Meta:
        model = Plan
        fields = ["follows"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follows"].queryset = Plan.objects.of_kind(PlanKind.PLAN)  # type: ignore[attr-defined]


class ContentForm(SteppedForm, CrispyModelForm):
    """Knows its version, and carries the revision that was read, so that nobody overwrites unseen.

    `opened` is what the page showed, by digests; `draft` names the opened page, and scripts give it. Each step of a
    long one is a page that saves itself: what others write in another step meanwhile is no conflict.
    """

    writes_row = False  # the deed holds it against its revision
    expected_revision = RevisionField()
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    draft = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.version = version
        self.helper.include_media = False
        self.fields["expected_revision"].initial = self.instance.revision if self.instance.pk else None
        if not self.is_bound:
            self.fields["opened"].initial = digests(self.side) if self.instance.pk else ""
        parents = {"goal": version.strategicgoals, "objective": version.specificobjectives}
        for name, rows in parents.items():
            if name in self.fields:
                self.fields[name].queryset = rows.all()  # type: ignore[attr-defined]

    def below(self) -> list[str]:
        """What the page carries unseen."""
        return [name for name, field in self.fields.items() if isinstance(field.widget, forms.HiddenInput)]

    @property
    def content_names(self) -> Iterator[str]:
        """The fields of the row itself."""
        return (name for name, field in self.fields.items() if not isinstance(field.widget, forms.HiddenInput))

    @property
    def side(self) -> RowSide:
        return RowSide(self)

    def opened_after(self, row: ContentRow) -> str:
        """What the page shows once the row has been stored."""
        return digests(RowSide(self, row))

    @property
    def has_new_content(self) -> bool:
        """Whether what was sent differs from what stands in the row."""
        return not set(self.content_names).isdisjoint(self.changed_data)

    def _clean_fields(self) -> None:
        """A choice left as it was is not looked up again: its foreign key holds it."""
        every = self.fields
        self.fields = {name: field for name, field in every.items() if not self._is_unchanged_choice(name, field)}
        try:
            super()._clean_fields()
        finally:
            self.fields = every

    def _is_unchanged_choice(self, name: str, field: forms.Field) -> bool:
        is_choice = isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField)
        return bool(self.instance.pk) and is_choice and name not in self.changed_data

    def _get_validation_exclusions(self) -> set[str]:
        """What its form field has just held against a list or against bounds is not asked of the database again."""
        held = {
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.ChoiceField) or getattr(field, "max_value", None) is not None
        }
        return super()._get_validation_exclusions() | held


class ChapterForm(ContentForm):
    class Meta:
        model = Chapter
        fields = ["code", "position", "title_sq", "title_en", "body_sq", "body_en"]
        widgets = {
            "body_sq": ChapterWidget("sq"),
            "body_en": ChapterWidget("en"),
        }
        field_classes = {"body_sq": ChapterTextField, "body_en": ChapterTextField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A chapter that is there is moved in the list of chapters, and its number follows."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"], self.fields["position"]


class GoalForm(ContentForm):
    class Meta:
        model = StrategicGoal
        fields = ["title_sq", "title_en"]


class ObjectiveForm(ContentForm):
    class Meta:
        model = SpecificObjective
        fields = ["goal", "title_sq", "title_en"]


class MeasureForm(ContentForm):
    steps = (
        FormStep(_("What is done"), ("objective", "title_sq", "title_en", "description_sq", "description_en")),
        FormStep(
            _("Who does it, until when"),
            ("office", "partners", "partners_en", "due_on", "budget_programme"),
        ),
        FormStep(_("What it does for equality"), ("gender_objective_sq", "gender_objective_en", "women_share")),
    )

    women_share = WholeNumberField(
        label=_("Share of the cost that benefits women (percent)"), min_value=0, max_value=100, required=False
    )

    class Meta:
        model = Measure
        fields = [
            "objective",
            "title_sq",
            "title_en",
            "description_sq",
            "description_en",
            "office",
            "partners",
            "partners_en",
            "due_on",
            "budget_programme",
            "gender_objective_sq",
            "gender_objective_en",
            "women_share",
        ]


class IndicatorForm(ContentForm):
    steps = (
        FormStep(
            _("What is measured"),
            ("objective", "title_sq", "title_en", "unit_label", "unit_label_en", "direction", "kind"),
        ),
        FormStep(
            _("Where it stands and how it is found"),
            (
                "baseline",
                "baseline_year",
                "source",
                "source_en",
                "frequency",
                "frequency_en",
                "responsible",
                "disaggregation",
            ),
        ),
        FormStep(_("Protection of persons"), ("counts_people", "is_protected", "hides_baseline")),
    )

    class Meta:
        model = Indicator
        fields = [
            "objective",
            "title_sq",
            "title_en",
            "unit_label",
            "unit_label_en",
            "direction",
            "kind",
            "baseline",
            "baseline_year",
            "source",
            "source_en",
            "frequency",
            "frequency_en",
            "responsible",
            "disaggregation",
            "counts_people",
            "is_protected",
            "hides_baseline",
        ]


class RiskForm(ContentForm):
    class Meta:
        model = Risk
        fields = ["title_sq", "title_en", "likelihood", "impact", "response_sq", "response_en"]


CONTENT_FORMS: dict[str, type[ContentForm]] = {
    NodeKind.CHAPTER: ChapterForm,
    NodeKind.GOAL: GoalForm,
    NodeKind.OBJECTIVE: ObjectiveForm,
    NodeKind.MEASURE: MeasureForm,
    NodeKind.INDICATOR: IndicatorForm,
    NodeKind.RISK: RiskForm,
}


def content_model(kind: str) -> type[ContentRow]:
    """The model behind a kind of place in the plan."""
    model: type[ContentRow] = CONTENT_FORMS[kind]._meta.model
    return model
