from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from municipality.enums import (
    DayKind,
    DeadlineCode,
    DeadlineUnit,
    MajorityBase,
    MajorityComparison,
    MajorityUse,
    OfficeKind,
    SourceMark,
    ThresholdCode,
)


class Sourced(models.Model):
    """A row that the law or a decision sets: where it is written, how sure that is, and who checked it."""

    source = models.CharField(_("source"), max_length=500)
    source_mark = models.CharField(_("how sure"), max_length=12, choices=SourceMark, default=SourceMark.UNVERIFIED)
    checked_by = models.CharField(
        _("checked by (office)"), max_length=200, blank=True, help_text=_("The office that checked it, not a person.")
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        abstract = True


class Municipality(TimeStamped):
    """The one municipality of this installation."""

    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name = localized("name")
    county_sq = models.CharField(_("county (Albanian)"), max_length=200, blank=True)
    county_en = models.CharField(_("county (English)"), max_length=200, blank=True)
    county = localized("county")
    territory = models.SlugField(
        _("territory code"), max_length=40, help_text=_("Days off that are declared for this code alone apply here.")
    )
    website = models.URLField(_("website"), blank=True)
    seats = models.PositiveSmallIntegerField(_("seats in the council"), validators=[MinValueValidator(1)])
    quorum = models.PositiveSmallIntegerField(_("quorum of the council"), validators=[MinValueValidator(1)])
    is_demo = models.BooleanField(_("demonstration data"), default=False)
    plan_first_year = models.PositiveSmallIntegerField(_("first year of the plan"))
    plan_last_year = models.PositiveSmallIntegerField(_("last year of the plan"))
    approval_month = models.DateField(
        _("target month of approval"), null=True, blank=True, help_text=_("The first day of the month.")
    )
    beneficiaries_base = models.PositiveIntegerField(
        _("persons in need, at least"), help_text=_("A lower bound, reported by the municipality.")
    )
    beneficiaries_target = models.PositiveIntegerField(_("final beneficiaries planned"))
    groups_target = models.PositiveSmallIntegerField(_("groups to consult, at least"))
    organisations_target = models.PositiveSmallIntegerField(_("members of organisations to engage, at least"))
    organisations_women_share = models.PositiveSmallIntegerField(
        _("share of women among them (percent)"), validators=[MaxValueValidator(100)]
    )
    authorities_target = models.PositiveSmallIntegerField(_("representatives of authorities to engage, at least"))
    authorities_women_share = models.PositiveSmallIntegerField(
        _("share of women among these (percent)"), validators=[MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipality")
        constraints = [
            models.CheckConstraint(
                name="municipality_is_one",
                condition=Q(pk=1),
                violation_error_message=_("This installation already has its municipality."),
            ),
            models.CheckConstraint(
                name="municipality_quorum_is_a_majority_within_the_seats",
                condition=Q(quorum__lte=F("seats")) & Q(quorum__gt=F("seats") / 2),
                violation_error_message=_("The quorum is more than half of the seats, and not more than the seats."),
            ),
            models.CheckConstraint(
                name="municipality_plan_years_in_order",
                condition=Q(plan_last_year__gte=F("plan_first_year")),
                violation_error_message=_("The last year of the plan is before its first year."),
            ),
            models.CheckConstraint(
                name="municipality_shares_within_100",
                condition=Q(organisations_women_share__lte=100, authorities_women_share__lte=100),
                violation_error_message=_("A share is at most 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class AdministrativeUnit(TimeStamped):
    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the count"), null=True, blank=True)
    population_source = models.CharField(_("source and definition of the count"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="unit_population_has_year_and_source",
                condition=Q(population=None) | (Q(population_year__isnull=False) & ~Q(population_source="")),
                violation_error_message=_("A population needs its year and its source."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("municipality:unit_update", args=[self.pk])


class OfficeQuerySet(models.QuerySet["Office"]):
    def with_tenures(self) -> OfficeQuerySet:
        return self.prefetch_related(
            models.Prefetch("tenures", queryset=OfficeTenure.objects.select_related("holder"))
        )


class Office(TimeStamped):
    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    kind = models.CharField(_("kind"), max_length=12, choices=OfficeKind, default=OfficeKind.DIRECTORATE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("exists today"), default=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("municipality:office_detail", args=[self.pk])


class OfficeTenureQuerySet(models.QuerySet["OfficeTenure"]):
    def on(self, day: date) -> OfficeTenureQuerySet:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class OfficeTenure(TimeStamped):
    """Who holds an office from when to when; nobody is named where only the office is known."""

    office = models.ForeignKey(Office, verbose_name=_("office"), related_name="tenures", on_delete=models.PROTECT)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("holder (account)"),
        related_name="tenures",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    is_acting = models.BooleanField(_("acting"), default=False)
    act = models.CharField(_("act of appointment"), max_length=200, blank=True)

    objects = OfficeTenureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="tenure_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.UniqueConstraint(
                name="tenure_one_open_per_office",
                fields=["office"],
                condition=Q(ends_on=None, is_acting=False),
                violation_error_message=_("This office already has a holder without an end date."),
            ),
            ExclusionConstraint(
                name="tenure_one_holder_a_day",
                expressions=[
                    (
                        Func(
                            "office", "office", Value("[]"), function="int8range", output_field=BigIntegerRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_acting=False),
                violation_error_message=_("On some of these days the office already has a holder."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.starts_on}"


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def for_territory(self, territory: str) -> CalendarDayQuerySet:
        return self.filter(territory__in=["", territory])

    def unchecked(self) -> CalendarDayQuerySet:
        return self.filter(checked_by="")

    def of_year(self, year: int) -> CalendarDayQuerySet:
        return self.filter(day__year=year)


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
OUTSIDE_THE_CALENDAR = _("The calendar holds the years 2000 to 2099.")


class CalendarDay(Sourced, TimeStamped):
    """A day that differs from the plain week: off on a weekday, or working on a Saturday."""

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=20, choices=DayKind)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    territory = models.SlugField(
        _("territory code"), max_length=40, blank=True, help_text=_("Empty means the whole country.")
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    is_proclaimed_yearly = models.BooleanField(
        _("proclaimed yearly"),
        default=False,
        help_text=_("The date is announced each year; it is never computed here."),
    )

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["day", "territory"]
        constraints = [
            models.UniqueConstraint(
                name="calendar_day_once_per_territory",
                fields=["day", "territory"],
                violation_error_message=_("This day is already in the calendar."),
            ),
            models.CheckConstraint(
                name="calendar_working_saturday_is_a_saturday",
                condition=~Q(kind=DayKind.WORKING_SATURDAY) | Q(day__iso_week_day=6),
                violation_error_message=_("A working Saturday falls on a Saturday."),
            ),
            models.CheckConstraint(
                name="calendar_day_within_its_years",
                condition=Q(day__gte=FIRST_DAY, day__lte=LAST_DAY),
                violation_error_message=OUTSIDE_THE_CALENDAR,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("municipality:calendar_year", args=[self.day.year])


class DeadlineRule(Sourced, TimeStamped):
    code = models.CharField(_("rule"), max_length=40, unique=True, choices=DeadlineCode)
    days = models.PositiveSmallIntegerField(_("length"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=10, choices=DeadlineUnit)
    maximum = models.PositiveSmallIntegerField(
        _("longest length"), null=True, blank=True, help_text=_("Only where a recorded decision may lengthen it.")
    )
    moves_to_working_day = models.BooleanField(
        _("an end on a closed day moves to the next working day"), default=False
    )

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="deadline_at_least_one_day",
                condition=Q(days__gte=1),
                violation_error_message=_("A deadline is at least one day long."),
            ),
            models.CheckConstraint(
                name="deadline_maximum_not_below_length",
                condition=Q(maximum=None) | Q(maximum__gte=F("days")),
                violation_error_message=_("The longest length is shorter than the length."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class MajorityRuleQuerySet(models.QuerySet["MajorityRule"]):
    def for_plans(self) -> MajorityRuleQuerySet:
        """What a vote on a plan may be held against: the confirmed rows, and all of them while none is confirmed."""
        rows = self.filter(use=MajorityUse.PLAN)
        return rows.exclude(checked_by="") if rows.exclude(checked_by="").exists() else rows


class MajorityRule(Sourced, TimeStamped):
    """Adopted when votes for exceed `numerator / denominator` of the base, or reach it where that is enough."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    use = models.CharField(_("for which votes"), max_length=10, choices=MajorityUse, default=MajorityUse.PLAN)
    base = models.CharField(_("counted against"), max_length=10, choices=MajorityBase)
    comparison = models.CharField(
        _("how it is reached"), max_length=10, choices=MajorityComparison, default=MajorityComparison.MORE
    )
    numerator = models.PositiveSmallIntegerField(_("share: numerator"), validators=[MinValueValidator(1)])
    denominator = models.PositiveSmallIntegerField(_("share: denominator"), validators=[MinValueValidator(1)])

    objects = MajorityRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("majority rule")
        verbose_name_plural = _("majority rules")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="majority_is_a_proper_fraction",
                condition=Q(numerator__gte=1) & Q(numerator__lt=F("denominator")),
                violation_error_message=_("The majority is a fraction between nothing and the whole."),
            ),
            models.CheckConstraint(
                name="majority_comparison_and_use_known",
                condition=Q(comparison__in=MajorityComparison.values, use__in=MajorityUse.values),
                violation_error_message=_("Say how the majority is reached and for which votes it is."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def needed(self, *, present: int, seats: int) -> int:
        """The least number of votes for that carries; votes not cast count in the base."""
        base = present if self.base == MajorityBase.PRESENT else seats
        if self.comparison == MajorityComparison.AT_LEAST:
            return -(-base * self.numerator // self.denominator)
        return base * self.numerator // self.denominator + 1

    def is_reached(self, *, votes_for: int, present: int, seats: int) -> bool:
        return votes_for >= self.needed(present=present, seats=seats)


class Threshold(Sourced, TimeStamped):
    code = models.CharField(_("threshold"), max_length=40, unique=True, choices=ThresholdCode)
    value = models.PositiveSmallIntegerField(_("value"))

    class Meta:
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="threshold_small_numbers_never_below_three",
                condition=~Q(code__startswith="small_number") | Q(value__gte=3),
                violation_error_message=_("A small number is never set below 3."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()
