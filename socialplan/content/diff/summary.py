"""What changes between two versions, on one page: for a councillor who has five minutes."""

from __future__ import annotations

from dataclasses import dataclass

from socialplan.content.diff import ChangeCount
from socialplan.content.diff.money import ComparedFigure, Totals
from socialplan.content.diff.pairs import ComparedPair, Reason, compared_pair, usual_counterpart
from socialplan.content.diff.tree import ComparedNode
from socialplan.content.models import PlanVersion

MOST_MONEY_CHANGES = 10
MOST_REASONS = 6


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """A measure whose money moved; the title says where, the fate whether it is new or gone."""

    node: ComparedNode
    cost: ComparedFigure
    funding: ComparedFigure


@dataclass(frozen=True, slots=True)
class Summary:
    pair: ComparedPair
    counts: list[ChangeCount]
    totals: Totals
    money: list[MoneyChange]
    more_money: int
    reasons: list[Reason]
    more_reasons: int

    @property
    def whole(self) -> list[ComparedFigure]:
        """Cost, funding and gap of the whole plan."""
        return [self.totals.whole.cost, self.totals.whole.funding, self.totals.whole.gap]


def summary_of(pair: ComparedPair) -> Summary:
    comparison = pair.comparison
    moved = comparison.largest_money_changes(most=None)
    reasons = pair.recommendations
    return Summary(
        pair=pair,
        counts=comparison.counts,
        totals=comparison.totals,
        money=[
            MoneyChange(node, node.money.cost, node.money.funding) for node in moved[:MOST_MONEY_CHANGES] if node.money
        ],
        more_money=max(0, len(moved) - MOST_MONEY_CHANGES),
        reasons=reasons[:MOST_REASONS],
        more_reasons=max(0, len(reasons) - MOST_REASONS),
    )


def usual_summary(version: PlanVersion) -> Summary | None:
    """Against the version in force; None where there is no adopted version to compare with."""
    counterpart = usual_counterpart(version)
    return None if counterpart is None else summary_of(compared_pair(counterpart, version))
