"""A letter belongs to the day it was received: in time it is answered with the others, late it is answered apart."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import PROTOCOLLED_CHANNELS, NoticeOccasion, RoundStep
from consultations.models import Contribution, LateReply, Round
from consultations.models.contributions import LATE_NEEDS_PROTOCOL
from consultations.reckoning import is_accepting, last_day_of
from consultations.services.notices import tell_speakers
from consultations.workflow import ROUND_WORKFLOW
from core.i18n import short_date
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, is_of_the_past, move, record


def settle_period(contribution: Contribution) -> None:
    """Live entry is judged by the database's clock, back-entry by the day it was received; a late letter is marked."""
    consultation = contribution.round
    if "accepts_today" not in vars(consultation):  # else the database's clock has just been asked, with the row
        consultation = Round.objects.get(pk=contribution.round_id)
    if not contribution.is_back_entry and is_accepting(consultation):
        return
    last_day = last_day_of(consultation)
    is_after = last_day is not None and contribution.happened_on > last_day
    if is_after and contribution.channel in PROTOCOLLED_CHANNELS:
        contribution.is_late = True
        if not contribution.protocol_no:
            raise ValidationError({"protocol_no": LATE_NEEDS_PROTOCOL})
    elif not contribution.is_back_entry:
        raise StepRefused(_("This consultation no longer takes contributions."))
    elif is_after:
        raise ValidationError({"happened_on": _("This date is after the last day of the round.")})


def take_up(consultation: Round, letter: Contribution, *, actor: User) -> None:
    """The answers of the round are owed again: this letter came in time."""
    words = {"number": letter.protocol_no or f"#{letter.pk}", "day": short_date(letter.happened_on)}
    comment = _("Letter %(number)s was received on %(day)s, in time, and typed afterwards.") % words
    move(consultation, RoundStep.TAKE_UP, workflow=ROUND_WORKFLOW, actor=actor, comment=comment)


def owe_again(consultation: Round, said: Contribution, *, actor: User) -> None:
    """The answers are owed anew where they are public already: this text was left out of them by a mistake."""
    if consultation.has_public_answers:
        comment = _("Contribution %(number)s was left out by a mistake that is corrected.") % {"number": f"#{said.pk}"}
        move(consultation, RoundStep.TAKE_UP, workflow=ROUND_WORKFLOW, actor=actor, comment=comment)


@transaction.atomic
def answer_late(reply: LateReply, *, actor: User, entry: Entry = NOW) -> LateReply:
    """Answer a letter that came after the last day, apart from the answers of its round; once."""
    contribution = reply.contribution
    require(actor, "consultations.answer_late", contribution)
    if not contribution.is_late:
        raise StepRefused(_("This letter came in time: it is answered with the others."))
    entry = entry.checked(actor, contribution)
    reply.reply, reply.recorded_by = reply.reply.strip(), actor
    reply.answered_on = entry.happened_on or timezone.localdate()
    reply.full_clean()
    reply.save(force_insert=True)
    record(ConsultationAction.ANSWER_LATE, contribution, actor=actor, after={}, entry=entry)
    if not is_of_the_past(contribution):
        tell_speakers([contribution], NoticeOccasion.ANSWERED, about="late")
    return reply
