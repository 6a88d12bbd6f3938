"""Numbers in a version's words that only hidden figures explain: who wrote them, and the second person who vouches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from core.together.relations import read_lists
from core.together.side_by_side import Reader
from operations.models import Event
from operations.trail.prose import Prose, refuse_telling
from operations.trail.second_person import SecondPerson
from socialplan.approval.actions import ApprovalAction
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.findings.prose import prose_of_amendments, prose_of_content
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import version_content
from socialplan.content.services.frozen import content_to_confirm
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.models import EditingHold

#: The step with which words are approved or enacted, by the state before it.
STEP_IN: Mapping[str, PlanStep] = {
    PlanState.IN_REVIEW: PlanStep.APPROVE,
    PlanState.AMENDING: PlanStep.CONFIRM_AMENDMENTS,
}
PROSE_BY_STEP: Mapping[str, Callable[[PlanVersion, dict[str, Any]], Prose]] = {
    PlanStep.APPROVE: prose_of_content,
    PlanStep.CONFIRM_AMENDMENTS: prose_of_amendments,
}
SECOND_PERSON = SecondPerson(
    ApprovalAction.ASK_NUMBERS,
    ApprovalAction.CONFIRM_NUMBERS,
    (ApprovalAction.APPROVE_VERSION, ApprovalAction.RETURN_VERSION, ApprovalAction.CONFIRM_AMENDMENTS),
)
#: The rows that hold words, and the deeds by which words come into them.
WORDED = ("chapters", "strategicgoals", "specificobjectives", "measures", "indicators", "risks")
WRITTEN_IN_A_ROW = (
    *(DraftingAction.STORE_CHAPTER, DraftingAction.STORE_STRATEGICGOAL, DraftingAction.STORE_SPECIFICOBJECTIVE),
    *(DraftingAction.STORE_MEASURE, DraftingAction.STORE_INDICATOR, DraftingAction.STORE_RISK),
    DraftingAction.SET_CELL,
)
WRITTEN_IN_MANY = (DraftingAction.PASTE_BLOCK, DraftingAction.UNDO_EDIT)
OTHERWISE = gettext_lazy(
    "The text says numbers that only hidden figures explain: %(list)s. You wrote in it, so you cannot confirm them "
    "yourself: ask the data-protection officer on this page to confirm them, let somebody else who may take this step "
    "do it, or take the numbers out."
)


def prose_of(version: PlanVersion, step: str, content: dict[str, Any]) -> Prose:
    """Of the words that the step sends out; what a second person has confirmed in them is explained by her."""
    prose = PROSE_BY_STEP[step](version, content)
    confirmed = SECOND_PERSON.confirmed(version, step, prose.texts)
    return replace(prose, openly={**prose.openly, **confirmed})


def prose_before_step(version: PlanVersion) -> Prose | None:
    """Of the words that the version's next step sends out; None where none does."""
    step = STEP_IN.get(version.state)
    return prose_of(version, step, content_before(version)) if step else None


def content_before(version: PlanVersion) -> dict[str, Any]:
    """As the step would take it: with the tables of what the council amended."""
    return content_to_confirm(version) if version.state == PlanState.AMENDING else version_content(version)


def wrote_in_it(version: PlanVersion, person: int | None) -> bool:
    return person in writers_of(version)


def writers_of(version: PlanVersion) -> set[int]:
    """Who ever wrote words of the version, by the history and by what still waits to enter it."""
    many = Q(subject_type=version._meta.label_lower, subject_id=str(version.pk), action__in=WRITTEN_IN_MANY)
    events = Event.objects.filter(_in_rows(version) | many, actor__isnull=False)
    waiting = EditingHold.objects.filter(version=version).unrecorded()
    return {
        *events.order_by().values_list("actor", flat=True).distinct(),
        *waiting.order_by().values_list("user", flat=True),
    }


def _in_rows(version: PlanVersion) -> Q:
    found = Q(pk=None)
    for kind, keys in _rows(version):
        found |= Q(subject_type=kind, subject_id__in=keys)
    return found & Q(action__in=WRITTEN_IN_A_ROW)


def _rows(version: PlanVersion) -> Iterator[tuple[str, list[str]]]:
    for name in WORDED:
        rows: Any = getattr(version, name)
        yield rows.model._meta.label_lower, [str(pk) for pk in rows.order_by().values_list("pk", flat=True)]


def refuse_telling_words(
    version: PlanVersion, step: str, content: dict[str, Any], *, actor: int, comment: str
) -> None:
    """StepRefused; confirmed by another than who wrote: in the comment of the step, or on a page of its own before.

    Who wrote and what was confirmed is asked only where the words say such a number.
    """
    if PROSE_BY_STEP[step](version, content).telling:
        is_own = wrote_in_it(version, actor)
        refuse_telling(prose_of(version, step, content), comment=comment, is_own=is_own, otherwise=OTHERWISE)


def read_versions_asking(person: int) -> Reader[list[PlanVersion]]:
    """Versions whose numbers wait for the confirmation of this person, who wrote nothing in their words."""
    found = SECOND_PERSON.waiting(PlanVersion.objects.filter(state__in=STEP_IN).select_related("plan"))
    yield from read_lists(found)
    return [each for each in found if not wrote_in_it(each, person)]
