"""What staff make of it: recommendations, codings, answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.enums import Role
from accounts.models import User
from assessments.models import Need
from consultations.enums import Answer
from consultations.forms.texts import ShortTextareas
from consultations.models import Contribution, Disposition, Recommendation
from consultations.models.recommendations import OUTSIDE_NAMES_THE_BODY
from core.forms import CrispyForm, CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm
from operations.forms import EntryFields


def workers() -> Any:
    """Those who may have a task in a consultation."""
    return User.objects.holding(Role.STAFF, Role.COORDINATOR)


class ContributionChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Contribution) -> str:
        return f"{obj}: {Truncator(obj.words).chars(140)}"


class RecommendationForm(ShortTextareas, SteppedForm, CrispyModelForm):
    locks_first = ("round",)
    steps = (
        FormStep(
            _("What is recommended, and what it rests on"),
            ("code", "title_sq", "title_en", "text_sq", "text_en", "contributions"),
        ),
        FormStep(_("Needs, and who answers"), ("needs", "assigned_to", "answer_by")),
    )

    contributions = ContributionChoice(
        label=_("Contributions it rests on"),
        queryset=Contribution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("A recommendation rests on at least one contribution.")},
    )

    class Meta:
        model = Recommendation
        fields = ("code", "title_sq", "title_en", "text_sq", "text_en", "needs", "assigned_to", "answer_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self._ask_what_is_recommended()
        if "needs" in self.fields:
            self._ask_who_answers()

    def _ask_what_is_recommended(self) -> None:
        self.fields["code"].required = False
        self.fields["code"].help_text = _("Empty: the next number of the round.")
        self.fields["contributions"].queryset = (
            Contribution.objects.in_the_open().with_words().filter(round=self.instance.round)
        )
        if self.instance.pk:
            self.initial["contributions"] = list(self.instance.contributions.values_list("pk", flat=True))

    def _ask_who_answers(self) -> None:
        self.fields["assigned_to"].queryset = workers()
        needs = Need.objects.select_related("assessment")
        if assessment := self.instance.round.assessment_id:
            needs = needs.filter(assessment=assessment)
        self.fields["needs"].queryset = needs

    def links(self) -> dict[str, Any]:
        """What is chosen; of the other step what stands, as far as it is in the open."""
        heard = self.linked("contributions")
        if "contributions" not in self.fields:
            heard = list(self.instance.contributions.in_the_open())
        return {"contributions": heard, "needs": self.linked("needs")}


class IdenticalField(forms.Form):
    """Offers to treat the identical letters alike, where there are some."""

    with_identical = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, identical: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if identical > 1:
            label = ngettext_lazy("And the %(count)s identical letter", "And the %(count)s identical letters", "count")
            self.fields["with_identical"].label = label % {"count": identical - 1}
        else:
            del self.fields["with_identical"]

    @property
    def takes_identical(self) -> bool:
        return bool(self.cleaned_data.get("with_identical"))


class CodingForm(IdenticalField, ShortTextareas, CrispyForm):
    recommendations = forms.ModelMultipleChoiceField(
        label=_("Recommendations that take it up"),
        queryset=Recommendation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recommendations"]
        field.queryset = Recommendation.objects.not_withdrawn().filter(round=contribution.round_id)
        field.choices = list(iter(field.choices))  # read once, for the page that asks first whether there are any


class NoProposalForm(IdenticalField, ShortTextareas, CrispyForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=5_000)


class DispositionForm(ShortTextareas, EntryFields, CrispyModelForm):
    class Meta:
        model = Disposition
        fields = Disposition.SAID
        widgets = {"answer": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = Answer.choices
        self.fields["happened_on"].label = _("Decided on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("answer")
        if answer and answer != Answer.ACCEPTED and not cleaned.get("reason_sq"):
            self.add_error("reason_sq", _("Every answer but “accepted” needs a reason in Albanian."))
        if answer == Answer.OUTSIDE_COMPETENCE and not cleaned.get("competent_body_sq"):
            self.add_error("competent_body_sq", OUTSIDE_NAMES_THE_BODY)
        return cleaned
