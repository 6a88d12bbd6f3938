from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import MAGIC_LINK_ROLES, SECOND_FACTOR_ROLES, OrganisationKind, Role
from core.models import TimeStamped
from municipality.models import Office


class UserQuerySet(models.QuerySet["User"]):
    def with_roles(self) -> UserQuerySet:
        return self.select_related("office").prefetch_related("assignments", "memberships__organisation")

    def holding(self, *roles: Role) -> UserQuerySet:
        return self.filter(is_active=True, assignments__role__in=roles, assignments__revoked_on=None).distinct()

    def candidates_for(self, organisation: Organisation) -> UserQuerySet:
        """Organisation members by role who do not speak for this organisation yet."""
        members = organisation.memberships.filter(revoked_on=None).values("user")
        return self.holding(Role.NGO).exclude(pk__in=members)

    def by_email(self, email: str) -> UserQuerySet:
        return self.filter(email=email.strip().lower())


class UserManager(BaseUserManager.from_queryset(UserQuerySet)["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin, TimeStamped):
    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("An account with this e-mail address exists.")},
    )
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="sq")
    office = models.ForeignKey(
        Office, verbose_name=_("office"), related_name="users", null=True, blank=True, on_delete=models.PROTECT
    )
    is_active = models.BooleanField(_("active"), default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="user_email_in_small_letters",
                condition=Q(email=Lower("email")),
                violation_error_message=_("The e-mail address is kept in small letters."),
            ),
            models.CheckConstraint(
                name="user_language_known",
                condition=Q(language__in=["sq", "en"]),
                violation_error_message=_("Choose Albanian or English."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:user_detail", args=[self.pk])

    @cached_property
    def roles(self) -> frozenset[str]:
        """Active roles; read once per loaded user, hence once per request."""
        if not self.is_active:
            return frozenset()
        return frozenset(row.role for row in self.assignments.all() if row.revoked_on is None)

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in Role.values if role in self.roles]

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Organisations the user may speak for today."""
        rows = self.memberships.select_related("organisation").approved()
        return [row.organisation for row in rows if row.organisation.is_active]

    @property
    def needs_second_factor(self) -> bool:
        return bool(self.roles & SECOND_FACTOR_ROLES)

    @property
    def may_use_magic_link(self) -> bool:
        return bool(self.roles & MAGIC_LINK_ROLES) and not self.needs_second_factor


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def active(self) -> RoleAssignmentQuerySet:
        return self.filter(revoked_on=None)


class RoleAssignment(TimeStamped):
    user = models.ForeignKey(User, verbose_name=_("account"), related_name="assignments", on_delete=models.PROTECT)
    role = models.CharField(_("role"), max_length=12, choices=Role)
    granted_on = models.DateField(_("granted on"))
    granted_by = models.ForeignKey(
        User, verbose_name=_("granted by"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, verbose_name=_("revoked by"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of an account")
        verbose_name_plural = _("roles of accounts")
        ordering = ["granted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="role_active_once_per_user",
                fields=["user", "role"],
                condition=Q(revoked_on=None),
                violation_error_message=_("This account already has this role."),
            ),
            models.CheckConstraint(
                name="role_known",
                condition=Q(role__in=Role.values),
                violation_error_message=_("This role does not exist."),
            ),
            models.CheckConstraint(
                name="role_dates_in_order",
                condition=Q(revoked_on=None) | Q(revoked_on__gte=F("granted_on")),
                violation_error_message=_("A role is revoked after it was granted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def with_member_count(self) -> OrganisationQuerySet:
        approved = Q(memberships__approved_on__isnull=False, memberships__revoked_on=None)
        return self.annotate(member_count=models.Count("memberships", filter=approved)).order_by("name")


class Organisation(TimeStamped):
    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)
    is_active = models.BooleanField(_("active"), default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organisation_detail", args=[self.pk])


class MembershipQuerySet(models.QuerySet["Membership"]):
    def approved(self) -> MembershipQuerySet:
        return self.filter(approved_on__isnull=False, revoked_on=None)


class Membership(TimeStamped):
    """An account that may speak for an organisation, from its approval to its revocation."""

    user = models.ForeignKey(User, verbose_name=_("account"), related_name="memberships", on_delete=models.PROTECT)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), related_name="memberships", on_delete=models.PROTECT
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="membership_open_once",
                fields=["user", "organisation"],
                condition=Q(revoked_on=None),
                violation_error_message=_("This account already belongs to the organisation."),
            ),
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=Q(revoked_on=None) | Q(approved_on=None) | Q(revoked_on__gte=F("approved_on")),
                violation_error_message=_("A membership is revoked after it was approved."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"

    def is_approved_on(self, day: date) -> bool:
        return self.approved_on is not None and self.approved_on <= day and self.revoked_on is None
