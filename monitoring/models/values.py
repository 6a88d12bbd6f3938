"""Measured values of indicators; a correction is a new row, never a changed one."""

from __future__ import annotations

from decimal import Decimal
from types import EllipsisType

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import StateChange, TimeStamped
from core.templatetags.ui import trimmed
from monitoring.enums import AnswerKind, ValueQuality, ValueState, ValueStep
from monitoring.models.passports import IndicatorPassport
from monitoring.models.periods import Period
from socialplan.content.enums import IndicatorKind
from socialplan.content.models import Indicator


class IndicatorValueQuerySet(models.QuerySet["IndicatorValue"]):
    def current(self) -> IndicatorValueQuerySet:
        """Without the rows that a later correction replaced."""
        return self.filter(correction=None)

    def unsubmitted(self) -> IndicatorValueQuerySet:
        return self.filter(state__in=[ValueState.DRAFT, ValueState.RETURNED])

    def submitted_by_others(self, user: int) -> IndicatorValueQuerySet:
        """Those the person may approve: four eyes, nobody approves a value of their own."""
        own = ValueStateChange.objects.filter(value=OuterRef("pk"), step=ValueStep.SUBMIT, actor=user)
        return self.filter(~Exists(own), state=ValueState.SUBMITTED)

    def approved(self) -> IndicatorValueQuerySet:
        return self.filter(state=ValueState.APPROVED)


class IndicatorValue(TimeStamped):
    stored_in_history = True
    # the last value of the periods before, handed on by a sheet that has read it for all of its rows
    known_before: Decimal | EllipsisType | None = ...

    period = models.ForeignKey(Period, related_name="values", on_delete=models.PROTECT)
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), related_name="values", on_delete=models.PROTECT
    )
    standing = models.CharField(_("kind of answer"), max_length=16, choices=AnswerKind, default=AnswerKind.MEASURED)
    amount = models.DecimalField(_("value"), max_digits=16, decimal_places=2, null=True, blank=True)
    numerator = models.DecimalField(_("numerator"), max_digits=16, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(_("denominator"), max_digits=16, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    quality = models.CharField(
        _("quality"), max_length=1, choices=ValueQuality.choices, default=ValueQuality.ADMINISTRATIVE
    )
    note = models.TextField(_("note"), blank=True, max_length=5_000)
    state = models.CharField(
        _("state"), max_length=20, choices=ValueState.choices, default=ValueState.DRAFT, editable=False
    )
    corrects = models.OneToOneField(
        "self", verbose_name=_("corrects"), related_name="correction", null=True, blank=True, on_delete=models.PROTECT
    )

    is_signed = models.BooleanField(
        _("the passport lets it be negative"), default=False, db_default=False, editable=False
    )
    due_on = models.DateField(
        _("due again on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The day that was set when the value was returned last."),
    )

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator value")
        verbose_name_plural = _("indicator values")
        ordering = ("indicator__code", "pk")
        constraints = [
            models.CheckConstraint(name="indicator_value_state_known", condition=Q(state__in=ValueState.values)),
            models.CheckConstraint(
                name="indicator_value_not_negative",
                condition=Q(amount__gte=0) | Q(is_signed=True),
                violation_error_message=_("A measured value cannot be negative, unless its passport says so."),
            ),
            models.CheckConstraint(name="indicator_value_standing_known", condition=Q(standing__in=AnswerKind.values)),
            models.CheckConstraint(
                name="indicator_value_amount_where_measured",
                condition=(
                    Q(standing=AnswerKind.MEASURED)
                    & (Q(amount__isnull=False) | Q(numerator__isnull=False) | Q(denominator__isnull=False))
                )
                | (~Q(standing=AnswerKind.MEASURED) & Q(amount=None, numerator=None, denominator=None)),
                violation_error_message=_(
                    "A measured value has a figure, one not collected or not applicable has none."
                ),
            ),
            models.CheckConstraint(
                name="indicator_value_not_collected_explained",
                condition=~Q(standing=AnswerKind.NOT_COLLECTED) | ~Q(note=""),
                violation_error_message=_("Say in the note why the value was not collected."),
            ),
            models.CheckConstraint(
                name="indicator_value_ratio_whole",
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__gte=0, denominator__gt=0)
                | Q(numerator__isnull=True, denominator__gte=0)
                | Q(numerator__gte=0, denominator__isnull=True),
                violation_error_message=_("A share needs a denominator above 0."),
            ),
            models.UniqueConstraint(
                name="indicator_value_one_original_per_period",
                fields=["period", "indicator"],
                condition=Q(corrects=None),
                violation_error_message=_("This indicator already has a value in this period; enter a correction."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.amount}"

    def clean(self) -> None:
        """What the passport says of negative values is kept with the value; none lies before the baseline."""
        self._refuse_before_baseline()
        self._ask_why_lower()
        self.is_signed = self.amount is not None and self.amount < 0 and self._may_be_negative()

    def _refuse_before_baseline(self) -> None:
        """A value is measured against the baseline, so it is none of a year before that."""
        if self.period_id is None or self.indicator_id is None or self.amount is None:
            return
        begun = self.indicator.baseline_year
        if begun and self.period.ends_on.year < begun:
            sentence = _("The baseline is of %(year)s; a value before it cannot be compared with it.")
            raise ValidationError({"amount": sentence % {"year": begun}})

    def last_before(self) -> Decimal | None:
        """The last approved value of its indicator from the periods before."""
        earlier = IndicatorValue.objects.current().approved().filter(amount__isnull=False)
        earlier = earlier.filter(indicator__key=self.indicator.key, period__plan=self.period.plan_id)
        rows = earlier.filter(period__ends_on__lt=self.period.starts_on).order_by("-period__ends_on", "-pk")
        return rows.values_list("amount", flat=True).first()

    def _ask_why_lower(self) -> None:
        """What is counted since the beginning does not become less by itself."""
        if self.period_id is None or self.indicator_id is None or self.amount is None or self.note:
            return
        if self.indicator.kind != IndicatorKind.CUM:
            return
        before = self.last_before() if self.known_before is ... else self.known_before
        if before is not None and self.amount < before:
            sentence = _("It counts since the beginning and was %(before)s: say in the note why it is less now.")
            raise ValidationError({"note": sentence % {"before": trimmed(before)}})

    def _may_be_negative(self) -> bool:
        if self.period_id is None or self.indicator_id is None:
            return False
        rows = IndicatorPassport.objects.filter(plan=self.period.plan_id, indicator_key=self.indicator.key)
        return rows.filter(may_be_negative=True).exists()

    @property
    def is_changeable(self) -> bool:
        """A draft, or returned; what was submitted is corrected by a new row."""
        return self.state in {ValueState.DRAFT, ValueState.RETURNED}

    @property
    def is_returned(self) -> bool:
        return self.state == ValueState.RETURNED

    @property
    def is_overdue(self) -> bool:
        """A returned value, from the day after the new one."""
        return self.is_returned and self.due_on is not None and timezone.localdate() > self.due_on

    def get_absolute_url(self) -> str:
        return reverse("monitoring:value_detail", args=[self.pk])


class ValueStateChange(StateChange):
    append_only = True

    value = models.ForeignKey(IndicatorValue, related_name="state_changes", on_delete=models.PROTECT)
    due_on = models.DateField(_("due again on"), null=True, blank=True)

    class Meta(StateChange.Meta):
        verbose_name = _("step of a value")
        verbose_name_plural = _("steps of values")
        constraints = [
            models.CheckConstraint(
                name="value_step_due_where_returned",
                condition=Q(due_on=None) | Q(step=ValueStep.RETURN),
                violation_error_message=_("Only a returned value is due again."),
            )
        ]
