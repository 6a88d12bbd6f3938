"""Many contributions of an organisation by one sheet: the template, what was read, and each row sent for itself."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from assessments.imports.columns import ColumnContent, ColumnReader, ImportColumn, columns_of
from assessments.imports.incoming import IncomingRow, incoming_table
from consultations.forms import OrganisationContributionForm
from consultations.models import Contribution, DraftPlace, Round
from consultations.open_draft.reading import keyed_places
from consultations.services import Receipt, send_for_organisation
from core.office.workbook import Book, Emphasis, Sheet, lay_out
from core.sheet_reader.cells import column_letters
from core.sheet_reader.reading import KINDS, read_csv, read_workbook
from municipality.letterhead import issuer
from operations.files import check_upload

MOST_ROWS = 300
CSV = "text/csv"
SALT = "consultations.sheet"
KEY_WIDTH = 40  # the key of a place in one line
GOOD_FOR = 24 * 3600
PLACE = "place_key"


def columns() -> list[ImportColumn]:
    """The fields of the form an organisation sends one by one, and the key of the place in the draft."""
    names = [name for name in OrganisationContributionForm.Meta.fields if name != "organisation"]
    found = columns_of(Contribution, names, required=["text"])
    key: Any = Contribution._meta.get_field(PLACE)
    return [*found, ImportColumn(PLACE, key.verbose_name, ColumnContent.TEXT)]


@dataclass(slots=True)
class SheetLine:
    """One row: the words, what else was read, and what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.values.get("text", ""))


def template_file(consultation: Round) -> bytes:
    """An empty table with drop-downs; the places of the shown draft stand with their keys in a sheet of their own."""
    book = Book(title=str(consultation), issuer=issuer(), made_at=timezone.localtime())
    sheet, lists = book.sheets(_("Contributions"), _("Lists"))
    at = 0
    for place, column in enumerate(columns()):
        sheet.text(0, place, f"{column.label}{' *' if column.is_required else ''}", Emphasis.HEAD)
        choices = _choices(column, consultation)
        if not choices:
            continue
        lists.text(0, at, str(column.label), Emphasis.HEAD)
        for row, (value, words) in enumerate(choices, start=1):
            lists.text(row, at, value)
            lists.text(row, at + 1, words)
        letters = column_letters(at)
        source = f"='{lists.name}'!${letters}$2:${letters}${len(choices) + 1}"
        sheet.page.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": source})
        at += 2
    _lay_out(sheet, lists, at)
    return book.close()


def _lay_out(sheet: Sheet, lists: Sheet, used: int) -> None:
    lay_out(sheet, widths=[60, 16, 24, 24, 16, 40], head_row=0, frozen_columns=0, footer=sheet.name)
    lay_out(lists, widths=[KEY_WIDTH, 60] * max(used // 2, 1), head_row=0, frozen_columns=0, footer=lists.name)


def _choices(column: ImportColumn, consultation: Round) -> list[tuple[str, str]]:
    if column.name == PLACE:
        return [(str(place.key), str(place)) for place in keyed_places(consultation)]
    if column.content is ColumnContent.TRUTH:
        return [(_("yes"), ""), (_("no"), "")]
    if column.model is not None:
        rows: Any = column.model._default_manager.all()
        return [(str(row), "") for row in rows]
    return [(str(words), "") for value, words in column.choices if value]


def read_sheet(content: bytes, consultation: Round) -> list[SheetLine]:
    """The dry run; ValidationError where it is no table of ours, or tells of persons."""
    content_type = check_upload(content, allowed=frozenset({*KINDS, CSV}))
    sheets = [read_csv(content)] if content_type == CSV else read_workbook(content, content_type)
    known = columns()
    table = incoming_table(sheets, known, most_rows=MOST_ROWS)
    reader, places = ColumnReader(known), {str(place.key): place for place in keyed_places(consultation)}
    return [_line(row, known, reader, places) for row in table.rows]


def _line(
    row: IncomingRow, known: list[ImportColumn], reader: ColumnReader, places: dict[str, DraftPlace]
) -> SheetLine:
    line = SheetLine(row.number)
    for column in known:
        cell = row.cell(column.name)
        if cell is None:
            if column.is_required:
                line.errors.append(_("%(column)s: the cell is empty.") % {"column": column.label})
            continue
        try:
            value = reader.read(column, cell)
        except ValidationError as refusal:
            line.errors.append(f"{column.label}: {' '.join(refusal.messages)}")
            continue
        line.values[column.name] = value.pk if column.model else value
    key = str(line.values.get(PLACE, "")).lower()
    if key and key not in places:
        line.errors.append(_("The draft of this round has no place with the key %(key)s.") % {"key": key})
    return line


def packed(lines: list[SheetLine], *, consultation: Round, organisation: Organisation) -> str:
    """What was read, signed: only that is sent, once, for this round and organisation."""
    rows = [(line.number, line.values) for line in lines]
    said = {"round": consultation.pk, "organisation": organisation.pk, "key": str(uuid.uuid4()), "rows": rows}
    return signing.dumps(said, salt=SALT, compress=True)


@transaction.atomic
def send_lines(token: str, *, consultation: Round, actor: User) -> list[Receipt]:
    """Every row as a contribution of its own; the same preview sent twice is one."""
    try:
        said = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        raise ValidationError(_("The preview is too old. Choose the sheet once more.")) from None
    if said["round"] != consultation.pk:
        raise ValidationError(_("The preview is too old. Choose the sheet once more."))
    places = {str(place.key): place for place in keyed_places(consultation)}
    return [
        send_for_organisation(_contribution(number, values, said, consultation, places), actor=actor)
        for number, values in said["rows"]
    ]


def _contribution(
    number: int, values: dict[str, Any], said: dict[str, Any], consultation: Round, places: dict[str, DraftPlace]
) -> Contribution:
    place = places.get(str(values.get(PLACE, "")).lower())
    one = Contribution(
        round=consultation,
        organisation_id=said["organisation"],
        submission_key=uuid.uuid5(uuid.UUID(said["key"]), str(number)),
        text=values["text"],
        language=values.get("language") or "sq",
        group_id=values.get("group"),
        unit_id=values.get("unit"),
        consents_to_publish=bool(values.get("consents_to_publish")),
    )
    if place is not None:
        one.draft, one.place_kind, one.place_key = place.draft, place.kind, place.key
    return one
