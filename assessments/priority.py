"""The priority of needs: score, rank, and what the rank would be under equal weights (docs/law.md#priority)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from assessments.enums import Scale
from assessments.models import Assessment, Need

PARTS = ("severity", "gap", "size", "voice", "legal")
Scores = dict[int, Decimal]
Weights = dict[str, Decimal]
FIRST = 10
SMALL_SHIFT = 5  # percent of weight moved from one part to another


@dataclass(frozen=True, slots=True)
class Priority:
    """One need's place: parts and score 0–100; `rank` follows a recorded decision where there is one."""

    parts: dict[str, Decimal]
    score: Decimal
    rank: int
    computed_rank: int
    equal_rank: int

    @property
    def is_sensitive(self) -> bool:
        """Equal weights would move the need by more than three places."""
        return abs(self.computed_rank - self.equal_rank) > 3

    @property
    def is_overridden(self) -> bool:
        return self.rank != self.computed_rank


def parts_of(need: Need, *, largest: int, points: dict[str, int]) -> dict[str, Decimal]:
    """The five parts of the score, each 0–100, by the scale of the edition; a voice not heard counts as nothing."""
    gap = Decimal(need.uncovered) * 100 / need.affected if need.affected else Decimal(0)
    return {
        "severity": Decimal(points[f"{Scale.SEVERITY}:{need.severity}"]),
        "gap": gap,
        "size": Decimal(need.affected) * 100 / largest if largest else Decimal(0),
        "voice": need.voice_score or Decimal(0),
        "legal": Decimal(points[f"{Scale.LEGAL_DUTY}:{need.legal_duty}"]),
    }


def stored_weights(assessment: Assessment) -> Weights:
    return {name: Decimal(getattr(assessment, f"weight_{name}")) for name in PARTS}


def ranking(
    assessment: Assessment, needs: Iterable[Need] | None = None, *, weights: Weights | None = None
) -> dict[int, Priority]:
    """The priority of every need of the edition by its key; ties by severity, then gap, then code.

    `weights` are tried out in the place of the stored ones; they make 100 percent together.
    """
    rows = list(assessment.needs.all() if needs is None else needs)
    largest = max((need.affected for need in rows), default=0)
    parts = {need.pk: parts_of(need, largest=largest, points=assessment.scale_points) for need in rows}
    weights = weights or stored_weights(assessment)
    scores = {key: weighted(each, weights) for key, each in parts.items()}
    equal = {key: weighted(each, dict.fromkeys(PARTS, Decimal(20))) for key, each in parts.items()}
    ranks = positions(rows, in_order_of(parts, scores))
    equal_ranks = positions(rows, in_order_of(parts, equal))
    decided = positions(decided_order(rows, ranks))
    return {
        need.pk: Priority(
            parts=parts[need.pk],
            score=scores[need.pk].quantize(Decimal("0.1")),
            rank=decided[need.pk],
            computed_rank=ranks[need.pk],
            equal_rank=equal_ranks[need.pk],
        )
        for need in rows
    }


def weighted(parts: dict[str, Decimal], weights: dict[str, Decimal]) -> Decimal:
    return sum((weights[name] * parts[name] for name in PARTS), Decimal(0)) / 100


def in_order_of(parts: dict[int, dict[str, Decimal]], scores: Scores) -> Callable[[Need], tuple[object, ...]]:
    def key(need: Need) -> tuple[object, ...]:
        return (-scores[need.pk], -need.severity, -parts[need.pk]["gap"], need.code)

    return key


def positions(rows: list[Need], key: Callable[[Need], tuple[object, ...]] | None = None) -> dict[int, int]:
    ordered = sorted(rows, key=key) if key else rows
    return {need.pk: place for place, need in enumerate(ordered, start=1)}


def decided_order(rows: list[Need], ranks: dict[int, int]) -> list[Need]:
    """Computed order, with each need that a body ranked put at its decided place."""
    ordered = sorted((need for need in rows if need.override_rank is None), key=lambda need: ranks[need.pk])
    decided = sorted(
        (need for need in rows if need.override_rank is not None), key=lambda need: (need.override_rank, need.code)
    )
    for need in decided:
        ordered.insert((need.override_rank or 1) - 1, need)
    return ordered


def moved_by_small_shifts(needs: Iterable[Need], weights: Weights, points: dict[str, int]) -> list[Need]:
    """Needs that enter or leave the first ten where 5 percent of weight moves from one part to another."""
    rows = list(needs)
    largest = max((need.affected for need in rows), default=0)
    parts = {need.pk: parts_of(need, largest=largest, points=points) for need in rows}
    usual = first_ones(rows, parts, weights)
    moved: set[int] = set()
    for shifted in small_shifts(weights):
        moved |= usual ^ first_ones(rows, parts, shifted)
    return [need for need in rows if need.pk in moved]


def first_ones(rows: list[Need], parts: dict[int, dict[str, Decimal]], weights: Weights) -> set[int]:
    scores = {key: weighted(each, weights) for key, each in parts.items()}
    return {need.pk for need in sorted(rows, key=in_order_of(parts, scores))[:FIRST]}


def small_shifts(weights: Weights) -> Iterable[Weights]:
    for giver, taker in permutations(PARTS, 2):
        if weights[giver] >= SMALL_SHIFT:
            yield weights | {giver: weights[giver] - SMALL_SHIFT, taker: weights[taker] + SMALL_SHIFT}
