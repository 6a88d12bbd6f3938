"""The period that is looked at, and what was done and spent in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import TargetGroup
from core.i18n import localized
from core.models import TimeStamped
from core.together.side_by_side import read, read_exists, side_by_side
from monitoring.enums import MeasureStatus
from monitoring.models.kinds import PeriodKind
from socialplan.content.models import FundingSource, Measure, Plan, PlanVersion

MOST_LEK, MOST_PERSONS = 10**12, 10**6
EARLIEST, LATEST = date(2000, 1, 1), date(2110, 12, 31)


def _same(column: str) -> Func:
    """A number as a range of itself: an index of ranges then holds it equal."""
    return Func(column, column, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


class PeriodQuerySet(models.QuerySet["Period"]):
    def of_version(self, version: PlanVersion) -> PeriodQuerySet:
        return self.filter(version=version)

    def before(self, period: Period) -> PeriodQuerySet:
        """Periods of the same plan and kind that ended before this one began, the last one first."""
        earlier = self.filter(plan=period.plan_id, kind=period.kind_id, ends_on__lt=period.starts_on)
        return earlier.order_by("-ends_on", "-pk")

    def covering(self, day: date) -> PeriodQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def locked(self) -> PeriodQuerySet:
        return self.exclude(lock_reason="")

    def unlocked(self) -> PeriodQuerySet:
        return self.filter(lock_reason="")

    def asked_for(self) -> PeriodQuerySet:
        """Those whose results come in: over, and not yet fixed by a validated report."""
        return self.filter(ends_on__lte=timezone.localdate()).exclude(reports__figures__isnull=False)


class Period(TimeStamped):
    """A stretch of time under monitoring; free in length, and the first one may be partial.

    It belongs to the plan; `version` is the one whose measures and indicators are asked for.
    """

    stored_in_history = True

    plan = models.ForeignKey(
        Plan, verbose_name=_("plan"), related_name="periods", on_delete=models.PROTECT, editable=False
    )
    kind = models.ForeignKey(PeriodKind, verbose_name=_("kind"), related_name="periods", on_delete=models.PROTECT)
    version = models.ForeignKey(
        PlanVersion, verbose_name=_("plan version"), related_name="periods", on_delete=models.PROTECT
    )
    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    target_year = models.PositiveSmallIntegerField(
        _("year of the targets"), help_text=_("Results are compared with the targets of this year, as written.")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    due_on = models.DateField(
        _("results due on"),
        blank=True,
        help_text=_(
            "The offices hand in until the end of this day; empty: as its kind says, and not after the cut-off."
        ),
    )
    cut_off_on = models.DateField(_("cut-off date"), help_text=_("Results known by this day are counted."))
    lock_reason = models.CharField(_("why it is locked"), max_length=500, blank=True, editable=False)
    is_partial = models.BooleanField(_("covers only part of the year"), default=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("monitoring period")
        verbose_name_plural = _("monitoring periods")
        ordering = ("-starts_on",)
        constraints = [
            models.CheckConstraint(
                name="period_days_in_order",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The last day must come after the first day."),
            ),
            models.CheckConstraint(
                name="period_cut_off_not_before_end",
                condition=Q(cut_off_on__gte=F("ends_on")),
                violation_error_message=_("The cut-off date cannot be before the last day of the period."),
            ),
            models.CheckConstraint(
                name="period_days_plausible",
                condition=Q(starts_on__gte=EARLIEST, cut_off_on__lte=LATEST),
                violation_error_message=_("The days of a period lie between the years 2000 and 2110."),
            ),
            models.CheckConstraint(
                name="period_due_from_its_end_to_cut_off",
                condition=Q(due_on__gte=F("ends_on"), due_on__lte=F("cut_off_on")),
                violation_error_message=_("Results are due between the last day of the period and the cut-off date."),
            ),
            ExclusionConstraint(
                name="period_apart_within_a_kind",
                expressions=[
                    (_same("plan"), RangeOperators.OVERLAPS),
                    (_same("kind"), RangeOperators.OVERLAPS),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("On some of these days the plan already has a period of this kind."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def holds(self, other: Period) -> bool:
        """All days of the other are days of this one."""
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on

    def clean(self) -> None:
        """Days and targets lie inside the years of the plan, which stand in another row; the due day is filled in."""
        if self.version_id is None:
            return
        if self.due_on is None and self.kind_id and self.ends_on and self.cut_off_on:
            self.due_on = min(self._due_by_kind(), self.cut_off_on)
        years = self.version.plan.years
        first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
        said = {"first": years[0], "last": years[-1]}
        outside = _("The plan covers the years %(first)s–%(last)s; the period must lie inside them.") % said
        wrong = {
            name: outside
            for name in ("starts_on", "ends_on")
            if (day := getattr(self, name)) is not None and not first <= day <= last
        }
        if self.target_year is not None and self.target_year not in years:
            sentence = _("The plan has targets for the years %(first)s–%(last)s only.")
            wrong["target_year"] = sentence % said
        if wrong:
            raise ValidationError(wrong)

    def _due_by_kind(self) -> date:
        last = min(self.ends_on, LATEST)  # the year 9999 has no day after its last; it is refused below
        return max(last + timedelta(days=self.kind.days_to_hand_in), self.ends_on)

    @property
    def is_over(self) -> bool:
        return self.ends_on < timezone.localdate()

    @property
    def is_locked(self) -> bool:
        return bool(self.lock_reason)

    @property
    def is_overdue(self) -> bool:
        """From the day after the due one, by the municipality's clock: until midnight there is still time."""
        return timezone.localdate() > self.due_on

    @property
    def dependent_rows(self) -> tuple[Any, ...]:
        """What else hangs on it."""
        return (self.unreported_measures, self.treasury_sheets, self.kept_warnings, self.parts, self.measure_reach)

    @property
    def is_empty(self) -> bool:
        """Nothing is entered in it, and no report of it begun."""
        results = (self.measure_progress, self.budget_executions, self.beneficiary_counts, self.values)
        hanging = (*results, self.reports, self.hand_ins, *self.dependent_rows)
        return not any(read(side_by_side(*(read_exists(each.all()) for each in hanging))))

    def get_absolute_url(self) -> str:
        return reverse("monitoring:period_detail", args=[self.pk])


class MeasureProgress(TimeStamped):
    """What became of one measure in one period."""

    stored_in_history = True

    period = models.ForeignKey(Period, related_name="measure_progress", on_delete=models.CASCADE)
    measure = models.ForeignKey(Measure, verbose_name=_("measure"), related_name="progress", on_delete=models.PROTECT)
    status = models.CharField(_("status"), max_length=20, choices=MeasureStatus.choices)
    share_done = models.PositiveSmallIntegerField(_("share done (%)"), default=0)
    narrative_sq = models.TextField(_("what was done (Albanian)"), blank=True, max_length=20_000)
    narrative_en = models.TextField(_("what was done (English)"), blank=True, max_length=20_000)
    narrative = localized("narrative")
    deviation = models.TextField(
        _("deviation and its reason"),
        blank=True,
        max_length=20_000,
        help_text=_("Compulsory when delayed, cancelled or suspended."),
    )

    class Meta:
        verbose_name = _("progress of a measure")
        verbose_name_plural = _("progress of measures")
        ordering = ("measure__code",)
        constraints = [
            models.UniqueConstraint(name="measure_progress_once_per_period", fields=["period", "measure"]),
            models.CheckConstraint(
                name="measure_progress_share_within_100",
                condition=Q(share_done__lte=100),
                violation_error_message=_("The share done lies between 0 and 100 percent."),
            ),
            models.CheckConstraint(name="measure_progress_status_known", condition=Q(status__in=MeasureStatus.values)),
            models.CheckConstraint(
                name="measure_progress_completed_is_whole",
                condition=~Q(status=MeasureStatus.COMPLETED) | Q(share_done=100),
                violation_error_message=_("A completed measure is done to 100 percent."),
            ),
            models.CheckConstraint(
                name="measure_progress_deviation_explained",
                condition=~Q(status__in=[MeasureStatus.DELAYED, MeasureStatus.CANCELLED, MeasureStatus.SUSPENDED])
                | ~Q(deviation=""),
                violation_error_message=_(
                    "Say why the measure is delayed, cancelled or suspended, in the field “deviation and its reason”."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} – {self.get_status_display()}"


class BudgetExecution(TimeStamped):
    """Money of one measure from one source in one period, in new lek (ALL); what was planned stands in the plan."""

    stored_in_history = True

    period = models.ForeignKey(Period, related_name="budget_executions", on_delete=models.CASCADE)
    measure = models.ForeignKey(
        Measure,
        verbose_name=_("measure"),
        related_name="budget_executions",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Empty: money for what the plan does not hold."),
    )
    source = models.ForeignKey(
        FundingSource, verbose_name=_("funding source"), related_name="+", on_delete=models.PROTECT
    )
    initial = models.PositiveBigIntegerField(
        _("allocated in the first budget (ALL)"), default=0, help_text=_("As the council first adopted the budget.")
    )
    allocated = models.PositiveBigIntegerField(_("allocated in the budget (ALL)"), default=0)
    committed = models.PositiveBigIntegerField(_("committed by contract (ALL)"), default=0)
    spent = models.PositiveBigIntegerField(_("spent (ALL)"), default=0)
    reason = models.TextField(_("reason for the deviation"), blank=True, max_length=5_000)

    class Meta:
        verbose_name = _("budget execution")
        verbose_name_plural = _("budget execution")
        ordering = ("measure__code", "source__code")
        constraints = [
            models.UniqueConstraint(name="budget_execution_once_per_source", fields=["period", "measure", "source"]),
            models.UniqueConstraint(
                name="budget_execution_once_outside_the_plan",
                fields=["period", "source"],
                condition=Q(measure=None),
            ),
            models.CheckConstraint(
                name="budget_execution_spent_within_committed_or_explained",
                condition=Q(spent__lte=F("committed")) | ~Q(reason=""),
                violation_error_message=_("More was spent than committed: give the reason."),
            ),
            models.CheckConstraint(
                name="budget_execution_amounts_plausible",
                condition=Q(
                    initial__lte=MOST_LEK, allocated__lte=MOST_LEK, committed__lte=MOST_LEK, spent__lte=MOST_LEK
                ),
                violation_error_message=_("An amount above one thousand billion lek cannot be right."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure or _('outside the plan')} / {self.source}"


class BeneficiaryCount(TimeStamped):
    """Persons reached in the period, by group; published only through suppression."""

    stored_in_history = True

    left_out_of_trail = ("women", "men", "undeclared")

    period = models.ForeignKey(Period, related_name="beneficiary_counts", on_delete=models.CASCADE)
    group = models.ForeignKey(TargetGroup, verbose_name=_("group in need"), related_name="+", on_delete=models.PROTECT)
    women = models.PositiveIntegerField(_("women and girls"), default=0)
    men = models.PositiveIntegerField(_("men and boys"), default=0)
    undeclared = models.PositiveIntegerField(_("sex not recorded"), default=0)

    class Meta:
        verbose_name = _("beneficiaries reached")
        verbose_name_plural = _("beneficiaries reached")
        ordering = ("group__code",)
        constraints = [
            models.UniqueConstraint(name="beneficiary_count_once_per_group", fields=["period", "group"]),
            models.CheckConstraint(
                name="beneficiary_count_plausible",
                condition=Q(women__lte=MOST_PERSONS, men__lte=MOST_PERSONS, undeclared__lte=MOST_PERSONS),
                violation_error_message=_("No municipality reaches more than a million persons of one group."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.total}"

    @property
    def total(self) -> int:
        return self.women + self.men + self.undeclared
