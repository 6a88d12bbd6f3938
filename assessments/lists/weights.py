"""Who set the weights of an edition's ranking, and when, as the history of the edition tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from assessments.actions import AssessmentAction
from assessments.models import Assessment
from assessments.priority import PARTS
from operations.models import Event

SETTING = (AssessmentAction.OPEN_ASSESSMENT, AssessmentAction.CHANGE_ASSESSMENT)


@dataclass(frozen=True, slots=True)
class SetWeights:
    """As they stood from one saving on until the next that said others."""

    weights: dict[str, int]
    set_by: str
    set_at: datetime


def savings_of_editions() -> ArraySubquery:
    """For `annotate`: what each saving of an edition said its weights are, in the statement that reads the edition."""
    of_it = Event.objects.filter(
        action__in=SETTING,
        subject_type=Assessment._meta.label_lower,
        subject_id=Cast(OuterRef("pk"), CharField()),
    )
    said = {part: F(f"after__weight_{part}") for part in PARTS}
    return ArraySubquery(
        of_it.order_by("sequence").values(json=JSONObject(at="recorded_at", by="actor__name", **said))
    )


def weights_history(edition: Any) -> list[SetWeights]:
    """The newest first, of an edition read with its `savings`; one that changed no weight is left out."""
    return list(_changes(edition.savings))[::-1]


def _changes(savings: list[dict[str, Any]]) -> Iterator[SetWeights]:
    before: dict[str, int] = {}
    for saving in savings:
        weights = {part: int(saving[part] or 0) for part in PARTS}
        if weights != before:
            yield SetWeights(weights, saving["by"] or "", timezone.localtime(datetime.fromisoformat(saving["at"])))
        before = weights
