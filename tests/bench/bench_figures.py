"""`make bench`: figures by the staging table beside django-import-export as it comes; nothing here is a test.

`VLORA_BENCH_FIGURES` says how many figures; the reference reads a part of them, and its time is counted as often.
"""

from __future__ import annotations

import ctypes
import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
import tablib
from django.db import connection
from django.test.utils import CaptureQueriesContext
from import_export import fields, resources, widgets

from assessments.enums import ImportKind
from assessments.imports.files import write_table
from assessments.imports.services import SheetUpload, read_sheet, take_import
from assessments.models import DataPoint, FigureDefinition
from tests.assessments.imports.sheets import table_file
from tests.bench.bench_plan import say, timed
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, FigureDefinitionFactory

pytestmark = pytest.mark.django_db
SIZE = int(os.environ.get("VLORA_BENCH_FIGURES", "10000"))
PART = max(10, SIZE // 1000)  # the reference takes minutes for a thousand
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


def resident() -> float:
    """Memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def grown() -> Iterator[list[float]]:
    """By how many MB the process was larger than before at its largest; looked at every hundredth of a second."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what the reference used and freed would hide what the deed takes
    before, done, found = resident(), threading.Event(), [0.0]

    def watch() -> None:
        while not done.is_set():
            found[0] = max(found[0], resident() - before)
            time.sleep(0.01)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield found
    finally:
        done.set()
        watching.join()


def measured(name: str, deed: Callable[[], Any], *, reference: float, ratio: str, memory: str) -> Any:
    """Say ratio, memory and statements of one deed, all of the same run."""
    found = []
    with CaptureQueriesContext(connection) as queries, grown() as memory_of:
        took = timed(lambda: found.append(deed()))
    say(f"{name}, by django-import-export / here", f"{reference / took:.0f}", ratio)
    say("  time (s), memory grown (MB)", f"{took:.2f}, {memory_of[0]:.0f}", memory)
    say("  statements", str(len(queries)), "<= 15")
    return found[0]


def exported(edition: Any, sheet_format: str) -> None:
    """As the page sends it: into a file that is not kept."""
    with TemporaryFile() as out:
        write_table(ImportKind.FIGURES, edition, sheet_format, out)


def test_figures() -> None:
    FigureDefinitionFactory(code="banoret")
    actor = UserFactory(role="staff")
    plain = PlainFigures(assessment=AssessmentFactory(), entered_by=actor)
    sheet = tablib.Dataset(*rows(SIZE // PART), headers=HEADS)
    results = []
    reference = PART * timed(lambda: results.append(plain.import_data(sheet, dry_run=True)))
    assert results[0].totals["new"] == SIZE // PART

    edition = AssessmentFactory()
    lines = "\n".join([";".join(HEADS), *(";".join(map(str, row)) for row in rows(SIZE))]).encode()

    def preview(content: bytes, name: str) -> Any:
        return read_sheet(ImportKind.FIGURES, SheetUpload(name, content), assessment=edition, actor=actor)

    run = measured(
        f"preview of {SIZE} figures from CSV",
        lambda: preview(lines, "shifra.csv"),
        reference=reference,
        ratio=">= 100",
        memory="<= 10 MB",
    )
    with CaptureQueriesContext(connection) as queries:
        taking = timed(lambda: take_import(run, actor=actor))
    say("  taking (s), statements", f"{taking:.2f}, {len(queries)}", "<= 15")
    assert edition.data_points.count() == SIZE

    again = measured(
        "  the same sheet once more",
        lambda: preview(lines, "shifra.csv"),
        reference=reference,
        ratio=">= 100",
        memory="<= 10 MB",
    )
    say("  rows that an unchanged sheet would write", str(again.to_take), "0")
    book = table_file(ImportKind.FIGURES, edition, "xlsx")
    run = measured(
        f"preview of {SIZE} figures from XLSX",
        lambda: preview(book, "shifra.xlsx"),
        reference=reference,
        ratio=">= 100",
        memory="<= 100 MB",
    )
    assert run.to_take == 0

    part = DataPoint.objects.filter(pk__in=edition.data_points.values("pk")[: SIZE // PART])
    for sheet_format, goal in (("csv", ">= 20"), ("xlsx", ">= 15")):
        of_reference = PART * timed(lambda chosen=sheet_format: getattr(PlainFigures().export(part), chosen))  # type: ignore[misc]
        measured(
            f"export of {SIZE} figures as {sheet_format}",
            lambda chosen=sheet_format: exported(edition, chosen),  # type: ignore[misc]
            reference=of_reference,
            ratio=goal,
            memory="<= 20 MB",
        )
