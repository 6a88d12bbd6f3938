"""Forms of consultation: they check and clean, the deeds change."""

from consultations.forms.contributions import (
    ContactFields,
    ContributionEntryForm,
    ContributionForm,
    CountsOnlyContributionForm,
    OrganisationContributionForm,
    PublicContributionForm,
    new_submission,
)
from consultations.forms.desk import IncidentForm, IncidentSettlementForm, PersonRequestAnswerForm, PersonRequestForm
from consultations.forms.events import (
    AttendanceForm,
    AttendanceReleaseForm,
    EventForm,
    EventKindForm,
    UniquePersonForm,
    whom_of,
)
from consultations.forms.outputs import RoundReportForm
from consultations.forms.recommendations import (
    CodingForm,
    ContributionChoice,
    DispositionForm,
    NoProposalForm,
    RecommendationForm,
)
from consultations.forms.redactions import DataOpeningForm, RedactionForm, ReportSettlementForm, TextReportForm
from consultations.forms.rounds import (
    BounceForm,
    ExtensionForm,
    FeedbackForm,
    FreezeForm,
    RegisterForm,
    RoundFileForm,
    RoundForm,
)
from consultations.forms.safety import DangerCorrectionForm, DangerSettlementForm, HelpLineForm
from consultations.forms.subscriptions import SubscriptionForm

__all__ = [
    "AttendanceForm",
    "AttendanceReleaseForm",
    "BounceForm",
    "CodingForm",
    "ContactFields",
    "ContributionChoice",
    "ContributionEntryForm",
    "ContributionForm",
    "CountsOnlyContributionForm",
    "DangerCorrectionForm",
    "DangerSettlementForm",
    "DataOpeningForm",
    "DispositionForm",
    "EventForm",
    "EventKindForm",
    "ExtensionForm",
    "FeedbackForm",
    "FreezeForm",
    "HelpLineForm",
    "IncidentForm",
    "IncidentSettlementForm",
    "NoProposalForm",
    "OrganisationContributionForm",
    "PersonRequestAnswerForm",
    "PersonRequestForm",
    "PublicContributionForm",
    "RecommendationForm",
    "RedactionForm",
    "RegisterForm",
    "ReportSettlementForm",
    "RoundFileForm",
    "RoundForm",
    "RoundReportForm",
    "SubscriptionForm",
    "TextReportForm",
    "UniquePersonForm",
    "new_submission",
    "whom_of",
]
