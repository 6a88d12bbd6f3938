"""States, steps and kinds of monitoring."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Between a measure and a source of money, where a row of a sheet is named by both.
OF_SOURCE = " / "


class Light(TextChoices):
    """How far a target is reached; always shown with text and icon, never by colour alone."""

    GREEN = "green", pgettext_lazy("light", "On target")
    AMBER = "amber", pgettext_lazy("light", "Close to target")
    RED = "red", pgettext_lazy("light", "Off target")
    GREY = "grey", pgettext_lazy("light", "No data")
    PROTECTED = "protected", pgettext_lazy("light", "Protected")

    @property
    def is_protected(self) -> bool:
        return self is Light.PROTECTED


class MeasureStatus(TextChoices):
    NOT_STARTED = "not_started", _("not started")
    ON_TRACK = "on_track", _("on track")
    DELAYED = "delayed", _("delayed")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")
    SUSPENDED = "suspended", _("suspended for lack of funds")


class ValueState(TextChoices):
    DRAFT = "draft", pgettext_lazy("value", "draft")
    SUBMITTED = "submitted", pgettext_lazy("value", "submitted")
    RETURNED = "returned", pgettext_lazy("value", "returned")
    APPROVED = "approved", pgettext_lazy("value", "approved")


class AnswerKind(TextChoices):
    """Whether there is a figure: 0 is one, an empty cell is none of these."""

    MEASURED = "measured", pgettext_lazy("value", "measured")
    NOT_COLLECTED = "not_collected", pgettext_lazy("value", "not collected")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("value", "not applicable")


class ValueStep(TextChoices):
    SUBMIT = "submit", pgettext_lazy("value step", "Submit the value")
    RETURN = "return", pgettext_lazy("value step", "Return the value")
    APPROVE = "approve", pgettext_lazy("value step", "Approve the value")


class ValueQuality(TextChoices):
    VERIFIED = "A", _("A – verified")
    ADMINISTRATIVE = "B", _("B – administrative record")
    ESTIMATE = "C", _("C – estimate")


class ReportState(TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("report", "in internal review")
    VALIDATED = "validated", pgettext_lazy("report", "validated")
    APPROVED = "approved", pgettext_lazy("report", "approved by the mayor")
    PRESENTED = "presented", pgettext_lazy("report", "presented to the council")
    SUBMITTED = "submitted", pgettext_lazy("report", "submitted")
    PUBLISHED = "published", pgettext_lazy("report", "published")


class ReportStep(TextChoices):
    REVIEW = "review", pgettext_lazy("report step", "Send to internal review")
    RETURN = "return", pgettext_lazy("report step", "Return to draft")
    VALIDATE = "validate", pgettext_lazy("report step", "Validate")
    APPROVE = "approve", pgettext_lazy("report step", "Approve as mayor")
    PRESENT = "present", pgettext_lazy("report step", "Record presentation to the council")
    SUBMIT = "submit", pgettext_lazy("report step", "Declare submitted")
    PUBLISH = "publish", pgettext_lazy("report step", "Publish")


EDITABLE_REPORT_STATES = frozenset({ReportState.DRAFT, ReportState.IN_REVIEW})
FROZEN_REPORT_STATES = frozenset(ReportState) - EDITABLE_REPORT_STATES


class SectionCode(TextChoices):
    """The parts of a monitoring report that people write (docs/law.md#report-parts); the figures are computed."""

    SUMMARY = "summary", _("Summary")
    METHOD = "method", _("Period, method and data quality")
    CONTEXT = "context", _("Changes in law, budget and offices")
    ACHIEVED = "achieved", _("What was achieved, what was not, and why")
    MONEY = "money", _("Budget: planned, allocated, spent")
    PERSONS = "persons", _("Persons reached")
    PARTICIPATION = "participation", _("Participation and complaints")
    GENDER = "gender", _("Gender")
    LESSONS = "lessons", _("Risks and lessons")
    ADVICE = "advice", _("Recommendations and their follow-up")
    CHANGES = "changes", _("Proposed changes to the plan")


class SubmissionChannel(TextChoices):
    LETTER = "letter", pgettext_lazy("sending", "letter")
    EMAIL = "email", pgettext_lazy("sending", "e-mail")
    HAND = "hand", pgettext_lazy("sending", "by hand")
    REGISTER = "register", pgettext_lazy("sending", "electronic register")


class RecommendationPriority(TextChoices):
    HIGH = "high", pgettext_lazy("priority", "high")
    MEDIUM = "medium", pgettext_lazy("priority", "medium")
    LOW = "low", pgettext_lazy("priority", "low")


class FollowUpOutcome(TextChoices):
    """What became of a recommendation of the year before."""

    DONE = "done", pgettext_lazy("recommendation", "carried out")
    PARTLY = "partly", pgettext_lazy("recommendation", "partly carried out")
    NOT_DONE = "not_done", pgettext_lazy("recommendation", "not carried out")
    DROPPED = "dropped", pgettext_lazy("recommendation", "no longer needed")


class ReportEffect(TextChoices):
    """What a step does besides moving the document."""

    CHECK_REASONS = "check_reasons", _("every row behind its target, and every old recommendation, is explained")
    FREEZE_FIGURES = "freeze_figures", _("the figures are frozen")
    FREE_FIGURES = "free_figures", _("the figures are free again")


class ReportOutputKind(TextChoices):
    PDF = "pdf", _("Report (PDF)")
    DOCX = "docx", _("Report (DOCX)")
    XLSX = "xlsx", _("Tables (XLSX)")
    ZIP = "zip", _("Open data (CSV and JSON)")
    IATI = "iati", _("Activity file of the IATI standard (XML)")
    COUNCIL = "council", _("Extract for the council (PDF)")


class CheckCode(TextChoices):
    SPENT = "spent", _("spent ≤ committed")
    COMMITTED = "committed", _("committed ≤ allocated")
    USERS = "users", _("users ≤ places")
    PART = "part", _("part ≤ whole")
    JUMP = "jump", _("jump against an earlier period")


class EmptyOperand(TextChoices):
    SKIP = "skip", pgettext_lazy("operand", "is left out")
    ZERO = "zero", pgettext_lazy("operand", "counts as 0")


class CheckSeverity(TextChoices):
    WARNING = "warning", pgettext_lazy("check", "warns")
    STOP = "stop", pgettext_lazy("check", "stops the report until a reason stands there")


class Dimension(TextChoices):
    """Where the parts of a dimension come from: what the system knows, or a list of the municipality's own."""

    SEX = "sex", pgettext_lazy("dimension", "by sex")
    AGE = "age", pgettext_lazy("dimension", "by age")
    UNIT = "unit", pgettext_lazy("dimension", "by unit")
    GROUP = "group", pgettext_lazy("dimension", "by group")
    OWN = "own", pgettext_lazy("dimension", "a list of its own")
