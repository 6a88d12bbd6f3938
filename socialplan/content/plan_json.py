"""The content of a version as canonical JSON: the same rows give the same bytes, whatever wrote them."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db.models import DecimalField, Func, QuerySet, TextField
from django.db.models.functions import Cast

from core.together.by_key import PLACE_OF_KEY, ListsByKey
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


def _list(relation: str, fields: tuple[str, ...]) -> QuerySet[Any, Any]:
    """The rows of one relation, each a list of its key and its fields, in order of their keys.

    The database writes keys as texts just as this program does, and there are tens of thousands in a long plan.
    """
    model: Any = PlanVersion._meta.get_field(relation).related_model
    columns = [_column(model, name) for name in ("key", *fields)]
    return model._base_manager.filter(version=PLACE_OF_KEY).order_by("key").values_list(*columns)


def _column(model: Any, name: str) -> Any:
    if name.endswith("key"):
        return Cast(name, TextField())
    if "__" not in name and isinstance(model._meta.get_field(name), DecimalField):
        return Cast(Func(name, function="trim_scale"), TextField())  # a number without idle zeros
    return name


@cache
def _lists(format_name: str) -> ListsByKey:
    return ListsByKey({relation: _list(relation, fields) for relation, fields in FORMATS[format_name].items()})


def _plain(value: Any) -> Any:
    """The same with its texts in one Unicode form, at any depth."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


def _plain_rows(fields: Sequence[str], answer: str) -> list[dict[str, Any]]:
    """The rows by the names of their fields; what is of one Unicode form already, as most is, is not gone through."""
    names = ["key", *(name.replace("__", "_") for name in fields)]
    rows = [dict(zip(names, row, strict=True)) for row in json.loads(answer)]
    if "figures" in names:
        for row in rows:
            row["figures"] = json.loads(row["figures"])
    return rows if unicodedata.is_normalized("NFC", answer) else _plain(rows)


def version_content(version: PlanVersion, *, format_name: str = FORMAT) -> dict[str, Any]:
    """Everything the council decides on, by stable keys and natural codes, without database numbers; one query.

    Dates and keys are texts, decimal numbers texts without idle zeros.
    """
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
    for relation, answer in _lists(format_name).read(version.pk).items():
        content[relation] = _plain_rows(FORMATS[format_name][relation], answer)
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
