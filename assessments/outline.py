"""Tables of needs and services as one reader gets them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf
from typing import Any

from assessments.disclosure import NeedFigures, ServiceFigures, figures_of_services, need_figures
from assessments.models import Assessment, Need, Service
from assessments.priority import FIRST, PARTS, Priority, Weights, moved_by_small_shifts, ranking, stored_weights
from assessments.stored_release import StoredRelease
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side

ENOUGH_EVIDENCE = 2  # kinds


@dataclass(frozen=True, slots=True)
class NeedRow:
    """`priority` is None where it would tell a hidden figure."""

    need: Need
    figures: NeedFigures
    priority: Priority | None

    @property
    def place(self) -> tuple[float, str]:
        """By rank; needs without one follow by their code."""
        return (self.priority.rank if self.priority else inf), self.need.code


@dataclass(frozen=True, slots=True)
class ServiceRow:
    service: Service
    figures: ServiceFigures


def sees_true_figures(user: Any) -> bool:
    return user is not None and user.has_perm("assessments.view_true_figures")


def need_table(
    assessment: Assessment,
    *,
    chosen: Sequence[int] | None = None,
    is_by_rank: bool = True,
    user: Any,
    telling: StoredRelease | None = None,
) -> list[NeedRow]:
    """Needs by rank, or as chosen and in that order; ranks are always those of the whole edition."""
    rows = read(read_need_table(assessment, user=user, telling=telling))
    if chosen is None:
        return rows
    wanted = set(chosen)
    by_key = {row.need.pk: row for row in rows if row.need.pk in wanted}
    return list(by_key.values()) if is_by_rank else [by_key[key] for key in chosen]


def read_need_row(need: Need, *, user: Any, telling: StoredRelease) -> Reader[NeedRow]:
    """One need with its place among all needs of its edition."""
    needs = need.assessment.needs.with_place()
    yield from read_lists(needs)
    rows = rows_of(need.assessment, list(needs), telling, sees_all=sees_true_figures(user))
    return next(row for row in rows if row.need.pk == need.pk)


def read_need_table(
    assessment: Assessment, *, user: Any, telling: StoredRelease | None = None
) -> Reader[list[NeedRow]]:
    """All needs by rank."""
    needs = assessment.needs.with_place()
    told, _lists = yield from side_by_side(_read_telling(assessment, telling), read_lists(needs))
    rows = rows_of(assessment, list(needs), told, sees_all=sees_true_figures(user))
    return sorted(rows, key=lambda row: row.place)


def _read_telling(assessment: Assessment, known: StoredRelease | None) -> Reader[StoredRelease]:
    return known or (yield from StoredRelease.read_of(assessment))


def rows_of(
    assessment: Assessment, needs: Collection[Need], telling: StoredRelease, *, sees_all: bool
) -> list[NeedRow]:
    """All needs of the edition as one reader gets them.

    Who does not see true figures gets scores and ranks worked out from public figures alone: the needs that hide one
    take no part, for their place among the others and the size of the largest would tell it.
    """
    figures = {need.pk: need_figures(need, telling, sees_all=sees_all) for need in needs}
    ranked = [need for need in needs if sees_all or not figures[need.pk].is_marked]
    priorities = ranking(assessment, ranked)
    return [NeedRow(need, figures[need.pk], priorities.get(need.pk)) for need in needs]


@dataclass(frozen=True, slots=True)
class TriedNeed:
    """A need with the parts of its score under the weights that are tried, and its rank under the stored ones."""

    need: Need
    priority: Priority
    stored_rank: int

    @property
    def parts(self) -> list[Decimal]:
        return [self.priority.parts[name] for name in PARTS]


@dataclass(frozen=True, slots=True)
class Trial:
    """`moved` are the needs that a small shift of weight takes into or out of the first ten.

    `thin` are those of the first ten that rest on one kind of evidence or on none.
    """

    rows: list[TriedNeed]
    moved: list[Need]
    is_stored: bool
    thin: list[TriedNeed]


def tried_ranking(assessment: Assessment, weights: Weights | None) -> Trial:
    """Needs by the computed rank under these weights; those of the edition where none are tried."""
    needs = list(assessment.needs.select_related("group"))
    stored, tried = ranking(assessment, needs), ranking(assessment, needs, weights=weights)
    rows = [TriedNeed(need, tried[need.pk], stored[need.pk].computed_rank) for need in needs]
    rows.sort(key=lambda row: row.priority.computed_rank)
    moved = moved_by_small_shifts(needs, weights or stored_weights(assessment), assessment.scale_points)
    thin = [row for row in rows if row.priority.rank <= FIRST and len(row.need.evidence) < ENOUGH_EVIDENCE]
    return Trial(rows, moved, weights is None, thin)


def service_rows(services: Iterable[Service], *, user: Any) -> list[ServiceRow]:
    chosen = list(services)
    figures = figures_of_services(chosen, sees_all=sees_true_figures(user))
    return [ServiceRow(service, figures[service.pk]) for service in chosen]
