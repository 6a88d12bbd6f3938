"""The rows of the tree and of the matrix, which a long plan has by the thousand, written from one of their kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.pages.row_pattern import RowMarks, RowPattern
from socialplan.content.enums import NodeKind
from socialplan.content.models import Indicator, Measure, PlanVersion
from socialplan.content.nodes import TreeNode
from socialplan.drafting.matrix.page import MeasureCell, MeasureRow

NODE, LINE = "drafting/partials/_tree_node.html", "drafting/partials/_grid_row.html"
LEAVES: dict[str, type[Measure | Indicator]] = {NodeKind.MEASURE: Measure, NodeKind.INDICATOR: Indicator}
TITLES = ("code", "title", "title_sq", "title_en")


def joined(rows: Iterable[str]) -> SafeString:
    return mark_safe("".join(rows))  # noqa: S308 - each of them was written by a template


@dataclass
class TreeLines:
    """For whom the tree of a version is written, and its measures and indicators.

    Those somebody has said something of are written by the template itself.
    """

    version: PlanVersion
    can_change: bool
    can_work: bool
    is_open: bool
    patterns: dict[str, RowPattern] = field(default_factory=dict)

    def rows(self, nodes: Sequence[TreeNode]) -> SafeString:
        quiet = iter(self._lines([node for node in nodes if not node.comments]))
        return joined(self._template(node) if node.comments else next(quiet) for node in nodes)

    def _lines(self, nodes: Sequence[TreeNode]) -> list[str]:
        """Of nodes of one kind."""
        if not nodes:
            return []
        kind = nodes[0].kind
        if kind not in self.patterns:
            self.patterns[kind] = RowPattern(lambda marks: self._template(self._marked(kind, marks)))
        pattern = self.patterns[kind]
        return pattern.all_written([{name: getattr(node.row, name) for name in pattern.names} for node in nodes])

    def _template(self, node: TreeNode) -> str:
        return render_to_string(NODE, {"node": node, "writer": self})

    def _marked(self, kind: str, marks: RowMarks) -> TreeNode:
        pk = marks.number("pk")
        row = SimpleNamespace(pk=pk, key=marks.key("key"), get_absolute_url=LEAVES[kind](pk=pk).get_absolute_url)
        if self.can_change:
            vars(row).update(revision=marks.number("revision"), **{name: marks.text(name) for name in TITLES})
        else:
            vars(row).update(code=marks.text("code"), title=marks.text("title"))
        return TreeNode(kind, row)


@dataclass
class MatrixLines:
    """The lines of the matrix; whether a measure has an office is what their template decides by."""

    can_change: bool
    patterns: dict[tuple[bool, ...], RowPattern] = field(default_factory=dict)

    def rows(self, lines: Iterable[MeasureRow]) -> SafeString:
        alike = groupby(lines, key=lambda line: tuple(bool(cell.code) for cell in line.cells))
        return joined(written for kind, each in alike for written in self._lines(kind, list(each)))

    def _lines(self, alike: tuple[bool, ...], lines: list[MeasureRow]) -> list[str]:
        if alike not in self.patterns:
            self.patterns[alike] = RowPattern(lambda marks: self._marked(lines[0], marks))
        return self.patterns[alike].all_written(list(map(self._values, lines)))

    @staticmethod
    def _values(line: MeasureRow) -> dict[str, Any]:
        measure = line.measure
        values = {"pk": measure.pk, "revision": measure.revision, "code": measure.code, "number": line.number}
        texts = {f"text-{place}": cell.text for place, cell in enumerate(line.cells)}
        codes = {f"code-{place}": cell.code for place, cell in enumerate(line.cells)}
        return values | texts | codes

    def _marked(self, line: MeasureRow, marks: RowMarks) -> str:
        pk = marks.number("pk")
        measure = SimpleNamespace(
            pk=pk,
            revision=marks.number("revision"),
            code=marks.text("code"),
            get_absolute_url=Measure(pk=pk).get_absolute_url,
        )
        cells: list[MeasureCell] = [
            replace(
                cell, text=marks.text(f"text-{place}"), code=marks.text(f"code-{place}") if cell.code else cell.code
            )
            for place, cell in enumerate(line.cells)
        ]
        row = SimpleNamespace(measure=measure, number=marks.number("number"), cells=cells)
        shown = {"row": row, "cell_role": "gridcell" if self.can_change else "cell", "can_change": self.can_change}
        return render_to_string(LINE, shown)
