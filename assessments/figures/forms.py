from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import FigureQuality
from assessments.figures.services import NOT_TO_BE_VERIFIED, Correction
from assessments.models import Assessment, DataPoint, FigureDefinition
from core.forms import CrispyForm, CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm

# Quality A comes from verifying alone.
QUALITIES = [each for each in FigureQuality.choices if each[0] != FigureQuality.VERIFIED]


class FigureDefinitionForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(
            _("What is counted, and in what"),
            ("code", "theme", "name_sq", "name_en", "counts", "unit_label_sq", "unit_label_en"),
        ),
        FormStep(
            _("Where it is a ratio, and its use"),
            (
                *("numerator_sq", "numerator_en", "denominator_sq", "denominator_en"),
                *("population", "usual_source", "order", "is_active"),
            ),
        ),
        FormStep(
            _("In the county and in the country"),
            ("county_value", "country_value", "wider_on", "wider_source", "wider_source_en"),
        ),
    )

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
            *("county_value", "country_value", "wider_on", "wider_source", "wider_source_en"),
        ]


class DataPointForm(SteppedForm, CrispyModelForm):
    """A figure never changes, so its first step saves nothing before the second: what it said is taken along."""

    steps = (
        FormStep(
            _("What is counted, and where it comes from"),
            ("definition", "value", "starts_on", "ends_on", "unit", "source", "method", "quality"),
        ),
        FormStep(_("Of whom"), ("sex", "age_from", "age_to", "group", "source_en")),
    )

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

    def __init__(self, *args: Any, step: int = 0, **kwargs: Any) -> None:
        is_last = step == len(self.steps)
        super().__init__(*args, step=0 if is_last else step, **kwargs)
        self.step = step
        if is_last:
            first, last = self.steps
            for name in first.names:
                self.fields[name].widget = self.fields[name].hidden_widget()
            self.helper.layout = Layout(*first.names, Fieldset(last.title, *last.names))

    def typed(self) -> dict[str, str]:
        """What the first step said, in the words of who typed it."""
        return {name: said for name in self.steps[0].names if (said := self.data.get(name))}


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

    figures = forms.TypedMultipleChoiceField(
        label=_("Figures"), coerce=int, required=False, error_messages={"invalid_choice": NOT_TO_BE_VERIFIED}
    )

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

    def has_others(self) -> bool:
        others: Any = self.fields["other"]
        return bool(others.queryset.exists())

    def chosen(self) -> Assessment | None:
        chosen: Assessment | None = self.cleaned_data.get("other") if self.is_valid() else None
        return chosen or self.edition.follows
