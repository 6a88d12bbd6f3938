"""Deeds for people in danger: give a text to the protection workers, refer the case, keep the help numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import DangerResult
from consultations.models import (
    Contribution,
    DangerAlert,
    DangerCorrection,
    DangerSettlement,
    HelpLine,
    is_with_protection,
)
from consultations.rules import PROTECTION_OFFICES
from consultations.services.letters import owe_again
from consultations.services.locks import lock_for_letter
from core.workflow import StepRefused, require
from municipality.enums import SourceMark
from operations.deeds import record
from operations.queue.messages import write_messages

#: The numbers that an installation begins with; unchecked, so none is shown before somebody has called it.
HELP_LINES = (
    ("129", "Policia e Shtetit", "State Police", "24 orë", "24 hours"),
    ("127", "Urgjenca mjekësore", "Medical emergency", "24 orë", "24 hours"),
    ("116 117", "Linja kombëtare për gratë dhe vajzat", "National line for women and girls", "24 orë", "24 hours"),
    ("116 111", "Linja kombëtare për fëmijët", "National line for children", "24 orë", "24 hours"),
)
SOURCE = "Njohuri e përgjithshme; të telefonohet para se të shfaqet"
SOURCE_EN = "General knowledge; to be called before it is shown"


def protection_workers() -> list[User]:
    """Whose office protects children or acts against violence, and who reads what tells of danger."""
    workers = User.objects.filter(is_active=True, office__code__in=PROTECTION_OFFICES)
    return [worker for worker in workers if worker.has_perm("consultations.view_danger")]


def tell_protection_workers(contribution: Contribution) -> None:
    """One mail to each worker that says nothing but that something waits; one more when it comes back to them."""
    times = DangerCorrection.objects.filter(settlement__alert__contribution=contribution).count()
    key = f"consultations.danger:{contribution.pk}" + (f":{times}" if times else "")
    write_messages("consultations.danger", event_key=key, to=protection_workers(), payload={})


@transaction.atomic
def raise_danger(contribution: Contribution, *, actor: User) -> DangerAlert:
    """Take a text out of everybody's sight but the protection workers'; raising it twice raises it once."""
    require(actor, "consultations.view_contribution")
    alert, is_new = DangerAlert.objects.get_or_create(contribution=contribution, defaults={"raised_by": actor})
    if not is_new:
        if is_with_protection(contribution):
            return alert
        raise StepRefused(_("The protection workers have read this text and returned it; speak with them."))
    tell_protection_workers(contribution)
    record(ConsultationAction.RAISE_DANGER, contribution, actor=actor, after={})
    return alert


@transaction.atomic
def settle_danger(settlement: DangerSettlement, *, actor: User) -> DangerSettlement:
    """Referred, which answers the contribution, or returned to the consultation with the reason; once."""
    require(actor, "consultations.view_danger")
    alert = settlement.alert
    if DangerSettlement.objects.filter(alert=alert).exists():
        raise StepRefused(_("Somebody has dealt with this text already."))
    settlement.recorded_by = actor
    settlement.full_clean()
    settlement.save(force_insert=True)
    after = {"result": settlement.result}
    record(ConsultationAction.SETTLE_DANGER, alert.contribution, actor=actor, after=after)
    return settlement


@transaction.atomic
def correct_danger(correction: DangerCorrection, *, seen: int, actor: User) -> DangerCorrection:
    """The other outcome holds from now on, with the reason; what goes back to the consultation is owed an answer.

    As often as it must be, also of what is part of a recommendation by now: nothing may keep a person in danger from
    those who protect. `seen`: how many outcomes whoever decides has read; a colleague's newer one is read first.
    """
    require(actor, "consultations.view_danger")
    said = correction.settlement.alert.contribution
    consultation = lock_for_letter(said.round_id)
    if len(DangerAlert.objects.get(contribution=said).outcomes) != seen:
        raise StepRefused(_("A colleague has corrected it meanwhile: read what holds now."))
    correction.recorded_by, correction.reason = actor, correction.reason.strip()
    correction.full_clean()
    result = correction.result
    correction.save(force_insert=True)
    record(ConsultationAction.CORRECT_DANGER, said, actor=actor, after={"result": result})
    if result == DangerResult.RETURNED:
        owe_again(consultation, said, actor=actor)
    else:
        tell_protection_workers(said)
    return correction


@transaction.atomic
def save_helpline(form: Any, *, actor: User) -> HelpLine:
    """Add or change a help number."""
    require(actor, "consultations.change_helpline")
    if not form.is_valid():
        raise ValidationError(form.errors)
    row: HelpLine = form.save()
    record(ConsultationAction.SAVE_HELPLINE, row, actor=actor)
    return row


@transaction.atomic
def install_help_lines(*, actor: User, checked_by: str = "", checked_on: date | None = None) -> None:
    """Add the numbers that are not there yet; checked only by who says so."""
    known = set(HelpLine.objects.values_list("phone", flat=True))
    for order, (phone, name_sq, name_en, hours_sq, hours_en) in enumerate(HELP_LINES, start=1):
        if phone in known:
            continue
        line = HelpLine(
            phone=phone,
            name_sq=name_sq,
            name_en=name_en,
            hours_sq=hours_sq,
            hours_en=hours_en,
            order=order,
            source=SOURCE,
            source_en=SOURCE_EN,
            source_mark=SourceMark.UNVERIFIED,
            checked_by=checked_by,
            checked_on=checked_on,
        )
        line.full_clean()
        line.save()
        record(ConsultationAction.SAVE_HELPLINE, line, actor=actor)
