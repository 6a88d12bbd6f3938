"""The names by which releases of reports know their figures: the same in every report that tells them."""

from __future__ import annotations

from collections.abc import Iterable

from core.released import SHARED
from monitoring.figures import EndedLine
from monitoring.indicator_line import IndicatorLine
from monitoring.models.reach import WHOLE
from monitoring.parting.parted import PartedLine
from monitoring.parting.plan_counts import Cell
from monitoring.parting.reach import ReachLine


def part_key(line: PartedLine, period: int, code: str, name: str) -> str:
    return _part_key(line.key, period, line.dimension, code, name)


def _part_key(key: str, period: int, dimension: str, code: str, name: str) -> str:
    return f"{SHARED}part:{key}:{period}:{dimension}:{code}:{name}"


def named_keys(
    line: PartedLine, period: int, code: str, total: str, parts: Iterable[str]
) -> tuple[str, tuple[str, ...]]:
    return part_key(line, period, code, total), tuple(part_key(line, period, code, each) for each in parts)


def result_key(line: IndicatorLine, period: str) -> str:
    return _result_key(line.key, period)


def _result_key(key: str, period: str) -> str:
    return f"{SHARED}result:{key}:{period}"


def ended_key(line: EndedLine) -> str:
    return _result_key(line.key, line.last_period)


def reach_key(line: ReachLine, period: int) -> str:
    return cell_key((line.key, WHOLE, WHOLE), period)


def cell_key(cell: Cell, period: int) -> str:
    """Of persons of a measure; the parts are named as those of results are."""
    key, dimension, part = cell
    return f"{SHARED}reach:{key}:{period}" if dimension == WHOLE else _part_key(key, period, dimension, part, "")


def flow_key(cell: Cell, period: int) -> str:
    """Of the result of a flow, and of its parts; of a share what is counted, the rest and the base."""
    key, dimension, part = cell
    if dimension != WHOLE:
        return _part_key(key, period, dimension, part, "")
    own = _result_key(key, str(period))
    return own if part == WHOLE else f"{own}:{part}"
