"""What became of a contribution, as the person who spoke may see it with the reference code."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from consultations.codes import code_digest
from consultations.models import Contribution, Disposition, Recommendation
from monitoring.enums import ReportState
from monitoring.models import BudgetExecution, MeasureProgress, Period
from socialplan.enums import SEALED_STATES, NodeKind
from socialplan.gates import node_of
from socialplan.models import CouncilDecision, DispositionTarget, Measure, PlanVersion

#: Results become public when the mayor has approved the report (domain.md §6.3).
APPROVED_REPORT_STATES = (ReportState.APPROVED, ReportState.PRESENTED, ReportState.SUBMITTED, ReportState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the plan an answer is reflected; cost in new lek (ALL), results from approved reports only."""

    label: str
    kind: str
    version: PlanVersion
    measure: Measure | None
    decision: CouncilDecision | None
    progress: MeasureProgress | None
    spent: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A recommendation the contribution is part of; without a published answer only that it is being worked on."""

    recommendation: Recommendation
    answer: Disposition | None
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Following:
    contribution: Contribution
    heard: list[Heard]


def find_contribution(code: str) -> Contribution | None:
    """The contribution of a reference code; only the code's digest is stored."""
    return Contribution.objects.filter(reference_hash=code_digest(code)).first()


def follow(contribution_pk: int) -> Following | None:
    contribution = Contribution.objects.select_related("round").filter(pk=contribution_pk).first()
    if contribution is None:
        return None
    published = Recommendation.objects.filter(contributions=contribution).published()
    return Following(contribution, [_heard(recommendation) for recommendation in published])


def _heard(recommendation: Recommendation) -> Heard:
    answer = recommendation.dispositions.published().order_by("-pk").first()
    targets = [] if answer is None else list(answer.targets.select_related("plan"))
    return Heard(recommendation, answer, [place for target in targets if (place := _place(target)) is not None])


def _place(target: DispositionTarget) -> Place | None:
    """The row in the newest sealed version of the plan; a draft is nobody's business yet."""
    sealed = PlanVersion.objects.filter(plan=target.plan, state__in=SEALED_STATES).select_related("plan")
    version = sealed.order_by("-number").first()
    row = node_of(version, kind=target.node_kind, key=target.node_key) if version else None
    if version is None or row is None:
        return None
    measure = Measure.objects.with_budget().get(pk=row.pk) if target.node_kind == NodeKind.MEASURE else None
    return Place(
        label=str(row),
        kind=target.get_node_kind_display(),
        version=version,
        measure=measure,
        decision=CouncilDecision.objects.filter(version=version).first(),
        progress=_latest_progress(measure) if measure else None,
        spent=_spent(measure) if measure else 0,
    )


def _approved_periods() -> QuerySet[Period]:
    return Period.objects.filter(reports__state__in=APPROVED_REPORT_STATES).distinct()


def _latest_progress(measure: Measure) -> MeasureProgress | None:
    reported = MeasureProgress.objects.filter(measure=measure, period__in=_approved_periods())
    return reported.select_related("period").order_by("-period__ends_on").first()


def _spent(measure: Measure) -> int:
    rows = BudgetExecution.objects.filter(measure=measure, period__in=_approved_periods())
    return rows.aggregate(total=Sum("spent"))["total"] or 0
