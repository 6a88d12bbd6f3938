"""What a figure was said to be in the county and in the country, as the history of its definition tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import dropwhile
from typing import Any

from django.utils.translation import get_language

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.models import FigureDefinition
from core.i18n import albanian_only
from operations.models import Event

WIDER = ("county_value", "country_value", "wider_on", "wider_source", "wider_source_en")


@dataclass(frozen=True, slots=True)
class WiderValues:
    """As they stood from one saving on until the next that said something else."""

    county: Decimal | None
    country: Decimal | None
    day: date | None
    source: str
    saved_by: User | None
    saved_at: datetime

    @property
    def is_empty(self) -> bool:
        return self.county is None and self.country is None


def wider_history(definition: FigureDefinition) -> list[WiderValues]:
    """The newest first; savings that changed nothing of it are left out, and so is a time before there was any."""
    of_it = {"subject_type": definition._meta.label_lower, "subject_id": str(definition.pk)}
    events = Event.objects.filter(action=AssessmentAction.SAVE_DEFINITION, **of_it)
    changes = _changes(events.select_related("actor").order_by("sequence"))
    return list(dropwhile(lambda said: said.is_empty, changes))[::-1]


def _changes(events: Any) -> Iterator[WiderValues]:
    before: tuple[Any, ...] = ()
    for event in events:
        said = _said(*(event.after.get(name) or "" for name in WIDER))
        if said == before:
            continue
        before = said
        county, country, day, source, source_en = said
        yield WiderValues(county, country, day, _in_own_language(source, source_en), event.actor, event.recorded_at)


def _said(county: str, country: str, day: str, source: str, source_en: str) -> tuple[Any, ...]:
    """In values, for a number stands in the history as it was typed or as it was kept."""
    numbers = (Decimal(number) if number else None for number in (county, country))
    return *numbers, date.fromisoformat(day) if day else None, source, source_en


def _in_own_language(source: str, source_en: str) -> str:
    if not (get_language() or "sq").startswith("en") or not source:
        return source
    return source_en or albanian_only(source)
