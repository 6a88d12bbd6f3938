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
from consultations.forms.events import AttendanceForm, AttendanceReleaseForm, EventForm, UniquePersonForm, whom_of
from consultations.forms.recommendations import (
    CodingForm,
    ContributionChoice,
    DispositionForm,
    NoProposalForm,
    RecommendationForm,
)
from consultations.forms.rounds import ExtensionForm, FeedbackForm, RoundForm

__all__ = [
    "AttendanceForm",
    "AttendanceReleaseForm",
    "CodingForm",
    "ContactFields",
    "ContributionChoice",
    "ContributionEntryForm",
    "ContributionForm",
    "CountsOnlyContributionForm",
    "DispositionForm",
    "EventForm",
    "ExtensionForm",
    "FeedbackForm",
    "NoProposalForm",
    "OrganisationContributionForm",
    "PublicContributionForm",
    "RecommendationForm",
    "RoundForm",
    "UniquePersonForm",
    "new_submission",
    "whom_of",
]
