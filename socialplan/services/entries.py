"""When a deed happened and how it came into the system; every deed passes it on to the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from operations import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """The legal date of a deed; for one entered afterwards, the paper it was taken from."""

    happened_on: date | None = None
    is_back_entry: bool = False
    source_document: str = ""

    def checked(self, actor: User) -> Entry:
        """With the date filled in; refuses a future date, and a past one without its paper or permission."""
        today = timezone.localdate()
        happened_on = self.happened_on or today
        if happened_on > today:
            raise StepRefused(_("The date lies in the future."))
        is_back_entry = self.is_back_entry or happened_on < today
        if is_back_entry and not actor.has_perm("socialplan.enter_afterwards"):
            raise PermissionDenied
        if is_back_entry and not self.source_document.strip():
            raise StepRefused(_("What is entered afterwards names its source document."))
        return replace(self, happened_on=happened_on, is_back_entry=is_back_entry)

    @property
    def stamp(self) -> dict[str, Any]:
        return {
            "happened_on": self.happened_on,
            "is_back_entry": self.is_back_entry,
            "source_document": self.source_document,
        }


NOW = Entry()


def plain_fields(row: models.Model) -> dict[str, Any]:
    """The row's own columns as text, for the history; times and revision are left out."""
    kept_out = getattr(row, "kept_out_of_trail", ())
    skipped = {"created_at", "updated_at", "recorded_at", "canonical_json", "parts", *kept_out}
    return {
        field.attname: None if (value := getattr(row, field.attname)) is None else str(value)[:500]
        for field in row._meta.concrete_fields
        if field.attname not in skipped
    }


def record(
    action: str,
    subject: models.Model,
    *,
    actor: User,
    entry: Entry = NOW,
    before: Any = None,
    act: models.Model | None = None,
) -> None:
    """One event of the trail, in the deed's own transaction; what an act says stands beside what it changed."""
    after = plain_fields(subject)
    if act is not None:
        after |= {f"{act._meta.model_name}.{name}": value for name, value in plain_fields(act).items()}
    audit.record(actor=actor, action=action, subject=subject, before=before, after=after, **entry.stamp)
