"""Storing the paper of an act: checked by content, kept by hash, tied to its version."""

from __future__ import annotations

from accounts.models import User
from operations.deeds import Entry, record
from operations.files import store_file
from socialplan.approval.actions import ApprovalAction
from socialplan.approval.acts.definition.paper import PAPER_TYPES, Paper
from socialplan.approval.enums import DocumentKind
from socialplan.approval.models import VersionAttachment
from socialplan.approval.rules import PAPERS
from socialplan.content.models import PlanVersion


def keep_paper(
    version: PlanVersion, paper: Paper | None, *, kind: DocumentKind, actor: User, entry: Entry
) -> VersionAttachment | None:
    """Store the file and its row, within the deed it belongs to; raises ValidationError for what is not a paper."""
    if paper is None:
        return None
    stored = store_file(
        paper.content, paper.name, uploaded_by=actor, purpose=PAPERS, is_public=paper.is_public, allowed=PAPER_TYPES
    )
    title = paper.title or stored.name
    document = VersionAttachment(
        version=version, kind=kind, title=title, file=stored, recorded_by=actor, **entry.stamp
    )
    document.save()
    record(ApprovalAction.KEEP_PAPER, document, actor=actor, entry=entry)
    return document
