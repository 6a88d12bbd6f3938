"""A pasted block: what is pasted, and at which measure and column it begins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import TEXT_LIMIT, CrispyForm
from core.pages.address import AddressForm
from socialplan.content.models import Measure, PlanVersion, SpecificObjective
from socialplan.drafting.matrix.cells import editable_columns

END, AT = "objective-", "measure-"


class ShownGoalForm(AddressForm):
    """The goal whose measures the page shows."""

    goal = forms.UUIDField(required=False)


class PasteForm(CrispyForm):
    place = forms.ChoiceField(label=gettext_lazy("first row"))
    column = forms.ChoiceField(label=gettext_lazy("first column"))
    text = forms.CharField(
        label=gettext_lazy("block copied from a spreadsheet"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=TEXT_LIMIT,
        strip=False,
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = {f"{END}{each.pk}": each for each in version.specificobjectives.prefetch_related("measures")}
        self.measures = {
            f"{AT}{measure.pk}": measure for each in self.objectives.values() for measure in each.measures.all()
        }
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (
                str(objective),
                [
                    *((f"{AT}{measure.pk}", str(measure)) for measure in objective.measures.all()),
                    (name, _("as new measures of %(code)s") % {"code": objective.code}),
                ],
            )
            for name, objective in self.objectives.items()
        ]
        columns = [(column.name, column.label) for column in editable_columns(version.plan)]
        self.fields["column"].choices = columns  # type: ignore[attr-defined]

    def target(self) -> dict[str, Any]:
        """Where the block begins: objective, its first measure if it is one, and column."""
        place = self.cleaned_data["place"]
        first: Measure | None = self.measures.get(place)
        objective: SpecificObjective = first.objective if first else self.objectives[place]
        return {"objective": objective, "first": first, "column": self.cleaned_data["column"]}
