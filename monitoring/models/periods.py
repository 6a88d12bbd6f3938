"""The period that is looked at, and what was done and spent in it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import TargetGroup
from core.i18n import localized
from core.models import TimeStamped
from monitoring.enums import MeasureStatus
from socialplan.content.models import FundingSource, Measure, PlanVersion


class PeriodQuerySet(models.QuerySet["Period"]):
    def of_version(self, version: PlanVersion) -> PeriodQuerySet:
        return self.filter(version=version)

    def covering(self, day: date) -> PeriodQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Period(TimeStamped):
    """A stretch of time under monitoring; free in length, and the first one may be partial."""

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
    cut_off_on = models.DateField(_("cut-off date"), help_text=_("Results known by this day are counted."))
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
            models.UniqueConstraint(
                name="period_once_per_version",
                fields=["version", "starts_on", "ends_on"],
                violation_error_message=_("This period already exists for this plan."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("monitoring:period_detail", args=[self.pk])


class MeasureProgress(TimeStamped):
    """What became of one measure in one period."""

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

    period = models.ForeignKey(Period, related_name="budget_executions", on_delete=models.CASCADE)
    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), related_name="budget_executions", on_delete=models.PROTECT
    )
    source = models.ForeignKey(
        FundingSource, verbose_name=_("funding source"), related_name="+", on_delete=models.PROTECT
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
            models.CheckConstraint(
                name="budget_execution_spent_within_committed_or_explained",
                condition=Q(spent__lte=F("committed")) | ~Q(reason=""),
                violation_error_message=_("More was spent than committed: give the reason."),
            ),
            models.CheckConstraint(
                name="budget_execution_amounts_plausible",
                condition=Q(allocated__lte=10**12, committed__lte=10**12, spent__lte=10**12),
                violation_error_message=_("An amount above one thousand billion lek cannot be right."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} / {self.source}"


class BeneficiaryCount(TimeStamped):
    """Persons reached in the period, by group; published only through suppression."""

    kept_out_of_trail = ("women", "men", "undeclared")

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
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.total}"

    @property
    def total(self) -> int:
        return self.women + self.men + self.undeclared
