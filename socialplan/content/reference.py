"""The outline of each kind of document that a municipality begins with, to be checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from municipality.enums import SourceMark
from socialplan.content.models import BudgetProgramme, FundingSource, OutlineChapter

UNVERIFIED = {
    "source": "Programi i buxhetit afatmesëm; për t'u verifikuar nga financa",
    "source_en": "Medium-term budget programme; to be checked by the finance office",
}
PUBLISHED = {
    "source": "Programet buxhetore të bashkive, të botuara",
    "source_en": "Budget programmes of municipalities, as published",
    "source_mark": SourceMark.FOUND,
}

OUTLINE = Path(__file__).with_name("outline.json")


def first_outline() -> list[dict[str, Any]]:
    """The outline of each kind of document as delivered (docs/law.md#plan-outline); fields of `OutlineChapter`."""
    rows: list[dict[str, Any]] = json.loads(OUTLINE.read_text(encoding="utf-8"))
    return rows


def missing_outline() -> list[OutlineChapter]:
    """The rows of the outline as delivered that are not there yet, unsaved."""
    known = set(OutlineChapter.objects.values_list("kind", "code"))
    return [OutlineChapter(**fields) for fields in first_outline() if (fields["kind"], fields["code"]) not in known]


# The codes that a measure's money runs under; what else a municipality pays from, it adds itself.
PROGRAMMES: tuple[dict[str, Any], ...] = (
    {
        "code": "10140",
        "name_sq": "Kujdesi social për personat e sëmurë dhe me aftësi të kufizuara",
        "name_en": "Social care for the sick and persons with disabilities",
        **PUBLISHED,
    },
    {
        "code": "10430",
        "name_sq": "Kujdesi social për familjet dhe fëmijët",
        "name_en": "Social care for families and children",
        **PUBLISHED,
    },
    {"code": "10220", "name_sq": "Kujdesi për të moshuarit", "name_en": "Care for the elderly", **UNVERIFIED},
    {"code": "10550", "name_sq": "Punësimi", "name_en": "Employment", **UNVERIFIED},
    {"code": "10661", "name_sq": "Strehimi social", "name_en": "Social housing", **UNVERIFIED},
    {
        "code": "06260",
        "name_sq": "Shërbimet publike vendore",
        "name_en": "Local public services",
        **UNVERIFIED,
    },
)
SOURCES: tuple[dict[str, Any], ...] = (
    {"code": "MB", "position": 1, "name_sq": "Buxheti i bashkisë", "name_en": "Municipal budget"},
    {"code": "KG", "position": 2, "name_sq": "Grant i kushtëzuar i shtetit", "name_en": "Conditional state grant"},
    {"code": "SF", "position": 3, "name_sq": "Fondi Social", "name_en": "Social Fund"},
    {"code": "DON", "position": 4, "name_sq": "Donatorë", "name_en": "Donors"},
)


def missing_money() -> list[FundingSource | BudgetProgramme]:
    """The sources and programmes as delivered that are not there yet, unsaved."""
    sources = set(FundingSource.objects.values_list("code", flat=True))
    programmes = set(BudgetProgramme.objects.values_list("code", flat=True))
    return [
        *(FundingSource(**fields) for fields in SOURCES if fields["code"] not in sources),
        *(BudgetProgramme(**fields) for fields in PROGRAMMES if fields["code"] not in programmes),
    ]
