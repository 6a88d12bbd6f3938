"""Deeds of figures: what is counted, a figure, its correction, and verifying many at once by a second person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.enums import FigureQuality, Method
from assessments.models import Assessment, DataPoint, FigureDefinition
from assessments.services import locked_edition
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, plain_fields, record

MOST_SHOWN = 200  # keys of figures in one event
NOT_TO_BE_VERIFIED = gettext_lazy(
    "Some of these figures are your own, or were verified or corrected meanwhile. Look at the list anew."
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction may change; thing, place, time, people and source stay those of the figure."""

    value: Decimal
    method: str
    quality: str
    reason: str


@transaction.atomic
def save_definition(definition: FigureDefinition, *, actor: User, entry: Entry = NOW) -> FigureDefinition:
    """Add, change or retire what figures count; what says which thing it is stays once it has figures."""
    require(actor, "assessments.change_definition")
    refuse_another_thing(definition, FigureDefinition.objects.with_figures([definition.pk]).get(definition.pk))
    definition.full_clean()
    return write_definition(definition, actor=actor, entry=entry)


def write_definition(definition: FigureDefinition, *, actor: User, entry: Entry = NOW) -> FigureDefinition:
    """A cleaned definition, and its event."""
    definition.save()
    record(AssessmentAction.SAVE_DEFINITION, definition, actor=actor, entry=entry)
    return definition


def refuse_another_thing(definition: FigureDefinition, stored: FigureDefinition | None) -> None:
    """Published figures would say something else than they said; ValidationError at the first such field.

    `stored` is the definition as figures rest on it; None where none does.
    """
    for name in ("code", "counts", "population") if stored else ():
        if getattr(stored, name) != getattr(definition, name):
            raise ValidationError(
                {name: _("Figures rest on this definition, so this stays. Retire it and add another.")}
            )


@transaction.atomic
def register_data_point(point: DataPoint, *, actor: User, entry: Entry = NOW) -> DataPoint:
    """Add a figure to an edition that is being drafted; who enters it is the actor, and nobody has verified it yet."""
    locked_edition(point.assessment, "assessments.add_datapoint", actor)
    point.entered_by, point.verified_by = actor, None
    point.full_clean()
    point.save()
    record(AssessmentAction.REGISTER_DATA_POINT, point, actor=actor, entry=entry)
    return point


@transaction.atomic
def correct_data_point(point: DataPoint, correction: Correction, *, actor: User, entry: Entry = NOW) -> DataPoint:
    """A new row in the place of a figure; the old one stays, and the new one waits for somebody to verify it."""
    locked_edition(point.assessment, "assessments.add_datapoint", actor)
    old = DataPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if DataPoint.objects.filter(corrects=old).exists():
        raise StepRefused(_("This figure is corrected already. Correct the row that stands in its place."))
    new = DataPoint(
        **{
            column.attname: getattr(old, column.attname)
            for column in DataPoint._meta.concrete_fields
            if column.name not in {"id", "created_at", "updated_at"}
        }
    )
    new.corrects, new.revision, new.entered_by, new.verified_by = old, old.revision + 1, actor, None
    new.value, new.method, new.quality = correction.value, correction.method, correction.quality
    new.correction_reason = correction.reason
    new.full_clean()
    new.save()
    record(AssessmentAction.CORRECT_DATA_POINT, new, actor=actor, entry=entry, before=plain_fields(old))
    return new


@transaction.atomic
def remove_data_point(point: DataPoint, *, actor: User, entry: Entry = NOW) -> Assessment:
    """Take a figure out that nobody has verified and nothing corrects: one entered for a wrong place or time."""
    locked_edition(point.assessment, "assessments.add_datapoint", actor)
    stored = DataPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if stored.is_verified or DataPoint.objects.filter(corrects=stored).exists():
        raise StepRefused(_("A verified or corrected figure stays. Correct it by a new row."))
    record(AssessmentAction.REMOVE_DATA_POINT, stored, actor=actor, before=plain_fields(stored), entry=entry)
    stored.delete()
    return stored.assessment


@transaction.atomic
def verify_data_points(
    assessment: Assessment, chosen: Collection[int], *, actor: User, entry: Entry = NOW
) -> Assessment:
    """Verify figures that somebody else entered: quality A from then on, an estimate stays C. All of them or none."""
    edition = locked_edition(assessment, "assessments.verify_datapoint", actor)
    waiting = edition.data_points.filter(corrected_by=None, verified_by=None, pk__in=chosen)
    keys = sorted(waiting.exclude(entered_by=actor).values_list("pk", flat=True))
    if not chosen:
        raise StepRefused(_("Tick at least one figure."))
    if len(keys) != len(set(chosen)):
        raise StepRefused(NOT_TO_BE_VERIFIED)
    grade = Case(
        When(method=Method.ESTIMATE, then=Value(FigureQuality.ESTIMATE.value)),
        default=Value(FigureQuality.VERIFIED.value),
    )
    DataPoint.objects.filter(pk__in=keys).update(verified_by=actor, quality=grade, updated_at=Now())
    record(AssessmentAction.VERIFY_DATA_POINTS, edition, actor=actor, after=_event_details(keys), entry=entry)
    return edition


def _event_details(keys: list[int]) -> dict[str, Any]:
    """Which rows: the first ones by key; all of them stand in the event's own lines."""
    return {"count": len(keys), "figures": ", ".join(map(str, keys[:MOST_SHOWN]))}
