"""Money of the budget that was moved from one measure to another, by which paper and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from monitoring.models.periods import MOST_LEK, Period
from socialplan.content.models import FundingSource, Measure


class BudgetTransfer(models.Model):
    """A fact, in new lek (ALL); what stands as allocated on both sides was changed with it."""

    append_only = True
    stored_in_history = True

    period = models.ForeignKey(Period, related_name="transfers", on_delete=models.PROTECT)
    source = models.ForeignKey(
        FundingSource, verbose_name=_("funding source"), related_name="+", on_delete=models.PROTECT
    )
    from_measure = models.ForeignKey(
        Measure,
        verbose_name=_("from the measure"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Empty: money for what the plan does not hold."),
    )
    to_measure = models.ForeignKey(
        Measure,
        verbose_name=_("to the measure"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Empty: money for what the plan does not hold."),
    )
    amount = models.PositiveBigIntegerField(_("amount moved (ALL)"))
    happened_on = models.DateField(_("date of the decision"))
    document = models.CharField(
        _("decision"), max_length=200, help_text=_("Number and date of the decision or order that moved it.")
    )
    reason = models.CharField(_("why it was moved"), max_length=1_000)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = _("transfer of the budget")
        verbose_name_plural = _("transfers of the budget")
        constraints = [
            models.CheckConstraint(
                name="budget_transfer_amount_plausible",
                condition=Q(amount__gte=1, amount__lte=MOST_LEK),
                violation_error_message=_("At least one lek is moved, and never above one thousand billion."),
            ),
            models.CheckConstraint(
                name="budget_transfer_between_two",
                condition=Q(from_measure__isnull=True, to_measure__isnull=False)
                | Q(from_measure__isnull=False, to_measure__isnull=True)
                | (Q(from_measure__isnull=False, to_measure__isnull=False) & ~Q(from_measure=F("to_measure"))),
                violation_error_message=_("Choose two different measures, or leave one of both empty."),
            ),
            models.CheckConstraint(
                name="budget_transfer_explained",
                condition=~Q(reason="") & ~Q(document=""),
                violation_error_message=_("Say why it was moved, and by which decision."),
            ),
        ]

    def __str__(self) -> str:
        sides = [str(measure or _("outside the plan")) for measure in (self.from_measure, self.to_measure)]
        return f"{sides[0]} → {sides[1]}: {self.amount}"
