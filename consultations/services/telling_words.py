"""Deeds on numbers in the words of a round: whoever wrote them asks, and a second person looks at them."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.facts.prose import STEP_IN, prose_before_step, wrote_in_it
from consultations.models import Round
from core.workflow import StepRefused, require
from operations.deeds import record
from operations.trail.prose import Prose, digest_of


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
    telling = _telling(consultation).telling
    after = {"step": str(STEP_IN[consultation.state]), "numbers": ", ".join(map(str, telling))}
    record(ConsultationAction.ASK_NUMBERS, consultation, actor=actor, after=after)
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
    if not set(numbers) <= set(prose.telling):
        raise ValidationError({"numbers": _("The words have changed meanwhile: look at the numbers again.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why these numbers tell nothing hidden, or why they do.")})
    after = {
        "step": str(STEP_IN[consultation.state]),
        "numbers": ", ".join(map(str, sorted(numbers))),
        "reason": reason.strip(),
        "sentences": {str(number): digest_of(prose.texts, number) for number in sorted(numbers)},
    }
    record(ConsultationAction.CONFIRM_NUMBERS, consultation, actor=actor, after=after)
    return consultation
