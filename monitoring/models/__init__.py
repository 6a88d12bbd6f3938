from monitoring.models.files import ReportFile
from monitoring.models.handing import OfficeHandIn, UnreportedMeasure
from monitoring.models.kinds import PeriodKind
from monitoring.models.passports import ChangedTarget, IndicatorPassport
from monitoring.models.periods import BeneficiaryCount, BudgetExecution, MeasureProgress, Period
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
from monitoring.models.values import IndicatorValue, ValueStateChange

__all__ = [
    "BeneficiaryCount",
    "BudgetExecution",
    "ChangedTarget",
    "IndicatorPassport",
    "IndicatorValue",
    "MeasureProgress",
    "OfficeHandIn",
    "Period",
    "PeriodKind",
    "RecommendationFollowUp",
    "ReportFile",
    "ReportRecommendation",
    "ReportSection",
    "ReportStateChange",
    "ReportSubmission",
    "ResultNarrative",
    "SubmissionReceipt",
    "UnreportedMeasure",
    "ValueStateChange",
    "YearlyReport",
]
