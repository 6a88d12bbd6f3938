"""The tree of a version as it is printed: goals, objectives, measures with indicators, and risks, in five queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from socialplan.models import PlanVersion

# Above so many measures the tree opens folded.
OPEN_UP_TO = 120


@dataclass(frozen=True, slots=True)
class Node:
    """A row, its kind, and the lists below it: first the kind, then its rows."""

    kind: str
    row: Any
    below: tuple[tuple[str, list[Node]], ...] = ()

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(kind, len(nodes)) for kind, nodes in self.below if nodes]


@dataclass(frozen=True, slots=True)
class Tree:
    goals: list[Node]
    risks: list[Node]
    is_open: bool


def tree_of(version: PlanVersion) -> Tree:
    measures, indicators = (_by_objective(rows.all()) for rows in (version.measures, version.indicators))
    objectives: dict[int, list[Node]] = defaultdict(list)
    for objective in version.specificobjectives.all():
        below = (
            ("measure", [Node("measure", row) for row in measures[objective.pk]]),
            ("indicator", [Node("indicator", row) for row in indicators[objective.pk]]),
        )
        objectives[objective.goal_id].append(Node("objective", objective, below))
    goals = [Node("goal", goal, (("objective", objectives[goal.pk]),)) for goal in version.strategicgoals.all()]
    risks = [Node("risk", risk) for risk in version.risks.all()]
    return Tree(goals, risks, sum(map(len, measures.values())) <= OPEN_UP_TO)


def _by_objective(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.objective_id].append(row)
    return found
