"""Deeds that hand a long sheet to a worker; what is short is done at once, by the same functions."""

from __future__ import annotations

import zlib

from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import READING, TAKING, UNDOING, ImportState
from assessments.imports.services import (
    SHEET_TYPES,
    SheetUpload,
    discard_import,
    not_to_take,
    not_to_undo,
    read_sheet,
    take_import,
    undo_import,
)
from assessments.imports.tables import table_of
from assessments.models import Assessment, SheetImport, SheetToRead
from core.workflow import StepRefused, require
from operations.enums import JobState
from operations.files import check_upload
from operations.models import Job
from operations.queue.jobs import JobRefused, enqueue
from operations.queue.shares import Say, Tell, say_nothing

EMPTY_BOOK = 20_000  # bytes of a workbook before its first row
FASTEST = 1
WORKED_ON_BY: dict[str, str] = {ImportState.READ: TAKING, ImportState.TAKEN: UNDOING}


def is_long_upload(kind: str, upload: SheetUpload) -> bool:
    """Whether reading it may take longer than two seconds; of a workbook by the size of the file."""
    table = table_of(kind)
    if upload.is_workbook:
        return len(upload.content) > EMPTY_BOOK + table.at_once * table.packed_row
    return upload.content.count(b"\n") > table.at_once


def hand_in_sheet(kind: str, upload: SheetUpload, *, assessment: Assessment | None, actor: User) -> SheetImport | Job:
    """The preview of a short sheet; of a long one the job that reads it. ValidationError for a file of no use."""
    if not is_long_upload(kind, upload):
        return read_sheet(kind, upload, assessment=assessment, actor=actor)
    require(actor, table_of(kind).permission, assessment)
    if not upload.is_pasted:
        check_upload(upload.content, allowed=SHEET_TYPES)
    return _wait_for_reading(kind, upload, assessment, actor)


@transaction.atomic
def _wait_for_reading(kind: str, upload: SheetUpload, assessment: Assessment | None, actor: User) -> Job:
    waiting = SheetToRead(
        kind=kind,
        assessment=assessment,
        file_name=upload.stored_name,
        sheet_name=upload.sheet_name,
        encoding=upload.encoding,
        is_pasted=upload.is_pasted,
        content=zlib.compress(upload.content, FASTEST),
        asked_by=actor,
    )
    waiting.full_clean(exclude={"content"})
    waiting.save()
    payload = {"sheet": waiting.pk, "kind": kind, "language": get_language()}
    return enqueue(READING, dedupe_key=f"{READING}:{waiting.pk}", payload=payload, requested_by=actor)


def read_waiting(key: int, *, tell: Tell, say: Say = say_nothing) -> SheetImport:
    """Read what was handed in; its file goes with it, and otherwise when the job is given up.

    ValidationError where it is refused, JobRefused where it is not here any more.
    """
    waiting = SheetToRead.objects.select_related("assessment", "asked_by", "sheet_import").filter(pk=key).first()
    if waiting is not None and waiting.sheet_import is not None:
        return waiting.sheet_import  # a worker that was stopped just after it
    if waiting is None or waiting.content is None:
        raise JobRefused(_("The file is no longer kept here. Choose it once more."))
    upload = SheetUpload(
        waiting.file_name,
        zlib.decompress(waiting.content),
        sheet_name=waiting.sheet_name,
        encoding=waiting.encoding,
        is_pasted=waiting.is_pasted,
    )

    def read(run: SheetImport) -> None:
        waiting.content, waiting.sheet_import = None, run
        waiting.save()

    edition, actor = waiting.assessment, waiting.asked_by
    return read_sheet(waiting.kind, upload, assessment=edition, actor=actor, tell=tell, say=say, beside=read)


def forget_content(key: int) -> None:
    """Of a sheet that was refused, or could not be read, nothing is kept."""
    SheetToRead.objects.filter(pk=key).update(content=None)


def hand_in_taking(run: SheetImport, *, actor: User) -> SheetImport | Job:
    """The import, taken; of a long one the job that takes it. StepRefused where there is nothing to take."""
    if not is_long_run(run):
        return take_import(run, actor=actor)
    return _wait_for(TAKING, run, actor, state=ImportState.READ, otherwise=not_to_take())


def hand_in_undoing(run: SheetImport, *, actor: User) -> SheetImport | Job:
    """The import, undone; of a long one the job that undoes it. StepRefused where it cannot be undone any more."""
    if not is_long_run(run):
        return undo_import(run, actor=actor)
    return _wait_for(UNDOING, run, actor, state=ImportState.TAKEN, otherwise=not_to_undo())


def is_long_run(run: SheetImport) -> bool:
    return run.to_take > table_of(run.kind).at_once


def _wait_for(kind: str, run: SheetImport, actor: User, *, state: str, otherwise: str) -> Job:
    require(actor, table_of(run.kind).permission, run.assessment)
    if run.state != state:
        raise StepRefused(otherwise)
    job = _once_until_it_fails(kind, run, actor)
    if job.requested_by_id != actor.pk:
        raise StepRefused(occupied())
    return job


def _once_until_it_fails(kind: str, run: SheetImport, actor: User) -> Job:
    failed = Job.objects.filter(kind=kind, payload__import=run.pk, state=JobState.FAILED).aggregate(last=Max("pk"))
    payload = {"import": run.pk, "kind": run.kind, "language": get_language()}
    return enqueue(kind, dedupe_key=f"{kind}:{run.pk}:{failed['last'] or 0}", payload=payload, requested_by=actor)


def job_on(run: SheetImport) -> Job | None:
    """The job that waits to take or to undo it, or does so now."""
    if run.state not in WORKED_ON_BY or not is_long_run(run):
        return None
    open_jobs = Job.objects.filter(state__in=[JobState.PENDING, JobState.RUNNING])
    return open_jobs.filter(kind=WORKED_ON_BY[run.state], payload__import=run.pk).first()


def occupied() -> str:
    return _("A worker has this import in hand already. Wait for the end of it.")


def throw_away(run: SheetImport, *, actor: User) -> SheetImport:
    """StepRefused while a worker has it in hand."""
    if job_on(run) is not None:
        raise StepRefused(occupied())
    return discard_import(run, actor=actor)
