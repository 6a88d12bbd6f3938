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
    PUBLIC_MEETING = "public_meeting", _("Notice of a public meeting")
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
    KEEP_CONTACTS = "keep_contacts", _("Contacts of persons are kept (days)")
    KEEP_MESSAGES = "keep_messages", _("Addresses of messages sent are kept (days)")
    KEEP_LOGIN_TRACES = "keep_login_traces", _("Traces of attempts to log in are kept (days)")
    REQUEST_DAYS = "request_days", _("Requests of persons about their data are answered within (days)")
    INCIDENT_HOURS = "incident_hours", _("The authority is told of an incident with personal data within (hours)")
    RETURNS_BY_PREFECT = "returns_by_prefect", _("Times the prefect may return one decision")
    RETURNS_BY_MAYOR = "returns_by_mayor", _("Times the mayor may return one decision")
    INTAKE_UNPROVED = "intake_unproved", _("Contributions without a browser's proof that go straight on (a minute)")
    INTAKE_ALTOGETHER = "intake_altogether", _("Contributions with a browser's proof that go straight on (a minute)")
    INTAKE_OF_ONE_PAGE = "intake_of_one_page", _("Contributions sent from one opened page that go straight on")
    RECOVERY_WAIT = "recovery_wait", _("Wait before the recovery of an account takes effect (hours)")


class AskedCode(models.TextChoices):
    """What a notice must say, and whose opinion a plan needs, as the municipality's lawyer has confirmed it."""

    NOTICE_DRAFT = "notice_draft", _("Notice: where the draft and its accompanying documents are")
    NOTICE_REASONS = "notice_reasons", _("Notice: reasons and expected impact")
    NOTICE_MANNER = "notice_manner", _("Notice: where and how recommendations are sent")
    NOTICE_MEETINGS = "notice_meetings", _("Notice: place and date of public meetings, where one is held")
    NOTICE_CONTACT = "notice_contact", _("Notice: contact of the coordinator")
    OPINION_LEGAL = "opinion_legal", _("Opinion of the legal office")
    OPINION_FINANCE = "opinion_finance", _("Opinion of the finance office")
    OPINION_GENDER = "opinion_gender", _("Opinion of the gender-equality officer")
    OPINION_DATA_PROTECTION = "opinion_data_protection", _("Opinion of the data-protection officer")


class OfficeKind(models.TextChoices):
    MAYOR = "mayor", _("mayor")
    COUNCIL = "council", _("council")
    DIRECTORATE = "directorate", _("directorate")
    SECTOR = "sector", _("sector")
    OFFICER = "officer", _("officer")
