"""Sheets of needs as somebody pastes them, and what reading one counts."""

import io

from django.utils.translation import override

from accounts.models import User
from assessments.enums import ImportKind
from assessments.imports.files import write_table
from assessments.imports.services import SheetUpload, read_sheet
from assessments.models import Assessment, SheetImport

NEED = {
    "code": "N01",
    "group": "RE",
    "name_sq": "Mungesë dokumentesh",
    "indicator_sq": "persona pa dokumente",
    "unit_label_sq": "persona",
    "estimate": "64",
    "year": "2023",
    "source": "NJVNR",
    "severity": "4",
    "affected": "64",
    "covered": "18",
}


def pasted(*rows: dict[str, str]) -> SheetUpload:
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["\t".join(names), *("\t".join(row.get(name, "") for name in names) for row in rows)]
    return SheetUpload("block", "\n".join(lines).encode(), is_pasted=True)


def counts(run: SheetImport) -> tuple[int, int, int, int]:
    return run.new, run.changed, run.same, run.failed


def read(edition: Assessment, staff: User, *rows: dict[str, str]) -> SheetImport:
    with override("en"):
        return read_sheet(ImportKind.NEEDS, pasted(*rows), assessment=edition, actor=staff)


def table_file(kind: str, edition: Assessment | None, sheet_format: str) -> bytes:
    """The table as somebody downloads it."""
    out = io.BytesIO()
    write_table(kind, edition, sheet_format, out)
    return out.getvalue()
