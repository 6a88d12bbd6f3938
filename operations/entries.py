"""When a deed happened and how it came into the system: one shape for every app (docs/law.md#two-times)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.workflow import StepRefused
from operations import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """The legal date of a deed; for one entered afterwards, the paper it was taken from. Each app names its right."""

    permission: ClassVar[str] = ""

    happened_on: date | None = None
    is_back_entry: bool = False
    source_document: str = ""

    def checked(self, actor: Any) -> Self:
        """With the date filled in; refuses a future date, and a past one without its paper or permission."""
        today = timezone.localdate()
        happened_on = self.happened_on or today
        if happened_on > today:
            raise StepRefused(_("The date lies in the future."))
        is_back_entry = self.is_back_entry or happened_on < today
        if is_back_entry and not (actor and actor.has_perm(self.permission)):
            raise PermissionDenied
        if is_back_entry and not self.source_document.strip():
            raise StepRefused(_("What is entered afterwards names its source document."))
        return replace(self, happened_on=happened_on, is_back_entry=is_back_entry)

    def refuse_before(self, day: date | None) -> None:
        """StepRefused where this deed would lie before `day`, that of the step it follows."""
        if day and self.happened_on and self.happened_on < day:
            raise StepRefused(
                _("The date lies before that of the previous step, %(date)s.") % {"date": date_format(day)}
            )

    @property
    def stamp(self) -> dict[str, Any]:
        return {
            "happened_on": self.happened_on,
            "is_back_entry": self.is_back_entry,
            "source_document": self.source_document,
        }


def record(
    action: str,
    subject: models.Model,
    *,
    actor: Any,
    entry: Entry,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """One event of the history, in the deed's own transaction; what `Entry.checked` refuses is refused here too."""
    audit.record(actor=actor, action=action, subject=subject, before=before, after=after, **entry.checked(actor).stamp)
