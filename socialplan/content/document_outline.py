"""A version as one document to read: its chapters, then the parts and annexes that no chapter has placed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from core.text.richtext import placed_blocks
from socialplan.content.blocks import placed_kinds, printed_tables, shown_kinds
from socialplan.content.blocks.registry import FIXED
from socialplan.content.chapters import ChapterBlock, Figures, ReadChapter, anchor_of, read_chapters
from socialplan.content.enums import BlockKind
from socialplan.content.models import Chapter, PlanVersion


@dataclass(frozen=True, slots=True)
class OutlineSection:
    anchor: str
    title: str
    blocks: tuple[ChapterBlock, ...]
    is_text: ClassVar[bool] = False

    @property
    def is_wide(self) -> bool:
        return any(block.is_wide for block in self.blocks)


@dataclass(frozen=True, slots=True)
class DocumentOutline:
    chapters: tuple[ReadChapter, ...]
    parts: tuple[OutlineSection, ...]
    annexes: tuple[OutlineSection, ...]

    @property
    def sections(self) -> tuple[OutlineSection, ...]:
        return (*self.parts, *self.annexes)


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One chapter, part or annex of the document as the list of contents names it."""

    anchor: str
    title: str


def outline_of(version: PlanVersion) -> DocumentOutline:
    """The version with its figures: of today while it is written, frozen from review on."""
    return read(version.chapters.all(), figures_for(version))


def figures_for(version: PlanVersion) -> Figures:
    return printed_tables(version, list(dict.fromkeys([*placed_kinds(version), *FIXED])))


def read(chapters: Iterable[Chapter], figures: Figures, *, has_page_notes: bool = False) -> DocumentOutline:
    """The document in the language of the moment. What is placed in a chapter of this language stands there alone."""
    found = read_chapters(chapters, figures, has_page_notes=has_page_notes)
    placed = {part.block.kind for chapter in found for part in chapter.parts if part.block}
    open_figures = {kind: tables for kind, tables in figures.items() if kind not in placed}
    return DocumentOutline(tuple(found), _sections(_parts(), open_figures), _sections(_annexes(), open_figures))


def _parts() -> dict[str, tuple[str, tuple[BlockKind, ...]]]:
    budget = (BlockKind.BUDGET_BY_GOAL, BlockKind.BUDGET_BY_SOURCE, BlockKind.BUDGET_BY_YEAR)
    return {
        "goals": (_("Goals and objectives"), (BlockKind.GOAL_TREE,)),
        "budget": (_("Budget"), budget),
        "risks": (_("Risks"), (BlockKind.RISK_REGISTER,)),
        "matrix": (_("Action plan"), (BlockKind.ACTION_MATRIX,)),
    }


def _annexes() -> dict[str, tuple[str, tuple[BlockKind, ...]]]:
    heard = (BlockKind.PARTICIPATION, BlockKind.CONSULTATION_RECORD)
    return {
        "consultation": (_("Participation and consultation"), heard),
        "indicators": (_("Indicators"), (BlockKind.INDICATOR_TABLE,)),
    }


def _sections(wanted: dict[str, tuple[str, tuple[BlockKind, ...]]], figures: Figures) -> tuple[OutlineSection, ...]:
    """Sections that have something to show; a strategy without measures has neither budget nor action plan."""
    sections = []
    for anchor, (title, kinds) in wanted.items():
        blocks = tuple(ChapterBlock.of(kind, figures[kind]) for kind in kinds if figures.get(kind))
        if blocks:
            sections.append(OutlineSection(anchor, title, blocks))
    return tuple(sections)


def contents_of(version: PlanVersion) -> list[ContentsLine]:
    """What `outline_of` would show, in its order, without making any table or text."""
    chapters = list(version.chapters.all())
    placed = {kind for chapter in chapters for kind in placed_blocks(chapter.body)}
    shown = shown_kinds(version, FIXED) - placed
    lines = [ContentsLine(anchor_of(chapter), str(chapter)) for chapter in chapters]
    sections = _parts() | _annexes()
    lines += [ContentsLine(name, title) for name, (title, kinds) in sections.items() if shown.intersection(kinds)]
    return lines


def one_of(version: PlanVersion, anchor: str) -> ReadChapter | OutlineSection | None:
    """One chapter, part or annex alone, with no more tables than stand in it; None where there is none of the name."""
    for chapter in version.chapters.all():
        if anchor_of(chapter) == anchor:
            return read_chapters([chapter], printed_tables(version, placed_blocks(chapter.body)))[0]
    sections = _parts() | _annexes()
    if anchor not in sections or anchor not in {line.anchor for line in contents_of(version)}:
        return None
    found = {anchor: sections[anchor]}
    return next(iter(_sections(found, printed_tables(version, sections[anchor][1]))), None)
