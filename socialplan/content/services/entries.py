"""When a deed on the plan happened and how it came into the system; every deed passes it on to the history."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, Self

from django.db import models
from django.utils import timezone

from accounts.models import User
from operations import entries


class Entry(entries.Entry):
    permission = "content.enter_afterwards"


NOW = Entry()


class LegalDay(Entry):
    """The day on which a step came by law. Where nobody took it, nobody's right to enter it afterwards is asked."""

    def checked(self, actor: Any) -> Self:
        today = timezone.localdate()
        if actor is not None or self.happened_on is None or self.happened_on > today:
            return super().checked(actor)
        return replace(self, is_back_entry=self.is_back_entry or self.happened_on < today)


MOST_SHOWN = 500  # characters of a text in an event of the history


def plain_fields(row: models.Model) -> dict[str, Any]:
    """The row's own columns as text, for the history; times and revision are left out."""
    kept_out = getattr(row, "kept_out_of_trail", ())
    skipped = {"created_at", "updated_at", "recorded_at", "canonical_json", "parts", *kept_out}
    return {
        field.attname: None if (value := getattr(row, field.attname)) is None else _shown(str(value))
        for field in row._meta.concrete_fields
        if field.attname not in skipped
    }


def _shown(text: str) -> str:
    """A long text by its beginning, its length and its hash, so that a change further down is seen too."""
    if len(text) <= MOST_SHOWN:
        return text
    return f"{text[:MOST_SHOWN]} … ({len(text)}; SHA-256 {hashlib.sha256(text.encode()).hexdigest()[:16]})"


def record(
    action: str,
    subject: models.Model,
    *,
    actor: User | None,
    entry: Entry = NOW,
    before: Any = None,
    act: models.Model | None = None,
) -> None:
    """One event of the trail, in the deed's own transaction; what an act says stands beside what it changed."""
    after = plain_fields(subject)
    if act is not None:
        after |= {f"{act._meta.model_name}.{name}": value for name, value in plain_fields(act).items()}
    entries.record(action, subject, actor=actor, entry=entry, before=before, after=after)
