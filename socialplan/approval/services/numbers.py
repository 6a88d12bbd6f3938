"""Numbers in a version's words that only hidden figures explain: asked about, and answered by a second person."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from operations.deeds import record
from operations.trail.prose import Prose
from operations.trail.second_person import answer, question
from socialplan.approval.actions import ApprovalAction
from socialplan.approval.said_numbers import STEP_IN, prose_before_step, wrote_in_it
from socialplan.approval.services.steps import locked_version
from socialplan.content.models import PlanVersion


def _telling(version: PlanVersion) -> Prose:
    prose = prose_before_step(version)
    if prose is None or not prose.telling:
        raise StepRefused(_("No number of this version's words waits for a confirmation."))
    return prose


@transaction.atomic
def ask_about_numbers(version: PlanVersion, *, actor: User) -> PlanVersion:
    """Whoever may confirm finds a task on her desk, until she has answered or the step is taken."""
    version = locked_version(version)
    require(actor, "approval.ask_numbers", version)
    asked = question(_telling(version), step=STEP_IN.get(version.state, ""))
    record(ApprovalAction.ASK_NUMBERS, version, actor=actor, after=asked)
    return version


@transaction.atomic
def answer_numbers(version: PlanVersion, *, numbers: Collection[int], reason: str, actor: User) -> PlanVersion:
    """These numbers tell nothing hidden where they stand now; what is not among them stays refused, with the reason.

    Refused to whoever wrote in the words. Another wording of the same number is not confirmed.
    """
    version = locked_version(version)
    require(actor, "approval.confirm_numbers", version)
    prose = _telling(version)
    if wrote_in_it(version, actor.pk):
        raise StepRefused(_("You wrote in these words: somebody else confirms their numbers."))
    answered = answer(prose, step=STEP_IN[version.state], numbers=numbers, reason=reason)
    record(ApprovalAction.CONFIRM_NUMBERS, version, actor=actor, after=answered)
    return version
