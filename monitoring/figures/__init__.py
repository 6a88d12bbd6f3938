"""The figures of a monitoring period, one file a noun."""

from monitoring.figures.amended import EndedLine, InForceLine, MovedMoney, decision_of
from monitoring.figures.money import BudgetFigures, MeasureLine, MoneyLine
from monitoring.figures.period import GroupLine, PeriodFigures, keys_to_trace, period_figures, read_period_figures
from monitoring.figures.results import judged, light_thresholds
from monitoring.figures.small import is_small

__all__ = [
    "BudgetFigures",
    "EndedLine",
    "GroupLine",
    "InForceLine",
    "MeasureLine",
    "MoneyLine",
    "MovedMoney",
    "PeriodFigures",
    "decision_of",
    "is_small",
    "judged",
    "keys_to_trace",
    "light_thresholds",
    "period_figures",
    "read_period_figures",
]
