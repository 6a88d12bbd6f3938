"""What looked automated is read by a person: it goes on, or stays apart with the reason. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import IntakeResult
from consultations.models import Contribution, IntakeHold
from core.workflow import StepRefused, require
from operations.deeds import record


def set_apart(contribution: Contribution, signs: Sequence[str]) -> None:
    """Part of the deed that receives: kept with its receipt, out of the inbox until somebody has looked."""
    if signs:
        IntakeHold.objects.create(contribution=contribution, signs=",".join(sorted(signs)))


@transaction.atomic
def review_holds(chosen: Iterable[IntakeHold], result: str, *, actor: User, reason: str = "") -> int:
    """The same outcome for many; what somebody else has decided meanwhile stays. Returns how many were decided."""
    require(actor, "consultations.review_intake")
    rows = IntakeHold.objects.waiting().select_for_update(of=("self",)).filter(pk__in=[each.pk for each in chosen])
    found = list(rows.select_related("contribution"))
    if not found:
        raise StepRefused(_("Choose at least one text that nobody has decided on."))
    for hold in found:
        hold.result, hold.reason, hold.reviewed_by = IntakeResult(result), reason.strip(), actor
        hold.full_clean()
        hold.save(update_fields=["result", "reason", "reviewed_by"])
        after = {"result": hold.result, "reason": hold.reason}
        record(ConsultationAction.REVIEW_INTAKE, hold.contribution, actor=actor, after=after)
    return len(found)
