"""What must be true of the tables placed in the chapters before the version is sent to review and frozen."""

from __future__ import annotations

from assessments.published_map import published_map
from socialplan.content.enums import BlockKind
from socialplan.content.models import PlanVersion

OF_EDITION = frozenset(
    {BlockKind.NEED_TABLE, BlockKind.SERVICE_MAP, BlockKind.GAP_MATRIX, BlockKind.PROFILE, BlockKind.RESOURCES}
)
OF_SERVICES = frozenset({BlockKind.SERVICE_MAP, BlockKind.GAP_MATRIX})


def rests_on_published_edition(version: PlanVersion) -> bool:
    """Figures of an edition that is not public yet are not made public by a plan (docs/law.md#sealed-is-public)."""
    assessment = version.plan.assessment
    return assessment is None or assessment.is_published


def service_figures_are_protected(version: PlanVersion) -> bool:
    """Whether no small number of persons could be worked out from the service map with all its sums."""
    assessment = version.plan.assessment
    return assessment is None or published_map(assessment).is_safe
