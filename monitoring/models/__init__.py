from monitoring.models.asked import ReportingFrequency, ValueDimension
from monitoring.models.checks import CheckRule, KeptWarning
from monitoring.models.evidence import ValueEvidence
from monitoring.models.files import ReportFile
from monitoring.models.handing import OfficeHandIn, UnreportedMeasure
from monitoring.models.kinds import PeriodKind
from monitoring.models.parts import PartValue
from monitoring.models.passports import ChangedTarget, IndicatorPassport
from monitoring.models.periods import BeneficiaryCount, BudgetExecution, MeasureProgress, Period
from monitoring.models.reach import MeasureReach
from monitoring.models.reports import (
    RecommendationFollowUp,
    ReportRecommendation,
    ReportSection,
    ReportStateChange,
    ReportSubmission,
    ResultNarrative,
    SubmissionReceipt,
    YearlyReport,
)
from monitoring.models.roll_ups import PeriodRollUp
from monitoring.models.transfers import BudgetTransfer
from monitoring.models.treasury import ProgrammeMapping, TreasuryLine, TreasurySheet
from monitoring.models.values import IndicatorValue, ValueStateChange

__all__ = [
    "BeneficiaryCount",
    "BudgetExecution",
    "BudgetTransfer",
    "ChangedTarget",
    "CheckRule",
    "IndicatorPassport",
    "IndicatorValue",
    "KeptWarning",
    "MeasureProgress",
    "MeasureReach",
    "OfficeHandIn",
    "PartValue",
    "Period",
    "PeriodKind",
    "PeriodRollUp",
    "ProgrammeMapping",
    "RecommendationFollowUp",
    "ReportFile",
    "ReportRecommendation",
    "ReportSection",
    "ReportStateChange",
    "ReportSubmission",
    "ReportingFrequency",
    "ResultNarrative",
    "SubmissionReceipt",
    "TreasuryLine",
    "TreasurySheet",
    "UnreportedMeasure",
    "ValueDimension",
    "ValueEvidence",
    "ValueStateChange",
    "YearlyReport",
]
