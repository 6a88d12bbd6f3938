"""`full_clean` of many rows of one table: the same sentences for each, by as many statements as for one row.

What a row says of itself is asked of it; what only the database knows – whether a row that is pointed at exists,
whether a value stands elsewhere, whether a condition holds – is asked of all rows together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router
from django.db.models import BaseConstraint, CheckConstraint, UniqueConstraint

from core.together.checks import broken_checks

Values = tuple[Any, ...]


@dataclass(slots=True, eq=False)
class RowToClean:
    """A row, and the names of the fields that are not asked about."""

    row: Any
    exclude: AbstractSet[str] = frozenset()
    errors: dict[str, list[ValidationError]] = field(default_factory=dict)

    def add(self, refusal: ValidationError) -> None:
        self.errors = refusal.update_error_dict(self.errors)

    def hear(self, ask: Callable[[], object]) -> None:
        try:
            ask()
        except ValidationError as refusal:
            self.add(refusal)

    @property
    def refusal(self) -> ValidationError | None:
        return ValidationError(self.errors) if self.errors else None


def clean_together(asked: Iterable[RowToClean]) -> list[ValidationError | None]:
    """What `full_clean(exclude)` of each row would raise; None where it would raise nothing.

    Of rows that are alike among themselves only the first may stand, as if they were saved one by one.
    """
    rows = list(asked)
    if not rows:
        return []
    model = type(rows[0].row)
    if _is_asked_alone(model):
        for each in rows:
            each.hear(partial(each.row.full_clean, exclude=each.exclude))
        return [each.refusal for each in rows]
    _clean_fields(model, rows)
    _ask_unique_fields(model, rows)
    _ask_constraints(model, rows)
    return [each.refusal for each in rows]


def _is_asked_alone(model: type[models.Model]) -> bool:
    """Whether the model says in another way than by its fields and constraints what a row must be."""
    fields: list[Any] = list(model._meta.fields)
    dated = any(each.unique_for_date or each.unique_for_month or each.unique_for_year for each in fields)
    return bool(model._meta.all_parents or model._meta.unique_together or dated)


def _clean_fields(model: type[models.Model], rows: Sequence[RowToClean]) -> None:
    proven = {link: _keys_that_exist(link, rows) for link in _links(model)}
    for each in rows:
        sure = {link.name for link, keys in proven.items() if getattr(each.row, link.attname) in keys}
        each.hear(partial(each.row.clean_fields, exclude={*each.exclude, *sure}))
        each.hear(each.row.clean)


def _links(model: type[models.Model]) -> list[Any]:
    """The foreign keys whose value, a number, is right as soon as the row exists."""
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, models.ForeignKey) and not each.validators and each.target_field.primary_key
    ]


def _keys_that_exist(link: Any, rows: Sequence[RowToClean]) -> set[Any]:
    given = (getattr(each.row, link.attname) for each in rows if link.name not in each.exclude)
    wanted = {each for each in given if isinstance(each, int) and not isinstance(each, bool)}
    if not wanted:
        return set()
    found = link.related_model._base_manager.filter(pk__in=wanted)
    return set(found.complex_filter(link.get_limit_choices_to()).values_list("pk", flat=True))


def _ask_unique_fields(model: type[models.Model], rows: Sequence[RowToClean]) -> None:
    _leave_out_wrong_fields(rows)
    for column in model._meta.concrete_fields:
        if column.unique and not column.primary_key:
            for each in _taken_elsewhere(model, (column.name,), rows):
                refusal = each.row.unique_error_message(model, (column.name,))
                each.add(ValidationError({column.name: [refusal]}))


def _ask_constraints(model: type[models.Model], rows: Sequence[RowToClean]) -> None:
    """In the order of the model, so that the sentences of a row stand as they would alone."""
    _leave_out_wrong_fields(rows)
    broken = broken_checks(model, [(each.row, each.exclude) for each in rows])
    for constraint in model._meta.constraints:
        if broken is not None and isinstance(constraint, CheckConstraint):
            for each, names in zip(rows, broken, strict=True):
                if constraint.name in names:
                    each.add(_sentence_of(constraint))
        elif isinstance(constraint, UniqueConstraint) and _is_of_plain_fields(model, constraint):
            _ask_unique(model, constraint, rows)
        else:
            for each in rows:
                each.hear(partial(_validate, constraint, model, each))


def _ask_unique(model: type[models.Model], constraint: UniqueConstraint, rows: Sequence[RowToClean]) -> None:
    """Under a condition, only what stands elsewhere under the same may break it; that row is asked alone."""
    for each in _taken_elsewhere(model, constraint.fields, rows, constraint):
        if constraint.condition is None:
            each.add(_sentence_of_twice(model, constraint, each.row))
        else:
            each.hear(partial(_validate, constraint, model, each))


def _leave_out_wrong_fields(rows: Iterable[RowToClean]) -> None:
    for each in rows:
        each.exclude = {*each.exclude, *each.errors} - {NON_FIELD_ERRORS}


def _sentence_of(constraint: BaseConstraint) -> ValidationError:
    return ValidationError(constraint.get_violation_error_message(), code=constraint.violation_error_code)


def _sentence_of_twice(model: type[models.Model], constraint: UniqueConstraint, row: Any) -> ValidationError:
    if constraint.violation_error_message == constraint.default_violation_error_message:
        refusal = row.unique_error_message(model, constraint.fields)
    else:
        refusal = _sentence_of(constraint)
    is_of_one_field = refusal.code == "unique" and len(constraint.fields) == 1
    return ValidationError({constraint.fields[0]: [refusal]}) if is_of_one_field else refusal


def _validate(constraint: BaseConstraint, model: type[models.Model], each: RowToClean) -> None:
    constraint.validate(model, each.row, exclude=set(each.exclude), using=router.db_for_write(model))


def _is_of_plain_fields(model: type[models.Model], constraint: UniqueConstraint) -> bool:
    fields = [model._meta.get_field(name) for name in constraint.fields]
    return bool(fields) and not any(getattr(each, "generated", False) for each in fields)


def _taken_elsewhere(
    model: type[models.Model],
    names: Collection[str],
    rows: Sequence[RowToClean],
    constraint: UniqueConstraint | None = None,
) -> list[RowToClean]:
    """The rows whose values stand in another row; without a condition, also in one of these that comes before."""
    columns: list[Any] = [model._meta.get_field(name) for name in names]
    condition = constraint.condition if constraint is not None else None
    is_nothing_alike = constraint is not None and constraint.nulls_distinct is False
    asking = [each for each in rows if each.exclude.isdisjoint(names)]
    values = [_values(each.row, columns, is_nothing_alike=is_nothing_alike) for each in asking]
    stored = _keys_by_values(model, columns, set(values) - {None}, condition)
    taken = []
    for each, value in zip(asking, values, strict=True):
        others = stored.setdefault(value, set()) if value is not None else set()
        own = each if each.row._state.adding else each.row.pk
        if others - {own}:
            taken.append(each)
        if condition is None:
            others.add(own)
    return taken


def _values(row: models.Model, columns: Sequence[Any], *, is_nothing_alike: bool) -> Values | None:
    """None for a row that is like no other: one value is nothing, or will be worked out by the database."""
    values = tuple(getattr(row, column.attname) for column in columns)
    if None in values and not is_nothing_alike:
        return None
    return None if any(hasattr(each, "resolve_expression") for each in values) else values


def _keys_by_values(
    model: type[models.Model], columns: Sequence[Any], wanted: AbstractSet[Any], condition: models.Q | None
) -> dict[Values | None, set[Any]]:
    if not wanted:
        return {}
    of_column = {column.attname: {value[place] for value in wanted} for place, column in enumerate(columns)}
    among = {f"{name}__in": values for name, values in of_column.items() if None not in values}
    stored = model._default_manager.filter(*([condition] if condition else []), **among)
    found: dict[Values | None, set[Any]] = {}
    for key, *value in stored.values_list("pk", *of_column):
        found.setdefault(tuple(value), set()).add(key)
    return found
