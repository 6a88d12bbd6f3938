"""Which consultation rounds a plan has, and where an answer is reflected in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Disposition, Round
from core.forms import CrispyForm
from socialplan.content.consultation_requirements import NODE_RELATIONS
from socialplan.content.enums import NodeKind
from socialplan.content.models import PlanVersion


class RoundLinkForm(CrispyForm):
    round_ = forms.ModelChoiceField(label=_("Consultation round"), queryset=Round.objects.none())

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = version.plan.round_links.values("round")
        self.fields["round_"].queryset = Round.objects.exclude(pk__in=linked)  # type: ignore[attr-defined]


class TargetForm(CrispyForm):
    """One choice over all rows of the version: kind and stable key."""

    place = forms.ChoiceField(label=_("Place in the plan"))

    def __init__(self, *args: Any, version: PlanVersion, disposition: Disposition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.disposition = disposition
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (kind.label, [(f"{kind}:{row.key}", str(row)) for row in getattr(version, relation).all()])
            for kind, relation in NODE_RELATIONS.items()
            if kind in {NodeKind.MEASURE, NodeKind.OBJECTIVE, NodeKind.CHAPTER, NodeKind.INDICATOR, NodeKind.GOAL}
        ]
