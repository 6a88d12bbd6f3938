"""Deeds of what lies ahead: rows of the yearly calendar, proposals to start a procedure."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.codes import covering_key
from consultations.models import PlannedConsultation, StartProposal
from core.workflow import StepRefused, require
from operations.deeds import record


@transaction.atomic
def save_planned(form: object, *, actor: User) -> PlannedConsultation:
    """Add or change a row of the calendar by a checked form."""
    require(actor, "consultations.add_round")
    row: PlannedConsultation = form.save()  # type: ignore[attr-defined]
    record(ConsultationAction.SAVE_PLANNED, row, actor=actor)
    return row


@transaction.atomic
def propose_start(proposal: StartProposal, *, signs: Iterable[str] = ()) -> StartProposal:
    """Keep what somebody proposes, once however often the form is sent; nothing is kept of who proposes."""
    key = covering_key(proposal.submission_key, {"start": proposal.text})
    if (kept := StartProposal.objects.filter(submission_key=key).first()) is not None:
        return kept
    proposal.submission_key, proposal.signs = key, ",".join(sorted(signs))
    proposal.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError:  # the same form, sent at the same moment
        return StartProposal.objects.get(submission_key=key)
    record(ConsultationAction.PROPOSE_START, proposal, actor=None, after={})
    return proposal


@transaction.atomic
def answer_proposal(proposal: StartProposal, *, actor: User) -> StartProposal:
    """Begun or not, with the reason in the municipality's words; once, and then everybody reads it."""
    require(actor, "consultations.answer_proposal")
    if StartProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk).result:
        raise StepRefused(_("This proposal is already answered."))
    if not proposal.result:
        raise ValidationError({"result": _("Say what was decided, and why.")})
    proposal.answered_on, proposal.answered_by = timezone.localdate(), actor
    proposal.full_clean()
    proposal.save()
    record(ConsultationAction.ANSWER_PROPOSAL, proposal, actor=actor, after={"result": proposal.result})
    return proposal
