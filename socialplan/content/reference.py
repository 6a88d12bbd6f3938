"""The outline of each kind of document that a municipality begins with, to be checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from socialplan.content.models import OutlineChapter

OUTLINE = Path(__file__).with_name("outline.json")


def first_outline() -> list[dict[str, Any]]:
    """The outline of each kind of document as delivered (docs/law.md#plan-outline); fields of `OutlineChapter`."""
    rows: list[dict[str, Any]] = json.loads(OUTLINE.read_text(encoding="utf-8"))
    return rows


def missing_outline() -> list[OutlineChapter]:
    """The rows of the outline as delivered that are not there yet, unsaved."""
    known = set(OutlineChapter.objects.values_list("kind", "code"))
    return [OutlineChapter(**fields) for fields in first_outline() if (fields["kind"], fields["code"]) not in known]
