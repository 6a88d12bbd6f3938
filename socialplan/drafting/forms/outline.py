"""Forms of the outline: its rows, and what of it a version takes over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyForm, CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm
from municipality.forms.checked import CHECKED, LAST_STEP, SOURCE
from socialplan.content.models import OutlineChapter


class OutlineChapterForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(
            _("The chapter and its place"),
            (
                *("kind", "code", "position", "title_sq", "title_en", "hint_sq", "hint_en"),
                *("is_compulsory", "is_active"),
                *SOURCE,
            ),
        ),
        LAST_STEP,
    )

    class Meta:
        model = OutlineChapter
        fields = [
            "kind",
            "code",
            "position",
            "title_sq",
            "title_en",
            "hint_sq",
            "hint_en",
            "is_compulsory",
            "is_active",
            *CHECKED,
        ]


class TakeOutlineForm(CrispyForm):
    """The rows of the outline that the version has no chapter for, all of them chosen at first."""

    rows = forms.ModelMultipleChoiceField(
        label=_("Chapters to add"), queryset=OutlineChapter.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, missing: list[OutlineChapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [row.pk for row in missing]
        self.fields["rows"].queryset = OutlineChapter.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.initial.setdefault("rows", keys)
