"""The demonstration's Monitoring Strategy 2024–2026: its text, before the council in the same session as the plan."""

from __future__ import annotations

from typing import Any

from accounts.enums import Role
from accounts.models import User
from municipality.calendar import threshold
from municipality.enums import ThresholdCode
from socialplan.approval.services.council import Vote
from socialplan.content.enums import PlanKind
from socialplan.content.models import Plan, PlanVersion
from socialplan.drafting.services.content import register_risk
from socialplan.drafting.services.plans import create_plan
from vlora_plan.demo.data import read
from vlora_plan.demo.plan import AdoptionCase, adopt, on, write_chapters

WAY = AdoptionCase(
    number="01/DEMO",
    agenda_item=4,
    vote=Vote(36, 32, 0, 3, 1),
    committees=(("social", "2024-05-22", (8, 0, 0)), ("finance", "2024-05-23", (7, 0, 1))),
)
BODIES = ("body_sq", "body_en")


def write_strategy(followed: Plan, actors: dict[Role, User]) -> PlanVersion:
    """The first version of the strategy with its chapters; goals, measures and money stand in the plan alone."""
    staff, entry, data = actors[Role.STAFF], on("2024-04-29"), read("strategy")
    version = create_plan(
        actor=staff,
        entry=entry,
        kind=PlanKind.MONITORING_STRATEGY,
        title_sq="Strategjia e Monitorimit të Planit Social Vendor 2024–2026",
        title_en="Monitoring Strategy of the Local Social Plan 2024–2026",
        first_year=2024,
        last_year=2026,
        follows=followed,
        with_outline=True,
    )
    rows = [row | {name: _with_thresholds(row[name]) for name in BODIES} for row in data["chapters"]]
    write_chapters(version, rows, actor=staff, entry=entry)
    for row in data["risks"]:
        register_risk(version, actor=staff, entry=entry, **row)
    return version


def adopt_strategy(version: PlanVersion, actors: dict[Role, User]) -> PlanVersion:
    """The steps of the plan, under a decision number of its own."""
    return adopt(version, actors, WAY)


def _with_thresholds(body: str) -> str:
    """The text with the municipality's own thresholds in their places."""
    values: dict[str, Any] = {code.value: threshold(code) for code in ThresholdCode if f"{{{code}}}" in body}
    return body.format(**values)
