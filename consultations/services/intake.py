"""What looked automated is read by a person: it goes on, or stays apart with the reason. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import IntakeResult
from consultations.models import Contribution, IntakeHold
from consultations.services.letters import owe_again
from consultations.services.locks import lock_for_letter
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
    rows = IntakeHold.objects.waiting().select_for_update(of=("self",))
    found = list(rows.filter(pk__in=[each.pk for each in chosen]))
    if not found:
        raise StepRefused(_("Choose at least one text that nobody has decided on."))
    for hold in found:
        hold.result, hold.reason, hold.reviewed_by = IntakeResult(result), reason.strip(), actor
        hold.full_clean()
        hold.save(update_fields=["result", "reason", "reviewed_by"])
        after = {"result": hold.result, "reason": hold.reason}
        record(ConsultationAction.REVIEW_INTAKE, hold.contribution, actor=actor, after=after)
    return len(found)


@transaction.atomic
def correct_hold(hold: IntakeHold, *, reason: str, actor: User) -> IntakeHold:
    """What was taken for a machine's was a person's: it goes on into its round, which owes it an answer."""
    require(actor, "consultations.review_intake")
    consultation = lock_for_letter(hold.contribution.round_id)
    found = IntakeHold.objects.automated().select_for_update(of=("self",)).filter(pk=hold.pk).first()
    if found is None:
        raise StepRefused(_("Only what was found to be automated is corrected here."))
    hold = found
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is corrected.")})
    before = {"result": hold.result, "reason": hold.reason}
    hold.result, hold.reason, hold.reviewed_by = IntakeResult.GENUINE, reason.strip(), actor
    hold.full_clean()
    hold.save(update_fields=["result", "reason", "reviewed_by"])
    after = {"result": hold.result, "reason": hold.reason}
    record(ConsultationAction.CORRECT_INTAKE, hold.contribution, actor=actor, before=before, after=after)
    owe_again(consultation, hold.contribution, actor=actor)
    return hold
