"""A published edition as open data: its tables with a note on every column, in both languages at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.enums import OpenFile
from assessments.models import Assessment
from assessments.report.tables import edition_tables
from core.office.sheets import tables_csv
from core.pages.public_files import PublicFile
from core.tables import DataTable, Words
from municipality.letterhead import issuer, publisher

# by the English head of the column, which is one and the same in every table
COLUMN_NOTES: dict[str, Promise] = {
    "Code": _("The code of the need, the line or the service; it stays the same from edition to edition."),
    "Need": _("What people lack, in words."),
    "Group": _("The group in need; groups are never ranked."),
    "Estimate": _("The number of the need's indicator, in the unit of the next column."),
    "Counted in": _("What a number counts; numbers of different units are never added."),
    "Persons affected": _("How many persons the need concerns."),
    "Persons covered": _("How many of them are reached by a service."),
    "Gap": _("Of a need the percent of persons not reached; of a line the places that lack after sharing."),
    "Score": _("From 0 to 100, by the weights of the edition."),
    "Rank": _("Place by score, or by a recorded decision."),
    "Type of service": _("The types that answer the line, one or the other."),
    "Administrative unit": _("Where; “undisclosed” where the place is protected."),
    "Required": _("Places or cases that the line asks for."),
    "There and shared": _("Of these, what services give after places are shared, none counted twice."),
    "Gap alone": _("What would lack if every fitting place were kept for this line."),
    "Service": _("The name of the service."),
    "Type": _("Its type by decision 518/2018, or the municipality's own."),
    "Provider": _("Who runs it, by kind alone."),
    "Places": _("Places or cases."),
    "Users": _("Present users."),
    "Waiting": _("Persons on the waiting list."),
}


@dataclass(frozen=True, slots=True)
class ColumnNote:
    head: str
    note: Promise


def column_notes() -> list[ColumnNote]:
    return [ColumnNote(head, note) for head, note in COLUMN_NOTES.items()]


LANGUAGES = {OpenFile.CSV_SQ: "sq", OpenFile.CSV_EN: "en"}


def open_files(assessment: Assessment) -> dict[OpenFile, PublicFile]:
    """Every file of open data; the same edition gives the same ones."""
    tables = edition_tables(assessment)
    return {name: PublicFile.of(_content(assessment, tables, name)) for name in OpenFile}


def made_now(assessment: Assessment, name: OpenFile) -> PublicFile:
    return PublicFile.of(_content(assessment, edition_tables(assessment), name))


def _content(assessment: Assessment, tables: Sequence[DataTable], name: OpenFile) -> bytes:
    if name == OpenFile.JSON:
        return _as_json(assessment, tables).encode()
    with translation.override(LANGUAGES[name]):
        return tables_csv(tables, title=str(assessment), issuer=issuer()).encode("utf-8-sig")


def _as_json(assessment: Assessment, tables: Sequence[DataTable]) -> str:
    """In both languages at once; a hidden figure is the word "hidden"."""
    plain = {
        **publisher(),
        "title": Words.of(assessment, "title").to_plain(),
        "starts_on": assessment.starts_on.isoformat(),
        "ends_on": assessment.ends_on.isoformat(),
        "tables": [_with_notes(table) for table in tables],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1)


def _with_notes(table: DataTable) -> dict[str, Any]:
    plain = table.to_plain()
    for column in plain["columns"]:
        column["note"] = Words.said(COLUMN_NOTES[column["head"]["en"]]).to_plain()
    return plain
