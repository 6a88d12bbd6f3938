"""What looked like an automated post: received like any other, and read by a person before it goes on."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from consultations.enums import SIGNS, IntakeResult, IntakeSign
from consultations.models.contributions import Contribution


@cache
def _is_with_protection() -> Exists:
    """As of a contribution, made once for all lists."""
    alerts: Any = Contribution._meta.get_field("danger_alert").related_model
    return Exists(alerts.objects.with_protection().filter(contribution=OuterRef("contribution")))


class IntakeHoldQuerySet(models.QuerySet["IntakeHold"]):
    def waiting(self) -> IntakeHoldQuerySet:
        """Without what is with the protection workers: they alone read it, until they return it."""
        return self.readable().filter(result="")

    def automated(self) -> IntakeHoldQuerySet:
        """What was found to be a machine's; the newest first."""
        return self.readable().filter(result=IntakeResult.AUTOMATED).order_by("-pk")

    def readable(self) -> IntakeHoldQuerySet:
        """Without what is with the protection workers, with the words as they are shown."""
        words = Prefetch("contribution", Contribution.objects.with_words().select_related("round"))
        return self.filter(~_is_with_protection()).prefetch_related(words)


class IntakeHold(models.Model):
    """Set apart by a sign of automation until somebody has looked; no word of it is dropped, whatever is decided."""

    stored_in_history = True

    contribution = models.OneToOneField(Contribution, related_name="intake_hold", on_delete=models.PROTECT)
    signs = models.CharField(_("why it was set apart"), max_length=100)
    result = models.CharField(_("outcome"), max_length=12, choices=IntakeResult.choices, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, null=True, blank=True, editable=False
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = IntakeHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution set apart on its arrival")
        verbose_name_plural = _("contributions set apart on their arrival")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="intake_hold_known_signs",
                condition=Q(signs__regex=SIGNS),
                violation_error_message=_("A text is set apart for signs that the program knows."),
            ),
            models.CheckConstraint(
                name="intake_hold_reviewed_whole",
                condition=Q(result="", reviewed_by=None)
                | Q(result__in=IntakeResult.values, reviewed_by__isnull=False),
                violation_error_message=_("Who looked at it is kept with what was decided."),
            ),
            models.CheckConstraint(
                name="intake_automated_has_reason",
                condition=~Q(result=IntakeResult.AUTOMATED) | ~Q(reason=""),
                violation_error_message=_("Say why it stays out of the consultation."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.contribution_id}"

    @property
    def sign_labels(self) -> str:
        """Why it was set apart, in words."""
        return ", ".join(str(IntakeSign(each).label) for each in self.signs.split(","))


def is_set_apart(contribution: Contribution) -> bool:
    """Whether it looked automated and nobody has let it on; a page by `with_words` knows it."""
    known: bool | None = contribution.__dict__.get("is_apart")
    if known is not None:
        return known
    return IntakeHold.objects.filter(contribution=contribution).exclude(result=IntakeResult.GENUINE).exists()
