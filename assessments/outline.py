"""Tables of needs and services as one reader gets them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessments.disclosure import NeedFigures, ServiceFigures, figures_of_needs, figures_of_services
from assessments.models import AssessedService, Assessment, Need, Service, TargetGroup
from assessments.priority import Priority, ranking
from municipality.models import AdministrativeUnit


@dataclass(frozen=True, slots=True)
class NeedRow:
    need: Need
    figures: NeedFigures
    priority: Priority


@dataclass(frozen=True, slots=True)
class ServiceRow:
    service: Service
    figures: ServiceFigures


def sees_true_figures(user: Any) -> bool:
    return user is not None and user.has_perm("assessments.view_true_figures")


def need_table(
    assessment: Assessment,
    *,
    group: TargetGroup | None = None,
    unit: AdministrativeUnit | None = None,
    user: Any,
) -> list[NeedRow]:
    """Needs by rank, narrowed to a group and a unit; ranks are always those of the whole edition."""
    priorities = ranking(assessment)
    chosen = list(assessment.needs.with_place().of_group(group).in_unit(unit))
    figures = figures_of_needs(chosen, sees_all=sees_true_figures(user))
    rows = [NeedRow(need, figures[need.pk], priorities[need.pk]) for need in chosen]
    return sorted(rows, key=lambda row: row.priority.rank)


def need_row(need: Need, *, user: Any) -> NeedRow:
    """One need with its place among all needs of its edition."""
    figures = figures_of_needs([need], sees_all=sees_true_figures(user))
    return NeedRow(need, figures[need.pk], ranking(need.assessment)[need.pk])


def service_rows(services: Iterable[Service], *, user: Any) -> list[ServiceRow]:
    chosen = list(services)
    figures = figures_of_services(chosen, sees_all=sees_true_figures(user))
    return [ServiceRow(service, figures[service.pk]) for service in chosen]


def service_table(assessment: Assessment) -> list[AssessedService]:
    """The edition's own service map: name, type, places and disclosed unit; users are not published there."""
    return list(assessment.assessed_services.select_related("service", "service_type", "unit"))
