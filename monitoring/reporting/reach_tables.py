"""Persons whom measures reached, as tables: in all and by sex, and every part, with why one has no figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from core.tables import HIDDEN, Cell, Column, ColumnKind, DataTable, Row, Words
from monitoring.enums import AnswerKind
from monitoring.parting.parted import PartedLine, PartLine
from monitoring.parting.reach import ReachLine
from monitoring.reporting.tables import not_collected, why_no_figure, words

SEX = "sex"
SEXES = ("women", "men", "unknown")


def reach_table(lines: Iterable[ReachLine]) -> DataTable:
    """A row a measure: in all, how counted, women and men."""
    columns = (
        Column(words(_("Measure"))),
        Column(words(_("Persons in all")), ColumnKind.NUMBER),
        Column(words(_("How they are counted"))),
        Column(words(_("Women and girls")), ColumnKind.NUMBER),
        Column(words(_("Men and boys")), ColumnKind.NUMBER),
        Column(words(_("Sex not recorded")), ColumnKind.NUMBER),
    )
    rows = tuple(
        Row((_name(line), _whole(line), _counted(line), *(_of_part(line, code) for code in SEXES))) for line in lines
    )
    return DataTable("reach", words(_("Persons reached by measures")), columns, rows)


def reach_parts_table(lines: Iterable[ReachLine]) -> DataTable:
    """A row a part of each measure's persons: by sex, age, group and unit."""
    columns = (
        Column(words(_("Measure"))),
        Column(words(_("Dimension"))),
        Column(words(_("Part"))),
        Column(words(_("Persons")), ColumnKind.NUMBER),
        Column(words(_("Note"))),
    )
    rows = tuple(row for line in lines for parted in line.parts for row in _part_rows(line, parted))
    title = _("Persons reached by measures, by sex, age, group and unit")
    return DataTable("reach_parts", words(title), columns, rows)


def _part_rows(line: ReachLine, parted: PartedLine) -> Iterator[Row]:
    """A dimension that nobody collected says why in one row."""
    name, by = _name(line), Words(parted.name_sq, parted.name_en)
    if parted.reason:
        yield Row((name, by, None, None, not_collected(parted.reason)))
        return
    for part in parted.parts:
        yield Row((name, by, _part_name(part), _amount(part), why_no_figure(part)))


def _part_name(part: PartLine) -> Words:
    return Words(part.name_sq, part.name_en or part.name_sq)


def _name(line: ReachLine) -> Words:
    return Words(f"{line.code} {line.title_sq}", f"{line.code} {line.title_en or line.title_sq}")


def _whole(line: ReachLine) -> Cell:
    return HIDDEN if line.is_hidden else line.persons


def _counted(line: ReachLine) -> Words | None:
    """How the number in all is counted, and which sex has none of its own."""
    told = [_whole_counted(line), *(_without_figure(part) for part in line.by(SEX) if part.answer)]
    said = [each for each in told if each is not None]
    return Words("; ".join(each.sq for each in said), "; ".join(each.en for each in said)) if said else None


def _without_figure(part: PartLine) -> Words:
    name, why = _part_name(part), words(AnswerKind(part.answer_kind).label)
    return Words(f"{name.sq}: {why.sq}", f"{name.en}: {why.en}")


def _whole_counted(line: ReachLine) -> Words | None:
    if line.is_hidden:
        return None
    if line.answer_kind == AnswerKind.NOT_COLLECTED:
        return Words.filled(_("not collected: %(reason)s"), reason=line.note)
    if line.answer_kind == AnswerKind.NOT_APPLICABLE:
        return words(AnswerKind.NOT_APPLICABLE.label)
    if line.persons is None:
        return None
    return words(_("each person once") if line.is_unique else _("some more than once"))


def _of_part(line: ReachLine, code: str) -> Cell:
    return next((_amount(part) for part in line.by(SEX) if part.code == code), None)


def _amount(part: PartLine) -> Cell:
    if part.is_hidden:
        return HIDDEN
    return None if part.amount is None else int(part.amount)
