"""Two editions side by side: what changed need by need and figure by figure, for those inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, Q

from assessments.models import Assessment, DataPoint, Need
from assessments.models.figures import SAME_FIGURE
from assessments.priority import Priority, ranking

MOST_FIGURES = 500
OF_FIGURE = (*(name for name in SAME_FIGURE if name not in {"definition", "unit", "group"}), "ends_on", "source")
NEED_FIGURES = ("affected", "covered", "uncovered", "severity")


@dataclass(frozen=True, slots=True)
class Pair:
    """A value in the earlier edition and in the later one; None where it is not there."""

    before: Any
    now: Any

    @property
    def is_changed(self) -> bool:
        return bool(self.before != self.now)


@dataclass(frozen=True, slots=True)
class ComparedNeed:
    """A need by its code; the name is that of the edition that has it, the later one first."""

    code: str
    name: Any
    is_new: bool
    is_gone: bool
    figures: Mapping[str, Pair]
    rank: Pair

    @property
    def is_changed(self) -> bool:
        return any(pair.is_changed for pair in (*self.figures.values(), self.rank))


def compared_needs(before: Assessment, now: Assessment) -> list[ComparedNeed]:
    """Every need of both editions, in the order of their codes."""
    old, new = ({need.code: need for need in edition.needs.all()} for edition in (before, now))
    ranks = ranking(before, old.values()), ranking(now, new.values())
    return [_need(code, (old.get(code), new.get(code)), ranks) for code in sorted({*old, *new})]


def _need(
    code: str, needs: tuple[Need | None, Need | None], ranks: tuple[dict[int, Priority], dict[int, Priority]]
) -> ComparedNeed:
    old, new = needs
    figures = {name: Pair(getattr(old, name, None), getattr(new, name, None)) for name in NEED_FIGURES}
    places = [each[need.pk].rank if need else None for need, each in zip(needs, ranks, strict=True)]
    named = new or old
    return ComparedNeed(code, named.name if named else "", old is None, new is None, figures, Pair(*places))


@dataclass(frozen=True, slots=True)
class FigurePair:
    """A figure of the same thing, place, people, day and source; `row` names them."""

    row: DataPoint
    value: Pair

    @property
    def change(self) -> Decimal | None:
        """In percent of the earlier value."""
        if not self.value.before or self.value.now is None:
            return None
        return ((self.value.now - self.value.before) * 100 / self.value.before).quantize(Decimal("0.1"))


def compared_figures(before: Assessment, now: Assessment) -> list[FigurePair]:
    """The figures that differ, that are new and that are gone; at most `MOST_FIGURES`, in the order of the profile."""
    return list(_figures(before, now))


def _figures(before: Assessment, now: Assessment) -> Iterator[FigurePair]:
    points = DataPoint.objects.current().filter(assessment__in=[before, now]).order_by()
    alike = points.values("definition", "unit", "group", *OF_FIGURE).annotate(
        key=Max("pk"),
        before=Max("value", filter=Q(assessment=before)),
        after=Max("value", filter=Q(assessment=now)),
    )
    other = alike.filter(~Q(before=F("after")) | Q(before=None) | Q(after=None))
    found = list(other.order_by("definition__order", "key").values_list("key", "before", "after")[:MOST_FIGURES])
    rows = DataPoint.objects.with_place().in_bulk([key for key, _before, _after in found])
    for key, old, new in found:
        yield FigurePair(rows[key], Pair(old, new))
