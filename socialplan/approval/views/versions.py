"""The working page of a version."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.together.relations import read_lists, read_relations
from core.together.side_by_side import read, side_by_side
from core.views import ObjectPermissionMixin
from municipality.rule_book import read_rule_book
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.status import status_of
from socialplan.content.consultation_requirements import answers_without_place
from socialplan.content.figures import read_budget
from socialplan.content.findings import findings
from socialplan.content.models import Indicator, Measure, PlanVersion, SpecificObjective
from socialplan.content.nodes import OPEN_UP_TO
from socialplan.content.snapshot import VersionSnapshot, keep_snapshot


def how_many(rows: QuerySet[Any], of: str) -> Coalesce:
    """How many of the rows hang on the one that is read, by their key to it."""
    counted = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(many=Count("pk"))
    return Coalesce(Subquery(counted.values("many")), 0)


COUNTED = SpecificObjective.objects.annotate(
    measure_count=how_many(Measure.objects.all(), "objective"),
    indicator_count=how_many(Indicator.objects.all(), "objective"),
)


class VersionDetailView(ObjectPermissionMixin, DetailView):
    object: PlanVersion
    request: AuthenticatedHttpRequest
    queryset = (
        PlanVersion.objects.with_budget()
        .select_related("plan__assessment", "announcement", "decision", "seal", "mayor_return")
        .prefetch_related(
            "chapters",
            "risks",
            "opinions",
            "withdrawals",
            "mayor_orders",
            "submissions",
            "state_changes__actor",
            "prefect_opinions",
            "derivatives",
            "plan__round_links__round",
            Prefetch("strategicgoals__objectives", COUNTED),
        )
    )
    permission_required = "content.view_plan"
    template_name = "approval/version_detail.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with keep_snapshot(self.object) as snapshot:
            objectives: list[Any] = [
                objective for goal in self.object.strategicgoals.all() for objective in goal.objectives.all()
            ]
            is_listed = sum(each.measure_count for each in objectives) <= OPEN_UP_TO  # of a long plan they are counted
            listed = read_relations([(objectives if is_listed else [], ["measures", "indicators__targets"])])
            budget, *_read = read(
                side_by_side(read_budget(self.object), read_lists(*snapshot.lists.all), read_rule_book(), listed)
            )
            comments = self.comments(snapshot)
            return super().get_context_data(
                status=status_of(self.object, self.request.user),
                has_goals=not self.object.plan.is_strategy or bool(self.object.strategicgoals.all()),
                is_listed=is_listed,
                budget=budget,
                followed=self.object.followed(),
                in_force_on=DeadlineCalendar().force_in_words(self.object)
                if hasattr(self.object, "announcement")
                else None,
                unplaced=answers_without_place(self.object, snapshot.content)
                if any(each.has_unplaced for each in snapshot.rounds)
                else [],
                open_comments=comments.total(),
                chapters=[(chapter, comments[chapter.key]) for chapter in self.object.chapters.all()],
                missing=sum(finding.is_open for finding in findings(self.object)),
                **kwargs,
            )

    def comments(self, snapshot: VersionSnapshot) -> Counter[UUID]:
        """How many are open at each place; none for whom they are not meant."""
        is_own = self.request.user.has_perm("content.work_on_version", self.object)
        return snapshot.open_comments if is_own else Counter()
