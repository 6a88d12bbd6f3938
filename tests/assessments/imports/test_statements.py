"""A long sheet asks the database as often as a short one, but for what it writes: rows and lines of the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from assessments.enums import ImportKind
from assessments.imports.services import read_sheet, take_import, undo_import
from assessments.models import Assessment, SheetImport
from tests.assessments.imports.sheets import NEED, counts, pasted
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ServiceTypeFactory, TargetGroupFactory

pytestmark = pytest.mark.django_db

FEW, MANY = 1, 30
#: The row and its line of the history; what is removed is removed together.
WRITTEN_OF_A_ROW = {"taken": 2, "changed": 2, "put back": 2}
SERVICE = {
    "code": "S",
    "name_sq": "Qendra",
    "service_type": "T1",
    "provider_type": "ngo",
    "capacity": "20",
    "users": "10",
    "source": "Drejtoria",
    "source_on": "01.02.2024",
}
PROVIDER = {"name": "P", "kind": "ngo", "website": "https://example.org"}
UNIT = {"code": "u", "name_sq": "Njësia"}
POST = {
    "profession_sq": "P",
    "structure_sq": "NJVNR",
    "base": "1000",
    "per_post_low": "10",
    "per_post_high": "20",
    "filled": "1",
    "source": "Drejtoria",
}
FIGURE = {"code": "f", "theme": "population", "name_sq": "Banorë", "unit_label_sq": "persona"}
#: Of each table a row, the column that says which it is, a changed cell and a wrong one.
SHEETS: dict[ImportKind, tuple[dict[str, str], str, dict[str, str], dict[str, str]]] = {
    ImportKind.NEEDS: (NEED, "code", {"affected": "90"}, {"covered": "1000"}),
    ImportKind.SERVICES: (SERVICE, "code", {"users": "11"}, {"places_kept": "1000"}),
    ImportKind.PROVIDERS: (PROVIDER, "name", {"kind": "private"}, {"website": "no address"}),
    ImportKind.UNITS: (UNIT, "code", {"name_sq": "Njësia e re"}, {"population": "7"}),
    ImportKind.STAFF: (POST, "profession_sq", {"filled": "2"}, {"per_post_high": "5"}),
    ImportKind.CATALOGUE: (FIGURE, "code", {"name_sq": "Banorë gjithsej"}, {"county_value": "7"}),
}


def table(kind: ImportKind, rows: int, changed: dict[str, str] | None = None) -> Any:
    row, key, _other, _wrong = SHEETS[kind]
    return pasted(*(row | {key: f"{row[key]}-{rows}-{number}"} | (changed or {}) for number in range(rows)))


def asked(deed: Callable[[], SheetImport]) -> tuple[SheetImport, int]:
    with CaptureQueriesContext(connection) as statements:
        run = deed()
    return run, len(statements)


def way_of(kind: ImportKind, rows: int, edition: Assessment, actor: User) -> dict[str, int]:
    """How often the database is asked while rows are read anew, taken, changed, put back and removed."""
    _row, _key, other, wrong = SHEETS[kind]
    of_kind = edition if kind in {ImportKind.NEEDS, ImportKind.STAFF} else None
    found = {}

    def read(changed: dict[str, str] | None = None) -> SheetImport:
        return read_sheet(kind, table(kind, rows, changed), assessment=of_kind, actor=actor)

    run, found["read, all wrong"] = asked(lambda: read(wrong))
    assert counts(run) == (0, 0, 0, rows), run.lines
    run, found["read new"] = asked(read)
    assert counts(run) == (rows, 0, 0, 0), run.lines
    run, found["taken"] = asked(lambda: take_import(run, actor=actor))
    _run, found["removed"] = asked(lambda: undo_import(run, actor=actor))
    take_import(read(), actor=actor)
    run, found["read changed"] = asked(lambda: read(other))
    assert counts(run) == (0, rows, 0, 0), run.lines
    run, found["changed"] = asked(lambda: take_import(run, actor=actor))
    _run, found["put back"] = asked(lambda: undo_import(run, actor=actor))
    return found


@pytest.mark.parametrize("kind", SHEETS)
def test_what_is_asked_of_the_database_does_not_grow_with_the_rows(kind: ImportKind, edition: Assessment) -> None:
    ServiceTypeFactory(code="T1")
    TargetGroupFactory(code="RE")
    actor = UserFactory(role="admin" if kind == ImportKind.UNITS else "staff")
    _first, few, many = (way_of(kind, rows, edition, actor) for rows in (FEW + 1, FEW, MANY))

    for name in few:
        a_row = (many[name] - few[name]) / (MANY - FEW)
        assert a_row == WRITTEN_OF_A_ROW.get(name, 0), name
