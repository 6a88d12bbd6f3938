"""What the data-protection officer keeps: requests of persons about their data, and incidents with their clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.enums import PersonRequestKind, RequestOutcome
from consultations.models.contributions import Contribution
from core.i18n import short_time


class PersonRequestQuerySet(models.QuerySet["PersonRequest"]):
    def waiting(self) -> PersonRequestQuerySet:
        return self.filter(outcome="")


class PersonRequest(models.Model):
    """Somebody asks for her data, a correction or their removal; without her name, which stands on the paper."""

    stored_in_history = True

    kind = models.CharField(_("what is asked"), max_length=12, choices=PersonRequestKind.choices)
    received_on = models.DateField(_("received on"))
    protocol_no = models.CharField(_("incoming protocol number"), max_length=60)
    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        related_name="person_requests",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
    )
    about = models.TextField(
        _("what it concerns"), max_length=2_000, help_text=_("Which data; no names. The paper has them.")
    )
    due_on = models.DateField(_("to be answered by"), editable=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=RequestOutcome.choices, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    answer = models.TextField(_("what was done, or why not"), max_length=2_000, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, editable=False
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = PersonRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of persons")
        ordering = ("-received_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="person_request_kind_known",
                condition=Q(kind__in=PersonRequestKind.values),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="person_request_answered_whole",
                condition=Q(outcome="", answered_on=None, answer="")
                | (Q(outcome__in=RequestOutcome.values, answered_on__isnull=False) & ~Q(answer="")),
                violation_error_message=_("An answered request has its outcome, its day, and what was done."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol_no}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:person_request_answer", args=[self.pk])

    @property
    def asks_for_data(self) -> bool:
        return self.kind == PersonRequestKind.EXPORT

    @property
    def asks_for_erasure(self) -> bool:
        return self.kind == PersonRequestKind.ERASURE

    @property
    def is_waiting(self) -> bool:
        return not self.outcome


class IncidentQuerySet(models.QuerySet["PrivacyIncident"]):
    def waiting(self) -> IncidentQuerySet:
        """Neither notified nor closed without a notification."""
        return self.filter(notified_at=None, no_notice_reason="")


class PrivacyIncident(models.Model):
    """Data came where they should not, or were lost; the authority is told within the hours of the rule."""

    stored_in_history = True

    discovered_at = models.DateTimeField(_("discovered at"))
    what = models.TextField(_("what happened"), max_length=5_000, help_text=_("No names of persons concerned."))
    kinds = models.CharField(_("kinds of data"), max_length=300)
    persons = models.PositiveIntegerField(_("persons concerned, about"), null=True, blank=True)
    measures = models.TextField(_("measures taken"), max_length=5_000, blank=True)
    due_at = models.DateTimeField(_("authority to be told by"), editable=False)
    notified_at = models.DateTimeField(_("authority told at"), null=True, blank=True, editable=False)
    notice_reference = models.CharField(_("number of the notification"), max_length=120, blank=True, editable=False)
    persons_told_on = models.DateField(_("persons concerned told on"), null=True, blank=True, editable=False)
    no_notice_reason = models.TextField(_("why nobody is told"), max_length=2_000, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, editable=False
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident with personal data")
        verbose_name_plural = _("incidents with personal data")
        ordering = ("-discovered_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="incident_due_after_discovery",
                condition=Q(due_at__gt=F("discovered_at")),
                violation_error_message=_("The authority is told after the discovery."),
            ),
            models.CheckConstraint(
                name="incident_notified_whole",
                condition=Q(notified_at=None, notice_reference="")
                | (Q(notified_at__isnull=False) & ~Q(notice_reference="")),
                violation_error_message=_("A notification has its moment and its number."),
            ),
        ]

    def __str__(self) -> str:
        return short_time(self.discovered_at)

    def get_absolute_url(self) -> str:
        return reverse("consultations:incident_settle", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.notified_at is None and not self.no_notice_reason

    @property
    def is_late(self) -> bool:
        return (self.notified_at or timezone.now()) > self.due_at and not self.no_notice_reason

    @property
    def hours_left(self) -> int:
        """Whole hours to the end of the clock; 0 once it is over."""
        return max((self.due_at - timezone.now()) // timedelta(hours=1), 0)


def due_day(received_on: date, days: int) -> date:
    return received_on + timedelta(days=days)


def due_moment(discovered_at: datetime, hours: int) -> datetime:
    return discovered_at + timedelta(hours=hours)
