"""What rules and gates ask of a version, read once: within a deed under its lock, or for one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from assessments.models import Need, TargetGroup
from municipality.rule_book import rule_book
from socialplan.content.chapter_outline import OutlinePlace, filled
from socialplan.content.consultation_requirements import RoundStatus, rounds_of
from socialplan.content.models import FindingAcceptance, NodeComment, OutlineChapter, PlanStateChange, PlanVersion
from socialplan.content.plan_json import in_format_before, plan_text, sha256_of, version_content

_shared: ContextVar[tuple[VersionSnapshot, ...]] = ContextVar("shared_snapshots", default=())


class VersionLists:
    """What findings hold against the content; each list is read when first gone through, or all together."""

    def __init__(self, version: PlanVersion) -> None:
        edition = version.plan.assessment_id
        chain = [each.pk for each in version.chain()]
        self.outline = OutlineChapter.objects.of(version.plan.kind)
        self.comments = NodeComment.objects.seen_in(version).open().counted_by_place()
        self.acceptances = FindingAcceptance.objects.filter(version__in=chain).select_related("accepted_by")
        self.uncovered = Need.objects.filter(assessment=edition, affected__gt=F("covered"))
        self.groups = TargetGroup.objects.filter(needs__assessment=edition).distinct()

    @property
    def all(self) -> list[QuerySet[Any, Any]]:
        return list(vars(self).values())


class VersionSnapshot:
    """One version's content and history; each is read when it is first asked for, in one query."""

    def __init__(self, version: PlanVersion) -> None:
        self.version = version

    def reread(self) -> None:
        """The content has changed within the deed: what was made of it is asked for again."""
        made = ("content", "plan_json", "sha256", "hashes", "opinions", "rounds", "is_submitted", "outline")
        for name in (*made, "lists", "missing", "given", "_ordered"):
            self.__dict__.pop(name, None)

    @cached_property
    def content(self) -> dict[str, Any]:
        return version_content(self.version)

    @cached_property
    def lists(self) -> VersionLists:
        return VersionLists(self.version)

    @cached_property
    def missing(self) -> dict[str, list[Any]]:
        """Where each kind of finding was found already: several steps and the list of a page ask for the same."""
        return {}

    @cached_property
    def _ordered(self) -> dict[str, list[dict[str, Any]]]:
        return {}

    def ordered(self, relation: str) -> list[dict[str, Any]]:
        """The rows of a relation in the plan's order, where the content has them in the order of their keys."""
        if relation not in self._ordered:
            self._ordered[relation] = sorted(self.content[relation], key=lambda row: row.get("position", 0))
        return self._ordered[relation]

    @cached_property
    def given(self) -> dict[str, int]:
        """What all sources give together for a cost of a year (ALL), by its key; those with no source are left out."""
        given: dict[str, int] = {}
        for line in self.content["fundinglines"]:
            key = line["cost_key"]
            given[key] = given.get(key, 0) + line["amount"]
        return given

    @property
    def open_comments(self) -> Counter[UUID]:
        """How many comments are open at each place."""
        return Counter(dict(self.lists.comments))

    @cached_property
    def plan_json(self) -> str:
        return plan_text(self.content)

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self.plan_json)

    @cached_property
    def hashes(self) -> set[str]:
        """Of this content as it is hashed now, and as it was before the newest format where that adds nothing."""
        before = in_format_before(self.content)
        return {self.sha256} | ({sha256_of(plan_text(before))} if before else set())

    @cached_property
    def history(self) -> list[PlanStateChange]:
        """The steps of this version and of those whose way it goes on from, in the order they were taken."""
        chain = [each.pk for each in self.version.chain()]
        return list(PlanStateChange.objects.filter(version__in=chain).order_by("pk"))

    @cached_property
    def opinions(self) -> set[str]:
        """The kinds of opinions given on this very content."""
        given = self.version.opinions.not_withdrawn().filter(content_sha256__in=self.hashes)
        return set(given.values_list("kind", flat=True))

    @cached_property
    def waived(self) -> frozenset[str]:
        """What the law does not ask for, by rows that were checked."""
        return rule_book().waived

    @cached_property
    def rounds(self) -> list[RoundStatus]:
        return rounds_of(self.version, self.content)

    @cached_property
    def outline(self) -> list[OutlinePlace]:
        """The rows of the outline in use, and the chapter of this content that fills each."""
        return filled(self.lists.outline, self.content["chapters"])

    @cached_property
    def is_submitted(self) -> bool:
        """Whether the mayor's submission of this very content is recorded."""
        return self.version.submissions.filter(content_sha256__in=self.hashes).exists()


def snapshot_of(version: PlanVersion) -> VersionSnapshot:
    """Those that the block around the caller keeps for this very object, else fresh ones."""
    shared = [snapshot for snapshot in _shared.get() if snapshot.version is version]
    return shared[-1] if shared else VersionSnapshot(version)


@contextmanager
def keep_snapshot(version: PlanVersion) -> Iterator[VersionSnapshot]:
    """Within the block everybody who asks gets the same snapshot; afterwards none are left behind."""
    snapshot = VersionSnapshot(version)
    token = _shared.set((*_shared.get(), snapshot))
    try:
        yield snapshot
    finally:
        _shared.reset(token)


@contextmanager
def share_snapshot(version: PlanVersion) -> Iterator[VersionSnapshot]:
    """For pages: the snapshot that the block around the caller keeps, or one for this block where there is none."""
    kept = [snapshot for snapshot in _shared.get() if snapshot.version is version]
    if kept:
        yield kept[-1]
        return
    with keep_snapshot(version) as snapshot:
        yield snapshot
