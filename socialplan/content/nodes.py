"""The tree of a version as it is printed: goals, objectives, measures with indicators, and risks, in six queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from core.i18n import localized
from socialplan.content.comments import open_counts
from socialplan.content.models import Measure, PlanVersion

# Above so many measures the tree opens folded.
OPEN_UP_TO = 120


class Leaf(NamedTuple):
    """A measure or an indicator, which a long plan has by the thousand: what the tree shows of it, and no more."""

    pk: int
    key: UUID
    revision: int
    code: str
    title_sq: str
    title_en: str
    objective_id: int
    title = localized("title")

    def get_absolute_url(self) -> str:
        """The page of a measure; an indicator has none that the tree leads to."""
        return Measure(pk=self.pk).get_absolute_url()


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A row, its kind, the lists below it (first the kind, then its rows), and how many comments are open on it."""

    kind: str
    row: Any
    below: tuple[tuple[str, list[TreeNode]], ...] = ()
    comments: int = 0

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(kind, len(nodes)) for kind, nodes in self.below if nodes]


@dataclass(frozen=True, slots=True)
class Tree:
    goals: list[TreeNode]
    risks: list[TreeNode]
    is_open: bool


def tree_of(version: PlanVersion) -> Tree:
    said = open_counts(version)
    measures, indicators = map(_by_objective, (version.measures, version.indicators))
    objectives: dict[int, list[TreeNode]] = defaultdict(list)
    for objective in version.specificobjectives.all():
        below = (
            ("measure", [TreeNode("measure", row, comments=said[row.key]) for row in measures[objective.pk]]),
            ("indicator", [TreeNode("indicator", row, comments=said[row.key]) for row in indicators[objective.pk]]),
        )
        objectives[objective.goal_id].append(TreeNode("objective", objective, below, said[objective.key]))
    goals = [
        TreeNode("goal", goal, (("objective", objectives[goal.pk]),), said[goal.key])
        for goal in version.strategicgoals.all()
    ]
    risks = [TreeNode("risk", risk, comments=said[risk.key]) for risk in version.risks.all()]
    return Tree(goals, risks, sum(map(len, measures.values())) <= OPEN_UP_TO)


def _by_objective(rows: Any) -> dict[int, list[Leaf]]:
    found: dict[int, list[Leaf]] = defaultdict(list)
    for row in map(Leaf._make, rows.values_list(*Leaf._fields)):
        found[row.objective_id].append(row)
    return found
