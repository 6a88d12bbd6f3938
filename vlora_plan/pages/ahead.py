"""The dates ahead of a person: ends of consultations, legal dates of plans, results that are due, calls that close."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import FundCall
from consultations.reckoning import Counting, last_day_of, read_accepting_rounds
from core.together.once import read_once
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.models import Period
from municipality.rule_book import read_rule_book
from socialplan.approval.deadlines import DeadlineCalendar, legal_dates
from socialplan.content.enums import FINISHED_STATES, LIVING_STATES
from socialplan.content.models import PlanVersion
from vlora_plan.pages.desk import time_left

AS_FAR = timedelta(days=60)
AT_THE_END = FINISHED_STATES - LIVING_STATES


def read_versions_on_their_way() -> Reader[list[PlanVersion]]:
    """With their acts; tasks and dates are both read from them."""
    versions = _on_their_way()
    yield from read_lists(versions)
    return list(versions)


@prepared
def _on_their_way() -> QuerySet[PlanVersion]:
    return PlanVersion.objects.exclude(state__in=AT_THE_END).with_acts()


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
    return read(read_dates(user, with_plans=with_plans))


def read_dates(user: User, *, with_plans: bool = True) -> Reader[list[DateAhead]]:
    """Those of the next sixty days, in their order; without the legal dates of plans where these are not asked for."""
    sources: tuple[Callable[[User], Reader[list[DateAhead]]], ...] = (_rounds, _periods, _calls)
    if with_plans:
        sources = (*sources, _plans)
    today = timezone.localdate()
    of_sources = yield from side_by_side(*(source(user) for source in sources))
    found = {each for of_source in of_sources for each in of_source if today <= each.day <= today + AS_FAR}
    return sorted(found, key=lambda each: (each.day, each.label, each.document))


def _rounds(_user: User) -> Reader[list[DateAhead]]:
    rounds, counting = (yield from read_accepting_rounds()), Counting()
    days = ((consultation, last_day_of(consultation, by=counting)) for consultation in rounds)
    label = _("Last day for contributions")
    return [
        DateAhead(day, label, str(each), reverse("consultations:public_round_detail", args=[each.pk]))
        for each, day in days
        if day is not None
    ]


def _plans(user: User) -> Reader[list[DateAhead]]:
    """The legal dates of versions on their way; the end of a consultation stands among the rounds."""
    if not user.has_perm("content.view_plan"):
        return []
    versions, _book = yield from side_by_side(read_once(read_versions_on_their_way), read_rule_book())
    deadlines = DeadlineCalendar()
    return [
        DateAhead(each.due_on, each.label, str(version), reverse("approval:version_approval", args=[version.pk]))
        for version in versions
        if version.own_decision is not None and user.has_perm("content.view_plan", version)
        for each in legal_dates(version, deadlines=deadlines)
        if each.is_pressing and each.due_on
    ]


def _periods(user: User) -> Reader[list[DateAhead]]:
    if not user.has_perm("monitoring.view_period"):
        return []
    periods = _due_since(timezone.localdate())
    yield from read_lists(periods)
    label = _("Results are due")
    return [DateAhead(each.due_on, label, str(each), each.get_absolute_url()) for each in periods]


def _calls(user: User) -> Reader[list[DateAhead]]:
    if not user.has_perm("assessments.view_fund"):
        return []
    calls = _closing_by(timezone.localdate() + AS_FAR)
    yield from read_lists(calls)
    label = _("Last day of the call")
    return [DateAhead(each.closes_on, label, str(each), each.get_absolute_url()) for each in calls]


@prepared
def _due_since(day: date) -> QuerySet[Period]:
    return Period.objects.filter(lock_reason="", due_on__gte=day)


@prepared
def _closing_by(day: date) -> QuerySet[FundCall]:
    return FundCall.objects.closing_by(day)
