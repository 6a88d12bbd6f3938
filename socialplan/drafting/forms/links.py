"""What a measure is linked with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.models import Need, TargetGroup
from consultations.models import Disposition
from municipality.models import AdministrativeUnit
from socialplan.content.models import Indicator, Measure
from socialplan.drafting.enums import MergeMode
from socialplan.drafting.forms.editable_parts import PlaceForm
from socialplan.drafting.services.parts import LINKS, LINKS_OF_MEASURE


def chosen_of(label: Any, model: Any, help_text: Any = "") -> forms.ModelMultipleChoiceField:
    """Any number of rows; which ones are offered, the form says."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=model._default_manager.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


class LinksForm(PlaceForm):
    """What a measure is linked with: needs, groups, units, indicators of its version, and answers it reflects.

    An answer that was once recorded as reflected here stays so; it is told and no longer offered, and nothing but the
    button records it.
    """

    place = LINKS_OF_MEASURE
    merge_mode = MergeMode.CHOSEN

    needs = chosen_of(_("Needs it answers"), Need)
    groups = chosen_of(_("Groups it serves"), TargetGroup)
    units = chosen_of(_("Units it reaches"), AdministrativeUnit, _("None chosen means the whole municipality."))
    indicators = chosen_of(_("Indicators that tell whether it works"), Indicator)
    answers = chosen_of(_("Accepted recommendations it reflects"), Disposition)

    def __init__(self, *args: Any, row: Measure, can_point: bool, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        version, fields = row.version, self.fields
        assessment = version.plan.assessment_id
        needs = Need.objects.filter(assessment=assessment) if assessment else Need.objects.all()
        rows: dict[str, QuerySet[Any]] = {
            "needs": needs.order_by("code"),
            "groups": TargetGroup.objects.filter(
                Q(is_active=True) | Q(pk__in=[each.pk for each in self.stored["group"]])
            ),
            "units": AdministrativeUnit.objects.all(),
            "indicators": version.indicators.all(),
        }
        for name, queryset in rows.items():
            fields[name].queryset = queryset  # type: ignore[attr-defined]
            self.initial.setdefault(name, [each.pk for each in self.stored[name.removesuffix("s")]])
        if can_point:
            self._offer_answers(row)
        else:
            del fields["answers"]

    def _offer_answers(self, measure: Measure) -> None:
        accepted = Disposition.objects.current().with_place().select_related("recommendation")
        accepted = accepted.filter(recommendation__round__plan_links__plan=measure.version.plan_id)
        here = accepted.filter(targets__node_key=measure.key)
        field: Any = self.fields["answers"]
        field.queryset = accepted.exclude(pk__in=here.values("pk")).order_by("recommendation__code")
        field.label_from_instance = lambda answer: f"{answer.recommendation} ({answer.get_answer_display()})"
        codes = ", ".join(here.order_by("recommendation__code").values_list("recommendation__code", flat=True))
        if codes:
            field.help_text = _("Recorded as reflected here, which stays so: %(codes)s.") % {"codes": codes}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.entered = {name: list(cleaned.get(f"{name}s", ())) for name in LINKS}
        return cleaned

    def after_saving(self) -> str:
        if not self.cleaned_data.get("answers"):
            return ""
        return str(_("The links are saved. The recommendations are recorded when you press “Save”."))

    def label_of(self, name: str) -> str:
        return str(self.fields[f"{name}s"].label)

    def shown(self, _name: str, value: Any) -> str:
        return "\n".join(sorted(str(row) for row in value))

    def send(self, name: str, value: Any, data: QueryDict) -> None:
        data.setlist(f"{name}s", [str(row.pk) for row in value])
