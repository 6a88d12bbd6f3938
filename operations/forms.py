"""Fields of dated deeds: when it happened, and the paper it is entered from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import Filter

from core.forms import CrispyForm, DateField, ListFilter, WholeNumberField
from operations.deeds import Entry
from operations.enums import NewsTopic, NewsWay
from operations.trail.prose import SaidNumber


class EntryFields(forms.Form):
    """A day that has passed makes the deed a back-entry and needs its paper; one to come is refused."""

    happened_on = DateField(label=_("Date"), initial=timezone.localdate)
    source_document = forms.CharField(
        label=_("Source document"),
        max_length=200,
        required=False,
        help_text=_("Needed when the date has passed: the paper this is taken from."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, today = cleaned.get("happened_on"), timezone.localdate()
        if day and day > today:
            self.add_error("happened_on", _("The date lies in the future."))
        elif day and day < today and not cleaned.get("source_document"):
            self.add_error("source_document", _("What is entered afterwards names its source document."))
        return cleaned

    def entry(self) -> Entry:
        """What the checked fields say."""
        said = self.cleaned_data
        return Entry(said.get("happened_on"), source_document=said.get("source_document", ""))


class StepForm(EntryFields, CrispyForm):
    """A step of a workflow: its reason, and its date where that is not today."""

    comment = forms.CharField(label=_("Comment"), max_length=5_000, required=False, widget=forms.Textarea)
    field_order = ("comment", "happened_on", "source_document")

    def __init__(self, *args: Any, needs_comment: bool, may_date: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].widget.attrs["rows"] = 3
        self.fields["comment"].required = needs_comment
        if may_date:
            self.fields["happened_on"].required = False
        else:
            del self.fields["happened_on"], self.fields["source_document"]


class NumbersForm(CrispyForm):
    """What a second person says of numbers that only hidden figures explain."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("Numbers that tell nothing hidden"),
        help_text=_("What is not ticked stays refused; whoever asked reads your reason."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2_000)

    def __init__(self, *args: Any, telling: Iterable[SaidNumber], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["numbers"]
        offered.choices = [(each.number, f"{each.number}: {' · '.join(each.sentences)}") for each in telling]


class NewsChoiceForm(CrispyForm):
    """One choice a topic."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in NewsTopic:
            self.fields[topic] = forms.ChoiceField(
                label=topic.label, choices=NewsWay.choices, widget=forms.RadioSelect
            )


class PositionFilter(Filter):
    field_class = WholeNumberField


class EventFilter(ListFilter):
    """The history goes on at an event, not at a page: rows are added at its head while somebody reads."""

    before = PositionFilter(method="by_before", min_value=1, max_value=10**18)

    def by_before(self, rows: Any, name: str, value: int) -> Any:
        return rows.older_than(value)
