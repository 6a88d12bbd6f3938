"""Licences and donor money that come to their end: told 90 days before, and again at 30 (docs/law.md#service-map)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.enums import Ending
from assessments.models import Service
from core.i18n import short_date
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read

FIRST_WARNING_DAYS, LAST_WARNING_DAYS = 90, 30


@dataclass(frozen=True, slots=True)
class EndingOfService:
    service: Service
    what: Ending
    ends_on: date
    days_left: int

    @property
    def sentence(self) -> str:
        """What is to be done, more pressing as the day comes near."""
        words = _words(self.what, self.days_left)
        return words % {"date": short_date(self.ends_on)}


def _words(what: Ending, days_left: int) -> str:
    if what == Ending.LICENCE:
        if days_left < 0:
            return _("The licence ended on %(date)s: have it renewed, or suspend the service")
        if days_left <= LAST_WARNING_DAYS:
            return _("Renew the licence now: it ends on %(date)s")
        return _("Begin to renew the licence: it ends on %(date)s")
    if days_left < 0:
        return _("Donor money ended on %(date)s: enter who pays now")
    if days_left <= LAST_WARNING_DAYS:
        return _("Secure the money now: the donor's ends on %(date)s")
    return _("Look for who pays next: the donor's money ends on %(date)s")


def endings(today: date) -> list[EndingOfService]:
    return read(read_endings(today))


def read_endings(today: date) -> Reader[list[EndingOfService]]:
    """What ends within 90 days, or has ended, of services not closed; the nearest first."""
    services = _ending_by(today + timedelta(days=FIRST_WARNING_DAYS))
    yield from read_lists(services)
    return sorted(_of(services, today), key=lambda each: (each.ends_on, each.service.code, each.what))


@prepared
def _ending_by(day: date) -> QuerySet[Service]:
    return Service.objects.ending_by(day)


def endings_of(service: Service, today: date) -> list[EndingOfService]:
    return list(_of([service], today))


def _of(services: Iterable[Service], today: date) -> Iterator[EndingOfService]:
    for service in services:
        for what, day in ((Ending.LICENCE, service.licence_until), (Ending.DONOR, service.donor_until)):
            if day is not None and (day - today).days <= FIRST_WARNING_DAYS:
                yield EndingOfService(service, what, day, (day - today).days)
