"""Forms of a version's content. They check and clean; the deeds store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.models import Need, TargetGroup
from consultations.models import Disposition
from core.forms import CrispyForm, CrispyModelForm, WholeNumberField
from municipality.models import AdministrativeUnit
from socialplan.enums import NodeKind, PlanKind
from socialplan.forms.editor import ChapterTextField, ChapterWidget
from socialplan.forms.merging import opened_state
from socialplan.models import (
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


class ContentForm(CrispyModelForm):
    """Knows its version, and carries the revision that was read, so that nobody overwrites unseen.

    `opened` is what the page showed, by digests; `draft` names the opened page, and scripts give it.
    """

    expected_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    draft = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.version = version
        self.helper.include_media = False
        self.fields["expected_revision"].initial = self.instance.revision if self.instance.pk else None
        if not self.is_bound:
            self.fields["opened"].initial = opened_state(self.instance, self.content_names)
        parents = {"goal": version.strategicgoals, "objective": version.specificobjectives}
        for name, rows in parents.items():
            if name in self.fields:
                self.fields[name].queryset = rows.all()  # type: ignore[attr-defined]

    @property
    def content_names(self) -> Iterator[str]:
        """The fields of the row itself."""
        return (name for name, field in self.fields.items() if not isinstance(field.widget, forms.HiddenInput))

    @property
    def has_new_content(self) -> bool:
        """Whether what was sent differs from what stands in the row."""
        return not set(self.content_names).isdisjoint(self.changed_data)

    def _clean_fields(self) -> None:
        """A choice left as it was is not looked up again: its foreign key holds it."""
        every = self.fields
        self.fields = {name: field for name, field in every.items() if not self._is_kept_choice(name, field)}
        try:
            super()._clean_fields()
        finally:
            self.fields = every

    def _is_kept_choice(self, name: str, field: forms.Field) -> bool:
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


def chosen_of(label: Any, model: Any, help_text: Any = "") -> forms.ModelMultipleChoiceField:
    """Any number of rows; which ones are offered, the form says."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=model._default_manager.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def content_model(kind: str) -> type[ContentRow]:
    """The model behind a kind of place in the plan."""
    model: type[ContentRow] = CONTENT_FORMS[kind]._meta.model
    return model


class LinksForm(CrispyForm):
    """What a measure is linked with: needs, groups, units, indicators of its version, and answers it reflects.

    An answer that was once recorded as reflected here stays so; it is told and no longer offered.
    """

    needs = chosen_of(_("Needs it answers"), Need)
    groups = chosen_of(_("Groups it serves"), TargetGroup)
    units = chosen_of(_("Units it reaches"), AdministrativeUnit, _("None chosen means the whole municipality."))
    indicators = chosen_of(_("Indicators that tell whether it works"), Indicator)
    answers = chosen_of(_("Accepted recommendations it reflects"), Disposition)

    def __init__(self, *args: Any, measure: Measure, can_point: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version, fields = measure.version, self.fields
        assessment = version.plan.assessment_id
        needs = Need.objects.filter(assessment=assessment) if assessment else Need.objects.all()
        rows: dict[str, QuerySet[Any]] = {
            "needs": needs.order_by("code"),
            "groups": TargetGroup.objects.all(),
            "units": AdministrativeUnit.objects.all(),
            "indicators": version.indicators.all(),
        }
        for name, queryset in rows.items():
            fields[name].queryset = queryset  # type: ignore[attr-defined]
            linked = getattr(measure, f"{name.removesuffix('s')}_links")
            self.initial.setdefault(name, list(linked.values_list(name.removesuffix("s"), flat=True)))
        if can_point:
            self._offer_answers(measure)
        else:
            del fields["answers"]

    def _offer_answers(self, measure: Measure) -> None:
        accepted = Disposition.objects.current().needing_target().select_related("recommendation")
        accepted = accepted.filter(recommendation__round__plan_links__plan=measure.version.plan_id)
        here = accepted.filter(targets__node_key=measure.key)
        field: Any = self.fields["answers"]
        field.queryset = accepted.exclude(pk__in=here.values("pk")).order_by("recommendation__code")
        field.label_from_instance = lambda answer: f"{answer.recommendation} ({answer.get_answer_display()})"
        codes = ", ".join(here.order_by("recommendation__code").values_list("recommendation__code", flat=True))
        if codes:
            field.help_text = _("Recorded as reflected here, which stays so: %(codes)s.") % {"codes": codes}

    def links(self) -> dict[str, list[Model]]:
        """What was chosen, by the name of the other end of the link."""
        return {
            name.removesuffix("s"): list(self.cleaned_data[name])
            for name in ("needs", "groups", "units", "indicators")
        }
