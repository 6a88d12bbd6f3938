"""What became of a contribution, as the person who spoke may see it with the reference code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from consultations.codes import code_digest
from consultations.models import Contribution, Disposition, Recommendation, is_with_protection
from consultations.telling.mails import set_aside_reason
from core.together.relations import read_lists, read_relations
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.enums import ReportState
from monitoring.models import BudgetExecution, MeasureProgress, Period
from socialplan.approval.models import CouncilDecision
from socialplan.content.consultation_requirements import NODE_RELATIONS
from socialplan.content.enums import ADOPTED_STATES, NodeKind
from socialplan.content.models import DispositionTarget, Measure, PlanVersion

#: Results become public when the mayor has approved the report (docs/law.md#report-way).
APPROVED_REPORT_STATES = (ReportState.APPROVED, ReportState.PRESENTED, ReportState.SUBMITTED, ReportState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Reflection:
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
    places: list[Reflection]

    @property
    def is_reported(self) -> bool:
        return any(place.progress or place.spent for place in self.places)


@dataclass(frozen=True, slots=True)
class Following:
    """`set_aside`: why no proposal was found in it, once the answers of its round are public; `late_reply`: apart."""

    contribution: Contribution
    heard: list[Heard]
    is_with_protection: bool = False
    may_withdraw: bool = False
    set_aside: str = ""
    late_reply: str = ""


def find_contribution(code: str) -> Contribution | None:
    """The contribution of a reference code; only the code's digest is stored."""
    return Contribution.objects.filter(reference_hash=code_digest(code)).first()


def follow(contribution_pk: int) -> Following | None:
    """Everything that became of the contribution, in a number of queries that does not grow with it."""
    contribution = (
        Contribution.objects.with_words()
        .select_related("round", "no_proposal", "late_reply")
        .filter(pk=contribution_pk)
        .first()
    )
    if contribution is None:
        return None
    if is_with_protection(contribution):
        return Following(contribution, [], is_with_protection=True)
    return Following(
        contribution,
        heard_in(Recommendation.objects.filter(contributions=contribution).with_published_disposition()),
        may_withdraw=Contribution.objects.publishable().filter(pk=contribution_pk).exists(),
        set_aside=set_aside_reason(contribution),
        late_reply=contribution.late_reply.reply if hasattr(contribution, "late_reply") else "",
    )


def heard_in(recommendations: Iterable[Recommendation]) -> list[Heard]:
    return read(read_heard(recommendations))


def read_heard(recommendations: Iterable[Recommendation]) -> Reader[list[Heard]]:
    """Each of these, read with its public answer, with the answer's places: so many queries for one as for thirty."""
    heard: list[Any] = list(recommendations)
    answers: list[Any] = [recommendation.published_dispositions[0] for recommendation in heard]
    _targets, places = yield from side_by_side(
        read_relations([(answers, ("targets",))]), Reflections.read_of([answer.pk for answer in answers])
    )
    return [
        Heard(recommendation, answer, places.of_answer(answer))
        for recommendation, answer in zip(heard, answers, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Reflections:
    """Where answers stand in the newest standing versions of their plans, and what was reported of measures there."""

    versions: dict[int, PlanVersion]
    nodes: dict[tuple[str, UUID], Any]
    progress: dict[int, MeasureProgress]
    spent: dict[int, int]

    @classmethod
    def read_of(cls, answers: list[int]) -> Reader[Reflections]:
        """Of the places of these answers, all by one statement: each list asks for the ones before it."""
        targets = DispositionTarget.objects.filter(disposition__in=answers).order_by()
        standing = PlanVersion.objects.filter(plan__in=targets.values("plan"), state__in=ADOPTED_STATES)
        newest = standing.order_by("plan_id", "-number").distinct("plan_id")
        versions = newest.select_related("plan", "decision", "announcement")
        nodes = {kind: _rows(kind, newest.values("pk"), targets.values("node_key")) for kind in NodeKind}
        measures = Measure.objects.filter(version__in=newest.values("pk"), key__in=targets.values("node_key"))
        progress, spent = _latest_progress(measures.values("pk")), _spent(measures.values("pk"))
        yield from read_lists(versions, *nodes.values(), progress, spent)
        return cls(
            {version.plan_id: version for version in versions},
            {(kind, row.key): row for kind, rows in nodes.items() for row in rows},
            {row.measure_id: row for row in progress},
            dict(spent),
        )

    def of_answer(self, answer: Disposition) -> list[Reflection]:
        return [place for target in answer.targets.all() if (place := self._place(target)) is not None]

    def _place(self, target: DispositionTarget) -> Reflection | None:
        """Only what was adopted and stands; a draft is nobody's business yet."""
        version, row = self.versions.get(target.plan_id), self.nodes.get((target.node_kind, target.node_key))
        if version is None or row is None:
            return None
        measure = row if target.node_kind == NodeKind.MEASURE else None
        return Reflection(
            label=str(row),
            kind=target.get_node_kind_display(),
            version=version,
            measure=measure,
            decision=getattr(version, "decision", None),
            progress=self.progress.get(row.pk) if measure else None,
            spent=self.spent.get(row.pk, 0) if measure else 0,
        )


def _rows(kind: str, versions: QuerySet[Any, Any], keys: QuerySet[Any, Any]) -> QuerySet[Any]:
    """The content rows of one kind that stand at these keys, measures with their cost and funding."""
    relation: Any = PlanVersion._meta.get_field(NODE_RELATIONS[NodeKind(kind)])
    rows: Any = Measure.objects.with_budget() if kind == NodeKind.MEASURE else relation.related_model.objects
    found: QuerySet[Any] = rows.filter(version__in=versions, key__in=keys)
    return found


def _approved_periods() -> QuerySet[Period]:
    return Period.objects.filter(reports__state__in=APPROVED_REPORT_STATES).distinct()


def _latest_progress(measures: QuerySet[Any, Any]) -> QuerySet[MeasureProgress]:
    """The last one of a measure comes last."""
    reported = MeasureProgress.objects.filter(measure__in=measures, period__in=_approved_periods())
    return reported.select_related("period").order_by("period__ends_on")


def _spent(measures: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    rows = BudgetExecution.objects.filter(measure__in=measures, period__in=_approved_periods()).order_by()
    return rows.values_list("measure").annotate(total=Sum("spent"))
