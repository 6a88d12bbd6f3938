"""The content of two versions as one tree, each node with what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.text.alignment import same_pairs, stretches
from socialplan.content.diff.money import ComparedFigure, Content, MeasureMoney, MoneyComparison, target_figures
from socialplan.content.diff.values import FieldChange, Names, Row, field_changes, language_of, place_of, title_of
from socialplan.content.enums import NodeKind

#: The relations whose rows are nodes, with the name of the field that holds the parent's key.
NODES: dict[str, tuple[NodeKind, str]] = {
    "chapters": (NodeKind.CHAPTER, ""),
    "strategicgoals": (NodeKind.GOAL, ""),
    "specificobjectives": (NodeKind.OBJECTIVE, "goal_key"),
    "measures": (NodeKind.MEASURE, "objective_key"),
    "indicators": (NodeKind.INDICATOR, "objective_key"),
    "risks": (NodeKind.RISK, ""),
}
CHILDREN = {"strategicgoals": ("specificobjectives",), "specificobjectives": ("measures", "indicators")}
LINKS = {
    "measureneeds": ("need_code", _("Needs it answers")),
    "measuregroups": ("group_code", _("Groups it serves")),
    "measureunits": ("unit_code", _("Units it reaches")),
    "measureindicators": ("indicator_key", _("Indicators that measure it")),
}
RENUMBERING = frozenset({"code"})


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What a measure is now linked with, or no longer."""

    label: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Where a node stood before: under another parent, or elsewhere among its siblings (then without a name)."""

    from_parent: str = ""


@dataclass
class ComparedNode:
    """One node of either version; `old` or `new` is empty where it was not there."""

    kind: NodeKind
    key: str
    old: Row
    new: Row
    level: int
    changes: tuple[FieldChange, ...] = ()
    move: Move | None = None
    money: MeasureMoney | None = None
    targets: tuple[ComparedFigure, ...] = ()
    links: tuple[LinkChange, ...] = ()
    children: list[ComparedNode] = field(default_factory=list)
    reasons: tuple[Any, ...] = ()

    @property
    def is_added(self) -> bool:
        return not self.old

    @property
    def is_removed(self) -> bool:
        return not self.new

    @property
    def stays(self) -> bool:
        return bool(self.old and self.new)

    @property
    def is_renumbered(self) -> bool:
        return self.stays and any(change.name in RENUMBERING for change in self.changes)

    @property
    def is_changed(self) -> bool:
        """Something was written anew; another code alone only follows from another order."""
        return self.stays and bool(
            self.field_changes or self.links or self.changed_targets or (self.money and self.money.is_changed)
        )

    @property
    def is_moved(self) -> bool:
        return self.move is not None

    @property
    def is_touched(self) -> bool:
        return not self.stays or self.is_changed or self.is_moved or self.is_renumbered

    @property
    def has_touched(self) -> bool:
        """Itself or anything below it."""
        return self.is_touched or any(child.has_touched for child in self.children)

    @property
    def field_changes(self) -> list[FieldChange]:
        return [change for change in self.changes if change.name not in RENUMBERING]

    @property
    def changed_targets(self) -> list[ComparedFigure]:
        return [figure for figure in self.targets if figure.is_changed]

    @property
    def title(self) -> str:
        return title_of(self.new or self.old)

    @property
    def old_code(self) -> str:
        return str(self.old.get("code", ""))

    @property
    def code(self) -> str:
        return str((self.new or self.old).get("code", ""))

    @property
    def fates(self) -> list[str]:
        """What became of it, in words that the page translates."""
        fates = {
            "added": self.is_added,
            "removed": self.is_removed,
            "changed": self.is_changed,
            "moved": self.is_moved,
            "renumbered": self.is_renumbered,
        }
        return [fate for fate, holds in fates.items() if holds]

    @property
    def shown_changes(self) -> list[FieldChange]:
        """The heading of a node that came or went already says its title."""
        said = set() if self.stays else {f"title_{language_of(self.new or self.old, 'title')}"}
        return [change for change in self.field_changes if change.name not in said]

    @property
    def has_details(self) -> bool:
        return bool(self.shown_changes or self.links or self.changed_targets or (self.money and self.money.is_changed))

    @property
    def heading_level(self) -> int:
        return min(self.level + 3, 6)


class TreeComparison:
    """Builds the nodes of both contents; every row of a node relation comes out exactly once."""

    def __init__(self, old: Content, new: Content, names: Names) -> None:
        self._names = names
        self._rows = {
            relation: tuple({row["key"]: row for row in side.get(relation, ())} for side in (old, new))
            for relation in NODES
        }
        self._members = {relation: self._grouped_members(relation) for relation in NODES}
        self._money = MoneyComparison(old, new, names)
        self._targets = tuple(_grouped(side.get("indicatortargets", ()), "indicator_key") for side in (old, new))
        self._links = {
            relation: tuple(_grouped(side.get(relation, ()), "measure_key") for side in (old, new))
            for relation in LINKS
        }
        self._done: set[str] = set()

    def top(self, relation: str) -> list[ComparedNode]:
        """The uppermost nodes of a relation with all below them."""
        return self._nodes(relation, "", level=0)

    def left_over(self) -> list[ComparedNode]:
        """Nodes whose parent is in neither content; a well-formed content has none."""
        return [
            self._node(relation, key, level=0)
            for relation in NODES
            for key in {**self._rows[relation][0], **self._rows[relation][1]}
            if key not in self._done
        ]

    def _grouped_members(self, relation: str) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
        """Per side the rows below each parent in their order; of the old side only those with no other place now."""
        old, new = self._rows[relation]
        staying = [
            row for key, row in old.items() if key not in new or _parent(relation, row) == _parent(relation, new[key])
        ]
        parent = NODES[relation][1]
        return tuple(_grouped(sorted(rows, key=place_of), parent) for rows in (staying, new.values()))  # type: ignore[return-value]

    def _nodes(self, relation: str, parent: str, *, level: int) -> list[ComparedNode]:
        old, new = ([row["key"] for row in side.get(parent, ())] for side in self._members[relation])
        there = set(new)
        stored = [key for key in new if key in set(old)]
        before = [key for key in old if key in there]
        in_order = {before[place] for place, _other in same_pairs(before, stored)}
        nodes = []
        for part in stretches(old, new):
            gone = [] if part.is_same else [key for key in old[part.old] if key not in there]
            for key in (*gone, *new[part.new]):
                move = Move() if key in stored and key not in in_order else None
                nodes.append(self._node(relation, key, level=level, move=move))
        return nodes

    def _node(self, relation: str, key: str, *, level: int, move: Move | None = None) -> ComparedNode:
        self._done.add(key)
        old, new = (side.get(key, {}) for side in self._rows[relation])
        parent = NODES[relation][1]
        if old and new and _parent(relation, old) != _parent(relation, new):
            move = Move(self._title_of_parent(relation, old[parent]))
        changes = field_changes(relation, old, new, names=self._names, skipped=frozenset({parent}))
        node = ComparedNode(NODES[relation][0], key, old, new, level, changes=tuple(changes), move=move)
        if relation == "measures":
            node.money, node.links = self._money.of_measure(key), tuple(self._link_changes(key))
        if relation == "indicators":
            node.targets = target_figures(*(side.get(key, ()) for side in self._targets))
        for below in CHILDREN.get(relation, ()):
            node.children += self._nodes(below, key, level=level + 1)
        return node

    def _title_of_parent(self, relation: str, key: str) -> str:
        above = next(upper for upper, lower in CHILDREN.items() if relation in lower)
        old, new = self._rows[above]
        return title_of(old.get(key) or new.get(key, {}))

    def _link_changes(self, measure: str) -> Iterator[LinkChange]:
        for relation, (name, label) in LINKS.items():
            before, after = ({row[name] for row in side.get(measure, ())} for side in self._links[relation])
            if before != after:
                added, removed = (self._link_names(name, codes) for codes in (after - before, before - after))
                yield LinkChange(str(label), added, removed)

    def _link_names(self, name: str, codes: Iterable[str]) -> tuple[str, ...]:
        if name != "indicator_key":
            return tuple(sorted(self._names(name, code) for code in codes))
        old, new = self._rows["indicators"]
        return tuple(sorted(title_of(new.get(key) or old.get(key, {})) for key in codes))


def _parent(relation: str, row: Row) -> str:
    return str(row.get(NODES[relation][1], ""))


def _grouped(rows: Iterable[Row], name: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[str(row.get(name, ""))].append(row)
    return grouped
