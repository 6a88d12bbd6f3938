"""Deeds of the data-protection officer: requests of persons, and incidents with the clock of the authority."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.codes import code_digest
from consultations.models import Contribution, PersonRequest, PrivacyIncident
from consultations.models.desk import due_day, due_moment
from core.workflow import StepRefused, require
from municipality.calendar import threshold
from municipality.enums import ThresholdCode
from operations.deeds import record

KEEP = "consultations.keep_privacy"


@transaction.atomic
def take_request(request: PersonRequest, *, actor: User, code: str = "") -> PersonRequest:
    """Write down what somebody asks about her data; with the code of her receipt it hangs on her contribution."""
    require(actor, KEEP)
    if request.received_on > timezone.localdate():
        raise ValidationError({"received_on": _("The date lies in the future.")})
    if code.strip():
        request.contribution = Contribution.objects.filter(reference_hash=code_digest(code)).first()
        if request.contribution is None:
            raise ValidationError({"code": _("No contribution has this code.")})
    request.due_on = due_day(request.received_on, threshold(ThresholdCode.REQUEST_DAYS))
    request.recorded_by = actor
    request.full_clean()
    request.save(force_insert=True)
    record(ConsultationAction.TAKE_REQUEST, request, actor=actor, after={"kind": request.kind})
    return request


@transaction.atomic
def answer_request(
    request: PersonRequest, *, outcome: str, answer: str, answered_on: date, actor: User
) -> PersonRequest:
    """What was done, or why not; once."""
    require(actor, KEEP)
    request = PersonRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not request.is_waiting:
        raise StepRefused(_("This request is answered already."))
    if not request.received_on <= answered_on <= timezone.localdate():
        raise ValidationError({"answered_on": _("The answer lies between the day of the request and today.")})
    request.outcome, request.answer, request.answered_on = outcome, answer.strip(), answered_on
    request.full_clean()
    request.save()
    record(ConsultationAction.ANSWER_REQUEST, request, actor=actor, after={"outcome": outcome})
    return request


@transaction.atomic
def open_incident(incident: PrivacyIncident, *, actor: User) -> PrivacyIncident:
    """Write an incident down; its clock runs from the discovery (docs/law.md#data-breach)."""
    require(actor, KEEP)
    if incident.discovered_at > timezone.now():
        raise ValidationError({"discovered_at": _("The date lies in the future.")})
    incident.due_at = due_moment(incident.discovered_at, threshold(ThresholdCode.INCIDENT_HOURS))
    incident.recorded_by = actor
    incident.full_clean()
    incident.save(force_insert=True)
    record(ConsultationAction.OPEN_INCIDENT, incident, actor=actor, after={"due_at": incident.due_at.isoformat()})
    return incident


@transaction.atomic
def settle_incident(
    incident: PrivacyIncident,
    *,
    notified_at: datetime | None,
    reference: str,
    persons_told_on: date | None,
    no_notice_reason: str,
    actor: User,
) -> PrivacyIncident:
    """The authority is told under a number, or a reason says why it is not; once."""
    require(actor, KEEP)
    incident = PrivacyIncident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not incident.is_waiting:
        raise StepRefused(_("This incident is dealt with already."))
    if bool(notified_at) == bool(no_notice_reason.strip()):
        raise ValidationError(
            {"no_notice_reason": _("Either the authority was told, or a reason says why it was not.")}
        )
    if notified_at and not incident.discovered_at <= notified_at <= timezone.now():
        raise ValidationError({"notified_at": _("The notification lies between the discovery and now.")})
    incident.notified_at, incident.notice_reference = notified_at, reference.strip() if notified_at else ""
    incident.persons_told_on, incident.no_notice_reason = persons_told_on, no_notice_reason.strip()
    incident.full_clean()
    incident.save()
    record(ConsultationAction.SETTLE_INCIDENT, incident, actor=actor, after={"is_late": incident.is_late})
    return incident
