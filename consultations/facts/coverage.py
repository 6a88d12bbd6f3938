"""Which group was reached by which kind of event: the grid whose empty cells are the news."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from assessments.models import TargetGroup
from consultations.models import ConsultationEvent, EventKind, Round
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read

FIRST_KINDS = 3  # shown empty while nothing was held


@dataclass(frozen=True, slots=True)
class CoverageRow:
    group: TargetGroup
    counts: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class CoverageGrid:
    kinds: list[str]
    rows: list[CoverageRow]


def coverage_grid(consultation: Round | None = None) -> CoverageGrid:
    return read(read_coverage(consultation))


def read_coverage(consultation: Round | None = None) -> Reader[CoverageGrid]:
    """Held events by group and kind, of one round or of all; every group in use has a row, also one never reached.

    A group that is not in use has one only where it was reached.
    """
    held = ConsultationEvent.objects.held().exclude(groups=None)
    groups = TargetGroup.objects.all()
    if consultation is not None:
        held, groups = held.filter(round=consultation), consultation.groups.all()
    met, known = held.values_list("groups", "kind__code"), EventKind.objects.all()
    yield from read_lists(met, known, groups)
    pairs = Counter(met)
    present = [kind for kind in known if any(kind.code == found for _group, found in pairs)]
    kinds = present or [kind for kind in known if kind.is_active][:FIRST_KINDS]
    rows = []
    for group in groups:
        counts = [pairs[group.pk, kind.code] for kind in kinds]
        if group.is_active or any(counts):
            rows.append(CoverageRow(group, counts, sum(counts)))
    return CoverageGrid([str(kind) for kind in kinds], rows)


def read_groups_covered() -> Reader[int]:
    """How many groups were the addressees of at least one held event."""
    covered = ConsultationEvent.objects.held().exclude(groups=None).order_by().values_list("groups", flat=True)
    reached = covered.distinct()
    yield [reached]
    return len(reached)
