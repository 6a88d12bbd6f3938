"""When a deed happened, and its line in the history."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from django.db import models

from accounts.models import User
from operations import audit


class Moment(TypedDict, total=False):
    """The legal side of a deed's two times; left out, the deed happens today."""

    happened_on: date | None
    is_back_entry: bool
    source_document: str


def note(subject: models.Model, action: str, *, actor: User | None, after: dict[str, Any], moment: Moment) -> None:
    """Write the deed into the history, in the transaction of the deed."""
    audit.record(
        actor=actor,
        action=action,
        subject=subject,
        after=after,
        happened_on=moment.get("happened_on"),
        is_back_entry=moment.get("is_back_entry", False),
        source_document=moment.get("source_document", ""),
    )
