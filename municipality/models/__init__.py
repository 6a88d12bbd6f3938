from municipality.models.asked import Asked
from municipality.models.calendar import FIRST_DAY, LAST_DAY, OUTSIDE_THE_CALENDAR, CalendarDay
from municipality.models.changes import RuleChange
from municipality.models.offices import Office, OfficeTenure
from municipality.models.place import COLOUR, GUIDE_DONE, AdministrativeUnit, Municipality
from municipality.models.projects import Project
from municipality.models.rules import DeadlineRule, MajorityRule, Threshold
from municipality.models.sourced import Sourced

__all__ = [
    "COLOUR",
    "FIRST_DAY",
    "GUIDE_DONE",
    "LAST_DAY",
    "OUTSIDE_THE_CALENDAR",
    "AdministrativeUnit",
    "Asked",
    "CalendarDay",
    "DeadlineRule",
    "MajorityRule",
    "Municipality",
    "Office",
    "OfficeTenure",
    "Project",
    "RuleChange",
    "Sourced",
    "Threshold",
]
