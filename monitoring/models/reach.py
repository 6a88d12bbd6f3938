"""Persons whom one measure reached: in all, and by sex, age, group and unit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from monitoring.enums import AnswerKind
from monitoring.models.periods import MOST_PERSONS, Period
from socialplan.content.models import Measure

WHOLE = "all"  # dimension and part of the number in all


class MeasureReach(TimeStamped):
    """One count of one measure in one period; true figures, published only through suppression."""

    stored_in_history = True
    left_out_of_trail = ("persons",)

    period = models.ForeignKey(Period, related_name="measure_reach", on_delete=models.PROTECT)
    measure = models.ForeignKey(Measure, verbose_name=_("measure"), related_name="reach", on_delete=models.PROTECT)
    dimension = models.CharField(_("dimension"), max_length=20, default=WHOLE)
    part = models.CharField(_("part"), max_length=61, default=WHOLE)
    standing = models.CharField(
        _("kind of answer"), max_length=16, choices=AnswerKind.choices, default=AnswerKind.MEASURED
    )
    persons = models.PositiveIntegerField(_("persons reached"), null=True, blank=True)
    is_unique = models.BooleanField(
        _("each person is counted once"),
        default=True,
        help_text=_("Without it some may be counted more than once, as in visits."),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ("measure__code", "pk")
        verbose_name = _("persons reached by a measure")
        verbose_name_plural = _("persons reached by measures")
        constraints = [
            models.UniqueConstraint(
                name="measure_reach_once_per_period", fields=["period", "measure", "dimension", "part"]
            ),
            models.CheckConstraint(
                name="measure_reach_choices_known",
                condition=~Q(dimension="") & ~Q(part="") & Q(standing__in=AnswerKind.values),
            ),
            models.CheckConstraint(
                name="measure_reach_persons_where_measured",
                condition=Q(standing=AnswerKind.MEASURED, persons__isnull=False)
                | (~Q(standing=AnswerKind.MEASURED) & Q(persons=None)),
                violation_error_message=_(
                    "A measured value has a figure, one not collected or not applicable has none."
                ),
            ),
            models.CheckConstraint(
                name="measure_reach_plausible",
                condition=Q(persons=None) | Q(persons__lte=MOST_PERSONS),
                violation_error_message=_("No measure reaches more than a million persons."),
            ),
            models.CheckConstraint(
                name="measure_reach_not_collected_explained",
                condition=~Q(standing=AnswerKind.NOT_COLLECTED) | ~Q(note=""),
                violation_error_message=_("Say in the note why the value was not collected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure.code} {self.dimension} {self.part}"
