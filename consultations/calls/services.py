"""Deeds of complaints: take one, decide on it; an upheld one invites comments again."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import ComplaintResult, NoticeOccasion, RoundState, RoundStep
from consultations.models import ComplaintBody, Round, RoundComplaint
from consultations.services.notices import speakers_of, tell_speakers
from consultations.services.rounds import move_round
from consultations.services.subscriptions import tell_subscribers
from core.workflow import StepRefused, require
from municipality.calendar import refuse_unproclaimed
from operations.deeds import record


@transaction.atomic
def take_complaint(complaint: RoundComplaint, *, actor: User) -> RoundComplaint:
    """Write a complaint down under its protocol number, with the day by which the body decides."""
    require(actor, "consultations.keep_complaint", complaint.round)
    if complaint.round.is_planned:
        raise StepRefused(_("The notice of this round is not published yet."))
    if complaint.received_on > timezone.localdate():
        raise ValidationError({"received_on": _("The date lies in the future.")})
    complaint.due_on = complaint.received_on + timedelta(days=ComplaintBody.objects.current().days)
    complaint.recorded_by = actor
    complaint.full_clean()
    complaint.save(force_insert=True)
    after = {"round": complaint.round_id, "due_on": str(complaint.due_on)}
    record(ConsultationAction.TAKE_COMPLAINT, complaint, actor=actor, after=after)
    return complaint


@transaction.atomic
def decide_complaint(complaint: RoundComplaint, *, actor: User) -> RoundComplaint:
    """Upheld, the round is open again and everybody who spoke or subscribed is told; once."""
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=complaint.round_id)
    require(actor, "consultations.keep_complaint", consultation)
    if RoundComplaint.objects.select_for_update().get(pk=complaint.pk).result:
        raise StepRefused(_("Somebody has decided on this complaint already."))
    complaint.reason, complaint.decided_on = complaint.reason.strip(), timezone.localdate()
    if not complaint.result or not complaint.reason:
        raise ValidationError({"reason": _("Say what was decided, and why.")})
    if complaint.result == ComplaintResult.UPHELD:
        _reopen(consultation, complaint, actor)
    else:
        complaint.new_last_day = None
    complaint.full_clean()
    complaint.save()
    after = {"result": complaint.result, "new_last_day": str(complaint.new_last_day or "")}
    record(ConsultationAction.DECIDE_COMPLAINT, complaint, actor=actor, after=after)
    return complaint


def _reopen(consultation: Round, complaint: RoundComplaint, actor: User) -> None:
    """Comments are invited again; a round that has a last day gets a later one."""
    today, until = timezone.localdate(), complaint.new_last_day
    if consultation.closes_on is None:
        complaint.new_last_day = None
    elif until is None or until <= max(today, consultation.closes_on):
        raise ValidationError({"new_last_day": _("Give a last day that lies after today and after the present one.")})
    else:
        refuse_unproclaimed(today, until)
        consultation.closes_on = until
        consultation.save(update_fields=["closes_on", "updated_at"])
    if consultation.state != RoundState.OPEN:
        move_round(consultation, RoundStep.REOPEN, actor=actor, comment=complaint.reason)
    about = f"complaint:{complaint.pk}"
    tell_speakers(speakers_of(consultation), NoticeOccasion.EXTENDED, about=about)
    tell_subscribers(consultation, NoticeOccasion.EXTENDED, about=about)


@transaction.atomic
def save_complaint_body(row: ComplaintBody, *, actor: User) -> ComplaintBody:
    require(actor, "consultations.change_complaintbody")
    row.full_clean()
    row.save()
    record(ConsultationAction.SAVE_COMPLAINT_BODY, row, actor=actor)
    return row
