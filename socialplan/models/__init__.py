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
from socialplan.models.content import Chapter, ContentRow, DataBlock, OrderedRow, Risk
from socialplan.models.documents import ImportedDocument
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
from socialplan.models.plans import Plan, PlanVersion
from socialplan.models.reports import PlanReport

__all__ = [
    "Announcement",
    "Chapter",
    "ContentRow",
    "ContentSnapshot",
    "CouncilDecision",
    "CouncilSubmission",
    "DataBlock",
    "DispositionTarget",
    "FundingLine",
    "FundingSource",
    "ImportedDocument",
    "Indicator",
    "IndicatorTarget",
    "MayorOrder",
    "Measure",
    "MeasureCost",
    "MeasureGroup",
    "MeasureIndicator",
    "MeasureNeed",
    "MeasureUnit",
    "Opinion",
    "OrderedRow",
    "Plan",
    "PlanReport",
    "PlanRound",
    "PlanStateChange",
    "PlanVersion",
    "Risk",
    "Seal",
    "SpecificObjective",
    "StrategicGoal",
]
