"""Pointing an answer at the place in the plan that reflects it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.models import Disposition
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, record
from socialplan.content.consultation_requirements import node_of
from socialplan.content.models import DispositionTarget, PlanVersion
from socialplan.drafting.actions import DraftingAction


@transaction.atomic
def point_disposition(
    disposition: Disposition,
    version: PlanVersion,
    *,
    node_kind: str,
    node_key: UUID,
    actor: User,
    entry: Entry = NOW,
) -> DispositionTarget:
    """The answer is reflected at this row of the plan; the stable key keeps it true in later versions."""
    require(actor, "drafting.point_disposition", version)
    if not disposition.may_have_target:
        raise StepRefused(
            _("Only a recommendation that is accepted or already covered points at a place in the plan.")
        )
    if node_of(version, kind=node_kind, key=node_key) is None:
        raise StepRefused(_("This place does not exist in the version."))
    target, is_new = DispositionTarget.objects.get_or_create(
        disposition=disposition,
        node_key=node_key,
        defaults={"plan": version.plan, "node_kind": node_kind, "recorded_by": actor},
    )
    if is_new:
        record(DraftingAction.POINT_DISPOSITION, target, actor=actor, entry=entry)
    return target
