"""Sheets that go out: a short one while the person waits, a long one by a worker. One rule decides for all of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import IO, Any, ClassVar

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import LIST, MENDING, TABLE, ImportKind, SheetFormat
from assessments.imports.files import rows_to_mend, write_table
from assessments.imports.tables import permission_of, rows_of_table, table_of
from assessments.models import Assessment, SheetImport
from assessments.resources import needs_sheet, services_sheet
from core.office.plain_cells import csv_of
from core.office.sheets import rows_xlsx
from core.workflow import require
from municipality.letterhead import issuer
from operations.models import Job
from operations.queue.jobs import JobRefused, enqueue
from operations.queue.shares import Tell, stretch, to_nobody

WRITES_ROWS = 0.6  # of the time that a list takes; the rest lays out the file
LIST_PERMISSIONS = {
    ImportKind.NEEDS: "assessments.export_assessment",
    ImportKind.SERVICES: "assessments.view_service",
}
SIGHTS = ("assessments.view_true_figures", "assessments.view_undisclosed_place")


@dataclass(frozen=True, slots=True)
class OutgoingSheet(ABC):
    job_kind: ClassVar[str]
    sheet_format: str

    @property
    @abstractmethod
    def kind(self) -> str:
        """The table whose rows it has."""

    @property
    @abstractmethod
    def rows(self) -> int: ...

    @property
    @abstractmethod
    def name(self) -> str:
        """Of the file, without its ending."""

    @property
    @abstractmethod
    def permission(self) -> tuple[str, Any]: ...

    @property
    @abstractmethod
    def payload(self) -> dict[str, Any]:
        """What a worker needs to make it, keys and names alone."""

    @abstractmethod
    def write(self, out: IO[bytes], tell: Tell = to_nobody) -> None: ...

    @property
    def is_long(self) -> bool:
        return self.rows > table_of(self.kind).at_once

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.sheet_format}"


@dataclass(frozen=True, slots=True)
class WholeTable(OutgoingSheet):
    """A table in the columns of the import: read again unchanged, it changes nothing."""

    job_kind = TABLE
    table: ImportKind
    assessment: Assessment | None

    @property
    def kind(self) -> str:
        return self.table

    @property
    def rows(self) -> int:
        return rows_of_table(self.kind, self.assessment)

    @property
    def name(self) -> str:
        return f"{self.table}-table"

    @property
    def permission(self) -> tuple[str, Any]:
        if self.assessment is not None:
            return "assessments.export_assessment", self.assessment
        return permission_of(self.kind), None

    @property
    def payload(self) -> dict[str, Any]:
        return {"kind": self.kind, "assessment": self.assessment and self.assessment.pk}

    def write(self, out: IO[bytes], tell: Tell = to_nobody) -> None:
        write_table(self.kind, self.assessment, self.sheet_format, out, tell=tell)


@dataclass(frozen=True, slots=True)
class ListSheet(OutgoingSheet):
    """Needs or services with the figures and places that one reader may see."""

    job_kind = LIST
    listed: ImportKind
    assessment: Assessment | None
    reader: User

    @property
    def kind(self) -> str:
        return self.listed

    @property
    def rows(self) -> int:
        return rows_of_table(self.kind, self.assessment)

    @property
    def name(self) -> str:
        return str(self.listed)

    @property
    def permission(self) -> tuple[str, Any]:
        return LIST_PERMISSIONS[self.listed], self.assessment

    @property
    def payload(self) -> dict[str, Any]:
        key = self.assessment and self.assessment.pk
        return {"kind": self.kind, "assessment": key, "sights": sights_of(self.reader)}

    def write(self, out: IO[bytes], tell: Tell = to_nobody) -> None:
        written = stretch(tell, 0, WRITES_ROWS)
        if self.assessment is not None:
            sheet = needs_sheet(self.assessment, self.reader, tell=written)
        else:
            sheet = services_sheet(self.reader, tell=written)
        if self.sheet_format == SheetFormat.CSV:
            out.write(csv_of([sheet.headers, *sheet]).encode("utf-8-sig"))
        else:
            out.write(rows_xlsx(sheet.headers, sheet, title=self.name, issuer=issuer(), made_at=timezone.localtime()))


@dataclass(frozen=True, slots=True)
class MendingSheet(OutgoingSheet):
    """The rows of an import that were not taken, with what is wrong."""

    job_kind = MENDING
    run: SheetImport

    @property
    def kind(self) -> str:
        return self.run.kind

    @property
    def rows(self) -> int:
        return self.run.failed

    @property
    def name(self) -> str:
        return "rows-to-mend"

    @property
    def permission(self) -> tuple[str, Any]:
        return "assessments.view_import", self.run

    @property
    def payload(self) -> dict[str, Any]:
        return {"kind": self.kind, "import": self.run.pk}

    def write(self, out: IO[bytes], tell: Tell = to_nobody) -> None:
        out.write(rows_to_mend(self.run, self.sheet_format, tell=tell))


def sights_of(user: User) -> list[str]:
    """What of the rows this person sees that others do not."""
    return [name for name in SIGHTS if user.has_perm(name)]


def request_sheet(sheet: OutgoingSheet, *, actor: User) -> Job:
    """Ask for a long sheet; a worker writes it as it stands at that moment."""
    require(actor, *sheet.permission)
    stamp = timezone.now().isoformat()
    kind = sheet.job_kind
    of_what = sheet.payload.get("import") or sheet.payload.get("assessment")
    return enqueue(
        kind,
        dedupe_key=f"{kind}:{sheet.kind}:{of_what}:{sheet.sheet_format}:{actor.pk}:{stamp}",
        payload=sheet.payload | {"format": sheet.sheet_format, "language": get_language()},
        requested_by=actor,
    )


def sheet_of(job: Job) -> OutgoingSheet:
    """The sheet that a job was asked for; JobRefused where its reader sees something else by now."""
    said = job.payload
    sheet_format = SheetFormat(said["format"])
    if job.kind == MENDING:
        return MendingSheet(sheet_format, SheetImport.objects.get(pk=said["import"]))
    assessment = None if said["assessment"] is None else Assessment.objects.get(pk=said["assessment"])
    if job.kind == TABLE:
        return WholeTable(sheet_format, ImportKind(said["kind"]), assessment)
    reader = User.objects.get(pk=job.requested_by_id)
    if sights_of(reader) != said["sights"]:
        raise JobRefused(_("What you may see has changed since you asked. Ask for the file once more."))
    return ListSheet(sheet_format, ImportKind(said["kind"]), assessment, reader)
