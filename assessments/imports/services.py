"""Deeds of an import: read a sheet for its preview, take it whole, throw it away, undo it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.enums import ImportState, RowOutcome
from assessments.imports.incoming import IncomingRow, IncomingTable, incoming_table
from assessments.imports.lines import ImportLine, WrittenRow, counted
from assessments.imports.resources import RowImport, changed_since
from assessments.imports.staged.checking import judge
from assessments.imports.staged.reading import stage
from assessments.imports.staged.writing import forget_staged, staged_lines, take_figures, undo_figures
from assessments.imports.tables import columns_for, permission_of, row_import, table_of
from assessments.imports.undoing import undo_rows
from assessments.models import Assessment, ImportedRow, SheetImport, StagedFigure
from assessments.services import locked_edition
from core.sheet_reader.reading import KINDS, HeardRows, ReadSheet, read_csv, read_pasted, read_workbook
from core.workflow import StepRefused, require
from operations.deeds import record
from operations.files import check_upload
from operations.queue.shares import Say, Tell, say_nothing, stretch, to_nobody

STORED_DAYS = 7
MOST_LABEL, MOST_NAME = 60, 200
CSV = "text/csv"
SHEET_TYPES = frozenset({*KINDS, CSV})
WRITTEN = frozenset({RowOutcome.NEW, RowOutcome.CHANGED})
ZIPPED = b"PK\x03\x04"
EVERY = 200  # rows between two shares that are told
# Shares of the time that reading takes, measured with 100 000 figures and with 3 000 needs.
OPENED, READ_AT_STAGED, READ_AT = 0.1, 0.8, 0.2
READ_AGAIN = 0.4  # of the time that taking takes
TIMES_THROUGH = 3  # looked through for persons, counted and looked at for remarks, read


Beside = Callable[[SheetImport], None]


def nothing_beside(run: SheetImport) -> None:
    """Where nobody waits for the import to be kept."""


@dataclass(frozen=True, slots=True)
class SheetUpload:
    """What a person gave: a file or a pasted block; the sheet where the file has several, the letters of a CSV."""

    name: str
    content: bytes
    sheet_name: str = ""
    encoding: str = ""
    is_pasted: bool = False

    def sheets(self) -> list[ReadSheet]:
        if self.is_pasted:
            return [read_pasted(self.content.decode())]
        content_type = check_upload(self.content, allowed=SHEET_TYPES)
        if content_type == CSV:
            return [read_csv(self.content, encoding=self.encoding)]
        return read_workbook(self.content, content_type)

    @property
    def is_workbook(self) -> bool:
        return not self.is_pasted and self.content.startswith(ZIPPED)

    @property
    def stored_name(self) -> str:
        return PurePath(self.name.replace("\\", "/")).name[-MOST_NAME:]

    def rows(self, sheets: Sequence[ReadSheet]) -> int:
        """How many rows its sheets have, about: of a CSV its lines are counted."""
        return sum(len(sheet.rows) for sheet in sheets) if self.is_workbook else self.content.count(b"\n") + 1


def read_sheet(
    kind: str,
    upload: SheetUpload,
    *,
    assessment: Assessment | None,
    actor: User,
    tell: Tell = to_nobody,
    say: Say = say_nothing,
    beside: Beside = nothing_beside,
) -> SheetImport:
    """Read a table and keep its rows for the preview; ValidationError with a sentence, and nothing of it is kept.

    `tell` hears how much of it is done, by the times that its rows are gone through; `say` hears of the one statement
    that judges many figures, how long that will take by what reading them took.
    `beside` is done in the transaction that keeps the rows; opening the file holds none.
    """
    of_table = table_of(kind)
    require(actor, of_table.permission, assessment)
    tell(0.0)
    began = time.monotonic()
    sheets = upload.sheets()
    read_at = READ_AT_STAGED if of_table.is_staged else READ_AT
    if tell is not to_nobody:
        sheets = _heard(sheets, stretch(tell, OPENED, read_at), upload.rows(sheets))
    most = of_table.most_rows
    table = incoming_table(sheets, columns_for(kind), wanted=upload.sheet_name, most_rows=most)

    def say_judging(rows: int) -> None:
        took = time.monotonic() - began
        say(judging_words(rows, ceil(took * (1 - read_at) / read_at)))

    with transaction.atomic():
        run = _new_run(kind, table, upload, assessment=assessment, actor=actor)
        if run.is_staged:
            _stage(run, table, stretch(tell, read_at, 1.0), say_judging)
        else:
            _read_rows(run, table, stretch(tell, read_at, 1.0))
        record(AssessmentAction.READ_IMPORT, run, actor=actor, after=_event_details(run))
        beside(run)
    return run


def _heard(sheets: Sequence[ReadSheet], tell: Tell, rows: int) -> list[ReadSheet]:
    """The sheets, whose rows say how much of them was gone through, as often as it happens."""
    seen = 0

    def hear() -> None:
        nonlocal seen
        seen += 1
        if not seen % EVERY:
            tell(seen / (rows * TIMES_THROUGH))

    return [replace(sheet, rows=HeardRows(sheet.rows, hear)) for sheet in sheets]


def judging_words(rows: int, seconds: int) -> str:
    """In the worker's language of the moment, for the page of the job."""
    words = ngettext(
        "%(rows)s rows are being checked against what stands here, all in one step. That usually takes about "
        "%(seconds)s second.",
        "%(rows)s rows are being checked against what stands here, all in one step. That usually takes about "
        "%(seconds)s seconds.",
        seconds,
    )
    return words % {"rows": number_format(rows, force_grouping=True), "seconds": seconds}


def _new_run(
    kind: str, table: IncomingTable, upload: SheetUpload, *, assessment: Assessment | None, actor: User
) -> SheetImport:
    _lock(kind, assessment, actor)
    run = SheetImport(
        kind=kind,
        assessment=assessment,
        file_name=upload.stored_name,
        sha256=hashlib.sha256(upload.content).hexdigest(),
        sheet_name=table.sheet_name[:200],
        uploaded_by=actor,
        columns=table.columns,
        remarks=table.remarks,
    )
    run.clean_fields(exclude={"assessment", "uploaded_by"})
    return run


def _read_rows(run: SheetImport, table: IncomingTable, tell: Tell) -> None:
    resource = row_import(run.kind, run.assessment, tell=tell)
    rows = list(table.rows)
    run.rows = [[row.number, resource.storable_cells(row), row.is_merged] for row in rows]
    lines = resource.read(rows)
    run.lines = [line.plain() for line in lines]
    _set_counts(run, counted(lines))
    run.save()


def _stage(run: SheetImport, table: IncomingTable, tell: Tell, say_judging: Callable[[int], None]) -> None:
    run.save()
    stage(run, table.rows)
    tell(0.0)
    rows = len(table.rows)
    say_judging(rows)
    _set_counts(run, judge(run, rows))
    run.save()
    tell(1.0)


def _set_counts(run: SheetImport, found: Mapping[str, int]) -> None:
    for name in RowOutcome.values:
        setattr(run, name, found.get(name, 0))


def _event_details(run: SheetImport) -> dict[str, Any]:
    names = ("kind", "assessment_id", "file_name", "sha256", "sheet_name", *RowOutcome.values)
    return {name: getattr(run, name) for name in names}


def _lock(kind: str, assessment: Assessment | None, actor: User) -> None:
    if assessment is not None:
        locked_edition(assessment, permission_of(kind), actor)
    else:
        require(actor, permission_of(kind))


def _locked(run: SheetImport, actor: User, *, state: str, otherwise: str) -> SheetImport:
    found = SheetImport.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=run.pk)
    _lock(found.kind, found.assessment, actor)
    if found.state != state:
        raise StepRefused(otherwise)
    return found


def not_to_take() -> str:
    return _("This sheet is already taken or thrown away.")


def not_to_undo() -> str:
    return _("Only an import that was taken can be undone.")


def rows_of_import(run: SheetImport) -> list[IncomingRow]:
    return [IncomingRow(number, cells, is_merged) for number, cells, is_merged in run.rows]


def lines_of(run: SheetImport) -> list[ImportLine]:
    return [ImportLine.from_plain(each) for each in run.lines]


def shown_lines(run: SheetImport, outcome: str, most: int) -> list[ImportLine]:
    """The first rows of one outcome, with the columns as the reader calls them."""
    labels = {column.name: column.label for column in columns_for(run.kind)}
    if run.is_staged:
        return [line.labelled(labels) for line in staged_lines(run, outcome, most)]
    chosen = [each for each in run.lines if each["outcome"] == outcome][:most]
    return [ImportLine.from_plain(each).labelled(labels) for each in chosen]


@transaction.atomic
def take_import(run: SheetImport, *, actor: User, tell: Tell = to_nobody) -> SheetImport:
    """Write every row without errors, all of them or none; those with errors stay as a file to mend."""
    run = _locked(run, actor, state=ImportState.READ, otherwise=not_to_take())
    if not run.to_take:
        raise StepRefused(_("No row is new or changed; there is nothing to take."))
    if run.is_staged:
        take_figures(run, actor=actor, tell=tell)
    else:
        _take_rows(run, actor, tell)
    run.state, run.decided_at = ImportState.TAKEN, timezone.now()
    run.save()
    record(AssessmentAction.TAKE_IMPORT, run, actor=actor, after=_event_details(run))
    return run


def _take_rows(run: SheetImport, actor: User, tell: Tell) -> None:
    outcomes = {line.number: line.outcome for line in lines_of(run)}
    wanted = [row for row in rows_of_import(run) if outcomes[row.number] in WRITTEN]
    resource = row_import(run.kind, run.assessment, tell=stretch(tell, 0.0, READ_AGAIN))
    if any(line.outcome != outcomes[line.number] for line in resource.read(wanted)):
        raise StepRefused(changed_since())
    _note_written(run, resource, resource.write_rows(actor=actor, tell=stretch(tell, READ_AGAIN, 1.0)))
    resource.forget_elsewhere(run)
    _keep_failed_rows(run)


def _note_written(run: SheetImport, resource: RowImport, written: Iterable[WrittenRow]) -> None:
    ImportedRow.objects.bulk_create(
        ImportedRow(
            sheet_import=run,
            object_id=each.instance.pk,
            label=resource.label_of(each.instance)[:MOST_LABEL],
            is_new=each.is_new,
            before=each.before,
            found_at=each.found_at,
            written_at=each.instance.updated_at,
        )
        for each in written
    )


def _keep_failed_rows(run: SheetImport) -> None:
    failed = {line.number for line in lines_of(run) if line.outcome == RowOutcome.FAILED}
    run.rows = [row for row in run.rows if row[0] in failed]
    run.lines = [line for line in run.lines if line["number"] in failed]


@transaction.atomic
def discard_import(run: SheetImport, *, actor: User) -> SheetImport:
    """Throw a preview away with all its cells; that there was one stays in the history."""
    run = _locked(run, actor, state=ImportState.READ, otherwise=not_to_take())
    run.state, run.decided_at = ImportState.DISCARDED, timezone.now()
    run.rows, run.lines = [], []
    forget_staged(run)
    run.save()
    record(AssessmentAction.DISCARD_IMPORT, run, actor=actor, after=_event_details(run))
    return run


@transaction.atomic
def undo_import(run: SheetImport, *, actor: User, tell: Tell = to_nobody) -> SheetImport:
    """Put back what stood before; refused where a row was changed since, or something rests on a new one."""
    run = _locked(run, actor, state=ImportState.TAKEN, otherwise=not_to_undo())
    if run.is_staged:
        undo_figures(run, tell=tell)
    else:
        undo_rows(run, actor, tell)
    run.state, run.undone_at = ImportState.UNDONE, timezone.now()
    run.rows, run.lines = [], []
    run.save()
    record(AssessmentAction.UNDO_IMPORT, run, actor=actor, after=_event_details(run))
    return run


@transaction.atomic
def forget_old_imports() -> int:
    """Cells of sheets that nobody decided on within a week, and of rows to mend, are no longer kept."""
    old = SheetImport.objects.filter(updated_at__lt=Now() - timedelta(days=STORED_DAYS))
    old = old.filter(~Q(rows=[]) | Q(staged__isnull=False))
    keys = list(old.values_list("pk", flat=True).distinct())
    StagedFigure.objects.filter(sheet_import__in=keys).delete()
    forgotten = SheetImport.objects.filter(pk__in=keys)
    forgotten.filter(state=ImportState.READ).update(state=ImportState.DISCARDED, decided_at=Now())
    return forgotten.update(rows=[], lines=[])
