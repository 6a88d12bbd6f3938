"""Deeds on the scan of a paper: keep it beside the words it shows, hand it out to who may read it, erase it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import ContributionChannel
from consultations.models import Contribution, ContributionScan
from consultations.models.scans import SCAN_TYPES
from consultations.services.guards import GUARDS, telling
from core.workflow import StepRefused, require
from operations.deeds import note_head, record
from operations.files import check_upload

MOST_BYTES = 10 * 1024 * 1024


@transaction.atomic
def attach_scan(contribution: Contribution, upload: Any, *, actor: User) -> ContributionScan:
    """Keep the scan of a paper that was typed in before."""
    require(actor, "consultations.attach_scan", contribution)
    return keep_scan(contribution, upload, actor=actor)


def keep_scan(contribution: Contribution, upload: Any, *, actor: User) -> ContributionScan:
    """Part of a deed that has asked for its own permission: once, and only of paper. ValidationError at `scan`."""
    if contribution.channel != ContributionChannel.PAPER:
        raise ValidationError({"scan": _("Only what came on paper has a scan.")})
    if contribution.is_of_child_alone:
        raise ValidationError({"scan": GUARDS["contribution_child_has_no_contact"]})
    if ContributionScan.objects.filter(contribution=contribution).exists():
        raise StepRefused(_("The scan of this paper is kept already."))
    content = upload.read()
    try:
        content_type = check_upload(content, allowed=frozenset(SCAN_TYPES), max_bytes=MOST_BYTES)
    except ValidationError as refusal:
        raise ValidationError({"scan": refusal.messages}) from refusal
    scan = ContributionScan(
        contribution=contribution,
        content=content,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        attached_by=actor,
    )
    with telling():
        scan.save(force_insert=True)
    after = {"kind": content_type, "size": scan.size}
    record(ConsultationAction.ATTACH_SCAN, contribution, actor=actor, after=after)
    return scan


@transaction.atomic
def erase_scan(contribution: Contribution, *, actor: User) -> None:
    """Remove the scan, at any time; the words that were typed from it stay."""
    require(actor, "consultations.erase_contact")
    drop_scan(contribution, actor=actor)


def drop_scan(contribution: Contribution, *, actor: User) -> None:
    """Part of a deed that has asked for its own permission; nothing where there is no scan."""
    if ContributionScan.objects.filter(contribution=contribution).delete()[0]:
        record(ConsultationAction.ERASE_SCAN, contribution, actor=actor, after={})
        transaction.on_commit(note_head)
