"""A value by sex, age, unit or group: what its passport asks for beside the total."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from monitoring.enums import AnswerKind
from monitoring.models.periods import Period
from socialplan.content.models import Indicator


class PartValue(TimeStamped):
    """One part of one value; true figures, published nowhere as they are."""

    stored_in_history = True
    left_out_of_trail = ("amount", "numerator", "denominator")

    period = models.ForeignKey(Period, related_name="parts", on_delete=models.PROTECT)
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), related_name="parts", on_delete=models.PROTECT
    )
    dimension = models.CharField(_("dimension"), max_length=41, help_text=_("Two crossed ones with * between them."))
    part = models.CharField(_("part"), max_length=61)
    standing = models.CharField(
        _("kind of answer"), max_length=16, choices=AnswerKind.choices, default=AnswerKind.MEASURED
    )
    amount = models.DecimalField(_("value"), max_digits=16, decimal_places=2, null=True, blank=True)
    numerator = models.DecimalField(_("numerator"), max_digits=16, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(_("denominator"), max_digits=16, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ("indicator__code", "dimension", "pk")
        verbose_name = _("part of a value")
        verbose_name_plural = _("parts of values")
        constraints = [
            models.UniqueConstraint(
                name="part_value_once_per_period", fields=["period", "indicator", "dimension", "part"]
            ),
            models.CheckConstraint(
                name="part_value_choices_known",
                condition=~Q(dimension="") & ~Q(part="") & Q(standing__in=AnswerKind.values),
            ),
            models.CheckConstraint(
                name="part_value_amount_where_measured",
                condition=Q(standing=AnswerKind.MEASURED, amount__gte=0)
                | Q(standing=AnswerKind.MEASURED, amount=None, numerator__gte=0, denominator=None)
                | Q(standing=AnswerKind.MEASURED, amount=None, numerator=None, denominator__gte=0)
                | (~Q(standing=AnswerKind.MEASURED) & Q(amount=None, numerator=None, denominator=None)),
                violation_error_message=_(
                    "A measured value has a figure, one not collected or not applicable has none."
                ),
            ),
            models.CheckConstraint(
                name="part_value_ratio_whole",
                condition=Q(numerator=None, denominator=None)
                | Q(amount__isnull=False, numerator__gte=0, denominator__gt=0)
                | Q(amount=None),
                violation_error_message=_("A share needs a denominator above 0."),
            ),
            models.CheckConstraint(
                name="part_value_not_collected_explained",
                condition=~Q(standing=AnswerKind.NOT_COLLECTED) | ~Q(note=""),
                violation_error_message=_("Say in the note why the value was not collected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.dimension} {self.part}"
