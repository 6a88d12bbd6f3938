"""The rows of the tree and of the matrix, which a long plan has by the thousand, written from one of their kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

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

    def rows(self, nodes: Iterable[TreeNode]) -> SafeString:
        return joined(self._template(node) if node.comments else self._line(node) for node in nodes)

    def _line(self, node: TreeNode) -> str:
        if node.kind not in self.patterns:
            self.patterns[node.kind] = RowPattern(lambda marks: self._template(self._marked(node.kind, marks)))
        row = node.row
        values = {"pk": row.pk, "key": row.key, "revision": row.revision}
        return self.patterns[node.kind].written(values | {name: getattr(row, name) for name in TITLES})

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
        return joined(map(self._line, lines))

    def _line(self, line: MeasureRow) -> str:
        alike = tuple(bool(cell.code) for cell in line.cells)
        if alike not in self.patterns:
            self.patterns[alike] = RowPattern(lambda marks: self._marked(line, marks))
        measure = line.measure
        values = {"pk": measure.pk, "revision": measure.revision, "code": measure.code, "number": line.number}
        texts = {f"text-{place}": cell.text for place, cell in enumerate(line.cells)}
        codes = {f"code-{place}": cell.code for place, cell in enumerate(line.cells)}
        return self.patterns[alike].written(values | texts | codes)

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
