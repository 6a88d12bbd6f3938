"""Which block is made by what; which of them are printed from the frozen rows, and which are computed now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from core.tables import DataTable, Words
from core.text.richtext import placed_blocks
from socialplan.content.blocks import budget, consultation, content, needs
from socialplan.content.enums import BlockKind, PlanState
from socialplan.content.models import DataBlock, PlanVersion

Maker = Callable[[PlanVersion], list[DataTable]]

MAKERS: dict[str, Maker] = {
    BlockKind.NEED_TABLE: needs.need_table,
    BlockKind.SERVICE_MAP: needs.service_map,
    BlockKind.GAP_MATRIX: needs.gap_matrix,
    BlockKind.PROFILE: needs.profile,
    BlockKind.RESOURCES: needs.resources,
    BlockKind.GOAL_TREE: content.goal_tree,
    BlockKind.ACTION_MATRIX: content.action_matrix,
    BlockKind.BUDGET_BY_GOAL: budget.budget_by_goal,
    BlockKind.BUDGET_BY_SOURCE: budget.budget_by_source,
    BlockKind.BUDGET_BY_YEAR: budget.budget_by_year,
    BlockKind.INDICATOR_TABLE: content.indicator_table,
    BlockKind.PARTICIPATION: consultation.participation,
    BlockKind.CONSULTATION_RECORD: consultation.consultation_record,
    BlockKind.RISK_REGISTER: content.risk_register,
}

# Printed by every plan's PDF, in the text where a chapter places them, else in its fixed parts and annexes.
FIXED = (
    BlockKind.GOAL_TREE,
    BlockKind.BUDGET_BY_GOAL,
    BlockKind.BUDGET_BY_SOURCE,
    BlockKind.BUDGET_BY_YEAR,
    BlockKind.RISK_REGISTER,
    BlockKind.ACTION_MATRIX,
    BlockKind.PARTICIPATION,
    BlockKind.CONSULTATION_RECORD,
    BlockKind.INDICATOR_TABLE,
)
# Made of the version's own rows, which no longer change once it is sent to review.
OF_OWN_ROWS = frozenset(
    {
        BlockKind.GOAL_TREE,
        BlockKind.ACTION_MATRIX,
        BlockKind.BUDGET_BY_GOAL,
        BlockKind.BUDGET_BY_SOURCE,
        BlockKind.BUDGET_BY_YEAR,
        BlockKind.INDICATOR_TABLE,
        BlockKind.RISK_REGISTER,
    }
)
# What a strategy's chapters show is the followed plan's; risks it has of its own.
OF_FOLLOWED_PLAN = OF_OWN_ROWS - {BlockKind.RISK_REGISTER}


def block_tables(kind: str, version: PlanVersion) -> list[DataTable]:
    """The tables of a block as the figures stand now; none where there is nothing to show."""
    if kind in OF_FOLLOWED_PLAN and version.plan.follows_id:
        followed = version.followed()
        return _named(MAKERS[kind](followed), followed) if followed else []
    return MAKERS[kind](version)


def _named(tables: list[DataTable], version: PlanVersion) -> list[DataTable]:
    """With the version they are taken from in the note of the last one."""
    if not tables:
        return []
    *others, last = tables
    note = Words.made(lambda: _said_of(version, last.note))
    return [*others, replace(last, note=note)]


def _said_of(version: PlanVersion, note: Words | None) -> str:
    values = {"plan": version.plan.title, "number": version.number, "state": version.get_state_display()}
    source = _("From the plan that is followed: “%(plan)s”, version %(number)s (%(state)s).") % values
    return f"{str(note).rstrip('.')}. {source}" if note else source


def kinds_in(bodies: Iterable[str]) -> list[str]:
    """The kinds of the blocks that stand in these texts, each once."""
    kinds = dict.fromkeys(kind for body in bodies for kind in placed_blocks(body))
    return [kind for kind in kinds if kind in MAKERS]


def placed_kinds(version: PlanVersion) -> list[str]:
    """The kinds of the blocks that stand in the version's chapters, in either language."""
    return kinds_in(body for chapter in version.chapters.all() for body in (chapter.body_sq, chapter.body_en))


def figures_of(version: PlanVersion, *, without: Collection[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """What is frozen when the version is sent to review: plain tables by kind, of all blocks that will be printed."""
    placed = placed_kinds(version)
    kinds = dict.fromkeys([*placed, *FIXED])
    return {
        str(kind): [table.to_plain() for table in _tables_now(kind, version, placed)]
        for kind in kinds
        if kind not in without
    }


def _tables_now(kind: str, version: PlanVersion, placed: Collection[str]) -> list[DataTable]:
    """A strategy shows of the plan it follows what its chapters place; fixed parts and annexes are of its own rows."""
    return block_tables(kind, version) if kind in placed else MAKERS[kind](version)


def made_anew(version: PlanVersion) -> frozenset[str]:
    """The kinds made again of what the council amends: those of the version's own rows.

    What a strategy showed of the followed plan stays as the council had it; a table it did not show yet is made.
    """
    if not version.plan.is_strategy:
        return OF_OWN_ROWS
    shown = DataBlock.objects.filter(version=version, kind__in=OF_FOLLOWED_PLAN).exclude(figures=[])
    return OF_OWN_ROWS - set(shown.values_list("kind", flat=True))


def printed_tables(version: PlanVersion, kinds: Collection[str]) -> dict[str, list[DataTable]]:
    """The tables to print: of today while the version is written, as they were frozen from review on.

    While the council's amendments are entered, what follows from them is of today. A version reviewed before figures
    were frozen prints what its own rows give, and nothing that may have changed.
    """
    placed = placed_kinds(version) if version.is_editable and version.plan.is_strategy else kinds
    if version.is_editable and version.state != PlanState.AMENDING:
        return {kind: _tables_now(kind, version, placed) for kind in kinds}
    live = made_anew(version) if version.is_editable else frozenset()
    rows = DataBlock.objects.filter(version=version, kind__in=kinds).exclude(kind__in=live)
    frozen = {row.kind: [DataTable.from_plain(plain) for plain in row.figures] for row in rows}
    return {
        kind: frozen[kind] if kind in frozen else _of_rows(kind, version, placed if kind in live else ())
        for kind in kinds
    }


def _of_rows(kind: str, version: PlanVersion, placed: Collection[str]) -> list[DataTable]:
    return _tables_now(kind, version, placed) if kind in OF_OWN_ROWS else []


def shown_kinds(version: PlanVersion, kinds: Collection[str]) -> set[str]:
    """Of these kinds those that have tables to print; of a frozen version without reading the tables."""
    if version.is_editable:
        return {kind for kind, tables in printed_tables(version, kinds).items() if tables}
    rows = DataBlock.objects.filter(version=version, kind__in=kinds)
    frozen = dict(rows.annotate(is_empty=Q(figures=[])).values_list("kind", "is_empty"))
    lacking = [kind for kind in kinds if kind not in frozen]
    made = {kind for kind in lacking if _of_rows(kind, version, ())}
    return {kind for kind, is_empty in frozen.items() if not is_empty} | made
