"""What is found missing: a place, the question that found it, the finding, and findings of a kind and of a step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from socialplan.content.enums import (
    FindingCode,
    FindingWeight,
    PlanStep,
)
from socialplan.content.models import FindingAcceptance
from socialplan.content.snapshot import VersionSnapshot

Row = dict[str, Any]
CHANGE, LINK = "content.change_version", "drafting.link_round"
TONES = {FindingWeight.BLOCKS: "danger", FindingWeight.WARNS: "warning", FindingWeight.HINTS: "secondary"}
ICONS = {FindingWeight.BLOCKS: "stop", FindingWeight.WARNS: "warning", FindingWeight.HINTS: "unknown"}


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is missing: a key that stays the same in the version, its name, and the page to mend it.

    `permission` is what that page asks for, where not every reader of the list has it.
    """

    key: str
    label: str
    url: str
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of a version; `find` yields the places where the answer is bad, in a few queries for all."""

    code: FindingCode
    weight: FindingWeight
    steps: tuple[PlanStep, ...]
    find: Callable[[VersionSnapshot], Iterable[Location]]
    is_for_strategies: bool = True

    def places(self, snapshot: VersionSnapshot) -> list[Location]:
        if snapshot.version.plan.is_strategy and not self.is_for_strategies:
            return []
        if self.code not in snapshot.missing:
            snapshot.missing[self.code] = list(self.find(snapshot))
        found: list[Location] = snapshot.missing[self.code]
        return found


@dataclass(frozen=True, slots=True)
class Finding:
    code: FindingCode
    weight: FindingWeight
    steps: tuple[PlanStep, ...]
    place: Location
    acceptance: FindingAcceptance | None

    @property
    def sentence(self) -> str:
        return str(self.code.label)

    @property
    def is_open(self) -> bool:
        """Whether it stops a step."""
        return self.weight != FindingWeight.HINTS and self.acceptance is None

    @property
    def can_be_accepted(self) -> bool:
        return self.weight == FindingWeight.WARNS and self.acceptance is None

    def is_at(self, code: str, place: str) -> bool:
        return (self.code, self.place.key) == (code, place)


@dataclass(frozen=True, slots=True)
class FindingsOfKind:
    """The findings of one kind."""

    code: FindingCode
    weight: FindingWeight
    findings: list[Finding]

    @property
    def tone(self) -> str:
        return TONES[self.weight]

    @property
    def icon(self) -> str:
        return ICONS[self.weight] if self.open_count else "check"

    @property
    def open_count(self) -> int:
        return sum(finding.acceptance is None for finding in self.findings)


@dataclass(frozen=True, slots=True)
class FindingsByStep:
    """What stops the same step, or what stops none."""

    step: PlanStep | None
    kinds: list[FindingsOfKind]

    @property
    def label(self) -> str:
        return str(self.step.label) if self.step else ""
