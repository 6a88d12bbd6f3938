"""The check constraints of many rows of one table, asked by one statement as the database would ask each.

`full_clean` asks a statement for each row and constraint.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connections, models, router, transaction
from django.db.models import CheckConstraint, Q
from django.db.models.sql.query import Query

# A column of the table comes before a column of the list: it is asked for further inside.
ASKED = """
SELECT asked.place - 1, judged.holds
FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS asked (cells, place)
CROSS JOIN LATERAL (
    SELECT ARRAY[{conditions}] FROM jsonb_populate_record(NULL::{table}, asked.cells)) AS judged (holds)
WHERE false = ANY (judged.holds)
"""


NOT_FOR_A_COLUMN = (DatabaseError, TypeError, ValueError, ValidationError)

Asked = Sequence[tuple[models.Model, AbstractSet[str]]]


def broken_checks(model: type[models.Model], asked: Asked) -> list[set[str]] | None:
    """The names of the constraints that each row breaks, those that read a field left out of it not among them.

    None where the rows can only be asked one by one.
    """
    checks = [each for each in model._meta.constraints if isinstance(each, CheckConstraint)]
    broken: list[set[str]] = [set() for _row in asked]
    if not checks:
        return broken
    read = {each.name: _fields_of(model, each) for each in checks}
    columns = set().union(*read.values())
    if any(_is_computed(row, columns) for row, _left_out in asked):
        return None
    try:
        answers = _answers(model, checks, [_cells(row, columns, left_out) for row, left_out in asked])
    except NOT_FOR_A_COLUMN:
        return None
    for place, holds in answers:
        left_out = asked[place][1]
        for (name, fields), is_so in zip(read.items(), holds, strict=True):
            if not is_so and left_out.isdisjoint(each.name for each in fields):
                broken[place].add(name)
    return broken


def _fields_of(model: type[models.Model], check: CheckConstraint) -> set[Any]:
    """What a condition reads."""
    references = model._get_expr_references(check.condition)  # type: ignore[attr-defined]
    return {model._meta.get_field(reference[0]) for reference in references}


def _is_computed(row: models.Model, columns: AbstractSet[Any]) -> bool:
    """Whether the database will work a value out when the row is written."""
    return any(each.generated or hasattr(getattr(row, each.attname), "resolve_expression") for each in columns)


def _cells(row: models.Model, columns: AbstractSet[Any], left_out: AbstractSet[str]) -> dict[str, Any]:
    """A field that is left out may hold anything."""
    return {
        each.column: each.get_prep_value(getattr(row, each.attname)) for each in columns if each.name not in left_out
    }


def _answers(
    model: type[models.Model], checks: Sequence[CheckConstraint], cells: Sequence[dict[str, Any]]
) -> list[tuple[int, list[bool]]]:
    connection: Any = connections[router.db_for_write(model)]
    written = [_condition(model, check, connection) for check in checks]
    statement = ASKED.format(
        conditions=", ".join(f"COALESCE({sql}, true)" for sql, _params in written),
        table=connection.ops.quote_name(model._meta.db_table),
    )
    params = [value for _sql, values in written for value in values]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(cells, cls=DjangoJSONEncoder), *params])
        return list(cursor.fetchall())


def _condition(model: type[models.Model], check: CheckConstraint, connection: Any) -> tuple[str, Sequence[Any]]:
    """As a migration writes it, with the columns of the table alone."""
    query = Query(model, alias_cols=False)
    sql, params = query.build_where(Q(check.condition)).as_sql(query.get_compiler(connection=connection), connection)
    return sql, params
