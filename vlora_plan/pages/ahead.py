"""The dates ahead of a person: ends of consultations, legal dates of plans, results that are due, calls that close."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import FundCall
from consultations.reckoning import Counting, accepting_rounds, last_day_of
from monitoring.models import Period
from socialplan.approval.deadlines import DeadlineCalendar, legal_dates
from socialplan.content.enums import FINISHED_STATES, LIVING_STATES
from socialplan.content.models import PlanVersion
from vlora_plan.pages.desk import time_left

AS_FAR = timedelta(days=60)
AT_THE_END = FINISHED_STATES - LIVING_STATES


@dataclass(frozen=True, slots=True)
class DateAhead:
    day: date
    label: str
    document: str
    url: str

    @property
    def time_left(self) -> str:
        return time_left(self.day)


def dates_ahead(user: User, *, with_plans: bool = True) -> list[DateAhead]:
    """Those of the next sixty days, in their order; without the legal dates of plans where these are not asked for."""
    sources: tuple[Callable[[User], Iterator[DateAhead]], ...] = (_rounds, _periods, _calls)
    if with_plans:
        sources = (*sources, _plans)
    today = timezone.localdate()
    found = [each for source in sources for each in source(user) if today <= each.day <= today + AS_FAR]
    return sorted(set(found), key=lambda each: (each.day, each.label, each.document))


def _rounds(_user: User) -> Iterator[DateAhead]:
    counting = Counting()
    for consultation in accepting_rounds():
        day = last_day_of(consultation, by=counting)
        if day is not None:
            address = reverse("consultations:public_round_detail", args=[consultation.pk])
            yield DateAhead(day, _("Last day for contributions"), str(consultation), address)


def _plans(user: User) -> Iterator[DateAhead]:
    """The legal dates of versions on their way; the end of a consultation stands among the rounds."""
    if not user.has_perm("content.view_plan"):
        return
    deadlines = DeadlineCalendar()
    versions = PlanVersion.objects.exclude(state__in=AT_THE_END).exclude(decision=None).with_acts()
    for version in versions:
        if user.has_perm("content.view_plan", version):
            page = reverse("approval:version_approval", args=[version.pk])
            for each in legal_dates(version, deadlines=deadlines):
                if each.is_pressing and each.due_on:
                    yield DateAhead(each.due_on, each.label, str(version), page)


def _periods(user: User) -> Iterator[DateAhead]:
    if user.has_perm("monitoring.view_period"):
        for period in Period.objects.filter(lock_reason="", due_on__gte=timezone.localdate()):
            yield DateAhead(period.due_on, _("Results are due"), str(period), period.get_absolute_url())


def _calls(user: User) -> Iterator[DateAhead]:
    if user.has_perm("assessments.view_fund"):
        for call in FundCall.objects.closing_by(timezone.localdate() + AS_FAR):
            yield DateAhead(call.closes_on, _("Last day of the call"), str(call), call.get_absolute_url())
