"""The plan's own way, for a municipality without a project: its seven stations with their legal dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Assessment
from consultations.enums import RoundKind
from consultations.models import Round
from monitoring.models import YearlyReport
from socialplan.approval.models import Announcement, CouncilDecision, MayorOrder
from socialplan.content.enums import ADOPTED_STATES, PlanKind
from socialplan.content.models import PlanVersion


@dataclass(frozen=True, slots=True)
class Station:
    """One station: what it is called, when it was reached, and the page that shows it; no date where it is ahead."""

    label: str
    reached_on: date | None = None
    url: str = ""


def plan_way() -> list[Station]:
    """The stations in the order of the law, each by what is published of it."""
    edition = Assessment.objects.published().order_by("ends_on").last()
    listening, draft = (_round_of(kind) for kind in (RoundKind.LISTENING, RoundKind.DRAFT_PLAN))
    standing = PlanVersion.objects.filter(plan__kind=PlanKind.PLAN, state__in=ADOPTED_STATES)
    decision = CouncilDecision.objects.filter(version__in=standing).order_by("happened_on").last()
    order = MayorOrder.objects.filter(version__in=standing).order_by("happened_on").last()
    announced = Announcement.objects.filter(version__in=standing).order_by("in_force_on").last()
    report = YearlyReport.objects.with_proofs().filter(compulsory_sent__gt=0).order_by("period__starts_on").last()
    plan_page = reverse("publishing:plan_public")
    return [
        _station(_("Needs and services assessed"), edition.ends_on if edition else None, _edition_page(edition)),
        _station(_("People listened to"), listening.notice_on if listening else None, _round_page(listening)),
        _station(_("Draft consulted"), draft.notice_on if draft else None, _round_page(draft)),
        _station(_("Decided by the council"), decision.happened_on if decision else None, plan_page),
        _station(_("Ordered by the mayor"), order.happened_on if order else None, plan_page),
        _station(_("In force"), announced.in_force_on if announced else None, plan_page),
        _station(_("Reported"), report.period.ends_on if report else None, reverse("monitoring:progress_public")),
    ]


def _round_of(kind: str) -> Round | None:
    """The newest of the rounds held on an edition; one that is not, listens for a plan to come."""
    rounds = Round.objects.public().filter(kind=kind).order_by("notice_on", "pk")
    return rounds.filter(assessment__isnull=False).last() or rounds.last()


def _station(label: str, day: date | None, url: str) -> Station:
    return Station(label, day, url) if day else Station(label)


def _edition_page(edition: Assessment | None) -> str:
    return reverse("assessments:assessment_public", args=[edition.pk]) if edition else ""


def _round_page(consultation: Round | None) -> str:
    return reverse("consultations:public_round_detail", args=[consultation.pk]) if consultation else ""
