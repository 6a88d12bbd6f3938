"""What is said of the places of a version: by place, in the order of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from consultations.models import Contribution
from consultations.models.contributions import ContributionQuerySet
from socialplan.content.consultation_requirements import NODE_RELATIONS
from socialplan.content.enums import NodeKind
from socialplan.content.models import ContentRow, NodeComment, PlanVersion

ByPlace = dict[tuple[str, UUID], tuple[list[NodeComment], list[Contribution]]]


@dataclass(frozen=True, slots=True)
class Thread:
    """All that is said of one place. `row` is None where the version no longer has it.

    `voices`: what the public said of it in the consultations of its plan; words for whoever may read contributions.
    """

    kind: NodeKind
    key: UUID
    row: ContentRow | None
    comments: list[NodeComment]
    voices: list[Contribution] = field(default_factory=list)

    @property
    def open_count(self) -> int:
        return sum(not comment.is_resolved for comment in self.comments)  # type: ignore[attr-defined]


def thread_url(version: PlanVersion, kind: str, key: UUID | str) -> str:
    return reverse("content:comment_thread", args=[version.pk, kind, key])


def thread_of(version: PlanVersion, row: ContentRow, kind: str) -> Thread:
    found = NodeComment.objects.seen_in(version).filter(node_key=row.key, node_kind=kind)
    voices = list(voices_in(version, [row.key]))
    return Thread(NodeKind(kind), row.key, row, list(found.with_state().with_people()), voices)


def voices_in(version: PlanVersion, keys: Iterable[UUID]) -> ContributionQuerySet:
    """What was said of these places in the plan's rounds: a place keeps its key, so the next version shows it too."""
    return Contribution.objects.at_places(keys).filter(round__plan_links__plan=version.plan_id).select_related("round")


def open_counts(version: PlanVersion) -> Counter[UUID]:
    """How many comments are open at each place, in one query."""
    return Counter(dict(NodeComment.objects.seen_in(version).open().counted_by_place()))


def threads_of(version: PlanVersion, *, with_resolved: bool = False) -> list[Thread]:
    """Places with open comments, or with any, in the order of the document; those of removed places come last."""
    comments = NodeComment.objects.seen_in(version)
    found = (comments.with_state() if with_resolved else comments.open()).with_people()
    by_place: ByPlace = {}
    for comment in found:
        by_place.setdefault((comment.node_kind, comment.node_key), ([], []))[0].append(comment)
    for voice in _voices(version):
        by_place.setdefault((voice.place_kind, voice.place_key), ([], []))[1].append(voice)
    threads = [thread for kind in NodeKind for thread in _threads(version, kind, by_place)]
    gone = [Thread(NodeKind(kind), key, None, *said) for (kind, key), said in by_place.items()]
    return [*threads, *gone]


def _voices(version: PlanVersion) -> Iterable[Any]:
    said = Contribution.objects.in_the_open().with_words().filter(round__plan_links__plan=version.plan_id)
    return said.filter(place_kind__in=NodeKind.values).select_related("round").order_by("happened_on", "pk")


def _threads(version: PlanVersion, kind: NodeKind, by_place: ByPlace) -> Iterable[Thread]:
    """Takes what is said of the rows that are there out of `by_place`."""
    keys = [key for found, key in by_place if found == kind]
    if not keys:
        return
    for row in getattr(version, NODE_RELATIONS[kind]).filter(key__in=keys):
        yield Thread(kind, row.key, row, *by_place.pop((kind, row.key)))
