"""What people need and what stands there for them: the tables of the edition the plan rests on."""

from __future__ import annotations

from collections.abc import Sequence

from assessments.figures import profile as figures
from assessments.report import tables
from core.tables import DataTable
from socialplan.content.models import PlanVersion


def need_table(version: PlanVersion) -> list[DataTable]:
    """The edition's needs by rank; what small numbers would give away is a mark (docs/law.md#derived-numbers)."""
    assessment = version.plan.assessment
    return tables.need_table(assessment) if assessment else []


def service_map(version: PlanVersion) -> list[DataTable]:
    """The edition's own service map; without provider and place where undisclosed (docs/law.md#undisclosed-place)."""
    assessment = version.plan.assessment
    return tables.service_map(assessment) if assessment else []


def gap_matrix(version: PlanVersion) -> list[DataTable]:
    """Each requirement line of the edition with its gap alone and after sharing; then units without a service."""
    assessment = version.plan.assessment
    return tables.gap_matrix(assessment) if assessment else []


def profile(version: PlanVersion) -> list[DataTable]:
    """Population, economy, education, health and cash benefits, from the figures of the edition, with their trend."""
    return _profile(version, figures.PROFILE)


def resources(version: PlanVersion) -> list[DataTable]:
    """Staff with its ratios, and the budget of the years before."""
    return _profile(version, figures.RESOURCES)


def _profile(version: PlanVersion, themes: Sequence[str]) -> list[DataTable]:
    assessment = version.plan.assessment
    return figures.profile(assessment, themes, is_public=True) if assessment else []
