"""An event, who attended it as counts, and persons counted once."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.enums import AgeBand, Confidentiality, ParticipantType, Sex
from consultations.forms.texts import ShortTextareas
from consultations.models import AttendanceCount, ConsultationEvent, EventKind, UniquePerson
from consultations.services.events import counts_digest
from core.forms import CrispyForm, CrispyModelForm, WholeNumberField
from core.pages.stepped import FormStep, SteppedForm
from municipality.forms import CHECKED, plausible_check
from municipality.models import AdministrativeUnit

AS_GROUPS_REQUIRE = _("as the groups require: counts only for a protected group, else public")


class EventForm(ShortTextareas, SteppedForm, CrispyModelForm):
    """The first step holds what the privacy and the notice of an event are settled by."""

    locks_first = ("round",)
    steps = (
        FormStep(
            _("The event and whom it addresses"),
            (
                "kind",
                "title_sq",
                "title_en",
                "held_on",
                "groups",
                "confidentiality",
                "privacy_reason",
                "short_notice_reason",
            ),
        ),
        FormStep(
            _("Where, when, and how one gets there"),
            ("status", "noticed_on", "starts_at", "place", "place_en", "unit", "language", "accessibility"),
        ),
        FormStep(
            _("Who led it, and the minutes"),
            ("facilitator_role", "minutes_public_sq", "minutes_public_en", "minutes_internal"),
        ),
    )

    class Meta:
        model = ConsultationEvent
        fields = (
            "kind",
            "title_sq",
            "title_en",
            "status",
            "held_on",
            "starts_at",
            "noticed_on",
            "short_notice_reason",
            "place",
            "place_en",
            "unit",
            "groups",
            "language",
            "confidentiality",
            "privacy_reason",
            "facilitator_role",
            "accessibility",
            "minutes_public_sq",
            "minutes_public_en",
            "minutes_internal",
        )
        widgets = {
            "groups": forms.CheckboxSelectMultiple,
            "starts_at": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A new event may leave its confidentiality to the groups."""
        super().__init__(*args, **kwargs)
        if not self.instance.pk and "confidentiality" in self.fields:
            self.fields["confidentiality"].required = False
            self.fields["confidentiality"].choices = [("", AS_GROUPS_REQUIRE), *Confidentiality.choices]

    def clean_confidentiality(self) -> str:
        chosen = self.cleaned_data["confidentiality"]
        if self.initial.get("confidentiality") == Confidentiality.COUNTS_ONLY != chosen and self.instance.pk:
            raise ValidationError(_("An event that keeps only counts stays so."))
        return chosen


class EventKindForm(SteppedForm, CrispyModelForm):
    """A kind that events name already keeps its code and what it means; another kind is added beside it."""

    steps = (
        FormStep(
            _("Kind of event"),
            ("code", "name_sq", "name_en", "is_open_meeting", "has_notice", "is_active", "source", "source_en"),
        ),
        FormStep(_("Place in the list, and who checked it"), ("order", *CHECKED[2:])),
    )

    class Meta:
        model = EventKind
        fields = ("code", "name_sq", "name_en", "is_open_meeting", "has_notice", "order", "is_active", *CHECKED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("code", None)
        if self.instance.pk and self.instance.events.exists():
            for name in ("is_open_meeting", "has_notice"):
                self.fields.pop(name, None)
        self.helper.layout = self.shown_layout()

    def clean_checked_on(self) -> object:
        return plausible_check(self.cleaned_data["checked_on"])


MAX_ATTENDANCE = 100_000
MARGIN_TITLES = {
    "sex": _("By sex"),
    "participant_type": _("By kind of participant"),
    "group": _("By group"),
    "unit": _("By administrative unit"),
    "age_band": _("By age"),
}


class AttendanceForm(CrispyForm):
    """Margins by sex, kind of participant, group, unit and age. Empty means not counted.

    Carries the digest of what the person saw, so that what is counted at the door meanwhile is not overwritten.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    fields: dict[str, Any]

    def __init__(self, *args: Any, event: ConsultationEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.cells: dict[str, dict[str, Any]] = {}
        for sex in Sex:
            self.add_cell(f"sex_{sex.value}", sex.label, sex=sex.value)
        for kind in ParticipantType:
            self.add_cell(f"type_{kind.value}", kind.label, participant_type=kind.value)
        for group in event.groups.all():
            self.add_cell(f"group_{group.pk}", group.name, group=group)
        for unit in AdministrativeUnit.objects.all():
            self.add_cell(f"unit_{unit.pk}", unit.name, unit=unit)
        for age in AgeBand:
            self.add_cell(f"age_{age.value}", age.label, age_band=age.value)
        self.initial["seen"] = counts_digest(event.attendance.all())
        self.helper.layout = Layout(*self.margins(), "seen")

    def margins(self) -> list[Fieldset]:
        """One way of counting the same persons each."""
        found: dict[str, list[str]] = {}
        for name, whom in self.cells.items():
            found.setdefault(next(iter(whom)), []).append(name)
        return [Fieldset(MARGIN_TITLES[of], *names, css_class="counts") for of, names in found.items()]

    def look_again(self) -> None:
        """What is typed stays; the next saving is held against the counts of now."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed[self.add_prefix("seen")] = counts_digest(AttendanceCount.objects.filter(event=self.event))
        self.data = typed

    def add_cell(self, name: str, label: Any, **whom: Any) -> None:
        self.cells[name] = whom
        self.fields[name] = WholeNumberField(label=label, min_value=0, max_value=MAX_ATTENDANCE, required=False)
        for count in self.event.attendance.all():
            if whom_of(count) == whom:
                self.initial.setdefault(name, count.count)

    def counts(self) -> list[AttendanceCount]:
        """The cells entered here, and the cross-cells and units that this form does not show, unchanged."""
        entered = [
            AttendanceCount(count=self.cleaned_data[name], **whom)
            for name, whom in self.cells.items()
            if self.cleaned_data[name] is not None
        ]
        shown = list(self.cells.values())
        stored = [
            AttendanceCount(count=count.count, **whom_of(count))
            for count in self.event.attendance.all()
            if whom_of(count) not in shown
        ]
        return entered + stored


class AttendanceReleaseForm(CrispyForm):
    """Carries what the person saw, so that exactly that is published."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


def whom_of(count: AttendanceCount) -> dict[str, Any]:
    """The named dimensions of a cell: only what is set."""
    named = {
        "sex": count.sex,
        "participant_type": count.participant_type,
        "group": count.group,
        "unit": count.unit,
        "age_band": count.age_band,
    }
    return {name: value for name, value in named.items() if value}


class UniquePersonForm(CrispyModelForm):
    code = forms.CharField(
        label=_("Code of the person"),
        max_length=100,
        help_text=_("The code given at the door. Only its keyed digest is stored; no name is."),
    )

    class Meta:
        model = UniquePerson
        fields = ("kind", "sex", "consented_on")
