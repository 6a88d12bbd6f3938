"""Counting posts of one minute, altogether and by the page they come from; only digests are kept, no address.

A place is never counted: two hundred people may sit behind one address. How many go straight on are rows of the
municipality (docs/law.md#automated-posts); without a row the number that is delivered holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import QuerySet

from municipality import delivered_rows
from municipality.enums import ThresholdCode
from municipality.models import Threshold
from operations.attempts import Limit

SECONDS = {
    ThresholdCode.INTAKE_UNPROVED: 60,
    ThresholdCode.INTAKE_ALTOGETHER: 60,
    ThresholdCode.INTAKE_OF_ONE_PAGE: 600,
}


@cache
def delivered() -> dict[str, int]:
    return {row["code"]: row["value"] for row in delivered_rows.read("thresholds") if row["code"] in SECONDS}


def limits(rows: Iterable[Mapping[str, Any]] | None = None) -> dict[str, Limit]:
    """By their codes, in one query; `rows` of the thresholds where somebody has read them already."""
    if rows is None:
        rows = intake_rows().values("code", "value")
    allowed = delivered() | {row["code"]: row["value"] for row in rows}
    return {code: Limit(code, allowed=allowed[code], seconds=seconds) for code, seconds in SECONDS.items()}


def intake_rows() -> QuerySet[Threshold]:
    return Threshold.objects.filter(code__in=list(SECONDS)).order_by()


def flood_signs(token: str, *, proved: bool, known: Mapping[str, Limit] | None = None) -> list[str]:
    """What the number of posts of this minute says of the next one; counts it."""
    known = limits() if known is None else known
    page = known[ThresholdCode.INTAKE_OF_ONE_PAGE]
    minute = known[ThresholdCode.INTAKE_ALTOGETHER if proved else ThresholdCode.INTAKE_UNPROVED]
    counted = Limit.counted((page, token), (minute, ""))
    signs = ["repeat"] if counted[page.name] > page.allowed else []
    return [*signs, "flood"] if counted[minute.name] > minute.allowed else signs
