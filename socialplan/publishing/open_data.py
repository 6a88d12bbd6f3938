"""The documented form of a version's content: its JSON Schema, and the notes on its columns read from there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from socialplan.content.models import PlanVersion

SCHEMA_PATH = settings.BASE_DIR / "docs" / "plan.schema.json"


@dataclass(frozen=True, slots=True)
class SchemaColumn:
    name: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Relation:
    name: str
    note: str
    columns: list[SchemaColumn]


@cache
def schema_text() -> str:
    return SCHEMA_PATH.read_text(encoding="utf-8")


def file_name(version: PlanVersion) -> str:
    plan = version.plan
    return f"{'strategy' if plan.is_strategy else 'plan'}-{plan.first_year}-{plan.last_year}-v{version.number}.json"


def relations() -> list[Relation]:
    """Every table of the JSON with its columns, in the language of the moment."""
    schema = json.loads(schema_text())
    found = []
    for name, part in schema["properties"].items():
        columns = part.get("items", part).get("properties", {})
        found.append(Relation(name, _note(part), [_column(each, rule) for each, rule in columns.items()]))
    return found


def _note(part: dict[str, Any]) -> str:
    is_english = (get_language() or "sq").startswith("en")
    return str(part["description" if is_english else "description_sq"])


def _column(name: str, rule: dict[str, Any]) -> SchemaColumn:
    if "enum" in rule:
        kind = " | ".join(str(value) for value in rule["enum"])
    elif "$ref" in rule:
        kind = _kinds()["key"]
    else:
        wanted = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
        is_date, is_decimal = rule.get("format") == "date", "0-9" in rule.get("pattern", "")
        plain = "date" if is_date else "decimal" if is_decimal else wanted[0]
        kind = " | ".join([_kinds()[plain], *(_kinds()[each] for each in wanted[1:])])
    return SchemaColumn(name, kind, _note(rule))


def _kinds() -> dict[str, str]:
    return {
        "key": _("key (UUID)"),
        "string": _("text"),
        "integer": _("whole number"),
        "boolean": _("true or false"),
        "date": _("date (year-month-day)"),
        "decimal": _("decimal number, written as text"),
        "array": _("list"),
        "null": _("nothing (null)"),
    }
