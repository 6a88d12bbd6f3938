from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import FigureQuality
from assessments.figures.services import Correction
from assessments.models import Assessment, DataPoint, FigureDefinition
from core.forms import CrispyForm, CrispyModelForm

# Quality A comes from verifying alone.
QUALITIES = [each for each in FigureQuality.choices if each[0] != FigureQuality.VERIFIED]


class FigureDefinitionForm(CrispyModelForm):
    class Meta:
        model = FigureDefinition
        fields = [
            "code",
            "theme",
            "name_sq",
            "name_en",
            "unit_label_sq",
            "unit_label_en",
            "counts",
            "numerator_sq",
            "numerator_en",
            "denominator_sq",
            "denominator_en",
            "population",
            "usual_source",
            "order",
            "is_active",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("What is counted"), "code", "theme", "name_sq", "name_en"),
            Fieldset(_("In what"), "counts", "unit_label_sq", "unit_label_en"),
            Fieldset(
                _("Where it is a ratio"),
                *("numerator_sq", "numerator_en", "denominator_sq", "denominator_en", "population"),
            ),
            Fieldset(_("Use"), "usual_source", "order", "is_active"),
        )


class DataPointForm(CrispyModelForm):
    quality = forms.ChoiceField(
        label=_("Quality"), choices=QUALITIES, help_text=_("Quality A comes from a second person who verifies it.")
    )

    class Meta:
        model = DataPoint
        fields = [
            "definition",
            "value",
            "starts_on",
            "ends_on",
            "unit",
            "sex",
            "age_from",
            "age_to",
            "group",
            "source",
            "source_en",
            "method",
            "quality",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("What is counted"), "definition", "value"),
            Fieldset(_("When and where"), "starts_on", "ends_on", "unit"),
            Fieldset(_("Of whom"), "sex", "age_from", "age_to", "group"),
            Fieldset(_("Where it comes from"), "source", "source_en", "method", "quality"),
        )


class CorrectionForm(CrispyModelForm):
    quality = forms.ChoiceField(label=_("Quality"), choices=QUALITIES)

    class Meta:
        model = DataPoint
        fields = ["value", "method", "quality", "correction_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["correction_reason"].required = True

    def _get_validation_exclusions(self) -> set[str]:
        """The deed checks the new row; this form's own row is the old one, which stays."""
        return super()._get_validation_exclusions() | {"corrects", "revision", "correction_reason"}

    def validate_constraints(self) -> None:
        """See above."""

    def correction(self) -> Correction:
        given = self.cleaned_data
        return Correction(given["value"], given["method"], given["quality"], given["correction_reason"])


class VerifyFiguresForm(CrispyForm):
    """The ticks beside the figures of the page."""

    figures = forms.TypedMultipleChoiceField(label=_("Figures"), coerce=int, required=False)

    def __init__(self, *args: Any, offered: list[DataPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticks: Any = self.fields["figures"]
        ticks.choices = [(point.pk, str(point)) for point in offered]


class OtherEditionForm(CrispyForm):
    """Which edition to compare with; the one it goes on from where nothing is chosen."""

    other = forms.ModelChoiceField(
        label=_("Compare with"),
        queryset=Assessment.objects.none(),
        required=False,
        empty_label=_("the edition before"),
    )

    def __init__(self, *args: Any, edition: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        others: Any = self.fields["other"]
        others.queryset = Assessment.objects.exclude(pk=edition.pk)

    def chosen(self) -> Assessment | None:
        chosen: Assessment | None = self.cleaned_data.get("other") if self.is_valid() else None
        return chosen or self.edition.follows
