"""Closed lists of the place and its law."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("official holiday")
    EXTRA_DAY_OFF = "extra_day_off", _("extra day off")
    WORKING_SATURDAY = "working_saturday", _("working Saturday")


class DeadlineUnit(models.TextChoices):
    WORKING = "working", _("working days")
    CALENDAR = "calendar", _("calendar days")
    MONTHS = "months", _("months")


class DeadlineCode(models.TextChoices):
    """The deadlines that the program computes; their length is a row, not code."""

    PRIOR_NOTICE = "prior_notice", _("Prior notice: time for views")
    CONSULTATION = "consultation", _("Public consultation")
    COMPLAINT = "complaint", _("Complaint to the Commissioner")
    COUNCIL_NOTICE = "council_notice", _("Notice of a council meeting")
    ANNOUNCEMENT = "announcement", _("Announcement of a council decision")
    ENTRY_INTO_FORCE = "entry_into_force", _("Entry into force")
    PREFECT_DEPOSIT = "prefect_deposit", _("Deposit with the prefect")
    PREFECT_OPINION = "prefect_opinion", _("Opinion of the prefect")


class SourceMark(models.TextChoices):
    """How sure the source of a rule is."""

    FOUND = "found", _("read in the source")
    UNVERIFIED = "unverified", _("general knowledge, to be checked by a lawyer")
    DESIGN = "design", _("choice of the municipality")


class MajorityBase(models.TextChoices):
    PRESENT = "present", _("members present")
    SEATS = "seats", _("all members of the council")


class MajorityComparison(models.TextChoices):
    MORE = "more", _("more than (>)")
    AT_LEAST = "at_least", _("not less than (≥)")


class MajorityUse(models.TextChoices):
    """For which kind of vote a majority may be chosen."""

    PLAN = "plan", _("adoption of a plan")
    OTHER = "other", _("other votes of the council")


class ThresholdCode(models.TextChoices):
    LIGHT_GREEN = "light_green", _("Green light from (percent of the way)")
    LIGHT_AMBER = "light_amber", _("Amber light from (percent of the way)")
    SMALL_NUMBER = "small_number", _("Small number of persons")
    SMALL_NUMBER_PROTECTED = "small_number_protected", _("Small number of persons of a protected group")
    SHARE_TOLERANCE = "share_tolerance", _("Tolerance of shares (percentage points)")
    REMINDER_FIRST = "reminder_first", _("First reminder of a duty (working days before its last day)")
    REMINDER_LAST = "reminder_last", _("Last reminder of a duty (working days before its last day)")
    RECOVERY_WAIT = "recovery_wait", _("Wait before the recovery of an account takes effect (hours)")


class OfficeKind(models.TextChoices):
    MAYOR = "mayor", _("mayor")
    COUNCIL = "council", _("council")
    DIRECTORATE = "directorate", _("directorate")
    SECTOR = "sector", _("sector")
    OFFICER = "officer", _("officer")
