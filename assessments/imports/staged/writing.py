"""Figures out of the staging table: taken, undone, shown, and exported in the columns of the import."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import RowOutcome
from assessments.imports.columns import clean_text, shown_cell, write_cell
from assessments.imports.lines import Difference, ImportLine, Remark
from assessments.imports.staged.checking import differs_since
from assessments.imports.staged.reading import FIGURE_COLUMNS, MOST_REMEMBERED, SAID, figure_columns
from assessments.models import Assessment, DataPoint, FigureDefinition, SheetImport, StagedFigure, TargetGroup
from core.sheet_reader.cells import SheetCell
from core.workflow import StepRefused
from municipality.models import AdministrativeUnit
from operations.queue.shares import Tell, telling_of, to_nobody

AT_ONCE = 2_000
# A long run is taken in parts, so that its share can be told; few, as each is a statement.
TAKEN_AT_ONCE, TAKEN_IN = 10_000, 4
TAKE = """
WITH taken AS (
    INSERT INTO assessments_datapoint (
        created_at, updated_at, assessment_id, definition_id, value, starts_on, ends_on, unit_id, sex, age_from,
        age_to, group_id, source, source_en, method, quality, entered_by_id, corrects_id, correction_reason, revision)
    SELECT now(), now(), %(assessment)s, s.definition_key, coalesce(s.value, p.value), s.starts_on, s.ends_on,
        s.unit_key, s.sex, s.age_from, s.age_to, s.group_key, coalesce(p.source, s.source),
        coalesce(s.source_en, p.source_en, ''), coalesce(s.method, p.method), coalesce(s.quality, p.quality),
        %(actor)s, p.id,
        CASE WHEN p.id IS NULL THEN '' ELSE %(reason)s END, coalesce(p.revision, 0) + 1
    FROM assessments_stagedfigure s LEFT JOIN assessments_datapoint p ON p.id = s.met
    WHERE s.sheet_import_id = %(run)s AND s.outcome IN ('new', 'changed')
        AND s.number > %(after)s AND s.number <= %(up_to)s
    ORDER BY s.number
    RETURNING id, corrects_id, definition_id, updated_at)
INSERT INTO assessments_importedrow (sheet_import_id, object_id, label, is_new, written_at)
SELECT %(run)s, t.id, d.code, t.corrects_id IS NULL, t.updated_at
FROM taken t JOIN assessments_figuredefinition d ON d.id = t.definition_id ORDER BY t.id
"""


def take_figures(run: SheetImport, *, actor: User, tell: Tell) -> None:
    """Add every row without errors: a new figure, or the correction of one; those with errors stay staged."""
    if differs_since(run):
        raise StepRefused(
            _("What stands here has changed since the sheet was read. Throw this preview away and read it anew.")
        )
    reason = _("Import of %(file)s") % {"file": run.file_name}
    of_run = {"run": run.pk, "assessment": run.assessment_id, "actor": actor.pk, "reason": reason}
    last = run.staged.aggregate(last=Max("number"))["last"]
    with connection.cursor() as cursor:
        for after, up_to in telling_parts(run, 0, last, tell):
            cursor.execute(TAKE, of_run | {"after": after, "up_to": up_to})
    staged = run.staged.exclude(outcome=RowOutcome.FAILED)
    staged._raw_delete(staged.db)


def telling_parts(run: SheetImport, after: int, last: int, tell: Tell) -> Iterator[tuple[int, int]]:
    """The numbers behind `after` up to `last`, in a few stretches where the run is long."""
    parts = TAKEN_IN if run.to_take > TAKEN_AT_ONCE else 1
    ends = [after + (last - after) * part // parts for part in range(parts + 1)]
    for part, stretch in enumerate(pairwise(ends), start=1):
        yield stretch
        tell(part / parts)


def forget_staged(run: SheetImport) -> None:
    staged = run.staged.all()
    staged._raw_delete(staged.db)


def undo_figures(run: SheetImport, *, tell: Tell) -> None:
    """Take out what the run added, so that what it corrected stands again; StepRefused once something rests on it."""
    written = DataPoint.objects.filter(pk__in=run.imported.values("object_id"))
    resting = written.exclude(verified_by=None, corrected_by=None).select_related("definition").first()
    if resting is not None:
        sentence = _("%(code)s was verified or corrected after this import. Undo is no longer possible.")
        raise StepRefused(sentence % {"code": resting.definition.code})
    keys = run.imported.aggregate(first=Min("object_id"), last=Max("object_id"), count=Count("pk"))
    removed = 0
    for after, up_to in telling_parts(run, (keys["first"] or 1) - 1, keys["last"] or 0, tell):
        part = written.filter(pk__gt=after, pk__lte=up_to)
        removed += part._raw_delete(part.db)
    if removed != keys["count"]:
        raise StepRefused(_("A figure of this import was removed since. Undo is no longer possible."))
    forget_staged(run)


def staged_lines(run: SheetImport, outcome: str, most: int) -> list[ImportLine]:
    """The first rows of one outcome; of a changed one what stood there and what comes."""
    chosen = list(run.staged.filter(outcome=outcome)[:most])
    met = DataPoint.objects.in_bulk([each.met for each in chosen if each.met])
    return [_line(each, met.get(each.met or 0)) for each in chosen]


def _line(staged: StagedFigure, point: DataPoint | None) -> ImportLine:
    line = ImportLine(staged.number, staged.label, staged.outcome)
    line.errors = [Remark(**each) for each in staged.errors]
    if point is not None and not line.errors:
        columns = {column.name: column for column in figure_columns()}
        for name in SAID:
            before, after = getattr(point, name), getattr(staged, name)
            if after is not None and after != before:
                shown = (shown_cell(write_cell(columns[name], each)) for each in (before, after))
                line.differences.append(Difference(name, *shown))
    return line


def failed_rows(run: SheetImport) -> Iterator[tuple[dict[str, str], str]]:
    """The cells of each row with errors as they came, and its sentences."""
    failed = run.staged.filter(outcome=RowOutcome.FAILED)
    for cells, errors in failed.values_list("cells", "errors").iterator(AT_ONCE):
        yield cells, " ".join(each["sentence"] for each in errors)


def figure_rows(
    assessment: Assessment, write: Callable[[SheetCell | None], Any], *, tell: Tell = to_nobody
) -> Iterator[list[Any]]:
    """The current figures of an edition, cell by cell as `write` makes them; each different value is made once."""
    columns = figure_columns()
    rows: Mapping[str, Mapping[int, Any]] = {
        "definition": FigureDefinition.objects.in_bulk(),
        "unit": AdministrativeUnit.objects.in_bulk(),
        "group": TargetGroup.objects.in_bulk(),
    }
    known: list[dict[Any, Any]] = [{} for _column in columns]
    points = assessment.data_points.current().order_by("pk").values_list(*FIGURE_COLUMNS)
    found = points.iterator(AT_ONCE)
    for point in found if tell is to_nobody else telling_of(found, tell, of=points.count()):
        cells = []
        for column, written, value in zip(columns, known, point, strict=True):
            if value not in written:
                if len(written) >= MOST_REMEMBERED:
                    written.clear()
                of_row = rows[column.name].get(value) if column.name in rows else value
                written[value] = write(write_cell(column, clean_text(of_row) if isinstance(of_row, str) else of_row))
            cells.append(written[value])
        yield cells
