"""Rows of a list that a municipality keeps: pasted as a block, moved, and removed while nothing rests on them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.amounts import read_whole
from core.clipboard import read_block
from core.workflow import StepRefused, require
from municipality.actions import MunicipalityAction
from municipality.models import AdministrativeUnit, Office, OfficeTenure
from operations.deeds import record

MOST_UNITS = 60


def uses_of(row: models.Model) -> list[str]:
    """What rests on the row, by kind with its number: "needs (3)"; empty where nothing does."""
    uses = []
    for relation in row._meta.related_objects:
        accessor = relation.get_accessor_name()
        if accessor is None or relation.related_model is None:
            continue
        found = relation.related_model._base_manager.filter(**{relation.field.name: row})
        if count := found.count():
            uses.append(f"{relation.related_model._meta.verbose_name_plural} ({count})")
    return uses


@transaction.atomic
def remove_unused(row: models.Model, *, actor: Any) -> None:
    """Take a row out of its list; StepRefused, with what rests on it, once something does."""
    require(actor, "municipality.change_municipality")
    if uses := uses_of(row):
        sentence = _("“%(row)s” is used and stays: %(uses)s. Rename it or mark it as no longer in use instead.")
        raise StepRefused(sentence % {"row": row, "uses": ", ".join(uses)})
    record(MunicipalityAction.of("remove", row), row, actor=actor, before=model_to_dict(row), after={})
    row.delete()


@transaction.atomic
def save_unit(unit: AdministrativeUnit, *, actor: Any, is_create: bool) -> AdministrativeUnit:
    """Add a unit or change its name and census."""
    require(actor, "municipality.change_municipality")
    unit.full_clean()
    return write_unit(unit, actor=actor, is_create=is_create)


def write_unit(unit: AdministrativeUnit, *, actor: Any, is_create: bool) -> AdministrativeUnit:
    """A cleaned unit, and its event."""
    unit.save()
    record(MunicipalityAction.of("add" if is_create else "change", unit), unit, actor=actor)
    return unit


@transaction.atomic
def move_unit(unit: AdministrativeUnit, *, up: bool, actor: Any) -> None:
    """Let the unit change places with its neighbour; at the end of the list nothing happens."""
    require(actor, "municipality.change_municipality")
    units = list(AdministrativeUnit.objects.select_for_update())
    place = units.index(unit)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(units):
        return
    units[place], units[other] = units[other], units[place]
    for order, each in enumerate(units, start=1):
        each.order = order
    AdministrativeUnit.objects.bulk_update(units, ["order"])
    record(MunicipalityAction.CHANGE_ADMINISTRATIVEUNIT, unit, actor=actor, after={"order": other + 1})


@transaction.atomic
def paste_offices(block: str, *, actor: Any) -> list[Office]:
    """Add an office for each line: its name, then, where it is known, its English name.

    ValidationError with a sentence for each line that names an office of the list; then nothing is added.
    """
    require(actor, "municipality.change_municipality")
    known = {_key(office.name_sq) for office in Office.objects.all()}
    codes = set(Office.objects.values_list("code", flat=True))
    order = max(Office.objects.values_list("order", flat=True), default=0)
    offices, wrong = [], []
    for number, cells in enumerate(_cells(block), start=1):
        name, english = [*cells, ""][:2]
        if not name:
            continue
        if _key(name) in known:
            wrong.append(_("Line %(line)s: “%(name)s” is in the list already.") % {"line": number, "name": name})
            continue
        known.add(_key(name))
        order += 1
        offices.append(Office(code=_free_code(name, codes, "zyra"), name_sq=name, name_en=english, order=order))
    if wrong:
        raise ValidationError({"more": wrong})
    for office in offices:
        office.full_clean()
        office.save()
        record(MunicipalityAction.ADD_OFFICE, office, actor=actor)
    return offices


@transaction.atomic
def hold_offices(offices: Iterable[Office], *, actor: Any) -> None:
    """Note that the administrator herself holds these offices from today on; who holds one already is left."""
    require(actor, "municipality.change_municipality")
    today = timezone.localdate()
    for office in offices:
        if not office.tenures.on(today).exists():
            tenure = OfficeTenure(office=office, holder=actor, starts_on=today)
            tenure.full_clean()
            tenure.save()
            record(MunicipalityAction.ADD_OFFICETENURE, tenure, actor=actor)


@dataclass(frozen=True, slots=True)
class Census:
    """Year and source of the counts in a pasted block."""

    year: int | None = None
    source: str = ""


@transaction.atomic
def paste_units(block: str, *, census: Census, actor: Any) -> list[AdministrativeUnit]:
    """Add a unit for each line: its name, then, where they are known, its English name and its population.

    The cells are parted by tabs or semicolons. ValidationError with a sentence for each line that cannot be read;
    then nothing is added.
    """
    require(actor, "municipality.change_municipality")
    units = _read_units(block, census)
    for unit in units:
        unit.full_clean()
        unit.save()
        record(MunicipalityAction.ADD_ADMINISTRATIVEUNIT, unit, actor=actor)
    return units


def _read_units(block: str, census: Census) -> list[AdministrativeUnit]:
    known = {_key(unit.name_sq) for unit in AdministrativeUnit.objects.all()}
    codes = set(AdministrativeUnit.objects.values_list("code", flat=True))
    order = max(AdministrativeUnit.objects.values_list("order", flat=True), default=0)
    units, wrong = [], []
    for number, cells in enumerate(_cells(block), start=1):
        name, english, population, *more = [*cells, "", "", ""][: max(3, len(cells))]
        if not name:
            if any((english, population)):
                wrong.append(_("Line %(line)s has no name in its first cell.") % {"line": number})
            continue
        if is_of_another_alphabet(name) or is_of_another_alphabet(english):
            wrong.append(_unreadable(number, name))
            continue
        if any(more):
            wrong.append(
                _("Line %(line)s has more than three cells: name, English name, population.") % {"line": number}
            )
            continue
        if english and not population and _count(english) is not None:
            english, population = "", english
        counted = _count(population)
        if population and counted is None:
            wrong.append(_("Line %(line)s: “%(cell)s” is not a whole number.") % {"line": number, "cell": population})
            continue
        if population and (census.year is None or not census.source):
            wrong.append(
                _("Line %(line)s has a population: say of which year and from which source.") % {"line": number}
            )
            continue
        if _key(name) in known:
            wrong.append(_("Line %(line)s: “%(name)s” is in the list already.") % {"line": number, "name": name})
            continue
        known.add(_key(name))
        order += 1
        code = _free_code(name, codes)
        units.append(
            AdministrativeUnit(
                code=code,
                name_sq=name,
                name_en=english,
                order=order,
                population=counted,
                population_year=census.year if counted is not None else None,
                population_source=census.source if counted is not None else "",
            )
        )
    if not units and not wrong:
        wrong.append(_("Write or paste at least one unit, each on its own line."))
    if len(known) > MOST_UNITS:
        wrong.append(_("These are more than %(most)s units; is the right column copied?") % {"most": MOST_UNITS})
    if wrong:
        raise ValidationError({"block": wrong})
    return units


#: What "ë" and "ç" become where a file of one alphabet was opened as if it were of another.
LETTERS_GONE = (
    "\ufffd",
    *("ëçËÇ".encode()[place : place + 2].decode(code) for code in ("cp1250", "cp1252") for place in (0, 2)),
)


def is_of_another_alphabet(words: str) -> bool:
    """Whether letters were lost or turned into others on their way here, as from a file in cp1250."""
    return any(each in words for each in LETTERS_GONE)


def _unreadable(number: int, words: str) -> str:
    sentence = _(
        "Line %(line)s: the letters of “%(words)s” cannot be read. Save the file as UTF-8, or copy the cells from the "
        "program that shows them."
    )
    return sentence % {"line": number, "words": words}


def _cells(block: str) -> list[list[str]]:
    lines = read_block(block) if "\t" in block else [line.split(";") for line in block.splitlines()]
    return [[" ".join(cell.split()) for cell in line] for line in lines]


def _count(cell: str) -> int | None:
    """The number of persons in a cell; None where it holds none."""
    try:
        counted = read_whole(cell)
    except ValidationError:
        return None
    return counted if counted >= 0 else None


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _free_code(name: str, codes: set[str], otherwise: str = "njesia") -> str:
    wanted = slugify(name)[:16] or otherwise
    code, number = wanted, 1
    while code in codes:
        number += 1
        code = f"{wanted}-{number}"
    codes.add(code)
    return code
