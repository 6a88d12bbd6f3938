"""The content of a version as canonical JSON: the same rows give the same bytes, whatever wrote them."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from socialplan.models import ContentRow, PlanVersion

FORMAT = "vlora-plan/1"

# Per relation of a version: the fields that are its content; `__` walks to the natural key of what it points at.
CONTENT_FIELDS: dict[str, tuple[str, ...]] = {
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


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | date):
        return str(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _rows(rows: QuerySet[ContentRow], fields: tuple[str, ...]) -> list[dict[str, Any]]:
    values = rows.order_by("key").values("key", *fields)
    return [{name.replace("__", "_"): _plain(value) for name, value in row.items()} for row in values]


def version_content(version: PlanVersion) -> dict[str, Any]:
    """Everything the council decides on, by stable keys and natural codes, without database numbers."""
    plan = version.plan
    content: dict[str, Any] = {
        "format": FORMAT,
        "plan": {
            "kind": plan.kind,
            "title_sq": _plain(plan.title_sq),
            "title_en": _plain(plan.title_en),
            "first_year": plan.first_year,
            "last_year": plan.last_year,
            "version": version.number,
        },
    }
    for relation, fields in CONTENT_FIELDS.items():
        content[relation] = _rows(getattr(version, relation).all(), fields)
    for indicator in content["indicators"]:
        if indicator["hides_baseline"]:  # what is sealed is publishable (product.md §5)
            indicator["baseline"] = None
    return content


def canonical_json(version: PlanVersion) -> str:
    """Sorted keys, no spaces, real letters: byte for byte reproducible."""
    return json.dumps(version_content(version), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def content_sha256(version: PlanVersion) -> str:
    """The hash an approver sees and a seal keeps."""
    return sha256_of(canonical_json(version))
