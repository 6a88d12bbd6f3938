"""Content in two languages: Albanian first, English where it was written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language


def localized(name: str, *, albanian: str = "") -> Any:
    """A read-only property: `<name>_en` for English readers if filled, else `<name>_sq` (or the field `albanian`)."""
    first = albanian or f"{name}_sq"

    def read(row: Any) -> str:
        if (get_language() or "sq").startswith("en"):
            return getattr(row, f"{name}_en") or getattr(row, first)
        return getattr(row, first)

    return property(read)
