"""Figures through the staging table: the sentences of single rows, one transaction, few statements at any size."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import User
from assessments.enums import ImportKind, ImportState, RowOutcome
from assessments.figures.services import verify_data_points
from assessments.imports.files import rows_to_mend
from assessments.imports.services import (
    SheetUpload,
    discard_import,
    forget_old_imports,
    read_sheet,
    shown_lines,
    take_import,
    undo_import,
)
from assessments.imports.staged.checking import BY_CHECKS, CONSTRAINTS, FILLED_IN, MEETS
from assessments.models import Assessment, DataPoint, SheetImport, StagedFigure
from core.sheet_reader.reading import read_csv
from core.workflow import StepRefused
from operations.models import Event
from tests.assessments.imports.sheets import table_file
from tests.assessments.imports.test_needs_and_services import counts, pasted
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    DataPointFactory,
    FigureDefinitionFactory,
    TargetGroupFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db
FIGURE = {
    "definition": "banoret",
    "value": "1234,5",
    "starts_on": "01.01.2023",
    "ends_on": "31.12.2023",
    "unit": "orikum",
    "sex": "women",
    "age_from": "0",
    "age_to": "5",
    "group": "",
    "source": "INSTAT",
    "method": "register",
    "quality": "B",
}
MOST_STATEMENTS = 14  # and one COPY, which the driver does not count


@pytest.fixture
def staff() -> User:
    return UserFactory(role="staff")


@pytest.fixture
def edition() -> Assessment:
    FigureDefinitionFactory(code="banoret")
    TargetGroupFactory(code="RE")
    AdministrativeUnitFactory(code="orikum", name_sq="Orikum", name_en="")
    return AssessmentFactory()


def read(edition: Assessment, staff: User, *rows: dict[str, str]) -> SheetImport:
    with override("en"):
        return read_sheet(ImportKind.FIGURES, pasted(*rows), assessment=edition, actor=staff)


def sentences(run: SheetImport) -> list[tuple[str, str]]:
    with override("en"):
        lines = shown_lines(run, RowOutcome.FAILED, 9)
    return [(each.column, each.sentence) for line in lines for each in line.errors]


def test_figures_are_previewed_then_taken_as_new_rows_and_corrections(edition: Assessment, staff: User) -> None:
    take_import(read(edition, staff, FIGURE, {**FIGURE, "sex": "men", "group": "re"}), actor=staff)
    first = edition.data_points.get(sex="women")
    verify_data_points(edition, [first.pk], actor=UserFactory(role="expert"))

    man = {**FIGURE, "sex": "men", "group": "RE"}
    run = read(edition, staff, {**FIGURE, "value": "1300"}, man, {**FIGURE, "age_to": "6"})

    assert counts(run) == (1, 1, 1, 0)
    with override("en"):
        (line,) = shown_lines(run, RowOutcome.CHANGED, 9)
    assert {each.column: (each.before, each.after) for each in line.differences}["value"] == ("1234.5", "1300")
    assert edition.data_points.count() == 2
    events = Event.objects.count()
    take_import(run, actor=staff)
    assert Event.objects.count() == events + 1
    again = DataPoint.objects.get(corrects=first)
    assert (again.value, again.revision, again.entered_by, again.verified_by) == (Decimal(1300), 2, staff, None)
    assert "block" in again.correction_reason
    assert not StagedFigure.objects.exists()
    with pytest.raises(StepRefused):
        take_import(run, actor=staff)


BAD: dict[str, tuple[dict[str, str], str, str]] = {
    "asked": ({"value": "1.234"}, "value", "1234"),
    "negative": ({"value": "-1"}, "value", "not negative"),
    "decimals": ({"value": "1,2345"}, "value", "decimal"),
    "blank": ({"value": ""}, "value", "needed for a new row"),
    "nothing": ({"value": "n/a"}, "value", "Something must stand"),
    "no key": ({"source": ""}, "source", "every row"),
    "unknown": ({"definition": "askush"}, "definition", "not in the list"),
    "day": ({"ends_on": "2024-02-30"}, "ends_on", "no day"),
    "year": ({"ends_on": "31.12.0202"}, "ends_on", "0202"),
    "order": ({"ends_on": "31.12.2022"}, "ends_on", "ends before"),
    "ages": ({"age_to": "130"}, "age_to", "120"),
    "age order": ({"age_from": "7"}, "age_to", "below the lower"),
    "grade": ({"quality": "A"}, "quality", "second person"),
    "unit": ({"unit": "Shushice"}, "unit", "not in the list"),
}


def test_every_wrong_cell_is_named_by_row_column_and_sentence(edition: Assessment, staff: User) -> None:
    rows = [{**FIGURE, "source": name, **wrong} for name, (wrong, _column, _sentence) in BAD.items()]
    run = read(edition, staff, *rows)

    assert counts(run) == (0, 0, 0, len(BAD))
    found = {each.number: each.errors for each in run.staged.all()}
    for number, (name, (_wrong, column, sentence)) in enumerate(BAD.items(), start=2):
        assert [each["column"] for each in found[number]] == [column], (name, found[number])
        assert sentence in found[number][0]["sentence"], (name, found[number])
    with pytest.raises(StepRefused):
        take_import(run, actor=staff)


def test_every_constraint_of_a_figure_is_checked_before_it_is_written() -> None:
    told = {name for _column, name, _condition in CONSTRAINTS}

    assert told | BY_CHECKS | FILLED_IN == {each.name for each in DataPoint._meta.constraints}


def test_the_same_figure_twice_in_a_sheet_is_one_too_many(edition: Assessment, staff: User) -> None:
    run = read(edition, staff, FIGURE, {**FIGURE, "value": "7"}, {**FIGURE, "unit": ""})

    assert counts(run) == (1, 0, 0, 2)
    assert [sentence for _column, sentence in sentences(run)] == [
        "The same figure stands in row 3 too. Keep one of them.",
        "The same figure stands in row 2 too. Keep one of them.",
    ]
    take_import(run, actor=staff)
    assert edition.data_points.get().unit is None
    with override("en"):
        mended = rows_to_mend(SheetImport.objects.get(), "csv")
        again = read_sheet(ImportKind.FIGURES, SheetUpload("x", mended), assessment=edition, actor=staff)
    assert counts(again) == (0, 0, 0, 2)
    assert again.remarks == []


def test_undo_until_something_rests_on_it(edition: Assessment, staff: User) -> None:
    take_import(read(edition, staff, FIGURE), actor=staff)
    run = read(edition, staff, {**FIGURE, "value": "9"}, {**FIGURE, "unit": ""})
    take_import(run, actor=staff)

    undo_import(run, actor=staff)

    assert [str(each.value) for each in edition.data_points.current()] == ["1234.50"]
    verify_data_points(edition, [edition.data_points.get().pk], actor=UserFactory(role="expert"))
    with pytest.raises(StepRefused, match="banoret"):
        undo_import(SheetImport.objects.order_by("pk")[0], actor=staff)


def test_what_has_changed_since_the_preview_stops_the_taking(edition: Assessment, staff: User) -> None:
    run = read(edition, staff, FIGURE)
    take_import(read(edition, staff, {**FIGURE, "value": "5"}), actor=staff)

    with pytest.raises(StepRefused, match=r"since|ndryshuar"):
        take_import(run, actor=staff)


def test_a_preview_thrown_away_or_old_keeps_no_cells(edition: Assessment, staff: User) -> None:
    first, _second = read(edition, staff, FIGURE), read(edition, staff, FIGURE)
    discard_import(first, actor=staff)
    SheetImport.objects.update(updated_at="2020-01-01T00:00:00Z")

    assert forget_old_imports() == 1
    assert not StagedFigure.objects.exists()
    assert set(SheetImport.objects.values_list("state", flat=True)) == {ImportState.DISCARDED}


def test_the_exported_figures_come_back_unchanged(edition: Assessment, staff: User) -> None:
    definition, unit = FigureDefinitionFactory(code="banoret"), AdministrativeUnitFactory()
    sources = ("=1+1", "n/a", "007", "a\nb", "1.234", "e\u0308 ", "'=x", "–")
    for number, source in enumerate(sources):
        DataPointFactory(
            assessment=edition,
            definition=definition,
            source=source,
            unit=unit if number % 2 else None,
            age_from=number % 3 or None,
            age_to=None,
            value=Decimal("0.05") * number,
            sex="men" if number % 2 else "all",
        )
    checked = edition.data_points.first()
    assert checked is not None
    verify_data_points(edition, [checked.pk], actor=UserFactory(role="expert"))

    for language, sheet_format in (("sq", "csv"), ("en", "xlsx")):
        with override(language):
            content = table_file(ImportKind.FIGURES, edition, sheet_format)
            run = read_sheet(ImportKind.FIGURES, SheetUpload("x", content), assessment=edition, actor=staff)
            told = shown_lines(run, RowOutcome.FAILED, 9) + shown_lines(run, RowOutcome.NEW, 9)
        assert counts(run) == (0, 0, len(sources), 0), told
    with pytest.raises(StepRefused):
        take_import(run, actor=staff)


@pytest.mark.parametrize("sheet_format", ["csv", "xlsx"])
def test_the_english_wording_of_a_source_is_exported_and_comes_back(
    edition: Assessment, staff: User, sheet_format: str
) -> None:
    wordings = ("Census 2023", "", "=1+1", "n/a", "e\u0308 ")
    for number, english in enumerate(wordings):
        DataPointFactory(assessment=edition, source=f"Regjistri {number}", source_en=english)

    for language in ("sq", "en"):
        with override(language):
            content = table_file(ImportKind.FIGURES, edition, sheet_format)
            run = read_sheet(ImportKind.FIGURES, SheetUpload("x", content), assessment=edition, actor=staff)
        assert counts(run) == (0, 0, len(wordings), 0)
        assert list(run.staged.values_list("source_en", flat=True)) == ["Census 2023", None, "=1+1", "n/a", "\u00eb"]


@pytest.mark.parametrize(
    ("cells", "changed", "english"),
    [
        ({"value": "9"}, 1, "Institute"),
        ({"value": "9", "source_en": ""}, 1, "Institute"),
        ({"source_en": "Institute"}, 0, "Institute"),
        ({"source_en": "INSTAT, Tirana"}, 1, "INSTAT, Tirana"),
        ({"source_en": "n/a"}, 1, ""),
    ],
    ids=["old sheet", "blank", "same", "other", "nothing"],
)
def test_a_sheet_keeps_changes_and_empties_the_english_wording(
    edition: Assessment, staff: User, cells: dict[str, str], changed: int, english: str
) -> None:
    take_import(read(edition, staff, {**FIGURE, "source_en": "Institute"}), actor=staff)
    assert edition.data_points.get().source_en == "Institute"

    run = read(edition, staff, {**FIGURE, **cells})

    assert counts(run) == (0, changed, 1 - changed, 0)
    told = [each for line in shown_lines(run, RowOutcome.CHANGED, 9) for each in line.differences]
    wanted = [("Institute", english or "–")] if english != "Institute" else []
    assert [(each.before, each.after) for each in told if "value" not in cells] == wanted
    if changed:
        take_import(run, actor=staff)
    assert edition.data_points.current().get().source_en == english


def test_an_english_wording_without_a_figure_before_it(edition: Assessment, staff: User) -> None:
    take_import(read(edition, staff, FIGURE, {**FIGURE, "sex": "men", "source_en": "n/a"}), actor=staff)
    long = read(edition, staff, {**FIGURE, "source": "Tjetër", "source_en": "x" * 301})

    assert set(edition.data_points.values_list("source_en", flat=True)) == {""}
    assert [column for column, _sentence in sentences(long)] == ["source (English)"]


def sheet_of(size: int) -> SheetUpload:
    lines = [";".join(FIGURE)]
    for number in range(size):
        row = {**FIGURE, "value": str(number), "source": f"Regjistri {number}"}
        lines.append(";".join((row | {"age_from": "9"} if number == 7 else row).values()))
    return SheetUpload("shifra.csv", "\n".join(lines).encode())


def statements(deed: Any, *args: Any, **kwargs: Any) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as queries:
        found = deed(*args, **kwargs)
    return len(queries), found


def test_the_number_of_statements_does_not_grow_with_the_sheet(edition: Assessment, staff: User) -> None:
    told = []
    for size in (10, 2_000):
        many, run = statements(read_sheet, ImportKind.FIGURES, sheet_of(size), assessment=edition, actor=staff)
        assert counts(run) == ((9, 0, 0, 1) if size == 10 else (1990, 0, 9, 1))
        taken, _run = statements(take_import, run, actor=staff)
        mended, content = statements(rows_to_mend, run, "csv")
        told.append((many, taken, mended))
        assert len(read_csv(content).rows) == 2
        exported, _content = statements(table_file, ImportKind.FIGURES, edition, "csv")
        undone = statements(undo_import, run, actor=staff)[0] if size > 10 else 0
        assert max(many, taken, exported, undone) <= MOST_STATEMENTS, (many, taken, exported, undone)
    assert all(large <= small for small, large in zip(*told, strict=True))
    assert edition.data_points.filter(ends_on=date(2023, 12, 31)).count() == 9


def test_what_stands_is_met_by_hash_however_few_rows_the_planner_believes_in(edition: Assessment, staff: User) -> None:
    """Rows just copied have no statistics; twenty thousand met one by one run into the limit of a statement."""
    rows = [{**FIGURE, "source": f"Regjistri {number}"} for number in range(300)]
    take_import(read(edition, staff, *rows), actor=staff)
    plans = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if MEETS in sql:
            with connection.connection.cursor() as beside:
                beside.execute("EXPLAIN " + sql, params)
                plans.append("\n".join(line for (line,) in beside))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explained):
        again = read(edition, staff, *rows, {**FIGURE, "source": "Tjetër"})
        take_import(again, actor=staff)

    assert (again.same, again.new) == (300, 1)
    met = [re.search("(Hash|Merge) (Left|Right) Join", plan) is not None for plan in plans]
    assert met == [True, True], plans


def test_figures_of_one_place_and_year_are_told_apart_by_sex_and_ages(edition: Assessment, staff: User) -> None:
    of_all = {**FIGURE, "sex": "", "age_from": "", "age_to": ""}
    run = read(
        edition,
        staff,
        of_all,
        {**of_all, "sex": "women", "age_from": "0", "age_to": "5"},
        {**of_all, "sex": "women", "age_from": "65"},
    )

    labels = list(run.staged.order_by("number").values_list("label", flat=True))
    assert len(set(labels)) == 3
    assert [label.removeprefix(labels[0]) for label in labels[1:]] == [" · women · 0–5", " · women · 65+"]
