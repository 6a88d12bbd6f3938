"""Locking before deciding: an edit and a step never cross, and nobody overwrites what he has not seen."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from socialplan.models import ContentRow, PlanVersion

Row = TypeVar("Row", bound=ContentRow)


class RowConflict(StepRefused):
    """Somebody saved the row after it was read; `current` is what stands there now."""

    def __init__(self, current: ContentRow) -> None:
        super().__init__(_("Somebody else has saved this in the meantime. Your text is still in the form."))
        self.current = current


def locked(version: PlanVersion, *, actor: User) -> PlanVersion:
    """The version, locked for the rest of the transaction, if this person may change it now."""
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    if not version.is_editable:
        raise StepRefused(_("This version can no longer be changed."))
    if not actor.has_perm("socialplan.change_version", version):
        raise PermissionDenied
    return version


def locked_row(row: Row, *, actor: User, expected_revision: int | None = None) -> Row:
    """The row as it stands now, its version locked; RowConflict if it was saved since `expected_revision` was read."""
    version = locked(row.version, actor=actor)
    try:
        current = type(row)._default_manager.get(pk=row.pk)
    except type(row).DoesNotExist:
        raise StepRefused(_("Somebody else has removed this in the meantime.")) from None
    current.version = version
    if expected_revision is not None and current.revision != expected_revision:
        raise RowConflict(current)
    return current
