"""What a version still lacks: one list, computed from its content, which the pages show and the steps ask.

A finding that blocks must be mended. One that warns may be kept with a reason; the gates of the consultations may not
(docs/law.md#consultation-answers).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import User
from assessments.models import Need, TargetGroup
from consultations.models import Round
from core.text.richtext import placed_blocks, plain_text
from municipality.small_numbers import small_number_rules
from socialplan.content.blocks.registry import OF_FOLLOWED_PLAN, kinds_in
from socialplan.content.blocks.safety import (
    OF_EDITION,
    OF_SERVICES,
    rests_on_published_edition,
    service_figures_are_protected,
)
from socialplan.content.comments import open_counts, thread_url
from socialplan.content.consultation_requirements import NODE_RELATIONS, answers_without_place
from socialplan.content.enums import (
    BlockKind,
    EditablePartKind,
    FindingCode,
    FindingWeight,
    NodeKind,
    PlanState,
    PlanStep,
)
from socialplan.content.models import FindingAcceptance, PlanVersion
from socialplan.content.snapshot import VersionSnapshot, snapshot_of

Row = dict[str, Any]
CHANGE, LINK = "content.change_version", "drafting.link_round"
TONES = {FindingWeight.BLOCKS: "danger", FindingWeight.WARNS: "warning", FindingWeight.HINTS: "secondary"}


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is missing: a key that stays the same in the version, its name, and the page to mend it.

    `permission` is what that page asks for, where not every reader of the list has it.
    """

    key: str
    label: str
    url: str
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of a version; `find` yields the places where the answer is bad, in a few queries for all."""

    code: FindingCode
    weight: FindingWeight
    steps: tuple[PlanStep, ...]
    find: Callable[[VersionSnapshot], Iterable[Location]]
    is_for_strategies: bool = True

    def places(self, facts: VersionSnapshot) -> list[Location]:
        if facts.version.plan.is_strategy and not self.is_for_strategies:
            return []
        return list(self.find(facts))


@dataclass(frozen=True, slots=True)
class Finding:
    code: FindingCode
    weight: FindingWeight
    steps: tuple[PlanStep, ...]
    place: Location
    acceptance: FindingAcceptance | None

    @property
    def sentence(self) -> str:
        return str(self.code.label)

    @property
    def is_open(self) -> bool:
        """Whether it stops a step."""
        return self.weight != FindingWeight.HINTS and self.acceptance is None

    @property
    def can_be_kept(self) -> bool:
        return self.weight == FindingWeight.WARNS and self.acceptance is None

    def is_at(self, code: str, place: str) -> bool:
        return (self.code, self.place.key) == (code, place)


@dataclass(frozen=True, slots=True)
class FindingsOfKind:
    """The findings of one kind."""

    code: FindingCode
    weight: FindingWeight
    findings: list[Finding]

    @property
    def tone(self) -> str:
        return TONES[self.weight]

    @property
    def open_count(self) -> int:
        return sum(finding.acceptance is None for finding in self.findings)


@dataclass(frozen=True, slots=True)
class FindingsByStep:
    """What stops the same step, or what stops none."""

    step: PlanStep | None
    kinds: list[FindingsOfKind]

    @property
    def label(self) -> str:
        return str(self.step.label) if self.step else ""


# --- the questions ---


def _of_version(facts: VersionSnapshot, url: str = "") -> list[Location]:
    return [Location("", str(facts.version), url or facts.version.get_absolute_url())]


def _rows(facts: VersionSnapshot, relation: str) -> list[Row]:
    """Rows of the content in their order."""
    return sorted(facts.content[relation], key=lambda row: (row.get("position", 0), row["key"]))


def _title(row: Row) -> str:
    is_english = (get_language() or "sq").startswith("en")
    title = row["title_en"] if is_english and row["title_en"] else row["title_sq"]
    return f"{row['code']} {title}"


def place_url(version: PlanVersion, part: str, key: str) -> str:
    """The address of a place by its stable key."""
    return reverse("content:place", args=[version.pk, part, key])


def _place(facts: VersionSnapshot, part: str, row: Row) -> Location:
    return Location(row["key"], _title(row), place_url(facts.version, part, row["key"]))


def _without(facts: VersionSnapshot, relation: str, parts: str, link: str) -> Iterator[Row]:
    """Rows that no part points at."""
    linked = {part[link] for part in facts.content[parts]}
    return (row for row in _rows(facts, relation) if row["key"] not in linked)


def _is_empty(body: str) -> bool:
    return not (plain_text(body) or placed_blocks(body))


def _no_text(facts: VersionSnapshot) -> list[Location]:
    has_text = any(not _is_empty(chapter["body_sq"]) for chapter in facts.content["chapters"])
    return [] if has_text else _of_version(facts)


def _no_measures(facts: VersionSnapshot) -> list[Location]:
    return [] if facts.content["measures"] else _of_version(facts)


def _no_round(facts: VersionSnapshot) -> list[Location]:
    address = reverse("drafting:round_link", args=[facts.version.pk])
    return [] if facts.rounds else [replace(each, permission=LINK) for each in _of_version(facts, address)]


def _outline_chapters(facts: VersionSnapshot) -> Iterator[Location]:
    """Compulsory rows of the outline without a chapter, or with an empty one; the key is that of the row."""
    for place in facts.outline:
        if place.row.is_compulsory and (place.chapter is None or _is_empty(place.chapter["body_sq"])):
            key, label = str(place.row.key), str(place.row)
            if place.chapter:
                yield Location(key, label, place_url(facts.version, EditablePartKind.CHAPTER, place.chapter["key"]))
            else:
                page = reverse("drafting:version_outline", args=[facts.version.pk])
                yield Location(key, label, page, permission=CHANGE)


def _empty_chapters(facts: VersionSnapshot) -> Iterator[Location]:
    """Empty chapters that the outline does not ask for."""
    asked = {place.chapter["key"] for place in facts.outline if place.chapter and place.row.is_compulsory}
    for row in _rows(facts, "chapters"):
        if row["key"] not in asked and _is_empty(row["body_sq"]):
            yield _place(facts, EditablePartKind.CHAPTER, row)


def _measures_without_cost(facts: VersionSnapshot) -> Iterator[Location]:
    return (
        _place(facts, EditablePartKind.BUDGET, row)
        for row in _without(facts, "measures", "measurecosts", "measure_key")
    )


def _indicators_without_target(facts: VersionSnapshot) -> Iterator[Location]:
    without = _without(facts, "indicators", "indicatortargets", "indicator_key")
    return (_place(facts, EditablePartKind.TARGETS, row) for row in without)


def _costs(facts: VersionSnapshot, is_bad: Callable[[int, list[int]], bool]) -> Iterator[Location]:
    """Costs of a year, in the order of measures, that are bad together with what is given for them (ALL)."""
    lines: dict[str, list[int]] = {cost["key"]: [] for cost in facts.content["measurecosts"]}
    for line in facts.content["fundinglines"]:
        lines[line["cost_key"]].append(line["amount"])
    by_measure: dict[str, list[Row]] = {}
    for cost in sorted(facts.content["measurecosts"], key=lambda cost: cost["year"]):
        by_measure.setdefault(cost["measure_key"], []).append(cost)
    for measure in _rows(facts, "measures"):
        for cost in by_measure.get(measure["key"], []):
            if is_bad(cost["amount"], lines[cost["key"]]):
                url = place_url(facts.version, EditablePartKind.BUDGET, measure["key"])
                yield Location(cost["key"], f"{_title(measure)} · {cost['year']}", url)


def _funding_above_cost(facts: VersionSnapshot) -> Iterator[Location]:
    return _costs(facts, lambda cost, given: sum(given) > cost)


def _costs_without_source(facts: VersionSnapshot) -> Iterator[Location]:
    return _costs(facts, lambda cost, given: cost > 0 and not given)


def _deadlines_outside(facts: VersionSnapshot) -> Iterator[Location]:
    for row in _rows(facts, "measures"):
        if row["due_on"] and date.fromisoformat(row["due_on"]).year not in facts.version.plan.years:
            yield _place(facts, EditablePartKind.MEASURE, row)


def _small_baselines(facts: VersionSnapshot) -> Iterator[Location]:
    """A baseline under the threshold of its group that the published plan would show; zero is only a beginning."""
    facts = _shown_indicators(facts)
    counted = [row for row in _rows(facts, "indicators") if row["counts_people"] and not row["hides_baseline"]]
    shown = [(row, Decimal(row["baseline"] or 0)) for row in counted]
    if not any(baseline > 0 for _row, baseline in shown):
        return
    ordinary, protected = small_number_rules()
    for row, baseline in shown:
        if baseline > 0 and (protected if row["is_protected"] else ordinary).hides(ceil(baseline)):
            yield _place(facts, EditablePartKind.INDICATOR, row)


def _shown_indicators(facts: VersionSnapshot) -> VersionSnapshot:
    """Whose indicators the version shows: its own, or those of the plan that a strategy places in its chapters."""
    is_shown = facts.version.plan.follows_id and any(_chapters_with(facts, {BlockKind.INDICATOR_TABLE}))
    followed = facts.version.followed() if is_shown else None
    return snapshot_of(followed) if followed else facts


def _no_followed_plan(facts: VersionSnapshot) -> list[Location]:
    """Tables of a plan in the chapters of a strategy that does not say which."""
    plan = facts.version.plan
    if not plan.is_strategy or plan.follows_id:
        return []
    return list(_chapters_with(facts, OF_FOLLOWED_PLAN))


def _chapters_with(facts: VersionSnapshot, kinds: Iterable[str]) -> Iterator[Location]:
    for row in _rows(facts, "chapters"):
        if not set(kinds).isdisjoint(kinds_in((row["body_sq"], row["body_en"]))):
            yield _place(facts, EditablePartKind.CHAPTER, row)


def _edition_not_published(facts: VersionSnapshot) -> list[Location]:
    chapters = list(_chapters_with(facts, OF_EDITION))
    return chapters if chapters and not rests_on_published_edition(facts.version) else []


def _services_not_protected(facts: VersionSnapshot) -> list[Location]:
    chapters = list(_chapters_with(facts, OF_SERVICES))
    return chapters if chapters and not service_figures_are_protected(facts.version) else []


def _needs_without_measure(facts: VersionSnapshot) -> Iterator[Location]:
    if edition := facts.version.plan.assessment_id:
        answered = {row["need_code"] for row in facts.content["measureneeds"]}
        for need in Need.objects.filter(assessment=edition, affected__gt=F("covered")).exclude(code__in=answered):
            yield Location(need.code, f"{need.code} {need.name}", reverse("assessments:need_detail", args=[need.pk]))


def _groups_without_measure(facts: VersionSnapshot) -> Iterator[Location]:
    if edition := facts.version.plan.assessment_id:
        served = {row["group_code"] for row in facts.content["measuregroups"]}
        for group in TargetGroup.objects.filter(needs__assessment=edition).exclude(code__in=served).distinct():
            yield Location(group.code, str(group), f"{facts.version.get_absolute_url()}#goals")


def _measures_without_indicator(facts: VersionSnapshot) -> Iterator[Location]:
    measured = {row["objective_key"] for row in facts.content["indicators"]}
    for row in _without(facts, "measures", "measureindicators", "measure_key"):
        if row["objective_key"] not in measured:
            yield _place(facts, EditablePartKind.MEASURE, row)


def _rounds_unanswered(facts: VersionSnapshot) -> Iterator[Location]:
    owing = [each.round_id for each in facts.rounds if each.owes_answers]
    for consultation in Round.objects.filter(pk__in=owing) if owing else ():
        yield Location(str(consultation.pk), str(consultation), consultation.get_absolute_url())


def _answers_without_place(facts: VersionSnapshot) -> Iterator[Location]:
    if any(each.has_unplaced for each in facts.rounds):
        for answer in answers_without_place(facts.version, facts.content):
            url = reverse("drafting:disposition_target", args=[facts.version.pk, answer.pk])
            yield Location(str(answer.pk), str(answer.recommendation), url)


def _comments_open(facts: VersionSnapshot) -> Iterator[Location]:
    """Places that this content has and somebody has said something of that nobody has settled."""
    if counts := open_counts(facts.version):
        for kind in NodeKind:
            for row in _rows(facts, NODE_RELATIONS[kind]):
                if UUID(row["key"]) in counts:
                    yield Location(row["key"], _title(row), thread_url(facts.version, kind, row["key"]))


def _english_missing(facts: VersionSnapshot) -> Iterator[Location]:
    for kind in NodeKind:
        for row in _rows(facts, NODE_RELATIONS[kind]):
            is_untold = not _is_empty(row.get("body_sq", "")) and _is_empty(row.get("body_en", ""))
            if is_untold or not row["title_en"]:
                yield _place(facts, kind, row)


BLOCKS, WARNS, HINTS = FindingWeight.BLOCKS, FindingWeight.WARNS, FindingWeight.HINTS
CONSULT, REVIEW, SUBMIT = PlanStep.CONSULT, PlanStep.REVIEW, PlanStep.SUBMIT
OF_PLANS = partial(Check, is_for_strategies=False)
CHECKS = (
    Check(FindingCode.NO_TEXT, BLOCKS, (CONSULT, REVIEW), _no_text),
    OF_PLANS(FindingCode.NO_MEASURES, BLOCKS, (CONSULT, REVIEW), _no_measures),
    OF_PLANS(FindingCode.NO_ROUND, BLOCKS, (CONSULT, SUBMIT), _no_round),
    Check(FindingCode.OUTLINE_CHAPTER, WARNS, (REVIEW,), _outline_chapters),
    Check(FindingCode.EMPTY_CHAPTER, WARNS, (REVIEW,), _empty_chapters),
    Check(FindingCode.MEASURE_WITHOUT_COST, BLOCKS, (REVIEW,), _measures_without_cost),
    Check(FindingCode.FUNDING_ABOVE_COST, BLOCKS, (REVIEW,), _funding_above_cost),
    Check(FindingCode.DEADLINE_OUTSIDE, BLOCKS, (REVIEW,), _deadlines_outside),
    Check(FindingCode.INDICATOR_WITHOUT_TARGET, BLOCKS, (REVIEW,), _indicators_without_target),
    Check(FindingCode.SMALL_BASELINE, BLOCKS, (REVIEW,), _small_baselines),
    Check(FindingCode.NO_FOLLOWED_PLAN, BLOCKS, (REVIEW,), _no_followed_plan),
    Check(FindingCode.EDITION_NOT_PUBLISHED, BLOCKS, (REVIEW,), _edition_not_published),
    Check(FindingCode.SERVICES_NOT_PROTECTED, BLOCKS, (REVIEW,), _services_not_protected),
    OF_PLANS(FindingCode.NEED_WITHOUT_MEASURE, WARNS, (REVIEW,), _needs_without_measure),
    OF_PLANS(FindingCode.GROUP_WITHOUT_MEASURE, WARNS, (REVIEW,), _groups_without_measure),
    Check(FindingCode.MEASURE_WITHOUT_INDICATOR, WARNS, (REVIEW,), _measures_without_indicator),
    Check(FindingCode.COST_WITHOUT_SOURCE, WARNS, (REVIEW,), _costs_without_source),
    Check(FindingCode.ROUND_UNANSWERED, BLOCKS, (SUBMIT,), _rounds_unanswered),
    Check(FindingCode.ANSWER_WITHOUT_PLACE, BLOCKS, (SUBMIT,), _answers_without_place),
    Check(FindingCode.COMMENT_OPEN, HINTS, (), _comments_open),
    Check(FindingCode.ENGLISH_MISSING, HINTS, (), _english_missing),
)
STEPS_AHEAD = {
    PlanState.DRAFTING: (CONSULT, REVIEW, SUBMIT),
    PlanState.IN_CONSULTATION: (REVIEW, SUBMIT),
    PlanState.IN_REVIEW: (SUBMIT,),
    PlanState.APPROVED: (SUBMIT,),
}


# --- the answers ---


def _acceptances(facts: VersionSnapshot) -> dict[tuple[str, str], FindingAcceptance]:
    """The reasons given on this version and on those whose way it goes on from."""
    chain = [each.pk for each in facts.version.chain()]
    given = FindingAcceptance.objects.filter(version__in=chain).select_related("accepted_by")
    return {(each.code, each.place): each for each in given}


def findings(version: PlanVersion) -> list[Finding]:
    """Everything the version lacks, hints last. The number of queries does not grow with its rows."""
    facts = snapshot_of(version)
    accepted = _acceptances(facts)
    return [
        Finding(check.code, check.weight, check.steps, place, accepted.get((check.code, place.key)))
        for check in CHECKS
        for place in check.places(facts)
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
    facts = snapshot_of(version)
    check = next(check for check in CHECKS if check.code == code)
    places = check.places(facts)
    if not places or check.weight != WARNS:
        return not places
    accepted = _acceptances(facts)
    return all((code, place.key) in accepted for place in places)
