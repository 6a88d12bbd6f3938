"""A value by its dimensions: the parts as they were entered, their margins, and where they do not fit the value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.i18n import localized
from core.templatetags.ui import trimmed
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.enums import AnswerKind
from monitoring.models import IndicatorValue, PartValue, Period
from monitoring.models.asked import BETWEEN_CODES
from monitoring.parting.dimensions import CROSS, AskedDimension, AskedOf, Part, said
from socialplan.content.enums import IndicatorKind
from socialplan.content.models import Indicator

FIGURES = ("amount", "numerator", "denominator")


def answer_words(kind: str) -> str:
    return "" if kind in {"", AnswerKind.MEASURED} else str(AnswerKind(kind).label)


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of a value; `is_hidden` where the public must not see it, or nobody has judged yet whether it may."""

    code: str
    name_sq: str
    name_en: str
    amount: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    answer_kind: str = ""
    note: str = ""
    is_protected: bool = False
    is_hidden: bool = False
    name = localized("name")

    @property
    def is_measured(self) -> bool:
        return self.amount is not None

    @property
    def answer(self) -> str:
        """Why it has no figure, in a word; "" of one that is measured, or not entered."""
        return answer_words(self.answer_kind)

    def for_public(self) -> PartLine:
        if not self.is_hidden:
            return self
        return replace(self, amount=None, numerator=None, denominator=None, note="")


@dataclass(frozen=True, slots=True)
class PartedLine:
    """One indicator by one dimension, or by two crossed ones; `margins` are those of the two, worked out."""

    key: str
    code: str
    title_sq: str
    title_en: str
    unit: str
    unit_en: str
    dimension: str
    name_sq: str
    name_en: str
    is_exclusive: bool
    kind: str
    counts_people: bool
    is_protected: bool
    parts: tuple[PartLine, ...]
    margins: tuple[PartLine, ...] = ()
    name = localized("name")
    title = localized("title")

    @property
    def is_share(self) -> bool:
        return self.kind == IndicatorKind.RATIO

    @property
    def is_crossed(self) -> bool:
        return BETWEEN_CODES in self.dimension

    @property
    def reason(self) -> str:
        """Why nobody collected it, where every part says the same; "" where some part has a figure."""
        notes = {part.note for part in self.parts}
        is_nothing = all(part.answer_kind == AnswerKind.NOT_COLLECTED for part in self.parts)
        return notes.pop() if is_nothing and len(notes) == 1 else ""

    def for_public(self) -> PartedLine:
        """What is hidden is gone, and with it what would be worked out from it."""
        parts, margins = ([part.for_public() for part in each] for each in (self.parts, self.margins))
        return replace(self, parts=tuple(parts), margins=tuple(margins))


def parted_lines(period: Period, indicators: Iterable[Indicator]) -> tuple[PartedLine, ...]:
    return read(read_parted_lines(period, indicators))


def read_parted_lines(period: Period, indicators: Iterable[Indicator]) -> Reader[tuple[PartedLine, ...]]:
    """Of every indicator that has parts in the period, in the plan's order and that of the dimensions."""
    entered: dict[tuple[int, str], dict[str, PartValue]] = defaultdict(dict)
    values = PartValue.objects.filter(period=period).order_by()
    yield [values]
    for row in values:
        entered[row.indicator_id, row.dimension][row.part] = row
    if not entered:
        return ()
    unread = [indicators] if isinstance(indicators, QuerySet) else []
    asked, _lists = yield from side_by_side(AskedOf.read_of_plan(period.plan_id), read_lists(*unread))
    return tuple(
        _parted(indicator, dimension, rows)
        for indicator in indicators
        for dimension in asked.of(indicator)
        if (rows := entered.get((indicator.pk, dimension.code)))
    )


def _parted(indicator: Indicator, dimension: AskedDimension, rows: Mapping[str, PartValue]) -> PartedLine:
    parts = tuple(_part(indicator, each, rows[each.code]) for each in dimension.parts if each.code in rows)
    return PartedLine(
        key=str(indicator.key),
        code=indicator.code,
        title_sq=indicator.title_sq,
        title_en=indicator.title_en,
        unit=indicator.unit_label,
        unit_en=indicator.unit_label_en,
        dimension=dimension.code,
        name_sq=dimension.name_sq,
        name_en=dimension.name_en or dimension.name_sq,
        is_exclusive=dimension.is_exclusive,
        kind=indicator.kind,
        counts_people=indicator.counts_people,
        is_protected=indicator.is_protected,
        parts=parts,
        margins=tuple(_margins(dimension, parts, is_share=indicator.kind == IndicatorKind.RATIO)),
    )


def _part(indicator: Indicator, part: Part, row: PartValue) -> PartLine:
    return PartLine(
        part.code,
        part.name_sq,
        part.name_en,
        row.amount,
        row.numerator,
        row.denominator,
        row.standing,
        row.note,
        part.is_protected,
        is_hidden=indicator.counts_people and row.amount is not None,
    )


def _margins(dimension: AskedDimension, parts: Sequence[PartLine], *, is_share: bool) -> Iterator[PartLine]:
    """Each part of the one by all of the other, where the other's parts add up and every one of them is measured."""
    if not dimension.axes:
        return
    cells = {part.code: part for part in parts}
    whole = said("", lambda: _("in all"))
    for place, axis in enumerate(dimension.axes):
        other = dimension.axes[1 - place]
        if not other.is_exclusive:
            continue
        for each in axis.parts:
            codes = [BETWEEN_CODES.join((each.code, one.code)[:: 1 - 2 * place]) for one in other.parts]
            found = [cells[code] for code in codes if code in cells]
            if found and all(part.is_measured for part in found):
                names = [(each.name_sq, whole.name_sq), (each.name_en or each.name_sq, whole.name_en)]
                albanian, english = (CROSS.join(pair[:: 1 - 2 * place]) for pair in names)
                code = BETWEEN_CODES.join((each.code, "")[:: 1 - 2 * place])
                protected = each.is_protected
                yield replace(summed(found, is_share=is_share), code=code, name_sq=albanian, name_en=english,
                              is_protected=protected, is_hidden=any(part.is_hidden for part in found))  # fmt: skip


def summed(parts: Sequence[PartLine], *, is_share: bool) -> PartLine:
    """Shares are summed by numerator and denominator, never averaged; of nothing there is no share."""
    if not is_share:
        return PartLine("", "", "", sum((part.amount or Decimal() for part in parts), Decimal()))
    if any(part.numerator is None or part.denominator is None for part in parts):
        return PartLine("", "", "")
    over = sum((part.numerator or Decimal() for part in parts), Decimal())
    under = sum((part.denominator or Decimal() for part in parts), Decimal())
    return PartLine("", "", "", (over * 100 / under).quantize(Decimal("0.01")) if under else None, over, under)


def uneven(line: PartedLine, value: IndicatorValue) -> list[str]:
    """Sentences: parts of an exclusive dimension that are not the value, one of an overlapping dimension above it."""
    names = ("numerator", "denominator") if line.is_share else ("amount",)
    return [sentence for name in names if (sentence := faults_of(line, getattr(value, name), name))]


def faults_of(line: PartedLine, total: Decimal | None, name: str) -> str:
    """A sentence where the parts do not fit the total; "" where they do."""
    amounts = [amount for part in line.parts if (amount := getattr(part, name)) is not None]
    if total is None or not amounts:
        return ""
    is_whole = all(part.answer_kind == AnswerKind.MEASURED for part in line.parts)
    told = sum(amounts, Decimal()) if line.is_exclusive else max(amounts)
    if told <= total and not (line.is_exclusive and is_whole and told != total):
        return ""
    words = {"code": line.code, "by": line.name, "parts": trimmed(told), "total": trimmed(total)}
    return _("%(code)s %(by)s: the parts give %(parts)s, the value is %(total)s.") % words


def codes_in(margin: str, codes: Iterable[str]) -> list[str]:
    """The crossed parts that the margin is the sum of."""
    first, second = margin.split(BETWEEN_CODES)
    return [code for code in codes if all(code.split(BETWEEN_CODES)) and _is_in(code, first, second)]


def _is_in(code: str, first: str, second: str) -> bool:
    one, other = code.split(BETWEEN_CODES)
    return one == first if first else other == second


def ways_of(line: PartedLine) -> Iterator[tuple[list[str], bool]]:
    """The sets of parts that a reader holds against the result, and whether each of them adds up to it."""
    yield [part.code for part in line.parts], line.is_exclusive
    for place in (0, 1):
        margins = [part.code for part in line.margins if part.code.split(BETWEEN_CODES)[place]]
        if margins:
            yield margins, line.is_exclusive
