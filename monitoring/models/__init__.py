from monitoring.models.periods import BeneficiaryCount, BudgetExecution, MeasureProgress, Period
from monitoring.models.reports import (
    Addressee,
    ReportRecommendation,
    ReportSection,
    ReportStateChange,
    ReportSubmission,
    SubmissionReceipt,
    YearlyReport,
)
from monitoring.models.values import IndicatorValue, ValueStateChange

__all__ = [
    "Addressee",
    "BeneficiaryCount",
    "BudgetExecution",
    "IndicatorValue",
    "MeasureProgress",
    "Period",
    "ReportRecommendation",
    "ReportSection",
    "ReportStateChange",
    "ReportSubmission",
    "SubmissionReceipt",
    "ValueStateChange",
    "YearlyReport",
]
