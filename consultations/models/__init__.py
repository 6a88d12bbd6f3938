from consultations.models.contributions import Contribution, ContributionContact
from consultations.models.events import AttendanceCount, AttendeeName, ConsultationEvent, EventFile
from consultations.models.feedback import FeedbackEntry
from consultations.models.persons import UniquePerson
from consultations.models.recommendations import (
    AnswerPublication,
    Coding,
    Disposition,
    NoProposal,
    PublishedAnswer,
    Recommendation,
)
from consultations.models.rounds import Round, RoundExtension, RoundStateChange

__all__ = [
    "AnswerPublication",
    "AttendanceCount",
    "AttendeeName",
    "Coding",
    "ConsultationEvent",
    "Contribution",
    "ContributionContact",
    "Disposition",
    "EventFile",
    "FeedbackEntry",
    "NoProposal",
    "PublishedAnswer",
    "Recommendation",
    "Round",
    "RoundExtension",
    "RoundStateChange",
    "UniquePerson",
]
