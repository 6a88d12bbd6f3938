"""How many persons the project promised to reach: as a frozen report keeps it, else as the project says today."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from monitoring.models import YearlyReport
from municipality.models import Project

FROZEN_AS = "promise"


@dataclass(frozen=True, slots=True)
class Promise:
    """Final beneficiaries planned, and the lower bound of persons in need where one was reported."""

    target: int
    base: int | None


def promise_of(report: YearlyReport) -> Promise | None:
    frozen = (report.figures or {}).get(FROZEN_AS)
    if frozen:
        return Promise(**frozen)
    return project_promise()


def project_promise() -> Promise | None:
    """As the project says today."""
    project = Project.objects.first()
    if project is None or project.beneficiaries_target is None:
        return None
    return Promise(project.beneficiaries_target, project.beneficiaries_base)


def frozen_promise(report: YearlyReport) -> dict[str, Any]:
    """What a freezing report keeps of it."""
    promise = promise_of(report)
    return {FROZEN_AS: asdict(promise)} if promise else {}
