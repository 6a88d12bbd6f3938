"""Recording the acts beside the workflow, each by its row of `approval/acts/registry.py`; and the lists they use."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.forms import ModelForm
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, record
from socialplan.approval.actions import ApprovalAction
from socialplan.approval.acts.definition.base import Act
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.acts.registry import ACTS, recording
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import VersionAttachment
from socialplan.approval.notifications import announce_act
from socialplan.approval.services.acts import save_act
from socialplan.approval.services.attachments import keep_paper
from socialplan.approval.services.steps import locked_version
from socialplan.content.models import PlanVersion


def _allowed(version: PlanVersion, kind: str, *, actor: User) -> tuple[PlanVersion, Act]:
    rule = ACTS[kind]
    version = locked_version(version)
    require(actor, rule.permission, version)
    if version.state not in rule.states:
        raise StepRefused(str(rule.too_early))
    return version, rule


@transaction.atomic
def record_act(
    version: PlanVersion, act: Any, *, kind: str, actor: User, entry: Entry = NOW, paper: Paper | None = None
) -> Any:
    """Record an act of a kind on a version; `act` is its unsaved row, as a form or a caller filled it.

    Raises PermissionDenied, StepRefused where the version is not where such an act belongs or the act follows from
    one of another version, and ValidationError at the field that contradicts what is recorded already.
    """
    version, rule = _allowed(version, kind, actor=actor)
    entry = entry.checked(actor, version)
    for name, value in entry.stamp.items():
        setattr(act, name, value)
    act.recorded_by = actor
    if not rule.after:
        act.version = version
    elif act.version.pk != version.pk:
        raise StepRefused(_("What this follows from was recorded on another version."))
    rule.agrees(act, version)
    if rule.paper and paper:
        act.document = keep_paper(version, paper, kind=rule.paper, actor=actor, entry=entry)
    save_act(act)
    record(recording(kind), act, actor=actor, entry=entry)
    announce_act(version, act)
    return act


@transaction.atomic
def add_paper(
    version: PlanVersion, paper: Paper, *, kind: str, actor: User, entry: Entry = NOW
) -> VersionAttachment | None:
    """Keep a document that belongs to the version, such as the minutes of the session."""
    version, _rule = _allowed(version, "attachment", actor=actor)
    return keep_paper(version, paper, kind=DocumentKind(kind), actor=actor, entry=entry.checked(actor, version))


@transaction.atomic
def save_row(form: ModelForm[Any], *, actor: User) -> Any:
    """Save a checked form of a committee or an addressee, with its event."""
    require(actor, "approval.change_lists")
    row = form.instance
    before = {name: str(form.initial.get(name)) for name in form.changed_data} if row.pk else None
    row = form.save()
    record(ApprovalAction.of("save", row), row, actor=actor, before=before)
    return row
