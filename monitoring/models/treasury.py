"""The finance office's sheet by programme, line by line as it came, and which programme of the plan each line is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from monitoring.models.periods import MOST_LEK, Period


class TreasurySheet(models.Model):
    """One sheet of a period; the newest counts, the ones before it stay."""

    append_only = True
    stored_in_history = True

    period = models.ForeignKey(Period, related_name="treasury_sheets", on_delete=models.PROTECT)
    title = models.CharField(_("what the sheet is called"), max_length=200)
    sha256 = models.CharField(_("hash of what was read (SHA-256)"), max_length=64)
    stated_total = models.PositiveBigIntegerField(
        _("spent in all, as the sheet itself says (ALL)"), null=True, blank=True
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("sheet of the finance office")
        verbose_name_plural = _("sheets of the finance office")

    def __str__(self) -> str:
        return self.title


class TreasuryLine(models.Model):
    append_only = True
    stored_in_history = True

    sheet = models.ForeignKey(TreasurySheet, related_name="lines", on_delete=models.PROTECT)
    number = models.PositiveIntegerField(_("row of the sheet"))
    label = models.CharField(_("programme, as the sheet writes it"), max_length=200)
    initial = models.PositiveBigIntegerField(_("first budget (ALL)"), default=0)
    allocated = models.PositiveBigIntegerField(_("allocated now (ALL)"), default=0)
    committed = models.PositiveBigIntegerField(_("committed (ALL)"), default=0)
    spent = models.PositiveBigIntegerField(_("spent (ALL)"), default=0)

    class Meta:
        ordering = ("number",)
        verbose_name = _("line of the finance office's sheet")
        verbose_name_plural = _("lines of the finance office's sheet")
        constraints = [
            models.UniqueConstraint(name="treasury_line_once_per_row", fields=["sheet", "number"]),
            models.CheckConstraint(
                name="treasury_line_amounts_plausible",
                condition=Q(
                    initial__lte=MOST_LEK, allocated__lte=MOST_LEK, committed__lte=MOST_LEK, spent__lte=MOST_LEK
                ),
                violation_error_message=_("An amount above one thousand billion lek cannot be right."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.spent}"


class ProgrammeMapping(TimeStamped):
    """What a name of the finance office is in the plan; remembered for every sheet to come."""

    stored_in_history = True

    label = models.CharField(_("programme, as the sheet writes it"), max_length=200, unique=True)
    programme = models.CharField(_("budget programme of the plan"), max_length=8, blank=True)
    is_outside = models.BooleanField(_("outside the plan"), default=False)

    class Meta:
        ordering = ("label",)
        verbose_name = _("mapping of a programme")
        verbose_name_plural = _("mappings of programmes")
        constraints = [
            models.CheckConstraint(
                name="programme_mapping_is_one_of_both",
                condition=(Q(is_outside=True) & Q(programme="")) | (Q(is_outside=False) & ~Q(programme="")),
                violation_error_message=_("Choose a programme of the plan, or “outside the plan”."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} → {self.programme or _('outside the plan')}"
