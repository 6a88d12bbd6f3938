from socialplan.publishing.models.generated_files import PlanReport
from socialplan.publishing.models.texts import DocumentTemplate, LegalBasis, WordTemplate

__all__ = [
    "DocumentTemplate",
    "LegalBasis",
    "PlanReport",
    "WordTemplate",
]
