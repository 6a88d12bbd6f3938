"""The chain from need to yearly result, put together from what each app knows of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from assessments import tracing as assessed
from consultations import tracing as consulted
from core.together.side_by_side import Reader, read, side_by_side
from core.tracing import Chain, Trace, TraceReader
from monitoring import tracing as monitored
from socialplan.content import tracing as planned
from socialplan.content.models import PlanVersion


class TraceKind(TextChoices):
    """Where a trace can begin."""

    NEED = assessed.NEED, pgettext_lazy("trace", "need")
    RECOMMENDATION = consulted.RECOMMENDATION, pgettext_lazy("trace", "recommendation")
    MEASURE = planned.MEASURE, pgettext_lazy("trace", "measure")
    INDICATOR = planned.INDICATOR, pgettext_lazy("trace", "indicator")


CHAIN = Chain(
    (
        *assessed.STOPS,
        *consulted.STOPS,
        planned.PLACES,
        planned.MEASURES,
        planned.AMOUNTS,
        monitored.DEEDS,
        planned.INDICATORS,
        monitored.RESULTS,
    ),
    (*consulted.LINKS, *planned.LINKS, *monitored.LINKS),
)


def reader_of(user: Any, *, version: str = "", as_public: bool = False) -> TraceReader:
    """Who looks: `version` is the chosen version's number of row, as it came in the address."""
    chosen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else None
    return TraceReader(AnonymousUser() if as_public else user, chosen)


@dataclass(frozen=True, slots=True)
class TracePage:
    """The trace, the reader with the version it was looked at in, and what else she can look at, the newest first."""

    trace: Trace
    reader: TraceReader
    versions: list[PlanVersion]


def trace_page(kind: str, key: str, reader: TraceReader) -> TracePage | None:
    """None where nothing stands there for her."""
    sharing = replace(reader, known={})
    (found, at), versions = read(side_by_side(_read_at(kind, key, sharing), planned.read_versions(sharing)))
    return TracePage(found, at, versions) if found else None


def _read_at(kind: str, key: str, reader: TraceReader) -> Reader[tuple[Trace | None, TraceReader]]:
    at = replace(reader, version=(yield from planned.read_version_of(kind, key, reader)))
    return (yield from CHAIN.read_trace(kind, key, at)), at


def working_version(reader: TraceReader, versions: list[PlanVersion]) -> PlanVersion | None:
    """The version looked at, where its working pages are open to the reader too; the public reads other ones."""
    found = next((each for each in versions if each.pk == reader.version), None)
    return found if found and reader.user.has_perm("content.view_plan", found) else None
