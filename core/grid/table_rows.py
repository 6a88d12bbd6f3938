"""Sheets whose rows are rows of a table: how one is filled, refused with the table's own sentences, and written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from core.grid.cells import GridRow, GridSheet, Value
from core.grid.conditions import keeps_conditions


class TableSheet(GridSheet):
    """A grid over one table; a subclass says its rows and builds one of them from cells."""

    code = ""
    is_left_out_of_trail = False

    @property
    def title(self) -> str:
        raise AssertionError

    def build(self, row: str, values: Mapping[str, Value]) -> Any:
        """The row of the database with these values in it, not saved; ValidationError where they make no sense."""
        raise AssertionError

    def is_emptied(self, instance: Any) -> bool:
        """Whether nothing is left in the row, so that it goes."""
        return False

    def absent_row(self, key: str) -> GridRow | None:
        """A row that stands in the sheet only while something is entered in it, as it is without; else None."""
        return None

    def other_row(self, key: str) -> GridRow | None:
        """A row of the same table that stands on another page of the grid; else None."""
        return None

    def refuse_removal(self, instance: Any) -> None:
        """ValidationError where something hangs on the row, so that it cannot go."""

    def refusals(self, row: str, values: Mapping[str, Value]) -> dict[str, str]:
        try:
            instance = self.build(row, values)
            if self.is_emptied(instance):
                self.refuse_removal(instance)
            else:
                check(instance)
        except ValidationError as refusal:
            return at_columns(refusal, values)
        return {}

    def write(self, row: str, values: Mapping[str, Value]) -> None:
        instance = self.build(row, values)
        if self.is_emptied(instance):
            self.refuse_removal(instance)
            if instance.pk:
                instance.delete()
            return
        check(instance)
        instance.save()

    def write_all(self, rows: Mapping[str, Mapping[str, Value]]) -> None:
        """Many rows in a few statements; each of them was checked just before, while the period was held."""
        made = [self.build(row, values) for row, values in rows.items()]
        gone = [each.pk for each in made if self.is_emptied(each) and each.pk]
        kept = [each for each in made if not self.is_emptied(each)]
        if not made:
            return
        for each in kept:
            each.clean()  # what follows from the cells is set on these rows too
        model, now = type(made[0]), timezone.now()
        model._default_manager.filter(pk__in=gone).delete()
        new, changed = ([each for each in kept if (each.pk is None) == is_new] for is_new in (True, False))
        model._default_manager.bulk_create(new)
        for each in changed:
            each.updated_at = now
        names = [each.name for each in model._meta.concrete_fields if not each.primary_key]
        model._default_manager.bulk_update(changed, names)


def check(instance: models.Model) -> None:
    """What Django and the constraints say of the row, without asking for rows it only points at.

    The database is asked only where a condition does not surely hold; that a row is there once follows from its key in
    the sheet.
    """
    links = [each.name for each in instance._meta.concrete_fields if each.is_relation]
    instance.clean_fields(exclude=links)
    instance.clean()
    if not keeps_conditions(instance):
        instance.validate_constraints()


def at_columns(refusal: ValidationError, values: Mapping[str, Value]) -> dict[str, str]:
    """Each sentence at its column; what concerns others stands at the first one that was written."""
    first = next(iter(values))
    if not hasattr(refusal, "error_dict"):
        return {first: " ".join(refusal.messages)}
    found: dict[str, list[str]] = {}
    for name, errors in refusal.error_dict.items():
        column = name if name in values and name != NON_FIELD_ERRORS else first
        found.setdefault(column, []).extend(message for error in errors for message in error.messages)
    return {column: " ".join(messages) for column, messages in found.items()}
