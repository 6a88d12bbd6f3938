"""A year's days off as the package `holidays` reckons them: a proposal, of which a person confirms each row."""

from __future__ import annotations

import re
from datetime import date
from importlib.metadata import version

import holidays

from municipality.enums import DayKind, SourceMark
from municipality.models import CalendarDay

BY_PROGRAM = f"holidays {version('holidays')}"  # the same in both languages
PROCLAIMED = re.compile(r"\b(Easter|Eid)\b")


def proposed_days(year: int) -> list[CalendarDay]:
    """The days off of a year that the calendar of the whole country does not hold yet, as unsaved rows."""
    known = set(CalendarDay.objects.of_year(year).filter(territory="").values_list("day", flat=True))
    albanian, english = (holidays.country_holidays("AL", years=year, language=each) for each in ("sq", "en_US"))
    return [_row(day, albanian[day], english[day]) for day in sorted(albanian) if day not in known]


def _row(day: date, name_sq: str, name_en: str) -> CalendarDay:
    return CalendarDay(
        day=day,
        kind=DayKind.HOLIDAY,
        name_sq=name_sq,
        name_en=name_en,
        source=BY_PROGRAM,
        source_en=BY_PROGRAM,
        source_mark=SourceMark.UNVERIFIED,
        is_proclaimed_yearly=bool(PROCLAIMED.search(name_en)),
    )
