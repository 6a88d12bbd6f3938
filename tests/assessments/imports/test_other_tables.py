"""Providers, the units' census and staff: the import of needs and services serves them too."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import override

from assessments.enums import ImportKind, RowOutcome
from assessments.imports.incoming import IncomingRow
from assessments.imports.services import SheetUpload, lines_of, read_sheet, take_import, undo_import
from assessments.imports.tables import row_import
from assessments.models import ServiceProvider, SheetImport
from core.workflow import StepRefused
from tests.assessments.imports.sheets import table_file
from tests.assessments.imports.test_needs_and_services import counts, pasted
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    ServiceProviderFactory,
    StaffRequirementFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db
ROLES = {
    ImportKind.PROVIDERS: "staff",
    ImportKind.UNITS: "admin",
    ImportKind.STAFF: "expert",
    ImportKind.CATALOGUE: "admin",
}
ROWS: dict[ImportKind, dict[str, str]] = {
    ImportKind.PROVIDERS: {"name": "Shoqata Drita", "kind": "ngo", "website": "https://drita.example"},
    ImportKind.UNITS: {
        "code": "orikum",
        "name_sq": "Orikum",
        "population": "5503",
        "population_year": "2023",
        "population_source": "Censi, banorë të pranishëm",
    },
    ImportKind.STAFF: {
        "profession_sq": "Psikolog",
        "structure_sq": "NJVNR",
        "base": "83683",
        "per_post_low": "6000",
        "per_post_high": "10000",
        "filled": "1,5",
        "source": "Praktika",
    },
    ImportKind.CATALOGUE: {
        "code": "papunesia",
        "theme": "economy",
        "name_sq": "Papunësia",
        "unit_label_sq": "përqind",
        "counts": "other",
        "county_value": "11,5",
        "country_value": "10,7",
        "wider_on": "31.12.2023",
        "wider_source": "INSTAT, tregu i punës",
    },
}
WRONG = {
    ImportKind.PROVIDERS: {"kind": "askush"},
    ImportKind.UNITS: {"population_source": "n/a"},
    ImportKind.STAFF: {"per_post_high": "5"},
    ImportKind.CATALOGUE: {"wider_source": ""},
}
CHANGED = {
    ImportKind.PROVIDERS: ("website", "https://drita.example/re"),
    ImportKind.UNITS: ("population", "5600"),
    ImportKind.STAFF: ("filled", "2"),
    ImportKind.CATALOGUE: ("county_value", "12"),
}


@pytest.mark.parametrize("kind", ROWS)
def test_from_the_sheet_to_the_undo_and_back_unchanged(kind: ImportKind) -> None:
    ServiceProviderFactory(name="Qendra Rreze")
    AdministrativeUnitFactory(code="07", name_sq="=1+1")
    actor, edition = UserFactory(role=ROLES[kind]), AssessmentFactory() if kind is ImportKind.STAFF else None
    StaffRequirementFactory(assessment=edition or AssessmentFactory())

    def read(*rows: dict[str, str]) -> SheetImport:
        with override("en"):
            return read_sheet(kind, pasted(*rows), assessment=edition, actor=actor)

    failed = read({**ROWS[kind], **WRONG[kind]})
    assert counts(failed) == (0, 0, 0, 1)
    assert all(each.sentence for each in lines_of(failed)[0].errors)
    take_import(read(ROWS[kind]), actor=actor)
    column, value = CHANGED[kind]
    run = read({**ROWS[kind], column: value})
    assert [each.column for each in lines_of(run)[0].differences] == [column]
    take_import(run, actor=actor)
    for language, sheet_format in (("sq", "csv"), ("en", "xlsx")):
        with override(language):
            content = table_file(kind, edition, sheet_format)
            again = read_sheet(kind, SheetUpload("x", content), assessment=edition, actor=actor)
        assert (again.failed, again.new, again.changed) == (0, 0, 0), again.lines
    undo_import(run, actor=actor)
    assert counts(read(ROWS[kind])) == (0, 0, 1, 0)


@pytest.mark.parametrize("kind", ROWS)
def test_whose_table_it_is_not_may_not_read_it_and_persons_are_refused(kind: ImportKind) -> None:
    edition = AssessmentFactory() if kind is ImportKind.STAFF else None
    with pytest.raises(PermissionDenied):
        read_sheet(kind, pasted(ROWS[kind]), assessment=edition, actor=UserFactory(role="mayor"))
    name = next(iter(ROWS[kind]))
    row = {**ROWS[kind], name: "Ana 069 123 4567"}
    with override("en"), pytest.raises(ValidationError, match="persons"):
        read_sheet(kind, pasted(row), assessment=edition, actor=UserFactory(role=ROLES[kind]))
    assert not SheetImport.objects.exists()


def test_a_profession_is_one_row_in_each_structure() -> None:
    edition, actor = AssessmentFactory(), UserFactory(role="expert")
    row = ROWS[ImportKind.STAFF]
    rows = (row, {**row, "structure_sq": "Qendra"}, {**row, "profession_sq": "PSIKOLOG"})

    run = read_sheet(ImportKind.STAFF, pasted(*rows), assessment=edition, actor=actor)

    assert [line.outcome for line in lines_of(run)] == [RowOutcome.FAILED, RowOutcome.NEW, RowOutcome.FAILED]
    assert lines_of(run)[1].label == "Psikolog · Qendra"


def test_what_figures_rest_on_stays_what_it_is_and_the_preview_says_so() -> None:
    used, free = FigureDefinitionFactory(code="used"), FigureDefinitionFactory(code="free")
    DataPointFactory(definition=used)
    rows = [{"code": each.code, "counts": "households", "name_sq": "Ndryshe"} for each in (used, free)]
    needed = {"theme": "population", "unit_label_sq": "familje"}

    with override("en"):
        run = read_sheet(
            ImportKind.CATALOGUE,
            pasted(*(row | needed for row in rows)),
            assessment=None,
            actor=UserFactory(role="staff"),
        )

    wrong, right = run.lines
    assert [each["sentence"] for each in wrong["errors"]] == [
        "Figures rest on this definition, so this stays. Retire it and add another."
    ]
    assert (wrong["errors"][0]["column"], right["outcome"]) == ("counts", "changed")


def test_a_row_that_somebody_changed_meanwhile_is_not_written_over() -> None:
    provider = ServiceProviderFactory(name="Qendra", kind="ngo")
    resource = row_import(ImportKind.PROVIDERS, None)
    resource.read([IncomingRow(2, {"name": "tQendra", "kind": "tprivate"})])
    ServiceProvider.objects.get(pk=provider.pk).save()

    with pytest.raises(StepRefused), transaction.atomic():
        resource.write_rows(actor=UserFactory(role="staff"))
    provider.refresh_from_db()
    assert provider.kind == "ngo"
