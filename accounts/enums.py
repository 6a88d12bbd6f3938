"""Closed lists of who acts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from operations.actions import register_roles


@register_roles
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
# They decide, and one of them is the second person where a deed needs two.
DECIDING_ROLES = SECOND_FACTOR_ROLES
# They open contributors' data: given by one, held when another has confirmed it.
CONFIRMED_ROLES = frozenset({Role.COORDINATOR, Role.DPO})
MAGIC_LINK_ROLES = frozenset({Role.NGO, Role.COUNCILLOR})


class PowerKind(models.TextChoices):
    """Deeds on another's account that one person alone does not do."""

    ROLE = "role", _("a role that opens contributors’ data")
    EMAIL = "email", _("another e-mail address")
    SECOND_FACTOR = "factor", _("reset of the second factor")


class OrganisationKind(models.TextChoices):
    CIVIL_SOCIETY = "cso", _("civil-society organisation")
    PROVIDER = "provider", _("service provider")
    AUTHORITY = "authority", _("public authority")
    OTHER = "other", _("other")
