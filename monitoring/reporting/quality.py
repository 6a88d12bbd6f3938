"""Data quality: the warnings that were kept, with their reasons; a frozen report keeps them as they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from core.together.side_by_side import Reader, read
from monitoring.enums import CheckCode
from monitoring.indicator_line import IndicatorLine
from monitoring.models import KeptWarning, YearlyReport

FROZEN_AS = "quality"
#: What goes out by name; of services and of others only that the check warned.
NAMED = ("indicator-", "money-")


@dataclass(frozen=True, slots=True)
class QualityNote:
    code: str
    subject: str
    label: str
    reason: str

    @property
    def check_label(self) -> str:
        return str(CheckCode(self.code).label)

    @property
    def is_named(self) -> bool:
        return self.subject.startswith(NAMED)


def quality_of(report: YearlyReport) -> list[QualityNote]:
    return read(read_quality_of(report))


def read_quality_of(report: YearlyReport) -> Reader[list[QualityNote]]:
    if report.figures is not None:
        return [QualityNote(**row) for row in report.figures.get(FROZEN_AS, ())]
    rows = KeptWarning.objects.filter(period=report.period_id)
    yield [rows]
    return [QualityNote(row.code, row.subject, row.label, row.reason) for row in rows]


def frozen_quality(report: YearlyReport) -> dict[str, Any]:
    """What a freezing report keeps of it."""
    notes = quality_of(report)
    return {FROZEN_AS: [asdict(note) for note in notes]} if notes else {}


def public_notes(notes: Iterable[QualityNote], lines: Iterable[IndicatorLine]) -> list[QualityNote]:
    """Without those of results that count people.

    That one is far from an earlier one, or above its whole, narrows what is hidden of the other.
    """
    hidden = {f"indicator-{line.key}" for line in lines if line.counts_people or line.progress.light.is_protected}
    return [note for note in notes if note.is_named and note.subject not in hidden]
