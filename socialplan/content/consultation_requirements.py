"""What must be true of the consultations before a version goes to the council. No one may override these."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Subquery, TextField, UUIDField, Value
from django.db.models.functions import Cast

from consultations.enums import RoundStep
from consultations.models import Disposition, RoundStateChange
from consultations.requirements import rounds_owing
from core.together.by_key import PLACE_OF_KEY, ListsByKey
from socialplan.content.enums import NodeKind
from socialplan.content.models import ContentRow, DispositionTarget, PlanRound, PlanVersion

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
    answers = _rounds_of_plan().read(version.plan_id)
    links = json.loads(answers["links"])
    if not links:
        return []
    keys, chain = _keys(content), version.chain()
    accepted = json.loads(answers["accepted"])
    unplaced = {round_id for round_id, places in accepted if keys.isdisjoint(places)}
    return [
        RoundStatus(round_id, owes_answers, round_id in unplaced, _is_held_for(chain, held_for, closed_at))
        for round_id, held_for, owes_answers, closed_at in links
    ]


@cache
def _rounds_of_plan() -> ListsByKey:
    """The rounds of a plan, and their accepted answers with the stable keys at which the plan has placed each."""
    closed = RoundStateChange.objects.filter(round=OuterRef("round"), step=RoundStep.CLOSE, is_back_entry=False)
    links = PlanRound.objects.filter(plan=PLACE_OF_KEY).annotate(
        owes_answers=Exists(rounds_owing().filter(pk=OuterRef("round"))),
        closed_at=Subquery(closed.order_by("recorded_at").values("recorded_at")[:1]),
    )
    placed = DispositionTarget.objects.filter(disposition=OuterRef("pk"), plan=PLACE_OF_KEY)
    accepted = (
        Disposition.objects.current()
        .needing_target()
        .annotate(
            places=ArraySubquery(placed.order_by("pk").annotate(place=Cast("node_key", TextField())).values("place"))
        )
    )
    of_plan = accepted.filter(recommendation__round__plan_links__plan=PLACE_OF_KEY).order_by("pk")
    return ListsByKey(
        {
            "links": links.order_by("pk").values_list("round_id", "version_id", "owes_answers", "closed_at"),
            "accepted": of_plan.values_list("recommendation__round_id", "places"),
        }
    )


def _is_held_for(chain: list[PlanVersion], held_for: int | None, closed_at: str | None) -> bool:
    """Whether a round was held for this version's way; what is entered afterwards is not judged by its typing."""
    begun = chain[-1]
    if closed_at and datetime.fromisoformat(closed_at) < begun.created_at:
        return False
    return held_for in {each.pk for each in chain} or (held_for is None and begun.derived_from_id is None)


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
