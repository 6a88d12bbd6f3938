"""Deeds of a round: plan it, publish it with its statutory close, extend, close, answer, report back.

Whoever wrote numbers that only hidden figures explain asks, and a second person looks at them before they go out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import TargetGroup
from consultations.actions import ConsultationAction
from consultations.enums import NoticeOccasion, RoundEffect, RoundState, RoundStep
from consultations.facts.prose import (
    STEP_IN,
    prose_before_step,
    refuse_telling_answers,
    refuse_telling_notice,
    wrote_in_it,
)
from consultations.facts.speakers import keep_speakers
from consultations.models import AnswerPublication, Disposition, PublishedAnswer, Round, RoundExtension
from consultations.reckoning import last_day_of, statutory_close
from consultations.services.meetings import notice_meetings
from consultations.services.notices import speakers_of, tell_speakers
from consultations.services.redactions import publish_words
from consultations.services.subscriptions import tell_subscribers
from consultations.workflow import ROUND_WORKFLOW
from core.i18n import short_date
from core.workflow import StepRefused, require
from municipality.calendar import add_working_days, refuse_unproclaimed
from municipality.enums import DeadlineCode
from municipality.models import DeadlineRule
from operations.deeds import NOW, Entry, StepHooks, StepTaken, effects_from, is_of_the_past, move, record
from operations.trail.prose import Prose
from operations.trail.second_person import answer, question


@transaction.atomic
def save_round(consultation: Round, *, actor: User, groups: Iterable[TargetGroup], entry: Entry = NOW) -> Round:
    """Plan a round or change a planned one; a published round keeps its notice as it was."""
    is_new = consultation.pk is None
    if not is_new and not Round.objects.select_for_update().get(pk=consultation.pk).is_planned:
        raise StepRefused(_("The notice is published and can no longer be changed."))
    require(actor, "consultations.add_round" if is_new else "consultations.change_round", consultation)
    consultation.full_clean()
    consultation.save()
    consultation.groups.set(groups)
    after = {"title_sq": consultation.title_sq, "kind": consultation.kind}
    record(ConsultationAction.SAVE_ROUND, consultation, actor=actor, after=after, entry=entry)
    return consultation


@transaction.atomic
def move_round(consultation: Round, step: str, *, actor: User, comment: str = "", entry: Entry = NOW) -> Round:
    """Take one step of the workflow, with what belongs to it, and write it into the round's history."""
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    move(consultation, step, workflow=ROUND_WORKFLOW, actor=actor, entry=entry, comment=comment, hooks=HOOKS)
    return consultation


def publishable_close(consultation: Round, notice_on: date) -> date | None:
    """The last day a notice of this day may promise; ValidationError where a year on the way is not entered yet."""
    closes_on = statutory_close(consultation, notice_on)
    if closes_on:
        refuse_unproclaimed(notice_on, closes_on)
    return closes_on


def set_days(step: StepTaken) -> None:
    consultation, notice_on = step.document, step.day
    consultation.notice_on = notice_on
    consultation.closes_on = publishable_close(consultation, notice_on)
    refuse_telling_notice(consultation, actor=getattr(step.actor, "pk", None), comment=step.comment)
    notice_meetings(consultation, notice_on)
    if not step.entry.is_back_entry:
        tell_subscribers(consultation, NoticeOccasion.OPENED, about=f"round:{consultation.pk}")


def refuse_early_close(step: StepTaken) -> None:
    last = last_day_of(step.document)
    if last and step.day <= last:
        raise StepRefused(_("The last day of the round has not passed yet."))


def publish_held_answers(step: StepTaken) -> None:
    """All current answers of the round become public together, and with them the words that may go out."""
    consultation = step.document
    is_first = not consultation.answer_publications.exists()
    publication = AnswerPublication.objects.create(round=consultation, published_by=step.actor, happened_on=step.day)
    held = list(Disposition.objects.filter(recommendation__round=consultation).current().unpublished())
    PublishedAnswer.objects.bulk_create(
        PublishedAnswer(publication=publication, disposition=disposition) for disposition in held
    )
    publish_words(publication)
    if is_first:
        keep_speakers(consultation)
    refuse_telling_answers(consultation, actor=getattr(step.actor, "pk", None), comment=step.comment)
    if not is_of_the_past(step.entry):
        concerned = speakers_of(consultation) if is_first else speakers_of(consultation).newly_answered(held)
        tell_speakers(concerned, NoticeOccasion.ANSWERED, about=f"publication:{publication.pk}")
    if not step.entry.is_back_entry:
        tell_subscribers(consultation, NoticeOccasion.ANSWERED, about=f"publication:{publication.pk}")


HOOKS = StepHooks(
    effects_from(
        {
            RoundEffect.SET_DAYS: set_days,
            RoundEffect.CHECK_LAST_DAY: refuse_early_close,
            RoundEffect.PUBLISH_ANSWERS: publish_held_answers,
        }
    )
)


def publish_round(consultation: Round, *, actor: User, entry: Entry = NOW) -> Round:
    return move_round(consultation, RoundStep.PUBLISH, actor=actor, entry=entry)


def close_round(consultation: Round, *, actor: User, entry: Entry = NOW) -> Round:
    return move_round(consultation, RoundStep.CLOSE, actor=actor, entry=entry)


def publish_answers(consultation: Round, *, actor: User, entry: Entry = NOW) -> Round:
    return move_round(consultation, RoundStep.ANSWER, actor=actor, entry=entry)


def report_round(consultation: Round, *, actor: User, entry: Entry = NOW) -> Round:
    return move_round(consultation, RoundStep.REPORT, actor=actor, entry=entry)


@transaction.atomic
def register_round(consultation: Round, reference: str, *, actor: User, entry: Entry = NOW) -> Round:
    """Note number or address of the entry in the electronic register; the one thing of a notice that comes later."""
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    require(actor, "consultations.register_round", consultation)
    before, consultation.register_reference = consultation.register_reference, reference.strip()
    consultation.full_clean()
    consultation.save(update_fields=["register_reference", "updated_at"])
    after = {"before": before, "register_reference": consultation.register_reference}
    record(ConsultationAction.REGISTER_ROUND, consultation, actor=actor, after=after, entry=entry)
    return consultation


@transaction.atomic
def extend_round(extension: RoundExtension, *, actor: User, entry: Entry = NOW) -> Round:
    """Move the last day later, by a recorded and notified decision, never beyond the longest period of art. 15."""
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=extension.round_id)
    require(actor, "consultations.extend_round", consultation)
    if consultation.state != RoundState.OPEN or consultation.closes_on is None or consultation.notice_on is None:
        raise StepRefused(_("Only an open round with a last day can be extended."))
    rule = DeadlineRule.objects.get(code=DeadlineCode.CONSULTATION)
    longest = add_working_days(consultation.notice_on, rule.maximum or rule.days)
    if extension.to_day > longest:
        sentence = _("The longest period allowed ends on %(day)s.") % {"day": short_date(longest)}
        raise ValidationError({"to_day": sentence})
    refuse_unproclaimed(consultation.notice_on, extension.to_day)
    extension.from_day = consultation.closes_on
    extension.recorded_by = actor
    extension.full_clean()
    extension.save()
    consultation.closes_on = extension.to_day
    consultation.save(update_fields=["closes_on", "updated_at"])
    tell_speakers(speakers_of(consultation), NoticeOccasion.EXTENDED, about=f"extension:{extension.pk}")
    if not entry.is_back_entry:
        tell_subscribers(consultation, NoticeOccasion.EXTENDED, about=f"extension:{extension.pk}")
    after = {"from": str(extension.from_day), "to": str(extension.to_day), "decision_no": extension.decision_no}
    record(ConsultationAction.EXTEND_ROUND, consultation, actor=actor, after=after, entry=entry)
    return consultation


def _telling(consultation: Round) -> Prose:
    prose = prose_before_step(consultation)
    if prose is None or not prose.telling:
        raise StepRefused(_("No number of this round's words waits for a confirmation."))
    return prose


@transaction.atomic
def ask_confirmation(consultation: Round, *, actor: User) -> Round:
    """Whoever may confirm finds a task on her desk, until she has answered or the words went out."""
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    require(actor, "consultations.ask_numbers", consultation)
    asked = question(_telling(consultation), step=STEP_IN.get(consultation.state, ""))
    record(ConsultationAction.ASK_NUMBERS, consultation, actor=actor, after=asked)
    return consultation


@transaction.atomic
def confirm_numbers(consultation: Round, *, numbers: Collection[int], reason: str, actor: User) -> Round:
    """These numbers tell nothing hidden where they stand now; what is not among them stays refused, with the reason.

    Refused to whoever wrote in the words. Another wording of the same number is not confirmed.
    """
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    require(actor, "consultations.confirm_numbers", consultation)
    prose = _telling(consultation)
    if wrote_in_it(consultation, actor.pk):
        raise StepRefused(_("You wrote in these words: somebody else confirms their numbers."))
    answered = answer(prose, step=STEP_IN[consultation.state], numbers=numbers, reason=reason)
    record(ConsultationAction.CONFIRM_NUMBERS, consultation, actor=actor, after=answered)
    return consultation
