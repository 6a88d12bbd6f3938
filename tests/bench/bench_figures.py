"""`make bench`: figures by the staging table beside django-import-export as it comes; nothing here is a test.

`VLORA_BENCH_FIGURES` says how many figures; the reference reads a tenth of them and is counted tenfold.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import tablib
from import_export import fields, resources, widgets

from assessments.enums import ImportKind
from assessments.imports.deeds import SheetUpload, read_sheet, take_import
from assessments.imports.files import table_file
from assessments.models import DataPoint, FigureDefinition
from tests.bench.bench_plan import say, timed
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, FigureDefinitionFactory

pytestmark = pytest.mark.django_db
SIZE = int(os.environ.get("VLORA_BENCH_FIGURES", "10000"))
PART = 10
HEADS = ("definition", "value", "starts_on", "ends_on", "source", "method", "quality", "age_from", "age_to")


def rows(size: int) -> list[tuple[Any, ...]]:
    return [
        (
            "banoret",
            number,
            "2023-01-01",
            "2023-12-31",
            f"Regjistri {number // 100}",
            "register",
            "B",
            number % 100,
            110,
        )
        for number in range(size)
    ]


class PlainFigures(resources.ModelResource):
    definition = fields.Field("definition", "definition", widgets.ForeignKeyWidget(FigureDefinition, "code"))

    class Meta:
        model = DataPoint
        fields = HEADS
        import_id_fields = ("definition", "starts_on", "ends_on", "source", "age_from", "age_to")
        clean_model_instances = True

    def __init__(self, **known: Any) -> None:
        super().__init__()
        self.known = known

    def init_instance(self, row: Any = None) -> DataPoint:
        return DataPoint(**self.known)


def test_figures() -> None:
    FigureDefinitionFactory(code="banoret")
    actor = UserFactory(role="staff")
    plain = PlainFigures(assessment=AssessmentFactory(), entered_by=actor)
    sheet = tablib.Dataset(*rows(SIZE // PART), headers=HEADS)
    results = []
    reference = PART * timed(lambda: results.append(plain.import_data(sheet, dry_run=True)))
    assert results[0].totals["new"] == SIZE // PART

    edition = AssessmentFactory()
    lines = [";".join(HEADS), *(";".join(map(str, row)) for row in rows(SIZE))]
    upload = SheetUpload("shifra.csv", "\n".join(lines).encode())
    found = []
    preview = timed(lambda: found.append(read_sheet(ImportKind.FIGURES, upload, assessment=edition, actor=actor)))
    taking = timed(lambda: take_import(found[0], actor=actor))
    assert edition.data_points.count() == SIZE
    say(f"preview of {SIZE} figures, by django-import-export / here", f"{reference / preview:.0f}", ">= 100")
    say("  preview, taking (s)", f"{preview:.2f}, {taking:.2f}")

    part = DataPoint.objects.filter(pk__in=edition.data_points.values("pk")[: SIZE // PART])
    reference = PART * timed(lambda: PlainFigures().export(part).csv)
    for sheet_format, goal in (("csv", ">= 20"), ("xlsx", ">= 15")):
        written = timed(lambda chosen=sheet_format: table_file(ImportKind.FIGURES, edition, chosen))  # type: ignore[misc]
        say(f"export as {sheet_format}, by django-import-export / here", f"{reference / written:.0f}", goal)
