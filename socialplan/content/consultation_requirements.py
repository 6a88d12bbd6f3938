"""What must be true of the consultations before a version goes to the council. No one may override these."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, TextField, UUIDField, Value
from django.db.models.functions import Cast

from consultations.enums import RoundStep
from consultations.models import Disposition, RoundStateChange
from consultations.requirements import rounds_owing
from socialplan.content.enums import NodeKind
from socialplan.content.models import ContentRow, DispositionTarget, PlanVersion

NODE_RELATIONS = {
    NodeKind.CHAPTER: "chapters",
    NodeKind.GOAL: "strategicgoals",
    NodeKind.OBJECTIVE: "specificobjectives",
    NodeKind.MEASURE: "measures",
    NodeKind.INDICATOR: "indicators",
    NodeKind.RISK: "risks",
}


def node_of(version: PlanVersion, *, kind: str, key: UUID) -> ContentRow | None:
    """The row that stands at a stable key in this version, if it is there."""
    row: ContentRow | None = getattr(version, NODE_RELATIONS[NodeKind(kind)]).filter(key=key).first()
    return row


class IsAmong(Func):
    """Whether a value is in a list that goes to the database as one, where `in` would send thousands."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """A consultation round of the plan: whether it still owes answers, or has accepted ones without a place.

    `is_own`: held for this version. One held for an earlier version says nothing of what has changed since, and one
    that was closed before the version existed was not about it.
    """

    round_id: int
    owes_answers: bool
    has_unplaced: bool
    is_own: bool


def rounds_of(version: PlanVersion, content: dict[str, Any]) -> list[RoundStatus]:
    """How the plan's rounds stand towards this content, in one query."""
    unplaced = _without_place(version, _keys(content)).filter(recommendation__round=OuterRef("round"))
    links = version.plan.round_links.annotate(
        owes_answers=Exists(rounds_owing().filter(pk=OuterRef("round"))),
        has_unplaced=Exists(unplaced),
        is_own=_held_for(version),
    )
    return [RoundStatus(*row) for row in links.values_list("round_id", "owes_answers", "has_unplaced", "is_own")]


def _held_for(version: PlanVersion) -> Any:
    """Whether a round was held for this version's way; what is entered afterwards is not judged by its typing."""
    chain = version.chain()
    begun = chain[-1]
    closed_before = RoundStateChange.objects.filter(
        round=OuterRef("round"), step=RoundStep.CLOSE, is_back_entry=False, recorded_at__lt=begun.created_at
    )
    held = Q(version__in=[each.pk for each in chain])
    if begun.derived_from_id is None:
        held |= Q(version=None)
    return ExpressionWrapper(held & ~Exists(closed_before), output_field=BooleanField())


def _keys(content: dict[str, Any]) -> set[str]:
    return {row["key"] for relation in NODE_RELATIONS.values() for row in content[relation]}


def _without_place(version: PlanVersion, keys: Collection[UUID | str]) -> Any:
    known = Value(list(map(str, keys)), output_field=ArrayField(TextField()))
    is_known = IsAmong(F("node_key"), Cast(known, ArrayField(UUIDField())))
    placed = DispositionTarget.objects.filter(is_known, disposition=OuterRef("pk"), plan=version.plan_id)
    return Disposition.objects.current().needing_target().filter(~Exists(placed))


def answers_without_place(version: PlanVersion, content: dict[str, Any]) -> list[Disposition]:
    """Accepted answers of the plan's rounds that point at no row of this content."""
    accepted = _without_place(version, _keys(content)).filter(recommendation__round__plan_links__plan=version.plan)
    return list(accepted.select_related("recommendation"))
