"""Content in two languages: Albanian first, English where it was written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override


class Foreign(str):
    """Words in another language than the page's: Albanian for an English reader, where no English was written."""

    __slots__ = ()
    language = "sq"


def localized(name: str, *, albanian: str = "") -> Any:
    """A read-only property: `<name>_en` for English readers if filled, else `<name>_sq` (or the field `albanian`)."""
    first = albanian or f"{name}_sq"

    def read(row: Any) -> str:
        if (get_language() or "sq").startswith("en"):
            words = getattr(row, first)
            return getattr(row, f"{name}_en") or (Foreign(words) if words else words)
        return getattr(row, first)

    return property(read)


def marked(name: str) -> Any:
    """A read-only property over the field `name` and `<name>_en`; an English reader sees where only Albanian is."""

    def read(row: Any) -> str:
        albanian = str(getattr(row, name))
        if not (get_language() or "sq").startswith("en") or not albanian:
            return albanian
        return getattr(row, f"{name}_en") or albanian_only(albanian)

    return property(read)


def albanian_only(words: str) -> str:
    """Albanian words before an English reader, marked as such."""
    with override("en"):
        return gettext("%(words)s (in Albanian)") % {"words": words}


def short_date(day: date | None) -> str:
    """The one short way of writing a day, 03.02.2026; of a moment, the day on the clocks of the municipality."""
    return str(date_format(on_our_clocks(day), "SHORT_DATE_FORMAT")) if day else ""


def short_time(moment: datetime | None) -> str:
    return str(date_format(on_our_clocks(moment), "SHORT_DATETIME_FORMAT")) if moment else ""


def on_our_clocks(day: date) -> date:
    return timezone.localtime(day) if isinstance(day, datetime) and timezone.is_aware(day) else day
