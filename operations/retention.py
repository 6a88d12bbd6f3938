"""How long each field is kept: the project's table, held against the models and carried out by the purge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.management import call_command
from django.db import models
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from operations.enums import Retention
from operations.trail.audit import CONTACT_FIELDS

PURGED = frozenset({Retention.CONTACT, Retention.TECHNICAL})
TELLING_FIELDS = (models.EmailField, models.GenericIPAddressField, models.FileField)


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """A model's default class, its exceptions, and from which date and after how many days it is purged.

    `term`: the code of the municipality's own row for the days, which holds before `days`.
    """

    default: Retention
    fields: Mapping[str, Retention] = field(default_factory=dict)
    counted_from: str = ""
    days: int | None = None
    term: str = ""
    deletes_row: bool = False

    def of(self, name: str) -> Retention:
        return self.fields.get(name, self.default)


def table() -> dict[str, RetentionRule]:
    found: dict[str, RetentionRule] = import_string(settings.RETENTION_TABLE)
    return found


def gaps() -> Iterator[str]:
    """One sentence for every model or field that the table forgets or invents."""
    kept = table()
    present = {model._meta.label: model for model in apps.get_models()}
    for label in sorted(present.keys() - kept.keys()):
        yield f"{label} has no row in the retention table."
    for label in sorted(kept.keys() - present.keys()):
        yield f"{label} is in the retention table, but there is no such model."
    for label in sorted(present.keys() & kept.keys()):
        yield from _gaps_of(label, present[label], kept[label])


def _gaps_of(label: str, model: type[models.Model], rule: RetentionRule) -> Iterator[str]:
    columns = {column.name: column for column in model._meta.concrete_fields}
    named = {*rule.fields, *filter(None, [rule.counted_from])}
    for name in sorted(named - columns.keys()):
        yield f"{label}.{name} is in the retention table, but there is no such field."
    for name, column in columns.items():
        is_telling = isinstance(column, TELLING_FIELDS) or name in CONTACT_FIELDS
        if is_telling and name not in rule.fields:
            yield f"{label}.{name} may name a person and needs its own class in the retention table."
    if Retention.CONTACT in rule.fields.values() and (not rule.counted_from or rule.days is None):
        yield f"{label} holds contacts and needs the date they are counted from, and a number of days."


def purge() -> dict[str, int]:
    """Delete or blank what has outlived its term; returns the number of rows by model."""
    purged = {label: _purge(apps.get_model(label), rule) for label, rule in table().items() if rule.counted_from}
    call_command("clearsessions")
    return {label: number for label, number in purged.items() if number}


def days_of(rule: RetentionRule) -> int:
    """The term that the municipality has set in its row, else the one delivered."""
    told = import_string(settings.RETENTION_TERMS)(rule.term) if rule.term else None
    return int(rule.days or 0) if told is None else int(told)


def _purge(model: type[models.Model], rule: RetentionRule) -> int:
    expired = model._default_manager.filter(**{f"{rule.counted_from}__lt": Now() - timedelta(days=days_of(rule))})
    if rule.deletes_row:
        return expired.delete()[0]
    blanks = _blanks(model, rule)
    filled = models.Q()
    for name, blank in blanks.items():
        filled |= ~models.Q(**{name: blank}) if blank is not None else models.Q(**{f"{name}__isnull": False})
    return expired.filter(filled).update(**blanks)


def _blanks(model: type[models.Model], rule: RetentionRule) -> dict[str, Any]:
    columns = [model._meta.get_field(name) for name, kept in rule.fields.items() if kept in PURGED]
    return {column.name: None if column.null else "" for column in columns}


def every_field_is_classified(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every model and every telling field has its class in the retention table."""
    return [Error(gap, id="operations.E001") for gap in gaps()]
