"""What must be true of the consultations before a version goes to the council. No one may override these."""

from __future__ import annotations

from math import ceil
from uuid import UUID

from consultations.gates import unanswered
from consultations.models import Disposition
from municipality.small_numbers import small_number_rules
from socialplan.enums import NodeKind
from socialplan.models import ContentRow, PlanVersion

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


def every_round_is_answered(version: PlanVersion) -> bool:
    """Every round of the plan is closed, its contributions coded, its recommendations answered."""
    return not any(unanswered(link.round) for link in version.plan.round_links.select_related("round"))


def answers_without_place(version: PlanVersion) -> list[Disposition]:
    """Accepted answers of the plan's rounds that point at no row of this version."""
    keys: set[UUID] = set()
    for relation in NODE_RELATIONS.values():
        keys.update(getattr(version, relation).values_list("key", flat=True))
    accepted = (
        Disposition.objects.current()
        .needing_target()
        .filter(recommendation__round__plan_links__plan=version.plan)
        .select_related("recommendation")
        .prefetch_related("targets")
    )
    return [
        answer
        for answer in accepted
        if not any(target.plan_id == version.plan_id and target.node_key in keys for target in answer.targets.all())
    ]


def has_open_small_baseline(version: PlanVersion) -> bool:
    """A baseline under the threshold of its group that the published plan would show; zero is only a beginning."""
    small = version.indicators.filter(counts_people=True, hides_baseline=False, baseline__gt=0)
    if not small.exists():
        return False
    ordinary, protected = small_number_rules()
    return any((protected if each.is_protected else ordinary).hides(ceil(each.baseline or 0)) for each in small)


def every_answer_has_its_place(version: PlanVersion) -> bool:
    return not answers_without_place(version)
