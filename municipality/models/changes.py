"""A change of a rule of law or privacy: asked for by one person, in effect when another has confirmed it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    def waiting(self) -> RuleChangeQuerySet:
        return self.filter(confirmed_at=None, stopped_at=None)

    def for_second_person(self, user: Any) -> RuleChangeQuerySet:
        return self.waiting().exclude(proposed_by=user)


class RuleChange(models.Model):
    """What was typed into the form of a row, kept until a second person has looked at it."""

    page = models.CharField(_("which list"), max_length=20)
    row = models.PositiveBigIntegerField(_("number of the row"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year of the calendar"), null=True, blank=True)
    title = models.CharField(_("what changes"), max_length=300)
    values = models.JSONField(_("what was typed"), default=dict, blank=True)
    shown = models.JSONField(_("fields as they were and as they will be"), default=list, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    proposed_at = models.DateTimeField(_("asked for at"), db_default=Now(), editable=False)
    is_by_one = models.BooleanField(_("by one person, as there was no other"), default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", null=True, blank=True, on_delete=models.PROTECT
    )
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a rule")
        verbose_name_plural = _("changes of rules")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="rulechange_confirmed_by_another",
                condition=Q(confirmed_by=None) | Q(is_by_one=True) | ~Q(confirmed_by=F("proposed_by")),
                violation_error_message=_("Another person confirms it."),
            ),
            models.CheckConstraint(
                name="rulechange_confirmed_or_stopped",
                condition=Q(confirmed_at=None) | Q(stopped_at=None),
                violation_error_message=_("This was confirmed or stopped already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("municipality:change_list")

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is None and self.stopped_at is None
