from socialplan.approval.models.acts import Announcement, CouncilDecision, CouncilSubmission, MayorOrder, Opinion
from socialplan.approval.models.attachments import VersionAttachment
from socialplan.approval.models.council import Committee, CommitteeOpinion, CouncilSession
from socialplan.approval.models.prefect import MayorReturn, PrefectDeposit, PrefectOpinion, PrefectRegistration
from socialplan.approval.models.publicity import (
    Complaint,
    ComplaintOutcome,
    DispatchReceipt,
    PlanAddressee,
    PlanDispatch,
    Publication,
)

__all__ = [
    "Announcement",
    "Committee",
    "CommitteeOpinion",
    "Complaint",
    "ComplaintOutcome",
    "CouncilDecision",
    "CouncilSession",
    "CouncilSubmission",
    "DispatchReceipt",
    "MayorOrder",
    "MayorReturn",
    "Opinion",
    "PlanAddressee",
    "PlanDispatch",
    "PrefectDeposit",
    "PrefectOpinion",
    "PrefectRegistration",
    "Publication",
    "VersionAttachment",
]
