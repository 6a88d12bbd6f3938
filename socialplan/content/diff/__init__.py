"""What is different between the contents of two versions. It reads canonical JSON, whatever format it was made in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from socialplan.content.diff.blocks import BlockChange, block_changes, has_frozen_blocks
from socialplan.content.diff.money import Content, MoneyComparison, Totals
from socialplan.content.diff.tree import NODES, ComparedNode, TreeComparison
from socialplan.content.diff.values import FieldChange, Names, field_changes
from socialplan.content.enums import NodeKind

NO_NAMES = Names()


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """How many nodes of one kind were added, removed, changed and moved."""

    label: str
    added: int
    removed: int
    changed: int
    moved: int
    renumbered: int
    unchanged: int


@dataclass(frozen=True)
class ComparedPart:
    """A part of the plan with its nodes."""

    anchor: str
    label: Any
    nodes: list[ComparedNode]

    def lines(self) -> Iterator[ComparedNode]:
        """All nodes from top to bottom, each with its level."""
        yield from _flat(self.nodes)

    def touched_lines(self) -> Iterator[ComparedNode]:
        """Only what changed, under the nodes it stands in."""
        yield from (node for node in _flat(self.nodes) if node.has_touched)

    @property
    def has_changes(self) -> bool:
        return any(node.has_touched for node in self.nodes)


@dataclass(frozen=True)
class Comparison:
    plan: tuple[FieldChange, ...]
    parts: tuple[ComparedPart, ...]
    totals: Totals
    blocks: tuple[BlockChange, ...]
    compares_blocks: bool

    @property
    def nodes(self) -> Iterator[ComparedNode]:
        for part in self.parts:
            yield from part.lines()

    @property
    def has_changes(self) -> bool:
        """Anything a reader can see; the same content under other row keys reads the same."""
        return bool(self.plan or self.blocks) or any(part.has_changes for part in self.parts)

    @cached_property
    def counts(self) -> list[ChangeCount]:
        """Per kind of node what became of it; a node may be both changed and moved."""
        kinds = [kind for kind, _parent in NODES.values()]
        return [_count(kind, [node for node in self.nodes if node.kind == kind]) for kind in kinds]

    def largest_money_changes(self, most: int | None = 10) -> list[ComparedNode]:
        """The measures whose cost or funding moved most, the largest first."""
        moved = [node for node in self.nodes if node.money and node.money.weight]
        return sorted(moved, key=lambda node: node.money.weight if node.money else 0, reverse=True)[:most]


def compare(old: Content, new: Content, *, names: Names = NO_NAMES) -> Comparison:
    """What became of `old` in `new`, in the reader's language. `names` says what the codes in them are called."""
    tree = TreeComparison(old, new, names)
    parts = [
        ComparedPart("chapters", _("Chapters"), tree.top("chapters")),
        ComparedPart("goals", _("Goals, objectives, measures and indicators"), tree.top("strategicgoals")),
        ComparedPart("risks", _("Risks"), tree.top("risks")),
        ComparedPart("left-over", _("Without a place"), tree.left_over()),
    ]
    plan = field_changes(
        "plan", old.get("plan", {}), new.get("plan", {}), names=names, skipped=frozenset({"version", "kind"})
    )
    return Comparison(
        plan=tuple(plan),
        parts=tuple(part for part in parts if part.nodes),
        totals=MoneyComparison(old, new, names).totals(),
        blocks=block_changes(old, new),
        compares_blocks=has_frozen_blocks(old) == has_frozen_blocks(new),
    )


def _flat(nodes: list[ComparedNode]) -> Iterator[ComparedNode]:
    for node in nodes:
        yield node
        yield from _flat(node.children)


def _count(kind: NodeKind, nodes: list[ComparedNode]) -> ChangeCount:
    return ChangeCount(
        label=str(kind.label),
        added=sum(node.is_added for node in nodes),
        removed=sum(node.is_removed for node in nodes),
        changed=sum(node.is_changed for node in nodes),
        moved=sum(node.is_moved for node in nodes),
        renumbered=sum(node.is_renumbered for node in nodes),
        unchanged=sum(not node.is_touched for node in nodes),
    )
