"""The plan's own way, for a municipality without a project: its seven stations with their legal dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Assessment
from consultations.enums import RoundKind
from consultations.models import Round
from core.together.prepared import prepared
from core.together.side_by_side import Reader
from monitoring.models import YearlyReport
from socialplan.approval.models import Announcement, CouncilDecision, MayorOrder
from socialplan.content.enums import ADOPTED_STATES, PlanKind

ROUNDS = (RoundKind.LISTENING, RoundKind.DRAFT_PLAN)
HELD = ExpressionWrapper(Q(assessment__isnull=False), BooleanField())
OF_ONE_ROW = frozenset({"assessments:assessment_public", "consultations:public_round_detail"})


@dataclass(frozen=True, slots=True)
class Station:
    """One station: what it is called, when it was reached, and the page that shows it; no date where it is ahead."""

    label: str
    reached_on: date | None = None
    url: str = ""


def read_plan_way() -> Reader[list[Station]]:
    """The stations in the order of the law, each by what is published of it; all of them in one query."""
    of_all = _newest_of_all()
    yield [of_all]
    found = {name: (day, key) for name, day, key in of_all}
    return [_station(label, url_name, *found.get(name, (None, 0))) for name, label, url_name in _stations()]


@prepared
def _newest_of_all() -> QuerySet[Any, Any]:
    standing = Q(version__plan__kind=PlanKind.PLAN, version__state__in=ADOPTED_STATES)
    reports = YearlyReport.objects.with_proofs().filter(compulsory_sent__gt=0)
    newest = [
        _newest("edition", Assessment.objects.published(), "ends_on"),
        *(_newest(kind, Round.objects.public().filter(kind=kind), "notice_on", held=HELD) for kind in ROUNDS),
        _newest("decision", CouncilDecision.objects.filter(standing), "happened_on"),
        _newest("order", MayorOrder.objects.filter(standing), "happened_on"),
        _newest("force", Announcement.objects.filter(standing), "in_force_on"),
        _newest("report", reports, "period__ends_on", shown="compulsory_sent_by"),
    ]
    return newest[0].union(*newest[1:], all=True)


def _stations() -> list[tuple[str, str, str]]:
    """The name of what reaches each station, its words, and the page that shows it."""
    plan, consultation = "publishing:plan_public", "consultations:public_round_detail"
    return [
        ("edition", _("Needs and services assessed"), "assessments:assessment_public"),
        (RoundKind.LISTENING, _("People listened to"), consultation),
        (RoundKind.DRAFT_PLAN, _("Draft consulted"), consultation),
        ("decision", _("Decided by the council"), plan),
        ("order", _("Ordered by the mayor"), plan),
        ("force", _("In force"), plan),
        ("report", _("Reported"), "monitoring:progress_public"),
    ]


def _newest(name: str, rows: QuerySet[Any], day: str, *, held: Any = None, shown: str = "") -> QuerySet[Any, Any]:
    """The newest row by `day`, with the day it reached its station; `shown`: that day, where it is another.

    Of rounds, one that is held on an edition comes before one that listens for a plan to come.
    """
    order: list[Any] = [F(day).desc(nulls_last=True), "-pk"] if held is None else [held.desc(), F(day).desc(), "-pk"]
    return rows.order_by(*order).annotate(station=Value(name)).values_list("station", shown or day, "pk")[:1]


def _station(label: str, url_name: str, day: date | None, key: int) -> Station:
    if day is None:
        return Station(label)
    return Station(label, day, reverse(url_name, args=[key] if url_name in OF_ONE_ROW else []))
