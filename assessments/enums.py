"""Closed lists of the assessment; groups, units and service types are rows."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AssessmentState(models.TextChoices):
    DRAFTING = "drafting", pgettext_lazy("assessment", "drafting")
    VERIFIED = "verified", pgettext_lazy("assessment", "verified")
    PUBLISHED = "published", pgettext_lazy("assessment", "published")


class AssessmentStep(models.TextChoices):
    VERIFY = "verify", _("Verify the assessment")
    RETURN = "return", _("Return to drafting")
    PUBLISH = "publish", _("Publish the assessment")


EDITABLE_STATES = frozenset({AssessmentState.DRAFTING})


class FigureQuality(models.TextChoices):
    """How good a figure is (docs/law.md#figures)."""

    VERIFIED = "A", _("A – verified")
    ADMINISTRATIVE = "B", _("B – administrative")
    ESTIMATE = "C", _("C – estimate")


class FigureTheme(models.TextChoices):
    """The parts of the municipality's profile, in the order in which they are printed."""

    POPULATION = "population", pgettext_lazy("profile", "population")
    ECONOMY = "economy", pgettext_lazy("profile", "economy and employment")
    EDUCATION = "education", pgettext_lazy("profile", "education")
    HEALTH = "health", pgettext_lazy("profile", "health")
    GROUPS = "groups", pgettext_lazy("profile", "groups in need")
    STAFF = "staff", pgettext_lazy("profile", "staff and ratios")
    BUDGET = "budget", pgettext_lazy("profile", "budget history")
    CASH = "cash", pgettext_lazy("profile", "cash benefits")


class FigureCounts(models.TextChoices):
    """What one of a figure is; persons are protected where they are few."""

    PERSONS = "persons", pgettext_lazy("figure", "persons")
    HOUSEHOLDS = "households", pgettext_lazy("figure", "households")
    OTHER = "other", pgettext_lazy("figure", "something else")


class PopulationBase(models.TextChoices):
    """Whose number a ratio is taken of; the three counts of a municipality differ by more than double."""

    RESIDENT = "resident", _("resident population (census)")
    REGISTERED = "registered", _("registered population (civil registry)")
    NONE = "none", _("neither")


class Method(models.TextChoices):
    REGISTER = "register", pgettext_lazy("method", "register")
    SURVEY = "survey", _("survey")
    ESTIMATE = "estimate", pgettext_lazy("method", "estimate")
    FOCUS_GROUP = "focus_group", _("focus group")
    CENSUS = "census", _("census")


class LegalDuty(models.TextChoices):
    NONE = "none", _("no legal duty")
    SHARED = "shared", _("shared duty")
    FULL = "full", _("duty of the municipality")


class Scale(models.TextChoices):
    """The scales a need is weighed by; their steps are fixed, what each is called and counts for is a row."""

    SEVERITY = "severity", _("Severity")
    LEGAL_DUTY = "legal_duty", _("Legal duty")


#: The steps that every municipality begins with: scale, step, names, points of a hundred (docs/law.md#priority).
DELIVERED_STEPS = (
    (Scale.SEVERITY, "1", "shqetësim që zgjidhet pa shërbim", "a worry that is settled without a service", 0),
    (Scale.SEVERITY, "2", "jeta e përditshme bëhet më e vështirë", "daily life becomes harder", 25),
    (Scale.SEVERITY, "3", "pa ndihmë gjendja keqësohet", "without help it gets worse", 50),
    (Scale.SEVERITY, "4", "dëm i rëndë për shëndetin ose zhvillimin", "grave harm to health or development", 75),
    (
        Scale.SEVERITY,
        "5",
        "rrezik për jetën ose lirinë, ose dëm i pakthyeshëm për një fëmijë",
        "danger to life or freedom, or irreversible harm to a child",
        100,
    ),
    (Scale.LEGAL_DUTY, "none", "pa detyrim ligjor", "no legal duty", 0),
    (Scale.LEGAL_DUTY, "shared", "detyrim i përbashkët", "shared duty", 50),
    (Scale.LEGAL_DUTY, "full", "detyrim i bashkisë", "duty of the municipality", 100),
)
DELIVERED_POINTS = {f"{scale}:{step}": points for scale, step, _sq, _en, points in DELIVERED_STEPS}


class ServiceLevel(models.TextChoices):
    """Families of decision 518/2018; pre-social services count as community services."""

    PRESOCIAL = "presocial", _("pre-social")
    COMMUNITY = "community", _("community")
    RESIDENTIAL = "residential", _("residential and specialised")


class ProviderType(models.TextChoices):
    MUNICIPAL = "municipal", _("municipality")
    STATE = "state", pgettext_lazy("provider", "state")
    NGO = "ngo", _("non-profit organisation")
    PRIVATE = "private", _("private")
    RELIGIOUS = "religious", _("religious")


class LicenceKind(models.TextChoices):
    RESIDENTIAL = "residential", _("residential care")
    COMMUNITY = "community", _("community and day care")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


class LicenceState(models.TextChoices):
    HELD = "held", _("licensed")
    PENDING = "pending", _("applied for")
    NONE = "none", _("no licence")
    NOT_REQUIRED = "not_required", _("no licence needed")


class ServiceStatus(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("service", "active")
    PLANNED = "planned", pgettext_lazy("service", "planned")
    SUSPENDED = "suspended", pgettext_lazy("service", "suspended")
    CLOSED = "closed", pgettext_lazy("service", "closed")


class SexScope(models.TextChoices):
    ALL = "all", _("all")
    WOMEN = "women", _("women")
    MEN = "men", _("men")


class CountedIn(models.TextChoices):
    """What a requirement and a service are counted in; places flow only between equal ones."""

    PLACES = "places", _("places at a time")
    CASES = "cases", _("persons or cases a year")
    HOUSEHOLDS = "households", _("households at a time")
    HOURS = "hours", _("hours a year")


class RequirementBasis(models.TextChoices):
    """Why a line asks for so many places."""

    TAKE_UP = "take_up", _("share of the affected who would come")
    NORM = "norm", _("norm by inhabitants or cases")


class GapReason(models.TextChoices):
    NONE_HERE = "none_here", _("no such service serves these people here")
    PLACES = "places", _("too few places")
    AGE = "age", _("services for other ages")
    HOURS = "hours", _("opening hours")
    PRICE = "price", _("price")
    TRANSPORT = "transport", _("transport")
    ACCESSIBILITY = "accessibility", _("accessibility")
    LANGUAGE = "language", _("language")
    STAFF = "staff", _("too few staff")
    LICENCE = "licence", _("licence missing or expired")


class CountStatus(models.TextChoices):
    """Whether the places of a service count on a day."""

    COUNTED = "counted", _("counts")
    PLANNED = "planned", pgettext_lazy("standing", "planned")
    SUSPENDED = "suspended", pgettext_lazy("standing", "suspended")
    EXPIRED = "expired", _("licence expired")


class Misfit(models.TextChoices):
    """The first reason why a service of the right type does not count for a line."""

    NOT_RUNNING = "standing", _("does not run today")
    COUNTED_IN = "counted_in", _("counted otherwise, not comparable")
    GROUP = "group", _("serves another group")
    SEX = "sex", _("serves one sex only")
    AGE = "age", _("serves other ages")
    AGE_PARTLY = "age_partly", _("serves only some of these ages, so it counts 0")
    UNIT = "unit", _("serves another unit")
    UNIT_PARTLY = "unit_partly", _("serves only some of these units, so it counts 0")


class ServicePart(models.TextChoices):
    """What a service has several rows of."""

    STAFF = "staff", _("staff by profession")
    YEARS = "years", _("years: places, users, cost")
    MONEY = "money", _("money by source and year")


class MoneySource(models.TextChoices):
    """Who pays for a service that runs; the plan's own sources are rows."""

    MUNICIPAL = "municipal", _("municipal budget")
    GRANT = "grant", _("conditional grant of the state")
    SOCIAL_FUND = "social_fund", _("Social Fund")
    DONOR = "donor", _("donor")
    FEES = "fees", _("what users pay")
    OTHER = "other", pgettext_lazy("money", "other")


class Ending(models.TextChoices):
    """What of a service comes to its end on a day."""

    LICENCE = "licence", _("licence")
    DONOR = "donor", _("donor funding")


class CallOutcome(models.TextChoices):
    """What became of a call of the Social Fund; an outcome closes it."""

    WON = "won", _("financed")
    LOST = "lost", _("not financed")
    NOT_SENT = "not_sent", _("no application sent")
    WITHDRAWN = "withdrawn", _("call withdrawn")


class FundPart(models.TextChoices):
    """What a call has several rows of, and a costing."""

    SHARES = "shares", _("state's share by year")
    CRITERIA = "criteria", _("criteria of scoring")
    ATTACHMENTS = "attachments", _("attachments of the application")
    POSTS = "posts", _("posts of the service")


class BudgetCode(models.TextChoices):
    """Budget programmes that bear a social service afterwards (docs/law.md#social-fund)."""

    SICK_AND_DISABLED = "10140", _("10140 – social care for the sick and disabled")
    FAMILY_AND_CHILDREN = "10430", _("10430 – social care for families and children")


class PackageFormat(models.TextChoices):
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"


class ReportFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"


class OpenFile(models.TextChoices):
    """The files of open data of a published edition."""

    JSON = "json", "JSON"
    CSV_SQ = "csv-sq", _("CSV in Albanian")
    CSV_EN = "csv-en", _("CSV in English")


class SheetFormat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class AssessmentEffect(models.TextChoices):
    """What a step does besides moving the document."""

    COPY_SERVICE_MAP = "copy_service_map", _("the service map of the day is copied into the edition")
    KEEP_TELLING = "store_release", _("what the edition tells and hides of small numbers is kept with it")


class ImportKind(models.TextChoices):
    """The tables that are read from a sheet."""

    NEEDS = "needs", pgettext_lazy("import", "needs")
    SERVICES = "services", pgettext_lazy("import", "services")
    FIGURES = "figures", pgettext_lazy("import", "figures")
    PROVIDERS = "providers", pgettext_lazy("import", "providers of services")
    UNITS = "units", pgettext_lazy("import", "units and their census")
    STAFF = "staff", pgettext_lazy("import", "staff by ratio")
    CATALOGUE = "catalogue", pgettext_lazy("import", "definitions of figures")


class ProposalState(models.TextChoices):
    """What became of a field that a provider proposed to change."""

    WAITING = "waiting", pgettext_lazy("proposal", "waiting")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
    REFUSED = "refused", pgettext_lazy("proposal", "refused")


class ImportState(models.TextChoices):
    READ = "read", _("read, not taken yet")
    TAKEN = "taken", pgettext_lazy("import", "taken")
    DISCARDED = "discarded", _("thrown away")
    UNDONE = "undone", pgettext_lazy("import", "undone")


class RowOutcome(models.TextChoices):
    """What a row of a sheet does when it is taken."""

    NEW = "new", pgettext_lazy("row of a sheet", "new")
    CHANGED = "changed", pgettext_lazy("row of a sheet", "changed")
    SAME = "same", pgettext_lazy("row of a sheet", "the same")
    FAILED = "failed", pgettext_lazy("row of a sheet", "with errors")


# Names of the kinds of jobs; what a worker does for them stands in `assessments/tasks.py`.
PACKAGE: Final = "assessments.fund_package"
REPORT: Final = "assessments.report"
PUBLISHING: Final = "assessments.publish_edition"
READING: Final = "assessments.read_sheet"
TAKING: Final = "assessments.take_import"
UNDOING: Final = "assessments.undo_import"
TABLE: Final = "assessments.table"
LIST: Final = "assessments.list"
MENDING: Final = "assessments.rows_to_mend"
