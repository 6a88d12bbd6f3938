"""Deeds of a round: plan it, publish it with its statutory close, extend, close, answer, report back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import TargetGroup
from consultations.enums import RoundState, RoundStep
from consultations.models import AnswerPublication, Disposition, PublishedAnswer, Round, RoundExtension
from consultations.reckoning import last_day_of, statutory_close
from consultations.services.entries import NOW, Entry, record
from consultations.workflow import ROUND_WORKFLOW
from core.workflow import StepRefused
from municipality.calendar import add_working_days, refuse_unproclaimed
from municipality.enums import DeadlineCode
from municipality.models import DeadlineRule


@transaction.atomic
def save_round(consultation: Round, *, actor: User, groups: Iterable[TargetGroup], entry: Entry = NOW) -> Round:
    """Plan a round or change a planned one; a published round keeps its notice as it was."""
    is_new = consultation.pk is None
    if not is_new and not Round.objects.select_for_update().get(pk=consultation.pk).is_planned:
        raise StepRefused(_("The notice is published and can no longer be changed."))
    if not actor.has_perm("consultations.add_round" if is_new else "consultations.change_round", consultation):
        raise PermissionDenied
    consultation.full_clean()
    consultation.save()
    consultation.groups.set(groups)
    after = {"title_sq": consultation.title_sq, "kind": consultation.kind}
    record("consultations.round_saved", consultation, actor=actor, after=after, entry=entry)
    return consultation


@transaction.atomic
def move_round(consultation: Round, step: str, *, actor: User, comment: str = "", entry: Entry = NOW) -> Round:
    """Take one step of the workflow, with what belongs to it, and write it into the round's history."""
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    transition = ROUND_WORKFLOW.check(consultation, step, actor=actor, comment=comment)
    entry = entry.checked(actor)
    happened_on = entry.happened_on or timezone.localdate()
    entry.refuse_before(consultation.state_changes.aggregate(last=Max("happened_on"))["last"])
    last_day = last_day_of(consultation) if step == RoundStep.CLOSE else None
    if last_day and happened_on <= last_day:
        raise StepRefused(_("The last day of the round has not passed yet."))
    if step == RoundStep.PUBLISH:
        consultation.notice_on = happened_on
        consultation.closes_on = publishable_close(consultation, happened_on)
    if step == RoundStep.ANSWER:
        publish_held_answers(consultation, actor=actor, happened_on=happened_on)
    consultation.state_changes.create(
        step=step,
        actor=actor,
        from_state=consultation.state,
        to_state=transition.target,
        comment=comment,
        happened_on=happened_on,
        is_back_entry=entry.is_back_entry,
    )
    before, consultation.state = consultation.state, transition.target
    consultation.save(update_fields=["state", "notice_on", "closes_on", "updated_at"])
    after = {"from": before, "state": consultation.state, "closes_on": str(consultation.closes_on or "")}
    record(f"consultations.round_{step}", consultation, actor=actor, after=after, entry=entry)
    return consultation


def publishable_close(consultation: Round, notice_on: date) -> date | None:
    """The last day a notice of this day may promise; ValidationError where a year on the way is not entered yet."""
    closes_on = statutory_close(consultation, notice_on)
    if closes_on:
        refuse_unproclaimed(notice_on, closes_on)
    return closes_on


def publish_held_answers(consultation: Round, *, actor: User, happened_on: date) -> AnswerPublication:
    """All current answers of the round become public together."""
    publication = AnswerPublication.objects.create(round=consultation, published_by=actor, happened_on=happened_on)
    held = Disposition.objects.filter(recommendation__round=consultation).current().unpublished()
    PublishedAnswer.objects.bulk_create(
        PublishedAnswer(publication=publication, disposition=disposition) for disposition in held
    )
    return publication


def publish_round(consultation: Round, *, actor: User, entry: Entry = NOW) -> Round:
    return move_round(consultation, RoundStep.PUBLISH, actor=actor, entry=entry)


def close_round(consultation: Round, *, actor: User, entry: Entry = NOW) -> Round:
    return move_round(consultation, RoundStep.CLOSE, actor=actor, entry=entry)


def publish_answers(consultation: Round, *, actor: User, entry: Entry = NOW) -> Round:
    return move_round(consultation, RoundStep.ANSWER, actor=actor, entry=entry)


def report_round(consultation: Round, *, actor: User, entry: Entry = NOW) -> Round:
    return move_round(consultation, RoundStep.REPORT, actor=actor, entry=entry)


@transaction.atomic
def extend_round(extension: RoundExtension, *, actor: User, entry: Entry = NOW) -> Round:
    """Move the last day later, by a recorded and notified decision, never beyond the longest period of art. 15."""
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=extension.round_id)
    if not actor.has_perm("consultations.extend_round", consultation):
        raise PermissionDenied
    if consultation.state != RoundState.OPEN or consultation.closes_on is None or consultation.notice_on is None:
        raise StepRefused(_("Only an open round with a last day can be extended."))
    rule = DeadlineRule.objects.get(code=DeadlineCode.CONSULTATION)
    longest = add_working_days(consultation.notice_on, rule.maximum or rule.days)
    if extension.to_day > longest:
        sentence = _("The longest period allowed ends on %(day)s.") % {"day": date_format(longest, "d.m.Y")}
        raise ValidationError({"to_day": sentence})
    refuse_unproclaimed(consultation.notice_on, extension.to_day)
    extension.from_day = consultation.closes_on
    extension.recorded_by = actor
    extension.full_clean()
    extension.save()
    consultation.closes_on = extension.to_day
    consultation.save(update_fields=["closes_on", "updated_at"])
    after = {"from": str(extension.from_day), "to": str(extension.to_day), "decision_no": extension.decision_no}
    record("consultations.round_extended", consultation, actor=actor, after=after, entry=entry)
    return consultation
