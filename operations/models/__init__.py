"""What the machine does, in no domain word: jobs, messages, files, published patterns and the audit trail."""

from operations.models.entries import Attempt, GridEdit, SentForm
from operations.models.files import StoredFile
from operations.models.jobs import Heartbeat, Job
from operations.models.messages import NewsChoice, OutgoingMessage
from operations.models.search import SearchEntry, TitleWord
from operations.models.trail import Event, SeenHead, SuppressionPattern

__all__ = [
    "Attempt",
    "Event",
    "GridEdit",
    "Heartbeat",
    "Job",
    "NewsChoice",
    "OutgoingMessage",
    "SearchEntry",
    "SeenHead",
    "SentForm",
    "StoredFile",
    "SuppressionPattern",
    "TitleWord",
]
