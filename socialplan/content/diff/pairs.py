"""Which two versions are compared: their contents, the names in them, and the recommendations behind each change."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.models import Need, TargetGroup
from consultations.models import Disposition, Recommendation
from municipality.models import AdministrativeUnit, Office
from socialplan.content.diff import Comparison, compare
from socialplan.content.diff.money import Content
from socialplan.content.diff.values import Names
from socialplan.content.models import DispositionTarget, FundingSource, Plan, PlanVersion
from socialplan.content.plan_json import version_content


@dataclass(frozen=True, slots=True)
class Reason:
    """A recommendation reflected at a place of the plan. `is_earlier`: that was so before the older version's seal."""

    disposition: Disposition
    is_earlier: bool

    @property
    def recommendation(self) -> Recommendation:
        return self.disposition.recommendation


@dataclass(frozen=True)
class ComparedPair:
    """Two versions of one plan; the nodes of the comparison carry their reasons."""

    old: PlanVersion
    new: PlanVersion
    comparison: Comparison

    @property
    def recommendations(self) -> list[Reason]:
        """The recommendations behind all changes, each once, in the order of their codes."""
        found = {
            reason.disposition.pk: reason
            for node in self.comparison.nodes
            if node.is_touched
            for reason in node.reasons
            if not reason.is_earlier
        }
        return sorted(found.values(), key=lambda reason: reason.recommendation.code)


def content_of(version: PlanVersion) -> dict[str, Any]:
    """What was sealed as it was sealed; otherwise the rows of today."""
    seal = getattr(version, "seal", None)
    return json.loads(seal.canonical_json) if seal else version_content(version)


def names_of(plan: Plan) -> Names:
    """What offices, sources, groups, units and the needs of the plan's assessment are called today."""
    needs = Need.objects.filter(assessment=plan.assessment_id).only("code", "name_sq", "name_en")
    return Names(
        {
            "office_code": {row.code: row.name for row in Office.objects.all()},
            "source_code": {row.code: str(row) for row in FundingSource.objects.all()},
            "group_code": {row.code: row.name for row in TargetGroup.objects.all()},
            "unit_code": {row.code: row.name for row in AdministrativeUnit.objects.all()},
            "need_code": {row.code: str(row) for row in needs},
        }
    )


def difference(old: Content, new: Content, *, plan: Plan) -> Comparison:
    """What became of one content in the other, for `content/partials/_difference.html`."""
    return compare(old, new, names=names_of(plan))


def reasons_in(plan: Plan, *, since: datetime | None, only_published: bool) -> dict[str, tuple[Reason, ...]]:
    """By key of the place: the valid answers reflected there."""
    targets = DispositionTarget.objects.filter(plan=plan).select_related("disposition__recommendation")
    valid = Disposition.objects.last_published() if only_published else Disposition.objects.current()
    reasons: dict[str, list[Reason]] = defaultdict(list)
    for target in targets.filter(disposition__in=valid).order_by("disposition__recommendation__code", "pk"):
        is_earlier = since is not None and target.recorded_at <= since
        reasons[str(target.node_key)].append(Reason(target.disposition, is_earlier))
    return {key: tuple(sorted(found, key=lambda each: each.is_earlier)) for key, found in reasons.items()}


def compared_pair(old: PlanVersion, new: PlanVersion, *, only_published: bool = False) -> ComparedPair:
    """Both versions side by side; the public hears of published answers alone."""
    seal = getattr(old, "seal", None)
    reasons = reasons_in(new.plan, since=seal.sealed_at if seal else None, only_published=only_published)
    comparison = difference(content_of(old), content_of(new), plan=new.plan)
    for node in comparison.nodes:
        node.reasons = reasons.get(node.key, ())
    return ComparedPair(old, new, comparison)


def usual_counterpart(version: PlanVersion) -> PlanVersion | None:
    """What a version is compared with unless somebody chooses: the one in force, else the last adopted before it."""
    adopted = version.siblings().filter(seal__isnull=False).select_related("plan", "seal", "decision")
    return adopted.in_force().first() or adopted.filter(number__lt=version.number).first()
