"""Needs and services: read, previewed, taken whole, undone; the export comes back unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from assessments.enums import ImportKind, RowOutcome
from assessments.imports.files import rows_to_mend, template_file
from assessments.imports.services import (
    SheetUpload,
    lines_of,
    read_sheet,
    take_import,
    undo_import,
)
from assessments.imports.tables import NEED_COLUMNS, columns_for
from assessments.models import Assessment, Service, SheetImport
from core.sheet_reader.reading import read_csv, read_workbook
from core.workflow import StepRefused
from operations.files import content_type_of
from operations.models import Event
from tests.assessments.imports.sheets import NEED, counts, pasted, read, table_file
from tests.factories.assessments import (
    NeedFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db


BAD: dict[str, dict[str, str]] = {
    "estimate": {"estimate": "1.234"},
    "affected": {"affected": "-4"},
    "covered": {"covered": "65"},
    "year": {"year": "202"},
    "severity": {"severity": "6"},
    "group": {"group": "XX"},
    "units": {"units": "shushice; askund"},
    "quality": {"quality": "E"},
    "name_sq": {"name_sq": "n/a"},
    "source": {"source": ""},
    "legal_duty": {"legal_duty": "full"},
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_cell_is_named_by_row_column_and_sentence(name: str, edition: Assessment, staff: User) -> None:
    run = read(edition, staff, {**NEED, "legal_duty": "none", "quality": "C", "units": "", **BAD[name]})

    (line,) = lines_of(run)
    assert (counts(run), line.number, line.outcome) == ((0, 0, 0, 1), 2, RowOutcome.FAILED)
    row_wide = {"covered", "legal_duty"}  # constraints of the whole row
    assert [error.column for error in line.errors] == ["" if name in row_wide else name]
    assert all(error.sentence for error in line.errors)
    with pytest.raises(StepRefused):
        take_import(run, actor=staff)


def test_the_rows_with_errors_come_back_as_a_file_to_mend(edition: Assessment, staff: User) -> None:
    run = read(edition, staff, NEED, {**NEED, "code": "007", "affected": "shumë", "covered": ""})
    take_import(run, actor=staff)
    assert edition.needs.count() == 1

    with override("en"):
        sheet, *_lists = read_workbook(content := rows_to_mend(run, "xlsx"), content_type_of(content))
        again = read_sheet(ImportKind.NEEDS, SheetUpload("x", content), assessment=edition, actor=staff)

    assert sheet.rows[1][1][0] == "t007"
    assert "shumë" in sheet.rows[1][1][-1]
    assert counts(again) == (0, 0, 0, 1)
    assert again.remarks == []


def test_codes_that_differ_by_an_accent_are_one_too_many(edition: Assessment, staff: User) -> None:
    NeedFactory(assessment=edition, code="Ç1")
    run = read(edition, staff, {**NEED, "code": "Shushice"}, {**NEED, "code": "Shushicë"}, {**NEED, "code": "c1"})

    assert counts(run) == (0, 0, 0, 3)
    assert ["3" in lines_of(run)[0].errors[0].sentence, "2" in lines_of(run)[1].errors[0].sentence] == [True, True]
    assert "Ç1" in lines_of(run)[2].errors[0].sentence


def test_what_tells_of_a_person_is_refused_and_not_kept(edition: Assessment, staff: User) -> None:
    with pytest.raises(ValidationError, match="persons"):
        read(edition, staff, {**NEED, "source": "Ana, tel. 069 123 4567"})

    assert not SheetImport.objects.exists()
    assert not Event.objects.filter(action="assessments.read_import").exists()


def service_row(**more: str) -> dict[str, str]:
    return {
        "code": "S01",
        "name_sq": "Qendër ditore",
        "service_type": "COM-DAY",
        "provider_type": "municipal",
        "capacity": "36",
        "users": "40",
        "source": "Drejtoria",
        "source_on": "30.05.2024",
        **more,
    }


def read_services(staff: User, *rows: dict[str, str]) -> SheetImport:
    ServiceTypeFactory(code="COM-DAY")
    with override("en"):
        return read_sheet(ImportKind.SERVICES, pasted(*rows), assessment=None, actor=staff)


def test_more_users_than_places_is_taken_with_a_warning(staff: User) -> None:
    run = read_services(staff, service_row())

    assert [each.column for each in lines_of(run)[0].warnings] == ["users"]
    take_import(run, actor=staff)
    assert Service.objects.get().users == 40
    undo_import(run, actor=staff)
    assert not Service.objects.exists()


def test_the_place_of_an_undisclosed_service_is_kept_nowhere(staff: User) -> None:
    place = "Rruga e Fshehur 7"
    ServiceFactory(code="S02", address=place, opening_hours="")
    run = read_services(
        staff,
        service_row(is_undisclosed="yes", address=place),
        {"code": "S02", "is_undisclosed": "po", "address": "n/a"},
    )

    assert counts(run) == (0, 1, 0, 1)
    take_import(run, actor=staff)

    kept = (
        str(list(SheetImport.objects.values())) + str(list(run.imported.values())) + str(list(Event.objects.values()))
    )
    assert place not in kept
    assert place.encode() not in rows_to_mend(SheetImport.objects.get(), "csv")
    with pytest.raises(StepRefused, match="S02"):
        undo_import(run, actor=staff)


@pytest.mark.parametrize("address", ["", "Rruga e Hapur 7"], ids=["blank", "as it stands"])
def test_a_sheet_that_closes_a_place_empties_what_stood_and_says_so_before(staff: User, address: str) -> None:
    ServiceFactory(code="S02", address="Rruga e Hapur 7", phone="+355 33 000")
    cells = service_row(code="S02", is_undisclosed="po", address=address, users="5")

    (refused,) = lines_of(read_services(staff, cells | {"address": "Rruga tjetër 9"}))
    run = read_services(staff, cells)

    assert refused.outcome == RowOutcome.FAILED
    (line,) = lines_of(run)
    assert [each.column for each in line.warnings] == ["is_undisclosed"]
    take_import(run, actor=staff)
    service = Service.objects.get()
    assert (service.is_undisclosed, service.address, service.phone) == (True, "", "")
    assert "Rruga" not in str(list(Event.objects.values()))


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12) | st.sampled_from(
    [
        "=1+1",
        "+3",
        "-x",
        "@a",
        "'=x",
        "n/a",
        "N/A",
        "007",
        "1.234",
        "–",
        "a\nb",
        '"',
        "_x0041_",
        "ë;ç",
        "sep=;",
        "–5",
        "po",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), language=st.sampled_from(["sq", "en"]), sheet_format=st.sampled_from(["csv", "xlsx"]))
def test_the_exported_table_comes_back_unchanged(
    data: Any, language: str, sheet_format: str, edition: Assessment, staff: User
) -> None:
    edition.needs.all().delete()
    texts = ("name_en", "problem_sq", "problem_en", "indicator_en", "legal_basis")
    needs = [
        NeedFactory(
            assessment=edition,
            code=code,
            group=TargetGroupFactory(code="RE"),
            estimate_low=data.draw(st.none() | st.just(0) | st.integers(1, 60)),
            **{name: data.draw(WORDS) for name in texts},
        )
        for code in ("007", "=A1", "Ç")
    ]
    needs[0].units.set(AdministrativeUnitFactory.create_batch(2))

    with override(language):
        content = table_file(ImportKind.NEEDS, edition, sheet_format)
        run = read_sheet(ImportKind.NEEDS, SheetUpload("x", content), assessment=edition, actor=staff)

    assert counts(run) == (0, 0, 3, 0), (run.lines, [need.__dict__ for need in needs])


def test_the_service_map_comes_back_unchanged(staff: User) -> None:
    ServiceFactory(code="S1", staff_fte="2.5", age_to=None, licence_until="2025-12-31", annual_cost=7_100_000)
    ServiceFactory(code="S2", is_undisclosed=True, unit=AdministrativeUnitFactory())
    for language, sheet_format in (("sq", "csv"), ("en", "xlsx")):
        with override(language):
            content = table_file(ImportKind.SERVICES, None, sheet_format)
            run = read_sheet(ImportKind.SERVICES, SheetUpload("x", content), assessment=None, actor=staff)
        assert counts(run) == (0, 0, 2, 0), run.lines


@pytest.mark.parametrize("kind", ImportKind.values)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_template_has_all_columns_and_their_explanation(kind: str, language: str) -> None:
    TargetGroupFactory(code="RE")
    with override(language):
        columns = columns_for(kind)
        first, explained, lists = read_workbook(content := template_file(kind), content_type_of(content))
        labels = [str(column.label) for column in columns]

    assert len(first.rows[0][1]) == len(columns)
    assert len({heading for column in columns for heading in column.headings}) >= len(columns) * 2
    assert [row[1][0][1:] for row in explained.rows[1 : len(columns) + 1]] == labels
    groups = kind in {ImportKind.NEEDS, ImportKind.SERVICES, ImportKind.FIGURES}
    assert any("tRE" in cells for _number, cells in lists.rows) == groups


def test_no_two_columns_share_a_heading() -> None:
    for kind in ImportKind.values:
        headings = [heading for column in columns_for(kind) for heading in column.headings]
        assert len(headings) == len(set(headings)), kind
    assert len(NEED_COLUMNS) == len(columns_for(ImportKind.NEEDS))


def test_a_csv_keeps_each_text_away_from_being_a_formula(edition: Assessment) -> None:
    NeedFactory(assessment=edition, name_en="=1+1")

    cells = table_file(ImportKind.NEEDS, edition, "csv").decode("utf-8-sig")

    assert ",'=1+1," in cells
    assert read_csv(cells.encode()).rows
