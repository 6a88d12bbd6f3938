"""What a dashboard shows of periods, from their roll-ups where these hold, else worked out on the spot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone

from core.tables import Words
from monitoring.enums import Light
from monitoring.expected import office_lines
from monitoring.figures import PeriodFigures, period_figures
from monitoring.models import Period, PeriodRollUp
from monitoring.reporting.dashboard import PlanLinks, choices_of
from monitoring.reporting.freezing import frozen_form, thaw_figures
from operations.roll_ups import begin_roll_up, keep_roll_up

LOCK = "monitoring.roll_up"
LINKS = "links"  # beside the figures: what their rows belong to


@dataclass(frozen=True, slots=True)
class OverdueOffice:
    name: Words
    overdue: int


@dataclass(frozen=True, slots=True)
class Board:
    """Lights as staff and as the public have them, what offices still owe by its day, what can be chosen from."""

    lights: dict[str, int]
    public_lights: dict[str, int]
    owed: list[tuple[dict[str, str], dict[str, int]]]
    choices: dict[str, list[tuple[str, dict[str, str]]]]
    ended: int = 0

    @classmethod
    def of(cls, period: Period, figures: PeriodFigures) -> Board:
        return cls(
            _lights(figures),
            _lights(figures.for_public()),
            [(Words.made(lambda line=line: line.name).to_plain(), _owed(line.open_cells))
             for line in office_lines(period) if line.open_cells],
            choices_of(period.version),
            len(figures.ended),
        )  # fmt: skip

    @property
    def overdue(self) -> list[OverdueOffice]:
        """From the day after, by the municipality's clock."""
        today = timezone.localdate()
        found = []
        for name, owed in self.owed:
            count = sum(number for day, number in owed.items() if date.fromisoformat(day) < today)
            if count:
                found.append(OverdueOffice(Words(**name), count))
        return found

    def to_plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("lights", "public_lights", "owed", "choices", "ended")}


def _lights(figures: PeriodFigures) -> dict[str, int]:
    counted = Counter(str(line.progress.light) for line in figures.indicators)
    return {str(light): counted[str(light)] for light in Light}


def _owed(cells: Iterable[Any]) -> dict[str, int]:
    return dict(Counter(cell.due_on.isoformat() for cell in cells))


def figures_of(period: Period) -> PeriodFigures:
    """As its last validated report froze them, else as they are today."""
    frozen = period.reports.filter(figures__isnull=False).order_by("-revision").first()
    return thaw_figures(frozen.figures) if frozen and frozen.figures else period_figures(period)


def boards_of(periods: Iterable[Period]) -> dict[int, Board]:
    """One query for all that hold; whose does not is worked out anew."""
    chosen = list(periods)
    rows = PeriodRollUp.objects.fresh().filter(period__in=[each.pk for each in chosen])
    kept = {pk: Board(**board) for pk, board in rows.values_list("period", "board")}
    return {each.pk: kept[each.pk] if each.pk in kept else Board.of(each, figures_of(each)) for each in chosen}


@dataclass(frozen=True, slots=True)
class Rolled:
    """The boards of some periods by key, and of the one that is shown its figures and what its rows belong to."""

    boards: dict[int, Board]
    figures: PeriodFigures
    links: Callable[[], PlanLinks]


def read_rolled(periods: Iterable[Period], shown: Period) -> Rolled:
    """In one query as far as the roll-ups hold."""
    chosen = list(periods)
    own = Case(When(period=shown.pk, then=F("figures")), default=None)
    rows = PeriodRollUp.objects.fresh().filter(period__in={shown.pk, *(each.pk for each in chosen)})
    found = {pk: (board, figures) for pk, board, figures in rows.annotate(own=own).values_list("pk", "board", "own")}
    boards = {
        each.pk: Board(**found[each.pk][0]) if each.pk in found else Board.of(each, figures_of(each))
        for each in chosen
    }
    if shown.pk not in found:
        figures = replace(figures_of(shown), parts=(), reach=())
        return Rolled(boards, figures, lambda: PlanLinks.of(shown.version))
    kept = found[shown.pk][1]
    links = kept.get(LINKS)
    return Rolled(boards, thaw_figures(kept), lambda: PlanLinks(**links) if links else PlanLinks.of(shown.version))


def rolled_figures(period: Period) -> PeriodFigures:
    """Without the parts of results and of persons by measure, which no dashboard shows."""
    kept = PeriodRollUp.objects.fresh().filter(period=period.pk).values_list("figures", flat=True).first()
    return replace(figures_of(period), parts=(), reach=()) if kept is None else thaw_figures(kept)


def to_refresh() -> QuerySet[Period]:
    waiting = Period.objects.filter(Q(roll_up=None) | Q(roll_up__is_stale=True))
    return waiting.select_related("version__plan", "plan", "kind").order_by("pk")


def roll_up(period: Period) -> PeriodRollUp | None:
    """Work out a period and keep it; None where somebody writes meanwhile: the next round will find it."""
    made_at = timezone.now()
    if (mark := begin_roll_up(PeriodRollUp, LOCK, period.pk, board={}, figures={})) is None:
        return None
    figures = figures_of(period)
    fields = {
        "figures": frozen_form(replace(figures, parts=(), reach=())) | {LINKS: asdict(PlanLinks.of(period.version))},
        "board": Board.of(period, figures).to_plain(),
        "made_at": made_at,
    }
    is_kept = keep_roll_up(PeriodRollUp, LOCK, mark, fields)
    return PeriodRollUp.objects.get(pk=period.pk) if is_kept else None


def refresh_roll_ups() -> int:
    """Make anew what no longer holds; returns how many."""
    return sum(roll_up(period) is not None for period in list(to_refresh()))
