"""How a field of the content is called and shown, and what changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.i18n import short_date
from core.text.text_diff import MarkedText, mark_prose, mark_words
from socialplan.content.enums import BlockKind
from socialplan.content.models import PlanVersion

Row = Mapping[str, Any]

RICH_FIELDS = frozenset({"body_sq", "body_en"})
SHORTEST_PROSE = 40  # shorter words, such as codes and units, are shown as before → after
PLACE_FIELDS = frozenset({"position"})


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes in the content are called, by field; a code without a name stands for itself."""

    of_field: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __call__(self, name: str, code: str) -> str:
        return self.of_field.get(name, {}).get(code, code)


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as raw content and as it is shown; prose is marked when a page asks for it."""

    name: str
    label: str
    old: Any
    new: Any
    before: str
    after: str
    is_prose: bool

    @property
    def is_rich(self) -> bool:
        return self.name in RICH_FIELDS

    @cached_property
    def marked(self) -> MarkedText:
        old, new = self.old or "", self.new or ""
        return mark_prose(old, new, names=block_names()) if self.is_rich else mark_words(old, new)


def block_names() -> dict[str, str]:
    return {str(kind): _("[Data block: %(name)s]") % {"name": kind.label} for kind in BlockKind}


@cache
def model_of(relation: str) -> type[models.Model]:
    model: type[models.Model] = PlanVersion._meta.get_field(relation).related_model  # type: ignore[assignment]
    return model


def model_field(relation: str, name: str) -> models.Field[Any, Any]:
    """The field behind a name in the content; `office_code` is the code of `office`."""
    fields = {each.name: each for each in model_of(relation)._meta.concrete_fields}
    return fields[name] if name in fields else fields[name.rpartition("_")[0]]


def is_reference(relation: str, name: str) -> bool:
    return isinstance(model_field(relation, name), models.ForeignKey)


def label_of(relation: str, name: str) -> str:
    return str(model_field(relation, name).verbose_name).capitalize()


def language_of(row: Row, name: str) -> str:
    """The language in which the reader gets a text: their own, or Albanian where it is not translated."""
    return "en" if (get_language() or "sq").startswith("en") and row.get(f"{name}_en") else "sq"


def title_of(row: Row) -> str:
    title = row.get(f"title_{language_of(row, 'title')}") or ""
    return f"{row.get('code', '')} {title}".strip()


def place_of(row: Row) -> tuple[int, int, str]:
    """Where a row stands among its kind; without positions, as in the first format, its code decides."""
    code = str(row.get("code", ""))
    return row.get("position") or 0, len(code), code


def shown(relation: str, name: str, value: Any, names: Names) -> str:
    """A value as a person reads it; nothing where there is none."""
    if value is None or value == "":
        return ""
    kind = model_field(relation, name)
    if isinstance(kind, models.ForeignKey):
        return names(name, str(value))
    if kind.choices:
        return str(dict(kind.flatchoices).get(value, value))
    if isinstance(kind, models.DateField):
        return short_date(date.fromisoformat(value))
    return _shown_number(name, Decimal(value) if isinstance(kind, models.DecimalField) else value)


def _shown_number(name: str, value: Any) -> str:
    """Numbers with their thousands set apart, years without; whatever else there is as its words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return number_format(value.normalize(), force_grouping=True)
    return number_format(value, force_grouping=True) if isinstance(value, int) and "year" not in name else str(value)


def differs(old: Any, new: Any) -> bool:
    """Whether two values read differently; an absent value is an empty one, as an older format lacks newer fields."""
    return (old if old is not None else "") != (new if new is not None else "")


def field_changes(
    relation: str, old: Row, new: Row, *, names: Names, skipped: frozenset[str]
) -> Iterator[FieldChange]:
    """The fields of one row that differ; an empty `old` or `new` stands for a row that was not there."""
    fields = [name for name in {**new, **old} if name != "key" and name not in PLACE_FIELDS | skipped]
    for name in fields:
        before, after = old.get(name), new.get(name)
        if differs(before, after) and (before or after or (old and new)):
            yield FieldChange(
                name=name,
                label=label_of(relation, name),
                old=before,
                new=after,
                before=shown(relation, name, before, names),
                after=shown(relation, name, after, names),
                is_prose=_is_prose(relation, name),
            )


def _is_prose(relation: str, name: str) -> bool:
    kind = model_field(relation, name)
    is_text = isinstance(kind, models.TextField) or (
        isinstance(kind, models.CharField) and (kind.max_length or 0) > SHORTEST_PROSE
    )
    return is_text and not kind.choices
