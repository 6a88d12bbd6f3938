from consultations.models.ahead import PlannedConsultation, StartProposal
from consultations.models.calls import ComplaintBody, RoundComplaint
from consultations.models.contributions import Contribution, ContributionContact
from consultations.models.desk import PersonRequest, PrivacyIncident
from consultations.models.drafts import ConsultedDraft, DraftPlace, RoundFile
from consultations.models.events import AttendanceCount, ConsultationEvent, EventKind
from consultations.models.feedback import FeedbackEntry
from consultations.models.inbox import AnswerTemplate, WorkNote
from consultations.models.intake import IntakeHold, is_set_apart
from consultations.models.letters import LateReply
from consultations.models.minutes import MinutesPoint, PointRedaction, SealedPoint
from consultations.models.notices import NoticeBounce, SpeakerNotice
from consultations.models.persons import AttendeeName, EventFile, UniquePerson
from consultations.models.recommendations import (
    AnswerPublication,
    Coding,
    Disposition,
    NoProposal,
    PublishedAnswer,
    Recommendation,
)
from consultations.models.redactions import (
    ConsentWithdrawal,
    DataOpening,
    PublishedWords,
    Redaction,
    TextReport,
    WordsRemoval,
)
from consultations.models.rounds import Round, RoundExtension, RoundStateChange
from consultations.models.safety import DangerAlert, DangerCorrection, DangerSettlement, HelpLine, is_with_protection
from consultations.models.scans import ContributionScan
from consultations.models.subscriptions import RoundSubscription

__all__ = [
    "AnswerPublication",
    "AnswerTemplate",
    "AttendanceCount",
    "AttendeeName",
    "Coding",
    "ComplaintBody",
    "ConsentWithdrawal",
    "ConsultationEvent",
    "ConsultedDraft",
    "Contribution",
    "ContributionContact",
    "ContributionScan",
    "DangerAlert",
    "DangerCorrection",
    "DangerSettlement",
    "DataOpening",
    "Disposition",
    "DraftPlace",
    "EventFile",
    "EventKind",
    "FeedbackEntry",
    "HelpLine",
    "IntakeHold",
    "LateReply",
    "MinutesPoint",
    "NoProposal",
    "NoticeBounce",
    "PersonRequest",
    "PlannedConsultation",
    "PointRedaction",
    "PrivacyIncident",
    "PublishedAnswer",
    "PublishedWords",
    "Recommendation",
    "Redaction",
    "Round",
    "RoundComplaint",
    "RoundExtension",
    "RoundFile",
    "RoundStateChange",
    "RoundSubscription",
    "SealedPoint",
    "SpeakerNotice",
    "StartProposal",
    "TextReport",
    "UniquePerson",
    "WordsRemoval",
    "WorkNote",
    "is_set_apart",
    "is_with_protection",
]
