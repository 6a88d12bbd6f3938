"""Commenting on a place of a draft, and settling what was said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from operations.deeds import record
from socialplan.content.actions import ContentAction
from socialplan.content.consultation_requirements import node_of
from socialplan.content.models import CommentSettlement, NodeComment, Plan, PlanVersion
from socialplan.content.notifications import announce_comment


@transaction.atomic
def write_comment(version: PlanVersion, *, kind: str, key: UUID, text: str, actor: User) -> NodeComment:
    """Say something of a place; those who spoke there before are told.

    PermissionDenied where the version is decided or not hers to see, StepRefused where the place is gone.
    """
    version = _held(version, actor=actor)
    if node_of(version, kind=kind, key=key) is None:
        raise StepRefused(_("Somebody else has removed this in the meantime."))
    comment = NodeComment(version=version, node_kind=kind, node_key=key, text=text.strip(), written_by=actor)
    comment.full_clean()
    comment.save()
    record(ContentAction.WRITE_COMMENT, comment, actor=actor)
    announce_comment(version, comment)
    return comment


@transaction.atomic
def settle_comment(comment: NodeComment, version: PlanVersion, *, is_resolved: bool, actor: User) -> CommentSettlement:
    """Resolve a comment, or open it again; StepRefused where it stands so already."""
    version = _held(version, actor=actor)
    found: Any = NodeComment.objects.seen_in(version).with_state().filter(pk=comment.pk).first()
    require(actor, "content.settle_comment", found)
    if found.is_resolved == is_resolved:
        raise StepRefused(_("Somebody else has just settled this comment."))
    settlement = CommentSettlement.objects.create(comment=found, is_resolved=is_resolved, settled_by=actor)
    record(ContentAction.RESOLVE_COMMENT if is_resolved else ContentAction.REOPEN_COMMENT, settlement, actor=actor)
    return settlement


def _held(version: PlanVersion, *, actor: User) -> PlanVersion:
    """The version as it is now, no other deed on comments of its plan beside this one."""
    Plan.objects.select_for_update().get(pk=version.plan_id)
    version = PlanVersion.objects.select_related("plan").get(pk=version.pk)
    require(actor, "content.comment_version", version)
    return version
