"""By what a value is parted and how often it is asked for, as rows say it; a passport crosses two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.models import TargetGroup
from consultations.enums import AgeBand
from core.i18n import localized
from core.search import folded
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.enums import Dimension
from monitoring.models import IndicatorPassport, ReportingFrequency, ValueDimension
from monitoring.models.asked import BETWEEN_CODES
from municipality.models import AdministrativeUnit
from socialplan.content.models import Indicator

BETWEEN_WORDS = re.compile(r"[,;/+]+")
UNKNOWN = "unknown"
CROSS = " \u00d7 "
BETWEEN_PLACES = "-"  # of a dimension and its part
OF_PERSONS = (Dimension.SEX, Dimension.AGE, Dimension.GROUP, Dimension.UNIT)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a dimension; a protected one keeps the higher threshold."""

    code: str
    name_sq: str
    name_en: str
    is_protected: bool = False
    label = localized("name")


@dataclass(frozen=True, slots=True)
class AskedDimension:
    """A dimension, or two crossed ones, that an indicator asks for, with its parts in order.

    `axes` are the two dimensions of a crossed one; of one that stands alone there are none.
    """

    code: str
    name_sq: str
    name_en: str
    is_exclusive: bool
    parts: tuple[Part, ...]
    axes: tuple[AskedDimension, ...] = ()
    label = localized("name")


def crossed(first: AskedDimension, second: AskedDimension) -> AskedDimension:
    """Each part of the one by each part of the other."""
    parts = tuple(
        Part(
            f"{one.code}{BETWEEN_CODES}{other.code}",
            f"{one.name_sq}{CROSS}{other.name_sq}",
            f"{one.name_en or one.name_sq}{CROSS}{other.name_en or other.name_sq}",
            is_protected=one.is_protected or other.is_protected,
        )
        for one, other in product(first.parts, second.parts)
    )
    return AskedDimension(
        f"{first.code}{BETWEEN_CODES}{second.code}",
        f"{first.name_sq}{CROSS}{second.name_sq}",
        f"{first.name_en or first.name_sq}{CROSS}{second.name_en or second.name_sq}",
        first.is_exclusive and second.is_exclusive,
        parts,
        (first, second),
    )


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What a plan's indicators are asked for: dimensions by how they are written, crossed ones, months by words."""

    by_word: Mapping[str, AskedDimension] = field(default_factory=dict)
    order: Sequence[str] = ()
    crossed_keys: frozenset[UUID] = frozenset()
    months: Mapping[str, int] = field(default_factory=dict)
    persons: Sequence[AskedDimension] = ()  # by what persons are counted wherever they are
    owed_by_measures: frozenset[str] = frozenset()  # the codes of those that every measure for a group is asked for

    @classmethod
    def of_plan(cls, plan: int) -> AskedOf:
        return read(cls.read_of_plan(plan))

    @classmethod
    def read_of_plan(cls, plan: int) -> Reader[AskedOf]:
        frequencies = ReportingFrequency.objects.filter(is_active=True)
        passports = IndicatorPassport.objects.filter(plan=plan, is_crossed=True)
        keys = passports.values_list("indicator_key", flat=True)
        known, _lists = yield from side_by_side(_read_dimensions(), read_lists(keys, frequencies))
        asked = {row.code: dimension for row, dimension in known}
        return cls(
            {word: dimension for row, dimension in known for word in (*row.spellings, folded(row.code))},
            list(asked),
            frozenset(keys),
            {word: row.months for row in frequencies for word in row.spellings},
            [dimension for row, dimension in known if row.parts_from in OF_PERSONS],
            frozenset(row.code for row, _dimension in known if row.is_owed_by_measures),
        )

    def single(self, indicator: Indicator) -> list[AskedDimension]:
        """As the plan writes them, each by itself, in a fixed order; a word that is none of these asks for nothing."""
        words = [folded(word.strip()) for word in BETWEEN_WORDS.split(indicator.disaggregation)]
        words += [word for phrase in words for word in phrase.split()]
        found = {self.by_word[word].code: self.by_word[word] for word in words if word in self.by_word}
        return [found[code] for code in self.order if code in found]

    def of(self, indicator: Indicator) -> list[AskedDimension]:
        """Side by side, or the two of them crossed where the passport says so."""
        found = self.single(indicator)
        is_crossed = indicator.key in self.crossed_keys and len(found) == 2
        return [crossed(*sorted(found, key=lambda each: each.code))] if is_crossed else found

    def months_of(self, indicator: Indicator) -> int | None:
        """None where the words are no frequency: then every period asks for it."""
        for words in (indicator.frequency, indicator.frequency_en):
            if (months := self.months.get(folded(words.strip()))) is not None:
                return months
        return None


def dimensions_of_persons() -> list[AskedDimension]:
    return read(read_dimensions_of_persons())


def read_dimensions_of_persons() -> Reader[list[AskedDimension]]:
    """By what persons are counted wherever they are: sex, age, group, unit, as far as these are in use."""
    known = yield from _read_dimensions()
    return [dimension for row, dimension in known if row.parts_from in OF_PERSONS]


def _read_dimensions() -> Reader[list[tuple[ValueDimension, AskedDimension]]]:
    """Those in use, each with its parts."""
    rows, units, groups = (
        ValueDimension.objects.filter(is_active=True),
        AdministrativeUnit.objects.all(),
        TargetGroup.objects.in_use(),
    )
    yield from read_lists(rows, units, groups)
    named = {
        Dimension.UNIT: [Part(each.code, each.name_sq, each.name_en) for each in units],
        Dimension.GROUP: [
            Part(each.code, each.name_sq, each.name_en, is_protected=each.is_protected) for each in groups
        ],
    }
    return [
        (row, AskedDimension(row.code, row.name_sq, row.name_en, row.is_exclusive, _parts(row, named))) for row in rows
    ]


def read_names_dimensions(indicators: QuerySet[Indicator]) -> Reader[bool]:
    """Whether any of them is asked for in parts, as its words say."""
    rows = ValueDimension.objects.filter(is_active=True)
    yield from read_lists(rows, indicators)
    asked = AskedOf({word: AskedDimension(row.code, "", "", row.is_exclusive, ()) for row in rows
                     for word in (*row.spellings, folded(row.code))}, [row.code for row in rows])  # fmt: skip
    return any(map(asked.single, indicators))


def _parts(row: ValueDimension, named: Mapping[Dimension, Sequence[Part]]) -> tuple[Part, ...]:
    """Of exclusive dimensions the last part is what was not recorded."""
    kind = Dimension(row.parts_from)
    found = named[kind] if kind in named else MADE[kind](row)
    return (*found, said(UNKNOWN, lambda: _("not recorded"))) if row.is_exclusive else tuple(found)


def said(code: str, words: Any) -> Part:
    with override("sq"):
        albanian = str(words())
    with override("en"):
        return Part(code, albanian, str(words()))


def _sexes(row: ValueDimension) -> list[Part]:
    return [said("women", lambda: _("Women and girls")), said("men", lambda: _("Men and boys"))]


def _ages(row: ValueDimension) -> list[Part]:
    return [said(str(band), lambda band=band: band.label) for band in AgeBand]


def _own(row: ValueDimension) -> list[Part]:
    return [Part(*each) for each in row.listed_parts()]


MADE = {
    Dimension.SEX: _sexes,
    Dimension.AGE: _ages,
    Dimension.OWN: _own,
}
