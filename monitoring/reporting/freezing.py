"""Figures fixed by a report at its cut-off: as plain JSON with a hash, and back; nothing later changes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from monitoring.disclosure import ReachedCell, ReachedRow, group_rows
from monitoring.enums import Light
from monitoring.figures import (
    BudgetFigures,
    EndedLine,
    GroupLine,
    InForceLine,
    MeasureLine,
    MoneyLine,
    MovedMoney,
    PeriodFigures,
    period_figures,
)
from monitoring.indicator_line import IndicatorLine
from monitoring.models import Period
from monitoring.parting.parted import FIGURES, PartedLine, PartLine
from monitoring.parting.reach import ReachLine
from monitoring.progress import IndicatorProgress

AMOUNTS = ("baseline", "target", "actual", "last", "to_date", "end_target", "first_target", "first_percent",
           "numerator", "denominator")  # fmt: skip


#: What the figures of every report hold; what came later may be missing.
NEVER_MISSING = ("indicators", "measures", "by_goal", "by_source", "groups")


def freeze_figures(period: Period) -> dict[str, Any]:
    """The same figures as plain JSON, for the report that fixes them at its cut-off."""
    return frozen_form(period_figures(period))


def frozen_form(figures: PeriodFigures) -> dict[str, Any]:
    """Figures as plain JSON; persons reached as they were judged, else as the rule of today has them."""
    rows = figures.reached_rows or group_rows(figures.groups, is_public=False)
    return _plain(asdict(replace(figures, reached_rows=tuple(rows))))


def sha256_of_figures(frozen: dict[str, Any]) -> str:
    """The same figures give the same hash, in whatever order they were read."""
    plain = json.dumps(frozen, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def thaw_figures(frozen: dict[str, Any]) -> PeriodFigures:
    """The figures of a validated report, as `freeze_figures` left them."""

    def money_of(line: dict[str, Any]) -> dict[str, Any]:
        return line | {"money": BudgetFigures(**line["money"])}

    return PeriodFigures(
        indicators=tuple(_thaw_indicator(line) for line in frozen["indicators"]),
        measures=tuple(MeasureLine(**money_of(line)) for line in frozen["measures"]),
        by_goal=tuple(MoneyLine(**money_of(line)) for line in frozen["by_goal"]),
        by_source=tuple(MoneyLine(**money_of(line)) for line in frozen["by_source"]),
        groups=tuple(GroupLine(**line) for line in frozen["groups"]),
        by_programme=tuple(MoneyLine(**money_of(line)) for line in frozen.get("by_programme", ())),
        reached_rows=tuple(_thaw_reached(row) for row in frozen.get("reached_rows", ())),
        ended=tuple(_thaw_ended(line) for line in frozen.get("ended", ())),
        transfers=tuple(MovedMoney(**line) for line in frozen.get("transfers", ())),
        in_force=tuple(InForceLine(**line) for line in frozen.get("in_force", ())),
        parts=tuple(_thaw_parted(line) for line in frozen.get("parts", ())),
        reach=tuple(_thaw_reach(line) for line in frozen.get("reach", ())),
    )


def thaw_part(part: str, lines: Collection[dict[str, Any]]) -> PeriodFigures:
    """Figures of which nothing but these lines is asked."""
    return thaw_figures({name: lines if name == part else [] for name in NEVER_MISSING})


def _thaw_ended(line: dict[str, Any]) -> EndedLine:
    return EndedLine(**(line | {"last": None if line["last"] is None else Decimal(line["last"])}))


def _thaw_parted(line: dict[str, Any]) -> PartedLine:
    both = {name: tuple(_thaw_part(part) for part in line[name]) for name in ("parts", "margins")}
    return PartedLine(**(line | both))


def _thaw_reach(line: dict[str, Any]) -> ReachLine:
    return ReachLine(**(line | {"parts": tuple(_thaw_parted(each) for each in line["parts"])}))


def _thaw_part(part: dict[str, Any]) -> PartLine:
    numbers = {name: None if part[name] is None else Decimal(part[name]) for name in FIGURES}
    named = {"answer_kind" if name == "standing" else name: value for name, value in part.items()}  # its older name
    return PartLine(**(named | numbers))


def _thaw_reached(row: dict[str, Any]) -> ReachedRow:
    return ReachedRow(row["name_sq"], row["name_en"], tuple(ReachedCell(**cell) for cell in row["cells"]))


def _thaw_indicator(line: dict[str, Any]) -> IndicatorLine:
    percent = line["progress"]["percent"]
    progress = IndicatorProgress(None if percent is None else Decimal(percent), Light(line["progress"]["light"]))
    numbers = {name: None if line.get(name) is None else Decimal(line[name]) for name in AMOUNTS}
    earlier = {period: Decimal(amount) for period, amount in line.get("earlier", {}).items()}
    inside = {period: Decimal(amount) for period, amount in line.get("inside", {}).items()}
    return IndicatorLine(**(line | numbers | {"progress": progress, "earlier": earlier, "inside": inside}))


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    return str(content) if isinstance(content, Decimal) else content
