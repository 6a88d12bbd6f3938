"""The figures that a round releases, in words: of its events, and of who took part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.models import TargetGroup
from consultations.enums import AgeBand, ParticipantType, Sex, SpeakerKind
from consultations.models import ConsultationEvent
from municipality.models import AdministrativeUnit
from operations.trail.figure_words import Parts, rows_by

ALL, NOT_SAID = "all", "-"


def say_attendance(keys: Sequence[Parts]) -> Iterable[str]:
    """Of one event or of all of them: a sex, a kind, or everybody."""
    events = rows_by(ConsultationEvent, "pk", (event for event, _column in keys if event != ALL))
    columns = {**_labels(Sex), **_labels(ParticipantType)}
    for event, column in keys:
        place = _("All events") if event == ALL else str(events.get(event, _("An event")))
        yield f"{place}: {columns.get(column, _('present'))}"


def say_speakers(keys: Sequence[Parts]) -> Iterable[str]:
    """Of all contributions, or of one margin of them."""
    by_margin: dict[str, list[str]] = {}
    for margin, *key in keys:
        by_margin.setdefault(margin, []).extend(key)
    named: Mapping[str, Callable[[], Mapping[str, object]]] = {
        "kind": lambda: _labels(SpeakerKind),
        "sex": lambda: _labels(Sex),
        "age": lambda: _labels(AgeBand),
        "group": lambda: rows_by(TargetGroup, "pk", _rows(by_margin["group"])),
        "unit": lambda: rows_by(AdministrativeUnit, "pk", _rows(by_margin["unit"])),
    }
    labels = {margin: named[margin]() for margin in by_margin if margin in named}
    for margin, *key in keys:
        what = labels[margin].get(key[0], pgettext("speaker", "not said")) if key else _("in all")
        yield f"{_('Contributions')}: {what}"


def _labels(choices: type[Sex] | type[ParticipantType] | type[SpeakerKind] | type[AgeBand]) -> dict[str, object]:
    return {str(value): label for value, label in choices.choices}


def _rows(keys: Iterable[str]) -> Iterable[str]:
    return (key for key in keys if key != NOT_SAID)
