"""Forms of the lists that every edition rests on: groups, types of service, steps of scales."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import DELIVERED_STEPS
from assessments.models import ScaleStep, ServiceType, TargetGroup
from core.forms import CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm
from municipality.forms import CHECKED, plausible_check


class ScaleStepForm(CrispyModelForm):
    """The steps themselves are fixed; a higher one never counts for less than a lower one."""

    class Meta:
        model = ScaleStep
        fields = ["name_sq", "name_en", "points", *CHECKED]

    def clean_points(self) -> int:
        points: int = self.cleaned_data["points"]
        steps = [step for scale, step, *_rest in DELIVERED_STEPS if scale == self.instance.scale]
        place = steps.index(self.instance.step)
        others = dict(ScaleStep.objects.filter(scale=self.instance.scale).values_list("step", "points"))
        below = [others[step] for step in steps[:place] if step in others]
        above = [others[step] for step in steps[place + 1 :] if step in others]
        if points < max(below, default=0) or points > min(above, default=100):
            raise forms.ValidationError(_("A higher step never counts for less than a lower one."))
        return points

    def clean_checked_on(self) -> object:
        return plausible_check(self.cleaned_data["checked_on"])


class TargetGroupForm(SteppedForm, CrispyModelForm):
    """What protects a group stands in the first step, for with that the group is in use."""

    steps = (
        FormStep(
            _("The group, and what care is owed to it"),
            (
                *("code", "name_sq", "name_en", "is_protected", "needs_easy_read"),
                *("legal_basis", "order", "is_active"),
            ),
        ),
        FormStep(_("How many they are"), ("base_count", "base_source")),
    )

    class Meta:
        model = TargetGroup
        fields = [
            "code",
            "name_sq",
            "name_en",
            "is_protected",
            "needs_easy_read",
            "base_count",
            "base_source",
            "legal_basis",
            "order",
            "is_active",
        ]


class ServiceTypeForm(CrispyModelForm):
    class Meta:
        model = ServiceType
        fields = ["code", "level", "name_sq", "name_en", "is_official", "nearest", "legal_basis", "order"]
