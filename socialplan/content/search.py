"""What can be found of plans: of each plan one version, the one that tells where it stands."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from operations.models import SearchEntry
from operations.search.kinds import Reading, SearchGroup, register_group, same_for_all
from socialplan.content.models import PlanVersion
from socialplan.content.models.plans import PlanVersionQuerySet
from socialplan.content.rules import readable_versions

PLAN_KINDS = ("chapter", "goal", "objective", "measure")
INDICATOR = ("indicator",)


def _newest(versions: PlanVersionQuerySet) -> Q:
    """Of each plan the version in force and the newest: the same place is not found in every version."""
    told = versions.telling()
    newest = told.order_by("plan_id", "-number").distinct("plan_id")
    return Q(parent_id__in=newest.values("pk")) | Q(parent_id__in=told.in_force().values("pk"))


@same_for_all
def newest_of_all() -> Q:
    return _newest(PlanVersion.objects.all())


def versions_at_work(user: Any) -> Q | None:
    """Whoever works on versions reads them all (`readable_versions`)."""
    return newest_of_all(user) if user.has_perm("content.work_on_version") else None


def versions_of_the_council(user: Any) -> Q | None:
    return _newest(readable_versions(user)) if user.has_perm("content.view_plan") else None


@same_for_all
def published_versions() -> Q:
    return _newest(PlanVersion.objects.published())


def working_place(entry: SearchEntry) -> str:
    return reverse("content:place", args=[entry.parent_id, entry.kind, entry.key])


def reading_page(entry: SearchEntry) -> str:
    return reverse("content:version_read", args=[entry.parent_id])


def public_place(entry: SearchEntry) -> str:
    if entry.kind == "measure":
        return reverse("publishing:measure_public", args=[entry.object_id])
    if entry.kind == "indicator":
        return f"{reverse('site:trace', args=['indicator', entry.key])}?version={entry.parent_id}"
    if entry.kind == "chapter":
        return reverse("publishing:part_public", args=[entry.parent_id, f"chapter-{entry.key}"])
    return f"{reverse('publishing:measures_public', args=[entry.parent_id])}?goal={entry.key}"


def _readings(kinds: tuple[str, ...]) -> tuple[Reading, ...]:
    return (
        Reading(kinds, versions_at_work, working_place),
        Reading(kinds, versions_of_the_council, reading_page),
        Reading(kinds, published_versions, public_place),
    )


register_group(SearchGroup("plan", _("Plan"), 60, _readings(PLAN_KINDS)))
register_group(SearchGroup("indicators", _("Indicators"), 70, _readings(INDICATOR)))
