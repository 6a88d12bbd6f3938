"""Deeds on words before and after they go out: read them, take parts out, open the original, withdraw, report."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import ConsentPurpose, ReportResult
from consultations.models import (
    AnswerPublication,
    ConsentWithdrawal,
    Contribution,
    ContributionContact,
    DataOpening,
    PublishedWords,
    Redaction,
    SealedPoint,
    TextReport,
)
from consultations.services.contributions import drop_scan
from consultations.services.points import take_out_points
from consultations.words.redacting import only_takes_out, plain_words
from core.workflow import StepRefused, require
from operations.deeds import note_head, record


@transaction.atomic
def redact(redaction: Redaction, *, actor: User) -> Redaction:
    """How the words are shown from now on. ValidationError where anything but a removal was done to them."""
    require(actor, "consultations.redact_contribution", redaction.contribution)
    return keep_redaction(redaction, actor=actor)


def keep_redaction(redaction: Redaction, *, actor: User) -> Redaction:
    """Part of a deed that has asked for its own permission."""
    contribution = redaction.contribution
    redaction.text = plain_words(redaction.text)
    if not only_takes_out(redaction.text, contribution.text):
        sentence = _("Only take parts out: write […] in the place of each, and leave everything else as it was said.")
        raise ValidationError({"text": sentence})
    redaction.removes = redaction.text != plain_words(contribution.text)
    redaction.reason = redaction.reason.strip() if redaction.removes else ""
    redaction.recorded_by = actor
    redaction.full_clean()
    redaction.save(force_insert=True)
    after = {"removes": redaction.removes, "reason": redaction.reason}
    record(ConsultationAction.REDACT_CONTRIBUTION, contribution, actor=actor, after=after)
    if redaction.removes:
        take_out_points(contribution, reason=redaction.reason, for_good=False, actor=actor)
    transaction.on_commit(note_head)
    return redaction


@transaction.atomic
def open_data(opening: DataOpening, *, actor: User) -> DataOpening:
    """Write down who opens what of whom, and why, before it is shown; StepRefused where a point has nothing sealed."""
    require(actor, "consultations.open_data", opening.contribution)
    if opening.point is not None and not SealedPoint.objects.filter(point=opening.point).exists():
        raise StepRefused(_("Nothing of this point is sealed."))
    return keep_opening(opening, actor=actor)


def keep_opening(opening: DataOpening, *, actor: User) -> DataOpening:
    """Part of a deed that has asked for its own permission."""
    opening.opened_by = actor
    opening.reason = opening.reason.strip()
    opening.full_clean()
    opening.save(force_insert=True)
    after: dict[str, Any] = {"opened": opening.opened, "reason": opening.reason}
    if opening.contribution is not None:
        record(ConsultationAction.OPEN_DATA, opening.contribution, actor=actor, after=after)
    elif opening.point is not None:
        after |= {"point": opening.point.number}
        record(ConsultationAction.OPEN_DATA, opening.point.event, actor=actor, after=after)
    return opening


def publish_words(publication: AnswerPublication) -> list[PublishedWords]:
    """The words of the round that may go out and were read, under numbers that tell nothing of their order."""
    consultation = publication.round
    ready = Contribution.objects.filter(round=consultation).publishable().filter(published_words=None)
    chosen = list(ready.exclude(redactions=None).distinct())
    secrets.SystemRandom().shuffle(chosen)
    last = consultation.published_words.aggregate(last=Max("number"))["last"]
    return PublishedWords.objects.bulk_create(
        PublishedWords(round=consultation, publication=publication, contribution=contribution, number=number)
        for number, contribution in enumerate(chosen, start=(last or 0) + 1)
    )


@transaction.atomic
def withdraw_consent(contribution: Contribution, purpose: str, *, actor: User | None) -> ConsentWithdrawal:
    """By the speaker with her code (no actor) or by the coordinator or dpo for her; twice is once."""
    if actor is not None:
        require(actor, "consultations.withdraw_consent")
    withdrawal, is_new = ConsentWithdrawal.objects.get_or_create(
        contribution=contribution, purpose=ConsentPurpose(purpose), defaults={"recorded_by": actor}
    )
    if is_new:
        if purpose == ConsentPurpose.CONTACT:
            ContributionContact.objects.filter(contribution=contribution).delete()
            drop_scan(contribution, actor=actor)  # it may show the name and the address
        record(ConsultationAction.WITHDRAW_CONSENT, contribution, actor=actor, after={"purpose": purpose})
        transaction.on_commit(note_head)
    return withdrawal


@transaction.atomic
def report_text(report: TextReport) -> TextReport:
    """Anybody asks for a removal; nothing is kept of who asks but what is written."""
    report.complaint = report.complaint.strip()
    same = TextReport.objects.waiting().filter(words=report.words_id, complaint=report.complaint)
    if (known := same.first()) is not None:
        return known
    report.full_clean()
    report.save(force_insert=True)
    record(ConsultationAction.REPORT_TEXT, report, actor=None, after={"words": report.words_id})
    return report


@transaction.atomic
def settle_report(report: TextReport, *, actor: User) -> TextReport:
    """Taken out (by a redaction made since the report), or left with the reason; once."""
    require(actor, "consultations.settle_report")
    stored = TextReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if stored.result:
        raise StepRefused(_("Somebody has dealt with this report already."))
    if not report.result:
        raise ValidationError({"result": _("Say what was done.")})
    if report.result == ReportResult.REMOVED and not redacted_since(stored):
        sentence = _("Nothing has been taken out of these words since the report came: do that first.")
        raise ValidationError({"result": sentence})
    report.settled_by, report.settled_at = actor, timezone.now()
    report.full_clean()
    report.save(update_fields=["result", "answer", "settled_by", "settled_at"])
    record(ConsultationAction.SETTLE_REPORT, report, actor=actor, after={"result": report.result})
    return report


def redacted_since(report: TextReport) -> bool:
    redactions = Redaction.objects.filter(contribution=report.words.contribution_id, removes=True)
    return redactions.filter(recorded_at__gte=report.recorded_at).exists()
