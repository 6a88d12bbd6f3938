"""Checks over all staged figures of a run at once: the sentences of the single figure, the outcome of every row.

A row at a time by django-import-export, 100 000 figures take minutes; `tests/bench/bench_figures.py` has the ratio.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from assessments.enums import RowOutcome
from assessments.imports.staged.reading import LONG_SHEET
from assessments.models import DataPoint, SheetImport

SAME = """(s.value IS NULL OR s.value = p.value) AND (s.method IS NULL OR s.method = p.method)
    AND (s.quality IS NULL OR s.quality = p.quality)
    AND (s.source_en IS NULL OR s.source_en = btrim(normalize(p.source_en, NFC)))"""
#: Column, name of the constraint whose sentence is told, what is wrong.
CONSTRAINTS = (
    ("value", "data_point_not_negative", "s.value < 0"),
    ("ends_on", "data_point_dates_in_order", "s.ends_on < s.starts_on"),
    ("age_to", "data_point_ages_in_order", "s.age_to < s.age_from"),
)
#: Constraints that a row of a sheet cannot break: what takes it fills them in.
FILLED_IN = frozenset({"data_point_verified_by_somebody_else", "data_point_correction_says_why"})
BY_CHECKS = frozenset({"data_point_once", "data_point_grade_a_is_verified"})
BLANKS = tuple((name, f"p.id IS NULL AND s.{name} IS NULL") for name in ("value", "method", "quality"))
GRADE_A = f"coalesce(s.quality, p.quality) = 'A' AND NOT coalesce({SAME}, false)"
FIRST_OTHER = (
    "CASE WHEN s.number = min(s.number) OVER alike THEN max(s.number) OVER alike ELSE min(s.number) OVER alike END"
)
IS_TWICE = "count(*) OVER alike > 1"
# NULL is one value here, and a join by equality stays a hash join
MEETS = """p.assessment_id = r.assessment_id AND p.definition_id = s.definition_key AND p.starts_on = s.starts_on
    AND p.ends_on = s.ends_on AND p.sex = s.sex AND coalesce(p.unit_id, 0) = coalesce(s.unit_key, 0)
    AND coalesce(p.age_from, -1) = coalesce(s.age_from, -1) AND coalesce(p.age_to, -1) = coalesce(s.age_to, -1)
    AND coalesce(p.group_id, 0) = coalesce(s.group_key, 0) AND btrim(normalize(p.source, NFC)) = s.source"""
CURRENT = """SELECT each.* FROM assessments_datapoint each
    WHERE NOT EXISTS (SELECT FROM assessments_datapoint later WHERE later.corrects_id = each.id)"""


def _complaint(column: str, condition: str, sentence: str = "%s::text") -> str:
    return f"""CASE WHEN {condition} THEN jsonb_build_array(
        jsonb_build_object('column', '{column}', 'sentence', {sentence})) ELSE '[]'::jsonb END"""


def _judged() -> tuple[str, list[Any]]:
    """A SELECT of key, met figure, errors and outcome of each row that can be read, and its parameters."""
    sentences = {each.name: str(each.violation_error_message) for each in DataPoint._meta.constraints}
    checks, told = [], []
    for column, name, condition in CONSTRAINTS:
        checks.append(_complaint(column, condition))
        told.append(sentences[name])
    for column, condition in BLANKS:
        checks.append(_complaint(column, condition))
        told.append(_("This cell is blank. It is needed for a new row."))
    checks.append(_complaint("quality", GRADE_A))
    told.append(_("Quality A comes from a second person who verifies it. Write B or C here."))
    checks.append(_complaint("", IS_TWICE, f"replace(%s::text, '{{row}}', ({FIRST_OTHER})::text)"))
    told.append(_("The same figure stands in row %(row)s too. Keep one of them.") % {"row": "{row}"})
    select = f"""SELECT s.id, p.id AS met, {" || ".join(checks)} AS errors,
        CASE WHEN p.id IS NULL THEN 'new' WHEN {SAME} THEN 'same' ELSE 'changed' END AS outcome
        FROM assessments_stagedfigure s
        JOIN assessments_sheetimport r ON r.id = s.sheet_import_id
        LEFT JOIN ({CURRENT}) p ON {MEETS}
        WHERE s.sheet_import_id = %s AND s.errors = '[]'
        WINDOW alike AS (PARTITION BY s.definition_key, s.starts_on, s.ends_on, s.unit_key, s.sex, s.age_from,
            s.age_to, s.group_key, s.source)"""  # noqa: S608
    return select, told


def judge(run: SheetImport, rows: int) -> dict[str, int]:
    """Write errors and outcome of every row of the run; how many of all its rows have each outcome."""
    select, told = _judged()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH judged AS (
                UPDATE assessments_stagedfigure s SET met = j.met, errors = j.errors,
                    outcome = CASE WHEN j.errors = '[]' THEN j.outcome ELSE 'failed' END
                FROM ({select}) j WHERE j.id = s.id RETURNING s.outcome)
            SELECT outcome, count(*) FROM judged GROUP BY outcome""",  # noqa: S608
            [*told, run.pk],
        )
        found = Counter(dict(cursor.fetchall()))
    found[RowOutcome.FAILED.value] += rows - found.total()  # those that could not even be read
    return found


def differs_since(run: SheetImport) -> bool:
    """Whether a row would do something else today than the preview said."""
    select, told = _judged()
    with connection.cursor() as cursor:
        cursor.execute(LONG_SHEET)
        cursor.execute(
            f"""SELECT EXISTS (SELECT FROM ({select}) j JOIN assessments_stagedfigure s ON s.id = j.id
                WHERE j.outcome <> s.outcome OR j.met IS DISTINCT FROM s.met OR j.errors <> '[]')""",  # noqa: S608
            [*told, run.pk],
        )
        return bool(cursor.fetchone()[0])
