"""What the front page shows everybody: where the plan stands, and where one can take part today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consultations.models import Round
from socialplan.models import Plan, PlanVersion


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest version of a plan: its state, and since when."""

    plan: Plan
    version: PlanVersion
    since: date | None


def plans_standing() -> list[Standing]:
    versions = PlanVersion.objects.telling().select_related("plan").prefetch_related("state_changes")
    versions = versions.order_by("plan", "number")
    newest = {version.plan_id: version for version in versions}
    return [Standing(version.plan, version, _since(version)) for version in newest.values()]


def _since(version: PlanVersion) -> date | None:
    changes = list(version.state_changes.all())
    return changes[-1].happened_on if changes else None


def open_rounds() -> list[Round]:
    return list(Round.objects.accepting().prefetch_related("groups"))
