"""The log of what is done in tree and matrix, kept so that the last of it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from socialplan.content.enums import NodeKind
from socialplan.content.models import (
    Indicator,
    Measure,
    OrderedRow,
    PlanVersion,
    Risk,
    SpecificObjective,
    StrategicGoal,
)
from socialplan.drafting.models import ContentEdit

NODES: dict[str, type[OrderedRow]] = {
    NodeKind.GOAL: StrategicGoal,
    NodeKind.OBJECTIVE: SpecificObjective,
    NodeKind.MEASURE: Measure,
    NodeKind.INDICATOR: Indicator,
    NodeKind.RISK: Risk,
}
KINDS = {model: kind for kind, model in NODES.items()}
ROW, PLACE = "row", "place"


@dataclass(frozen=True, slots=True)
class Change:
    """One cell, one whole row ("row") or one place ("place"), before and after, in plain JSON values."""

    model: str
    key: UUID
    field: str
    before: Any
    after: Any

    @property
    def plain(self) -> dict[str, Any]:
        return {
            "model": str(self.model),
            "key": str(self.key),
            "field": self.field,
            "before": self.before,
            "after": self.after,
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Change:
        return cls(plain["model"], UUID(plain["key"]), plain["field"], plain["before"], plain["after"])


def log_edit(version: PlanVersion, kind: str, changes: list[Change], *, actor: User) -> ContentEdit:
    """One row for everything that was done in one go."""
    return ContentEdit.objects.create(
        version=version, actor=actor, kind=kind, changes=[change.plain for change in changes]
    )
