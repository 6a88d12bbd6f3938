from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import (
    CONFIRMED_ROLES,
    DECIDING_ROLES,
    MAGIC_LINK_ROLES,
    SECOND_FACTOR_ROLES,
    OrganisationKind,
    PowerKind,
    Role,
)
from core.models import TimeStamped
from municipality.models import Office

#: The end of the address of an account whose person was erased; no mail reaches it (RFC 2606).
ERASED = "@erased.invalid"


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

    last_refused: tuple[str, Any] | None = None

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
            models.CheckConstraint(
                name="user_erased_stays_closed",
                condition=~Q(email__endswith=ERASED) | Q(is_active=False),
                violation_error_message=_("This account was erased; it is not opened again."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:user_detail", args=[self.pk])

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """The last question that was answered with no is kept, so that the page of the refusal can say why."""
        is_allowed: bool = super().has_perm(perm, obj)
        if not is_allowed:
            self.last_refused = (perm, obj)
        return is_allowed

    @property
    def is_erased(self) -> bool:
        """Whose it was is gone for good; what she did stands under its number."""
        return self.email.endswith(ERASED)

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


class PowerChangeQuerySet(models.QuerySet["PowerChange"]):
    def with_people(self) -> PowerChangeQuerySet:
        return self.select_related("subject", "proposed_by", "confirmed_by", "stopped_by")

    def awaiting(self) -> PowerChangeQuerySet:
        """No second person has looked at them yet, in effect by one or not."""
        return self.filter(confirmed_at=None, stopped_at=None)

    def under_way(self) -> PowerChangeQuerySet:
        """Asked for or confirmed, and not in effect."""
        return self.filter(applied_at=None, stopped_at=None)

    def open(self) -> PowerChangeQuerySet:
        return self.filter(Q(applied_at=None) | Q(confirmed_at=None), stopped_at=None)

    def recoveries(self) -> PowerChangeQuerySet:
        return self.exclude(kind=PowerKind.ROLE)

    def due(self, now: datetime) -> PowerChangeQuerySet:
        return self.under_way().filter(effective_at__lte=now)

    def for_second_person(self, user: User) -> PowerChangeQuerySet:
        """Those that this person may confirm: neither asked for by her nor about her."""
        return self.awaiting().exclude(proposed_by=user).exclude(subject=user)


class PowerChange(models.Model):
    """A deed on an account that needs two persons: who asked, who confirmed or stopped it, from when it holds."""

    stored_in_history = True

    kind = models.CharField(_("kind"), max_length=10, choices=PowerKind)
    subject = models.ForeignKey(
        User, verbose_name=_("account"), related_name="power_changes", on_delete=models.PROTECT
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, blank=True)
    old_email = models.EmailField(_("e-mail address of before"), max_length=254, blank=True)
    new_email = models.EmailField(_("new e-mail address"), max_length=254, blank=True)
    proposed_by = models.ForeignKey(User, verbose_name=_("asked for by"), related_name="+", on_delete=models.PROTECT)
    proposed_at = models.DateTimeField(_("asked for at"), db_default=Now())
    is_by_one = models.BooleanField(_("by one"), default=False)
    confirmed_by = models.ForeignKey(
        User, verbose_name=_("confirmed by"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    effective_at = models.DateTimeField(_("takes effect at"), null=True, blank=True)
    applied_at = models.DateTimeField(_("in effect since"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        User, verbose_name=_("stopped by"), related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)

    objects = PowerChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change that needs two persons")
        verbose_name_plural = _("changes that need two persons")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="power_change_is_of_a_known_kind",
                condition=Q(kind=PowerKind.ROLE, role__in=sorted(CONFIRMED_ROLES), old_email="", new_email="")
                | Q(kind=PowerKind.EMAIL, role="")
                | Q(kind=PowerKind.SECOND_FACTOR, role="", old_email="", new_email=""),
                violation_error_message=_("This change is of no known kind."),
            ),
            models.CheckConstraint(
                name="power_change_not_for_oneself",
                condition=Q(kind=PowerKind.EMAIL) | ~Q(proposed_by=F("subject")),
                violation_error_message=_("Another person has to ask for this."),
            ),
            models.CheckConstraint(
                name="power_change_confirmed_by_another",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("proposed_by"))
                    & ~Q(confirmed_by=F("subject"))
                ),
                violation_error_message=_("Whoever asked for it, and whom it concerns, does not confirm it."),
            ),
            models.CheckConstraint(
                name="power_change_holds_after_confirmation_and_wait",
                condition=Q(applied_at=None)
                | (
                    (Q(confirmed_at__isnull=False) | Q(is_by_one=True))
                    & Q(effective_at__isnull=False, applied_at__gte=F("effective_at"))
                ),
                violation_error_message=_("It holds after a second person has confirmed it, and after the wait."),
            ),
            models.UniqueConstraint(
                name="power_change_asked_for_once",
                fields=["subject", "kind", "role"],
                condition=Q(applied_at=None, stopped_at=None),
                violation_error_message=_("This was asked for already and waits."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.applied_at is None and self.stopped_at is None

    @property
    def awaits_confirmation(self) -> bool:
        return self.confirmed_at is None and self.stopped_at is None

    @property
    def can_be_stopped(self) -> bool:
        """Before it holds; a role given by one also after that, until the second person has confirmed it."""
        return self.is_under_way or (self.awaits_confirmation and self.kind == PowerKind.ROLE)

    @property
    def what(self) -> str:
        """What would be changed, with its old and new value."""
        if self.kind == PowerKind.ROLE:
            return str(Role(self.role).label)
        if self.kind == PowerKind.EMAIL and self.new_email:
            return f"{self.old_email} → {self.new_email}"
        return str(self.get_kind_display())


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def active(self) -> RoleAssignmentQuerySet:
        return self.filter(revoked_on=None)

    def deciding(self) -> RoleAssignmentQuerySet:
        return self.active().filter(role__in=DECIDING_ROLES, user__is_active=True)


class RoleAssignment(TimeStamped):
    stored_in_history = True
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
    change = models.OneToOneField(
        PowerChange,
        verbose_name=_("change by two persons"),
        related_name="assignment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
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
            models.CheckConstraint(
                name="role_not_granted_to_oneself",
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")),
                violation_error_message=_("Nobody grants a role to herself."),
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
