"""Reminding of duties: some working days before the last day that the law gives, once each."""

from __future__ import annotations

from municipality.enums import ThresholdCode
from municipality.models import Threshold
from socialplan.approval.deadlines import DeadlineCalendar, legal_dates
from socialplan.approval.notifications import remind_of_duty
from socialplan.content.enums import LIVING_STATES
from socialplan.content.models import PlanVersion

REMINDER_DAYS = (ThresholdCode.REMINDER_FIRST, ThresholdCode.REMINDER_LAST)


def remind_of_open_tasks() -> int:
    """Write to those whose duty ends within the days the municipality has set; returns how many duties that were.

    A day on which nothing ran is made up for; a duty whose last day has moved is told of anew.
    """
    deadlines, reminded = DeadlineCalendar(), 0
    days = sorted(Threshold.objects.filter(code__in=REMINDER_DAYS).values_list("value", flat=True))
    for version in PlanVersion.objects.filter(state__in=LIVING_STATES).with_acts():
        for duty in legal_dates(version, deadlines=deadlines):
            if not duty.binds or duty.done_on or not duty.due_on or duty.due_on < deadlines.today:
                continue
            left = deadlines.calendar.between(deadlines.today, duty.due_on)
            within = next((each for each in days if left <= each), None)
            if within is not None:
                reminded += 1
                remind_of_duty(version, duty, within=within)
    return reminded
