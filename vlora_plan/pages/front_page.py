"""What the front page shows everybody: where the plan stands, and where one can take part today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db.models import QuerySet

from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, side_by_side
from municipality.rule_book import read_rule_book
from socialplan.approval.in_force import in_force_of, status_in_words
from socialplan.content.enums import FINISHED_STATES, LIVING_STATES
from socialplan.content.models import Plan, PlanVersion


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """The version of a plan that holds, else its newest; since when; and a newer one that is on its way.

    `beside`: while a version is in force, the sentence on the adopted one that is not yet.
    """

    plan: Plan
    version: PlanVersion
    since: date | None
    coming: PlanVersion | None
    beside: str = ""


def read_plan_statuses() -> Reader[list[PlanStatus]]:
    """Of each plan, the plans in their order."""
    ordered = _telling()
    yield from side_by_side(read_lists(ordered), read_rule_book())
    return [_status(list(of_plan)) for _plan, of_plan in groupby(ordered, key=attrgetter("plan_id"))]


@prepared
def _telling() -> QuerySet[PlanVersion]:
    versions = PlanVersion.objects.telling().select_related("plan", "announcement").prefetch_related("state_changes")
    return versions.order_by("plan", "number")


def _status(versions: list[PlanVersion]) -> PlanStatus:
    """Of one plan's versions in order; an amendment being drafted does not hide the plan that is in force."""
    newest = versions[-1]
    holding = [version for version in versions if version.state in LIVING_STATES]
    version = in_force_of(versions) or (holding[-1] if holding else newest)
    coming = newest if newest != version and newest.state not in FINISHED_STATES else None
    return PlanStatus(version.plan, version, _since(version), coming, status_in_words(versions))


def _since(version: PlanVersion) -> date | None:
    changes = list(version.state_changes.all())
    return changes[-1].happened_on if changes else None
