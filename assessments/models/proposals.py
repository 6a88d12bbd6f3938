"""What a provider proposes to change of its own service, field by field, until staff accept or refuse it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assessments.enums import ProposalState
from assessments.models.services import Service
from core.i18n import short_date
from core.models import TimeStamped

#: Tell where a service is or how to reach it: never kept of an undisclosed one, nor once the proposal is decided.
REACHING = ("opening_hours", "phone", "email", "website", "accessibility")
PROPOSABLE = (
    *("capacity", "users", "users_women", "users_men", "waiting", "staff_fte", "licence_until"),
    *("offer_sq", "offer_en", "fee_sq", "fee_en"),
    *REACHING,
)


def value_text(value: Any) -> str:
    """A value as a proposal keeps it."""
    return "" if value is None else str(value)


def value_of(name: str, text: str) -> Any:
    """The text as the field of a service holds it; an empty one is none where the field allows it."""
    field: Any = Service._meta.get_field(name)
    return None if not text and field.null else field.to_python(text)


class ProposedChangeQuerySet(models.QuerySet["ProposedChange"]):
    def waiting(self) -> ProposedChangeQuerySet:
        return self.filter(state=ProposalState.WAITING)


class ProposedChange(TimeStamped):
    """One field of a service as its provider proposes it; the value as text, as the field reads it."""

    service = models.ForeignKey(
        Service, verbose_name=_("service"), related_name="proposed_changes", on_delete=models.PROTECT
    )
    field = models.CharField(_("field"), max_length=20)
    value = models.TextField(_("proposed value"), max_length=1_000, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("proposed by"), related_name="+", on_delete=models.PROTECT
    )
    state = models.CharField(_("state"), max_length=8, choices=ProposalState, default=ProposalState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change of a service")
        verbose_name_plural = _("proposed changes of services")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="proposed_change_one_waiting_per_field",
                fields=["service", "field"],
                condition=Q(state=ProposalState.WAITING),
                violation_error_message=_("For this field a proposal is waiting already."),
            ),
            models.CheckConstraint(
                name="proposed_change_known",
                condition=Q(state__in=ProposalState.values, field__in=PROPOSABLE),
                violation_error_message=_("This field cannot be proposed."),
            ),
            models.CheckConstraint(
                name="proposed_change_decided_by_somebody_else",
                condition=Q(state=ProposalState.WAITING, decided_by=None, decided_at=None)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=models.F("proposed_by"))),
                violation_error_message=_("Somebody else than who proposed it decides on a proposal."),
            ),
        ]

    def __str__(self) -> str:
        return str(capfirst(self.of_field.verbose_name))

    @property
    def of_field(self) -> Any:
        return Service._meta.get_field(self.field)

    @property
    def all_said(self) -> str:
        """The field, what was proposed while it is kept, and what became of it."""
        state = self.get_state_display()
        said = f"{state} {short_date(self.decided_at)}" if self.decided_at else state
        return f"{self}: {localize(self.new)} · {said}" if self.value else f"{self}: {said}"

    @property
    def new(self) -> Any:
        """The proposed value as the field holds it."""
        return value_of(self.field, self.value)

    @property
    def present(self) -> Any:
        return getattr(self.service, self.field)
