"""The deeds that the history names: each app lists its own, with the words that a reader sees."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class AuditAction(models.TextChoices):
    """A deed in the history: `<app>.<verb>_<noun>` and its label. Subclasses hold the members, one a deed."""

    @classmethod
    def of(cls, verb: str, row: models.Model | type[models.Model]) -> Self:
        """The deed of this verb on a kind of row."""
        app = next(iter(cls)).value.partition(".")[0]
        return cls(f"{app}.{verb}_{row._meta.model_name}")


Actions = TypeVar("Actions", bound=type[AuditAction])
REGISTERED: dict[str, AuditAction] = {}


def register_actions(actions: Actions) -> Actions:
    """Lets the history find the labels of an app's deeds; no code stands twice."""
    for action in actions:
        if REGISTERED.setdefault(action.value, action) is not action:
            raise ValueError(f"{action.value} is registered twice.")
    return actions


def action_label(code: str) -> str:
    """What a reader sees for a stored code, in the language of the moment."""
    action = REGISTERED.get(code)
    return str(action.label) if action else _("Another deed")


ROLES: dict[str, models.TextChoices] = {}
Roles = TypeVar("Roles", bound=type[models.TextChoices])


def register_roles(roles: Roles) -> Roles:
    """Lets the history find the labels of the roles in which somebody acted."""
    ROLES.update({role.value: role for role in roles})
    return roles


def role_labels(codes: str) -> str:
    """What a reader sees for the stored codes, in the language of the moment; a role there is no more by its code."""
    return ", ".join(str(ROLES[code].label) if code in ROLES else code for code in codes.split(", "))


@register_actions
class OperationsAction(AuditAction):
    KEEP_ROWS = "operations.keep_rows", gettext_lazy("Rows written without a deed of their own")
    TAKE_ROWS = "operations.take_rows", gettext_lazy("Rows taken over at an upgrade")
    NOTE_RESTORE = "operations.note_restore", gettext_lazy("Put back from a backup")
    KEEP_RESULT = "operations.keep_result", gettext_lazy("File made by a worker and kept")
    RETRY_JOB = "operations.retry_job", gettext_lazy("File ordered once more")
