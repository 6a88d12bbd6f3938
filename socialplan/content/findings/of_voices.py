"""What is asked of what the plan rests on: its rounds, answers, comments, needs, groups and the edition it cites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from django.urls import reverse

from consultations.models import Round
from socialplan.content.blocks.safety import (
    OF_EDITION,
    OF_SERVICES,
    rests_on_published_edition,
    service_figures_are_protected,
)
from socialplan.content.comments import thread_url
from socialplan.content.consultation_requirements import NODE_RELATIONS, answers_without_place
from socialplan.content.enums import (
    NodeKind,
    PlanOrigin,
)
from socialplan.content.findings.places import (
    chapters_with,
    of_version,
    rows_of,
    title_of,
)
from socialplan.content.findings.rows import LINK, Location, Row
from socialplan.content.plan_json import version_content
from socialplan.content.snapshot import VersionSnapshot


def no_round(snapshot: VersionSnapshot) -> list[Location]:
    address = reverse("drafting:round_link", args=[snapshot.version.pk])
    if is_amendment(snapshot) or any(each.is_own for each in snapshot.rounds):
        return []
    return [replace(each, permission=LINK) for each in of_version(snapshot, address)]


def is_amendment(snapshot: VersionSnapshot) -> bool:
    """A draft made from an earlier version; what the council itself amended or re-examines is none."""
    return snapshot.version.derived_from_id is not None and snapshot.version.origin == PlanOrigin.DRAFT


def written(content: Row) -> Row:
    """The content without what is no sentence of it: the name of the version, and the tables of the day."""
    return {name: part for name, part in content.items() if name not in {"plan", "format", "datablocks"}}


def says_the_same(snapshot: VersionSnapshot) -> bool:
    """As the version it was made from, or as the one in force."""
    version = snapshot.version
    earlier = {each.pk: each for each in (version.derived_from, version.in_force_beside()) if each is not None}
    return any(written(version_content(each)) == written(snapshot.content) for each in earlier.values())


def nothing_changed(snapshot: VersionSnapshot) -> list[Location]:
    return of_version(snapshot) if is_amendment(snapshot) and says_the_same(snapshot) else []


def amendment_without_round(snapshot: VersionSnapshot) -> list[Location]:
    if not is_amendment(snapshot) or any(each.is_own for each in snapshot.rounds):
        return []
    address = reverse("drafting:round_link", args=[snapshot.version.pk])
    return [replace(each, key="consultation", permission=LINK) for each in of_version(snapshot, address)]


def edition_not_published(snapshot: VersionSnapshot) -> list[Location]:
    chapters = list(chapters_with(snapshot, OF_EDITION))
    return chapters if chapters and not rests_on_published_edition(snapshot.version) else []


def services_not_protected(snapshot: VersionSnapshot) -> list[Location]:
    chapters = list(chapters_with(snapshot, OF_SERVICES))
    return chapters if chapters and not service_figures_are_protected(snapshot.version) else []


def needs_without_measure(snapshot: VersionSnapshot) -> Iterator[Location]:
    if snapshot.version.plan.assessment_id:
        answered = {row["need_code"] for row in snapshot.content["measureneeds"]}
        for need in (each for each in snapshot.lists.uncovered if each.code not in answered):
            yield Location(need.code, f"{need.code} {need.name}", reverse("assessments:need_detail", args=[need.pk]))


def groups_without_measure(snapshot: VersionSnapshot) -> Iterator[Location]:
    if snapshot.version.plan.assessment_id:
        served = {row["group_code"] for row in snapshot.content["measuregroups"]}
        for group in (each for each in snapshot.lists.groups if each.code not in served):
            yield Location(group.code, str(group), f"{snapshot.version.get_absolute_url()}#goals")


def rounds_unanswered(snapshot: VersionSnapshot) -> Iterator[Location]:
    owing = [each.round_id for each in snapshot.rounds if each.owes_answers]
    for consultation in Round.objects.filter(pk__in=owing) if owing else ():
        yield Location(str(consultation.pk), str(consultation), consultation.get_absolute_url())


def answers_unplaced(snapshot: VersionSnapshot) -> Iterator[Location]:
    if any(each.has_unplaced for each in snapshot.rounds):
        for answer in answers_without_place(snapshot.version, snapshot.content):
            url = reverse("drafting:disposition_target", args=[snapshot.version.pk, answer.pk])
            yield Location(str(answer.pk), str(answer.recommendation), url)


def comments_open(snapshot: VersionSnapshot) -> Iterator[Location]:
    """Places that this content has and somebody has said something of that nobody has settled."""
    if counts := snapshot.open_comments:
        for kind in NodeKind:
            for row in rows_of(snapshot, NODE_RELATIONS[kind]):
                if UUID(row["key"]) in counts:
                    yield Location(row["key"], title_of(row), thread_url(snapshot.version, kind, row["key"]))
