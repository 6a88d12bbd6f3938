"""A row of the tree: its titles and its place, or a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CharField, CrispyForm, WholeNumberField
from socialplan.content.models import Indicator, OrderedRow, PlanVersion
from socialplan.drafting.forms.revision import RevisionField
from socialplan.drafting.services.ordering import BY_MODEL

TITLE_LENGTH = 300


class TitlesForm(CrispyForm):
    title_sq = CharField(label=_("title (Albanian)"), max_length=TITLE_LENGTH)
    title_en = CharField(label=_("title (English)"), max_length=TITLE_LENGTH, required=False)


def parents_of(model: type[OrderedRow], version: PlanVersion) -> Any:
    """What rows of this kind may stand under, or None at the top."""
    name = BY_MODEL[model].parent
    if not name:
        return None
    above: Any = model._meta.get_field(name).related_model
    return above._default_manager.filter(version=version)


class AddForm(TitlesForm):
    """An indicator says at once in what it is counted."""

    def __init__(self, *args: Any, model: type[OrderedRow], version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = parents_of(model, version)
        if parents is not None:
            self.fields["parent"] = forms.ModelChoiceField(label=_("under"), queryset=parents)
        if model is Indicator:
            self.fields["unit_label"] = CharField(label=_("unit (Albanian)"), max_length=40)


class NodeForm(TitlesForm):
    """Where only titles are sent, as from the tree itself, the place stays."""

    expected_revision = RevisionField()
    place = WholeNumberField(
        label=_("place among its siblings"),
        help_text=_("1 is the first."),
        min_value=1,
        max_value=9999,
        required=False,
    )

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = parents_of(type(row), row.version)
        if parents is not None:
            self.fields["parent"] = forms.ModelChoiceField(label=_("under"), queryset=parents, required=False)
            self.order_fields(["expected_revision", "title_sq", "title_en", "parent", "place"])
