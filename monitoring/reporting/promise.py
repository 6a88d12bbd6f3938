"""How many persons the project promised to reach: as a frozen report keeps it, else as the project says today."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet, Subquery

from core.together.side_by_side import Reader, read
from monitoring.models import Period, YearlyReport
from municipality.models import Project

FROZEN_AS = "promise"


@dataclass(frozen=True, slots=True)
class Promise:
    """Final beneficiaries planned, and the lower bound of persons in need where one was reported."""

    target: int
    base: int | None


def promise_of(report: YearlyReport) -> Promise | None:
    return read(read_promise_of(report))


def read_promise_of(report: YearlyReport) -> Reader[Promise | None]:
    frozen = (report.figures or {}).get(FROZEN_AS)
    if frozen:
        return Promise(**frozen)
    return (yield from read_project_promise())


def read_project_promise() -> Reader[Promise | None]:
    """As the project says today."""
    projects = Project.objects.order_by("pk")[:1]
    yield [projects]
    for project in projects:
        if project.beneficiaries_target is not None:
            return Promise(project.beneficiaries_target, project.beneficiaries_base)
    return None


def with_promise(periods: QuerySet[Period]) -> QuerySet[Period]:
    """Each period with what the project says today, in the same query."""
    project = Project.objects.order_by("pk")
    return periods.annotate(
        promised=Subquery(project.values("beneficiaries_target")[:1]),
        promised_base=Subquery(project.values("beneficiaries_base")[:1]),
    )


def promise_beside(period: Any) -> Promise | None:
    """Of a period read by `with_promise`."""
    return None if period.promised is None else Promise(period.promised, period.promised_base)


def frozen_promise(report: YearlyReport) -> dict[str, Any]:
    """What a freezing report keeps of it."""
    promise = promise_of(report)
    return {FROZEN_AS: asdict(promise)} if promise else {}
