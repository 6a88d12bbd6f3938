from socialplan.publishing.models.reports import PlanReport
from socialplan.publishing.models.texts import DocumentTemplate, LegalBasis

__all__ = [
    "DocumentTemplate",
    "LegalBasis",
    "PlanReport",
]
