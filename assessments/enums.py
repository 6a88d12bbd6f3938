"""Closed lists of the assessment; groups, units and service types are rows."""

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


class Method(models.TextChoices):
    REGISTER = "register", pgettext_lazy("method", "register")
    SURVEY = "survey", _("survey")
    ESTIMATE = "estimate", _("estimate")
    FOCUS_GROUP = "focus_group", _("focus group")
    CENSUS = "census", _("census")


class LegalDuty(models.TextChoices):
    NONE = "none", _("no legal duty")
    SHARED = "shared", _("shared duty")
    FULL = "full", _("duty of the municipality")


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


class SheetFormat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class AssessmentEffect(models.TextChoices):
    """What a step does besides moving the document."""

    COPY_SERVICE_MAP = "copy_service_map", _("the service map of the day is copied into the edition")
