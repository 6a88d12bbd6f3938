"""What is said of the places of a version: by place, in the order of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from socialplan.content.consultation_requirements import NODE_RELATIONS
from socialplan.content.enums import NodeKind
from socialplan.content.models import ContentRow, NodeComment, PlanVersion


@dataclass(frozen=True, slots=True)
class Thread:
    """All that is said of one place. `row` is None where the version no longer has it."""

    kind: NodeKind
    key: UUID
    row: ContentRow | None
    comments: list[NodeComment]

    @property
    def open_count(self) -> int:
        return sum(not comment.is_resolved for comment in self.comments)  # type: ignore[attr-defined]


def thread_url(version: PlanVersion, kind: str, key: UUID | str) -> str:
    return reverse("content:comment_thread", args=[version.pk, kind, key])


def thread_of(version: PlanVersion, row: ContentRow, kind: str) -> Thread:
    found = NodeComment.objects.seen_in(version).filter(node_key=row.key, node_kind=kind)
    return Thread(NodeKind(kind), row.key, row, list(found.with_state().with_people()))


def open_counts(version: PlanVersion) -> Counter[UUID]:
    """How many comments are open at each place, in one query."""
    found = NodeComment.objects.seen_in(version).open().order_by().values("node_key").annotate(count=Count("pk"))
    return Counter({row["node_key"]: row["count"] for row in found})


def threads_of(version: PlanVersion, *, with_resolved: bool = False) -> list[Thread]:
    """Places with open comments, or with any, in the order of the document; those of removed places come last."""
    comments = NodeComment.objects.seen_in(version)
    found = (comments.with_state() if with_resolved else comments.open()).with_people()
    by_place: dict[tuple[str, UUID], list[NodeComment]] = {}
    for comment in found:
        by_place.setdefault((comment.node_kind, comment.node_key), []).append(comment)
    threads = [thread for kind in NodeKind for thread in _threads(version, kind, by_place)]
    gone = [Thread(NodeKind(kind), key, None, said) for (kind, key), said in by_place.items()]
    return [*threads, *gone]


def _threads(
    version: PlanVersion, kind: NodeKind, by_place: dict[tuple[str, UUID], list[NodeComment]]
) -> Iterable[Thread]:
    """Takes the comments of the rows that are there out of `by_place`."""
    keys = [key for found, key in by_place if found == kind]
    if not keys:
        return
    for row in getattr(version, NODE_RELATIONS[kind]).filter(key__in=keys):
        yield Thread(kind, row.key, row, by_place.pop((kind, row.key)))
