"""The days that differ from the plain week."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized, marked, short_date
from core.models import TimeStamped
from municipality.enums import DayKind
from municipality.models.place import Municipality
from municipality.models.sourced import Sourced


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def for_territory(self, territory: str) -> CalendarDayQuerySet:
        return self.filter(territory__in=["", territory])

    def that_hold_here(self) -> CalendarDayQuerySet:
        """The whole country's, and those of the municipality's own territory."""
        own = Municipality.objects.order_by("pk").values("territory")[:1]
        return self.filter(Q(territory="") | Q(territory=models.Subquery(own)))

    def unchecked(self) -> CalendarDayQuerySet:
        return self.filter(checked_by="")

    def of_year(self, year: int) -> CalendarDayQuerySet:
        return self.filter(day__year=year)


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
OUTSIDE_THE_CALENDAR = _("The calendar holds the years 2000 to 2099.")


class CalendarDay(Sourced, TimeStamped):
    """A day that differs from the plain week: off on a weekday, or working on a Saturday."""

    stored_in_history = True

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=20, choices=DayKind)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    territory = models.SlugField(
        _("territory code"), max_length=40, blank=True, help_text=_("Empty means the whole country.")
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    legal_basis_en = models.CharField(
        _("legal basis (English)"), max_length=300, blank=True, default="", db_default=""
    )
    legal_basis_label = marked("legal_basis")
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
        return short_date(self.day)

    def get_absolute_url(self) -> str:
        return reverse("municipality:calendar_year", args=[self.day.year])
