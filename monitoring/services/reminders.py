"""Reminding the offices of what a period still asks of them: before the due day, and once after it."""

from __future__ import annotations

from django.utils import timezone

from monitoring.expected import OfficeLine, office_lines
from monitoring.models import Period
from monitoring.notifications import remind_office
from municipality.calendar import WorkingCalendar
from municipality.enums import ThresholdCode
from municipality.models import Threshold

REMINDER_DAYS = (ThresholdCode.REMINDER_FIRST, ThresholdCode.REMINDER_LAST)


def remind_offices() -> int:
    """Write to each office that owes something soon, or late; returns how many offices those were."""
    calendar, reminded = WorkingCalendar.load(), 0
    days = sorted(Threshold.objects.filter(code__in=REMINDER_DAYS).values_list("value", flat=True))
    for period in Period.objects.unlocked().asked_for().select_related("version__plan"):
        for line in office_lines(period):
            if stage := _stage(line, calendar, days):
                reminded += 1
                remind_office(line, stage=stage)
    return reminded


def _stage(line: OfficeLine, calendar: WorkingCalendar, days: list[int]) -> str:
    """Which reminder is on: "" for none, "late" once the day has passed."""
    today = timezone.localdate()
    if not line.open_cells:
        return ""
    if line.due_on < today:
        return "late"
    left = calendar.between(today, line.due_on)
    return next((str(each) for each in days if left <= each), "")
