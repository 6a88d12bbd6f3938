"""What differs between two contents of a plan, field by field, for somebody who must decide on the newer one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from socialplan.canonical import CONTENT_FIELDS
from socialplan.models import PlanVersion

SHOWN = 400  # characters of a text


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row; `before` is empty for what was added, `after` for what was removed."""

    place: str
    field: str
    before: str
    after: str


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Every changed field of every row that stands in either content; the version's own number is left out."""
    found: list[Change] = []
    for relation in CONTENT_FIELDS:
        old = {row["key"]: row for row in before.get(relation, [])}
        new = {row["key"]: row for row in after.get(relation, [])}
        for key in {**old, **new}:
            found += _of_row(relation, old.get(key, {}), new.get(key, {}))
    return found


def _of_row(relation: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    place = _place(relation, new or old)
    if not old or not new:
        yield Change(place, _("whole entry"), _summary(old), _summary(new))
        return
    for name, value in new.items():
        if value != old.get(name):
            yield Change(place, _label(relation, name), _text(old.get(name)), _text(value))


def _model(relation: str) -> Any:
    return PlanVersion._meta.get_field(relation).related_model


def _place(relation: str, row: dict[str, Any]) -> str:
    name = " ".join(filter(None, [row.get("code", ""), row.get("title_sq", "") or str(row.get("year", ""))]))
    return f"{_model(relation)._meta.verbose_name} {name}".strip()


def _label(relation: str, name: str) -> str:
    fields = {field.name: field for field in _model(relation)._meta.get_fields()}
    for candidate in (name, name.rsplit("_", 1)[0]):
        if candidate in fields:
            return str(getattr(fields[candidate], "verbose_name", name))
    return name


def _summary(row: dict[str, Any]) -> str:
    parts = ("title_sq", "body_sq", "year", "amount", "value")
    return " · ".join(_text(row[name]) for name in parts if row.get(name) not in {None, ""})


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(Truncator(strip_tags(str(value))).chars(SHOWN))
