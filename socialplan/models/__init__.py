from socialplan.models.approval import (
    Announcement,
    ContentSnapshot,
    CouncilDecision,
    CouncilSubmission,
    MayorOrder,
    Opinion,
    PlanStateChange,
    Seal,
)
from socialplan.models.budget import FundingLine, FundingSource, MeasureCost
from socialplan.models.comments import CommentSettlement, NodeComment
from socialplan.models.content import Chapter, ContentRow, DataBlock, OrderedRow, Risk
from socialplan.models.council import Committee, CommitteeOpinion, CouncilSession
from socialplan.models.documents import ImportedDocument
from socialplan.models.drafting import EditingHold
from socialplan.models.edits import ContentEdit
from socialplan.models.findings import FindingAcceptance
from socialplan.models.goals import Measure, SpecificObjective, StrategicGoal
from socialplan.models.indicators import Indicator, IndicatorTarget
from socialplan.models.links import (
    DispositionTarget,
    MeasureGroup,
    MeasureIndicator,
    MeasureNeed,
    MeasureUnit,
    PlanRound,
)
from socialplan.models.outline import OutlineChapter
from socialplan.models.papers import VersionDocument
from socialplan.models.plans import Plan, PlanVersion
from socialplan.models.prefect import MayorReturn, PrefectDeposit, PrefectOpinion, PrefectRegistration
from socialplan.models.publicity import (
    Complaint,
    ComplaintOutcome,
    DispatchReceipt,
    PlanAddressee,
    PlanDispatch,
    Publication,
)
from socialplan.models.recorded import ActWithdrawal
from socialplan.models.reports import PlanReport
from socialplan.models.texts import DocumentTemplate, LegalBasis

__all__ = [
    "ActWithdrawal",
    "Announcement",
    "Chapter",
    "CommentSettlement",
    "Committee",
    "CommitteeOpinion",
    "Complaint",
    "ComplaintOutcome",
    "ContentEdit",
    "ContentRow",
    "ContentSnapshot",
    "CouncilDecision",
    "CouncilSession",
    "CouncilSubmission",
    "DataBlock",
    "DispatchReceipt",
    "DispositionTarget",
    "DocumentTemplate",
    "EditingHold",
    "FindingAcceptance",
    "FundingLine",
    "FundingSource",
    "ImportedDocument",
    "Indicator",
    "IndicatorTarget",
    "LegalBasis",
    "MayorOrder",
    "MayorReturn",
    "Measure",
    "MeasureCost",
    "MeasureGroup",
    "MeasureIndicator",
    "MeasureNeed",
    "MeasureUnit",
    "NodeComment",
    "Opinion",
    "OrderedRow",
    "OutlineChapter",
    "Plan",
    "PlanAddressee",
    "PlanDispatch",
    "PlanReport",
    "PlanRound",
    "PlanStateChange",
    "PlanVersion",
    "PrefectDeposit",
    "PrefectOpinion",
    "PrefectRegistration",
    "Publication",
    "Risk",
    "Seal",
    "SpecificObjective",
    "StrategicGoal",
    "VersionDocument",
]
