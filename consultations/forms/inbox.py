"""Forms for many at once, for merging and splitting, for notes and for templates of answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.recommendations import ContributionChoice, DispositionForm, workers
from consultations.forms.texts import ShortTextareas
from consultations.models import AnswerTemplate, Contribution, Recommendation, WorkNote
from core.forms import CrispyForm, CrispyModelForm
from core.pages.address import AddressForm


class MergeForm(CrispyForm):
    into = forms.ModelChoiceField(label=_("Merge it into"), queryset=Recommendation.objects.none())

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Recommendation.objects.unanswered().filter(round=recommendation.round_id)
        self.fields["into"].queryset = others.exclude(pk=recommendation.pk)  # type: ignore[attr-defined]


class SplitForm(ShortTextareas, CrispyModelForm):
    contributions = ContributionChoice(
        label=_("Contributions that go over"),
        queryset=Contribution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Recommendation
        fields = ("title_sq", "title_en", "text_sq", "text_en")

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heard = Contribution.objects.in_the_open().with_words().filter(recommendations=recommendation)
        self.fields["contributions"].queryset = heard


class AnswerManyForm(DispositionForm):
    recommendations = forms.ModelMultipleChoiceField(
        label=_("Recommendations"), queryset=Recommendation.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("recommendations", *DispositionForm.Meta.fields)

    def __init__(self, *args: Any, round_pk: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendations"].queryset = Recommendation.objects.unanswered().filter(round=round_pk)


class WorkNoteForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = WorkNote
        fields = ("assigned_to", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = workers()


class ChosenTemplateForm(AddressForm):
    """Which template an answer begins with."""

    template = forms.ModelChoiceField(AnswerTemplate.objects.filter(is_in_use=True), required=False)


class AnswerTemplateForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = AnswerTemplate
        fields = ("title", "answer", "reason_sq", "reason_en", "is_in_use")
        widgets = {"answer": forms.RadioSelect}
