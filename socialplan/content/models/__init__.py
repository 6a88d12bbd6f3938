from socialplan.content.models.budget import BudgetProgramme, FundingLine, FundingSource, MeasureCost
from socialplan.content.models.comments import CommentSettlement, NodeComment
from socialplan.content.models.content import Chapter, ContentRow, DataBlock, OrderedRow, Risk
from socialplan.content.models.findings import FindingAcceptance
from socialplan.content.models.goals import Measure, SpecificObjective, StrategicGoal
from socialplan.content.models.history import ContentSnapshot, PlanStateChange, Seal
from socialplan.content.models.indicators import Indicator, IndicatorTarget
from socialplan.content.models.links import (
    DispositionTarget,
    MeasureGroup,
    MeasureIndicator,
    MeasureNeed,
    MeasureUnit,
    PlanRound,
)
from socialplan.content.models.outline import OutlineChapter
from socialplan.content.models.plans import Plan, PlanVersion
from socialplan.content.models.recorded import ActWithdrawal

__all__ = [
    "ActWithdrawal",
    "BudgetProgramme",
    "Chapter",
    "CommentSettlement",
    "ContentRow",
    "ContentSnapshot",
    "DataBlock",
    "DispositionTarget",
    "FindingAcceptance",
    "FundingLine",
    "FundingSource",
    "Indicator",
    "IndicatorTarget",
    "Measure",
    "MeasureCost",
    "MeasureGroup",
    "MeasureIndicator",
    "MeasureNeed",
    "MeasureUnit",
    "NodeComment",
    "OrderedRow",
    "OutlineChapter",
    "Plan",
    "PlanRound",
    "PlanStateChange",
    "PlanVersion",
    "Risk",
    "Seal",
    "SpecificObjective",
    "StrategicGoal",
]
