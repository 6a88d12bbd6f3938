"""Cross-checks of a period's entries as editable rows, and the reasons for which a warning is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from monitoring.enums import CheckCode, CheckSeverity, EmptyOperand
from monitoring.models.periods import Period
from municipality.models import Sourced


class CheckRule(Sourced, TimeStamped):
    """One comparison: what it does where an operand is empty, how far it looks back, and whether it stops a report."""

    code = models.CharField(_("check"), max_length=30, choices=CheckCode.choices, unique=True, editable=False)
    empty = models.CharField(
        _("an empty operand"), max_length=8, choices=EmptyOperand.choices, default=EmptyOperand.SKIP
    )
    limit = models.PositiveSmallIntegerField(
        _("limit (percent)"), default=0, help_text=_("Up to so much beyond is not told of.")
    )
    window = models.PositiveSmallIntegerField(
        _("looks back (periods)"), default=1, help_text=_("Only for the jump against earlier periods.")
    )
    severity = models.CharField(
        _("severity"), max_length=8, choices=CheckSeverity.choices, default=CheckSeverity.WARNING
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("cross-check")
        verbose_name_plural = _("cross-checks")
        constraints = [
            models.CheckConstraint(
                name="check_rule_choices_known",
                condition=Q(
                    code__in=CheckCode.values, empty__in=EmptyOperand.values, severity__in=CheckSeverity.values
                ),
            ),
            models.CheckConstraint(
                name="check_rule_window_plausible",
                condition=Q(window__gte=1, window__lte=12, limit__lte=1000),
                violation_error_message=_(
                    "A check looks back 1 to 12 periods, and its limit is at most 1000 percent."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(CheckCode(self.code).label)

    def get_absolute_url(self) -> str:
        return reverse("monitoring:check_rule_update", args=[self.pk])


class KeptWarning(TimeStamped):
    """Why an entry stays although a check warns of it; the report prints it under data quality."""

    stored_in_history = True

    period = models.ForeignKey(Period, related_name="kept_warnings", on_delete=models.PROTECT)
    code = models.CharField(_("check"), max_length=30, choices=CheckCode.choices)
    subject = models.CharField(_("key of the entry"), max_length=80)
    label = models.CharField(_("entry"), max_length=320)
    reason = models.CharField(_("why it stays"), max_length=1_000)

    class Meta:
        ordering = ("code", "label")
        verbose_name = _("kept warning")
        verbose_name_plural = _("kept warnings")
        constraints = [
            models.UniqueConstraint(name="kept_warning_once_per_entry", fields=["period", "code", "subject"]),
            models.CheckConstraint(name="kept_warning_code_known", condition=Q(code__in=CheckCode.values)),
            models.CheckConstraint(
                name="kept_warning_explained",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the entry stays as it is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.reason}"
