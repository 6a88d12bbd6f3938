"""Content in two languages: Albanian first, English where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override

LANGUAGES = ("sq", "en")
Spoken = tuple[str, str]  # words, and the code of their language
_foreign: ContextVar[set[Spoken] | None] = ContextVar("foreign_words", default=None)


@contextmanager
def foreign_words() -> Iterator[set[Spoken]]:
    """What was read meanwhile in another language than the reader's: `core.text.tongues` marks it on her page."""
    found: set[Spoken] = set()
    token = _foreign.set(found)
    try:
        yield found
    finally:
        _foreign.reset(token)


def spoken(words: str, language: str) -> str:
    """The same words; for the page that is being shown it is remembered if they are in another language than it."""
    found = _foreign.get()
    is_foreign = language in LANGUAGES and not (get_language() or "sq").startswith(language)
    if found is not None and words and is_foreign:
        found.add((words, language))
    return words


def only_albanian(words: str) -> str:
    """The same words, of which there is no English text."""
    return spoken(words, "sq")


def localized(name: str, *, albanian: str = "") -> Any:
    """A read-only property: `<name>_en` for English readers if filled, else `<name>_sq` (or the field `albanian`)."""
    first = albanian or f"{name}_sq"

    def read(row: Any) -> str:
        if (get_language() or "sq").startswith("en"):
            return getattr(row, f"{name}_en") or only_albanian(getattr(row, first))
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
    only_albanian(words)
    with override("en"):
        return gettext("%(words)s (in Albanian)") % {"words": words}


def short_date(day: date | None) -> str:
    """The one short way of writing a day, 03.02.2026; of a moment, the day on the clocks of the municipality."""
    return str(date_format(on_our_clocks(day), "SHORT_DATE_FORMAT")) if day else ""


def short_time(moment: datetime | None) -> str:
    return str(date_format(on_our_clocks(moment), "SHORT_DATETIME_FORMAT")) if moment else ""


def on_our_clocks(day: date) -> date:
    return timezone.localtime(day) if isinstance(day, datetime) and timezone.is_aware(day) else day
