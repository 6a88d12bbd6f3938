from socialplan.drafting.models.document_imports import DocumentImport
from socialplan.drafting.models.editing import EditingHold
from socialplan.drafting.models.edits import ContentEdit

__all__ = [
    "ContentEdit",
    "DocumentImport",
    "EditingHold",
]
