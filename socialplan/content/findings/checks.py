"""All that is asked, in its order, and what a version answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from accounts.models import User
from socialplan.content.enums import (
    FindingCode,
    FindingWeight,
    PlanState,
    PlanStep,
)
from socialplan.content.findings import of_content, of_voices
from socialplan.content.findings.rows import Check, Finding, FindingsByStep, FindingsOfKind
from socialplan.content.models import FindingAcceptance, PlanVersion
from socialplan.content.snapshot import VersionSnapshot, snapshot_of

BLOCKS, WARNS, HINTS = FindingWeight.BLOCKS, FindingWeight.WARNS, FindingWeight.HINTS
CONSULT, REVIEW, SUBMIT = PlanStep.CONSULT, PlanStep.REVIEW, PlanStep.SUBMIT
OF_PLANS = partial(Check, is_for_strategies=False)
CHECKS = (
    Check(FindingCode.NO_TEXT, BLOCKS, (CONSULT, REVIEW), of_content.no_text),
    OF_PLANS(FindingCode.NO_MEASURES, BLOCKS, (CONSULT, REVIEW), of_content.no_measures),
    OF_PLANS(FindingCode.NO_ROUND, BLOCKS, (CONSULT, SUBMIT), of_voices.no_round),
    Check(FindingCode.NOTHING_CHANGED, BLOCKS, (REVIEW,), of_voices.nothing_changed),
    Check(FindingCode.AMENDMENT_WITHOUT_ROUND, WARNS, (REVIEW,), of_voices.amendment_without_round),
    Check(FindingCode.OUTLINE_CHAPTER, WARNS, (REVIEW,), of_content.outline_chapters),
    Check(FindingCode.EMPTY_CHAPTER, WARNS, (REVIEW,), of_content.empty_chapters),
    Check(FindingCode.MEASURE_WITHOUT_COST, BLOCKS, (REVIEW,), of_content.measures_without_cost),
    Check(FindingCode.FUNDING_ABOVE_COST, BLOCKS, (REVIEW,), of_content.funding_above_cost),
    Check(FindingCode.DEADLINE_OUTSIDE, BLOCKS, (REVIEW,), of_content.deadlines_outside),
    Check(FindingCode.INDICATOR_WITHOUT_TARGET, BLOCKS, (REVIEW,), of_content.indicators_without_target),
    Check(FindingCode.SMALL_BASELINE, BLOCKS, (REVIEW,), of_content.small_baselines),
    Check(FindingCode.NO_FOLLOWED_PLAN, BLOCKS, (REVIEW,), of_content.no_followed_plan),
    Check(FindingCode.EDITION_NOT_PUBLISHED, BLOCKS, (REVIEW,), of_voices.edition_not_published),
    Check(FindingCode.SERVICES_NOT_PROTECTED, BLOCKS, (REVIEW,), of_voices.services_not_protected),
    OF_PLANS(FindingCode.NEED_WITHOUT_MEASURE, WARNS, (REVIEW,), of_voices.needs_without_measure),
    OF_PLANS(FindingCode.GROUP_WITHOUT_MEASURE, WARNS, (REVIEW,), of_voices.groups_without_measure),
    Check(FindingCode.MEASURE_WITHOUT_INDICATOR, WARNS, (REVIEW,), of_content.measures_without_indicator),
    Check(FindingCode.COST_WITHOUT_SOURCE, WARNS, (REVIEW,), of_content.costs_without_source),
    Check(FindingCode.ROUND_UNANSWERED, BLOCKS, (SUBMIT,), of_voices.rounds_unanswered),
    Check(FindingCode.ANSWER_WITHOUT_PLACE, BLOCKS, (SUBMIT,), of_voices.answers_unplaced),
    Check(FindingCode.COMMENT_OPEN, HINTS, (), of_voices.comments_open),
    Check(FindingCode.ENGLISH_MISSING, HINTS, (), of_content.english_missing),
)
STEPS_AHEAD = {
    PlanState.DRAFTING: (CONSULT, REVIEW, SUBMIT),
    PlanState.IN_CONSULTATION: (REVIEW, SUBMIT),
    PlanState.IN_REVIEW: (SUBMIT,),
    PlanState.APPROVED: (SUBMIT,),
}


def _acceptances(snapshot: VersionSnapshot) -> dict[tuple[str, str], FindingAcceptance]:
    """The reasons given on this version and on those whose way it goes on from."""
    return {(each.code, each.place): each for each in snapshot.lists.acceptances}


def findings(version: PlanVersion) -> list[Finding]:
    """Everything the version lacks, hints last. The number of queries does not grow with its rows."""
    snapshot = snapshot_of(version)
    accepted = _acceptances(snapshot)
    return [
        Finding(check.code, check.weight, check.steps, place, accepted.get((check.code, place.key)))
        for check in CHECKS
        for place in check.places(snapshot)
    ]


def as_read_by(user: User, version: PlanVersion, found: Iterable[Finding]) -> Iterator[Finding]:
    """The same findings, without the addresses of pages that are closed to her."""
    for each in found:
        is_open = not each.place.permission or user.has_perm(each.place.permission, version)
        yield each if is_open else replace(each, place=replace(each.place, url=""))


def grouped(found: Iterable[Finding], state: str) -> list[FindingsByStep]:
    """By the next step each of them stops from this state, and by kind; what stops no step ahead comes last."""
    ahead = STEPS_AHEAD.get(PlanState(state), ())
    by_step: dict[PlanStep | None, dict[FindingCode, FindingsOfKind]] = {step: {} for step in (*ahead, None)}
    for each in found:
        step = next((step for step in ahead if step in each.steps), None)
        by_step[step].setdefault(each.code, FindingsOfKind(each.code, each.weight, [])).findings.append(each)
    return [FindingsByStep(step, list(kinds.values())) for step, kinds in by_step.items() if kinds]


def codes_at(step: PlanStep, *weights: FindingWeight) -> tuple[FindingCode, ...]:
    """What the step asks, of these weights."""
    return tuple(check.code for check in CHECKS if step in check.steps and check.weight in weights)


def is_settled(code: FindingCode, version: PlanVersion) -> bool:
    """Whether no finding of this kind stops a step: it is nowhere, or everywhere kept with a reason."""
    snapshot = snapshot_of(version)
    check = next(check for check in CHECKS if check.code == code)
    places = check.places(snapshot)
    if not places or check.weight != WARNS:
        return not places
    accepted = _acceptances(snapshot)
    return all((code, place.key) in accepted for place in places)
