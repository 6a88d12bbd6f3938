"""The content of a version as canonical JSON: the same rows give the same bytes, whatever wrote them."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import connection, models

from operations.trail.integrity import integrity_check
from socialplan.content.models import PlanVersion, Seal

Fields = dict[str, tuple[str, ...]]

FIRST_FORMAT, SECOND_FORMAT, THIRD_FORMAT, FORMAT = (f"vlora-plan/{number}" for number in range(1, 5))

# Per relation of a version: the fields that are its content; `__` walks to the natural key of what it points at.
FIRST_FIELDS: Fields = {
    "chapters": ("code", "position", "title_sq", "title_en", "body_sq", "body_en"),
    "strategicgoals": ("code", "title_sq", "title_en"),
    "specificobjectives": ("code", "title_sq", "title_en", "goal__key"),
    "measures": (
        "code",
        "title_sq",
        "title_en",
        "description_sq",
        "description_en",
        "objective__key",
        "office__code",
        "partners",
        "due_on",
        "budget_programme",
    ),
    "measurecosts": ("measure__key", "year", "amount"),
    "fundinglines": ("cost__key", "source__code", "state", "amount"),
    "indicators": (
        "code",
        "title_sq",
        "title_en",
        "objective__key",
        "unit_label",
        "direction",
        "kind",
        "baseline",
        "baseline_year",
        "source",
        "frequency",
        "responsible",
        "disaggregation",
        "counts_people",
        "is_protected",
        "hides_baseline",
    ),
    "indicatortargets": ("indicator__key", "year", "value"),
    "risks": ("code", "title_sq", "title_en", "likelihood", "impact", "response_sq", "response_en"),
    "measureneeds": ("measure__key", "need__code"),
    "measuregroups": ("measure__key", "group__code"),
    "measureindicators": ("measure__key", "indicator__key"),
}

SECOND_FIELDS: Fields = {
    **FIRST_FIELDS,
    "strategicgoals": ("position", *FIRST_FIELDS["strategicgoals"]),
    "specificobjectives": ("position", *FIRST_FIELDS["specificobjectives"]),
    "measures": (
        "position",
        *FIRST_FIELDS["measures"],
        "partners_en",
        "gender_objective_sq",
        "gender_objective_en",
        "women_share",
    ),
    "fundinglines": (*FIRST_FIELDS["fundinglines"], "currency", "original_amount", "rate", "rate_on"),
    "indicators": ("position", *FIRST_FIELDS["indicators"]),
    "risks": ("position", *FIRST_FIELDS["risks"]),
    "measureunits": ("measure__key", "unit__code"),
    "datablocks": ("kind", "figures"),
}

THIRD_FIELDS: Fields = {
    **SECOND_FIELDS,
    "indicators": (*SECOND_FIELDS["indicators"], "unit_label_en", "frequency_en"),
}

CONTENT_FIELDS: Fields = {**THIRD_FIELDS, "indicators": (*THIRD_FIELDS["indicators"], "source_en")}

# A seal is checked in the format it was made in.
FORMATS: dict[str, Fields] = {
    FIRST_FORMAT: FIRST_FIELDS,
    SECOND_FORMAT: SECOND_FIELDS,
    THIRD_FORMAT: THIRD_FIELDS,
    FORMAT: CONTENT_FIELDS,
}


@cache
def _query(format_name: str) -> str:
    """One statement for all of a version's content: a line a relation, its rows as JSON in order of their keys.

    It saves 30 % of the builder's time (tests/bench/bench_sql.py), on every step and every seal.
    """
    parts = [_part(relation, fields) for relation, fields in FORMATS[format_name].items()]
    return " UNION ALL ".join(parts)


def _part(relation: str, fields: tuple[str, ...]) -> str:
    """The names in it come from the models, never from a request."""
    quote = connection.ops.quote_name
    model: type[models.Model] = PlanVersion._meta.get_field(relation).related_model  # type: ignore[assignment]
    pairs, joins = ["'key', t.key"], []
    for name in fields:
        first, _walk, last = name.partition("__")
        field = model._meta.get_field(first)
        if last:
            target: type[models.Model] = field.related_model  # type: ignore[assignment]
            table, there = quote(target._meta.db_table), quote(first)
            joins.append(f"LEFT JOIN {table} AS {there} ON {there}.id = t.{quote(f'{first}_id')}")
            pairs.append(f"'{first}_{last}', {there}.{quote(last)}")
        elif isinstance(field, models.DecimalField):
            pairs.append(f"'{name}', trim_scale(t.{quote(name)})::text")
        else:
            pairs.append(f"'{name}', t.{quote(name)}")
    return (
        f"SELECT '{relation}', json_agg(json_build_object({', '.join(pairs)}) ORDER BY t.key)::text"  # noqa: S608
        f" FROM {quote(model._meta.db_table)} AS t {' '.join(joins)} WHERE t.version_id = %(version)s"
    )


def _plain(value: Any) -> Any:
    """Texts in one Unicode form, at any depth."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return {name: _plain(each) for name, each in value.items()} if isinstance(value, dict) else value


def version_content(version: PlanVersion, *, format_name: str = FORMAT) -> dict[str, Any]:
    """Everything the council decides on, by stable keys and natural codes, without database numbers; one query."""
    plan = version.plan
    content: dict[str, Any] = {
        "format": format_name,
        "plan": {
            "kind": plan.kind,
            "title_sq": _plain(plan.title_sq),
            "title_en": _plain(plan.title_en),
            "first_year": plan.first_year,
            "last_year": plan.last_year,
            "version": version.number,
        },
    }
    with connection.cursor() as cursor:
        cursor.execute(_query(format_name), {"version": version.pk})
        content |= {relation: _plain(json.loads(rows or "[]")) for relation, rows in cursor.fetchall()}
    for indicator in content["indicators"]:
        if indicator["hides_baseline"]:  # docs/law.md#sealed-is-public
            indicator["baseline"] = None
    return content


def plan_text(content: dict[str, Any]) -> str:
    """Sorted keys, no spaces, real letters: byte for byte reproducible."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def in_format_before(content: dict[str, Any]) -> dict[str, Any] | None:
    """The same content as the format before this one has it; None where it says what that format cannot."""
    if any(indicator["source_en"] for indicator in content["indicators"]):
        return None
    kept = (*THIRD_FIELDS["indicators"], "key")
    names = {name.replace("__", "_") for name in kept}
    indicators = [{name: value for name, value in row.items() if name in names} for row in content["indicators"]]
    return content | {"format": THIRD_FORMAT, "indicators": indicators}


def plan_json_text(version: PlanVersion, *, format_name: str = FORMAT) -> str:
    return plan_text(version_content(version, format_name=format_name))


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def content_sha256(version: PlanVersion) -> str:
    """The hash an approver sees and a seal keeps."""
    return sha256_of(plan_json_text(version))


def seal_holds(version: PlanVersion) -> bool:
    """True if the rows of today still give the sealed JSON, and that JSON the sealed hash."""
    seal = version.seal
    if sha256_of(seal.canonical_json) != seal.sha256:
        return False
    made_in = json.loads(seal.canonical_json)["format"]
    now = plan_json_text(version, format_name=made_in)
    return now == seal.canonical_json


@integrity_check("seals")
def broken_seals() -> Iterator[str]:
    """A sentence for every sealed version whose rows no longer give what was sealed."""
    for seal in Seal.objects.select_related("version__plan").order_by("pk").iterator():
        if not seal_holds(seal.version):
            yield f"{seal.version}: the content is not what was sealed ({seal.sha256})."
