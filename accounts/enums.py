"""Closed lists of who acts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    STAFF = "staff", _("municipal staff")
    COORDINATOR = "coordinator", _("coordinator for notification and consultation")
    EXPERT = "expert", _("project expert")
    NGO = "ngo", _("member of an organisation")
    ADMIN = "admin", _("plan administrator")
    MAYOR = "mayor", _("mayor or acting mayor")
    SECRETARY = "secretary", _("council secretary")
    COUNCILLOR = "councillor", _("council member")
    DPO = "dpo", _("data-protection officer")


SECOND_FACTOR_ROLES = frozenset({Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO})
MAGIC_LINK_ROLES = frozenset({Role.NGO, Role.COUNCILLOR})


class OrganisationKind(models.TextChoices):
    CIVIL_SOCIETY = "cso", _("civil-society organisation")
    PROVIDER = "provider", _("service provider")
    AUTHORITY = "authority", _("public authority")
    OTHER = "other", _("other")
