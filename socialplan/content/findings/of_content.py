"""What is asked of the plan's own content: text, measures, money, indicators, deadlines, both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from math import ceil

from django.urls import reverse

from municipality.small_numbers import small_number_rules
from socialplan.content.blocks.registry import OF_FOLLOWED_PLAN
from socialplan.content.consultation_requirements import NODE_RELATIONS
from socialplan.content.enums import (
    BlockKind,
    EditablePartKind,
    NodeKind,
)
from socialplan.content.findings.places import (
    chapters_with,
    is_empty,
    of_version,
    place_of,
    place_url,
    rows_of,
    rows_without,
    title_of,
)
from socialplan.content.findings.rows import CHANGE, Location, Row
from socialplan.content.snapshot import VersionSnapshot, snapshot_of


def no_text(facts: VersionSnapshot) -> list[Location]:
    has_text = any(not is_empty(chapter["body_sq"]) for chapter in facts.content["chapters"])
    return [] if has_text else of_version(facts)


def no_measures(facts: VersionSnapshot) -> list[Location]:
    return [] if facts.content["measures"] else of_version(facts)


def outline_chapters(facts: VersionSnapshot) -> Iterator[Location]:
    """Compulsory rows of the outline without a chapter, or with an empty one; the key is that of the row."""
    for place in facts.outline:
        if place.row.is_compulsory and (place.chapter is None or is_empty(place.chapter["body_sq"])):
            key, label = str(place.row.key), str(place.row)
            if place.chapter:
                yield Location(key, label, place_url(facts.version, EditablePartKind.CHAPTER, place.chapter["key"]))
            else:
                page = reverse("drafting:version_outline", args=[facts.version.pk])
                yield Location(key, label, page, permission=CHANGE)


def empty_chapters(facts: VersionSnapshot) -> Iterator[Location]:
    """Empty chapters that the outline does not ask for."""
    asked = {place.chapter["key"] for place in facts.outline if place.chapter and place.row.is_compulsory}
    for row in rows_of(facts, "chapters"):
        if row["key"] not in asked and is_empty(row["body_sq"]):
            yield place_of(facts, EditablePartKind.CHAPTER, row)


def measures_without_cost(facts: VersionSnapshot) -> Iterator[Location]:
    return (
        place_of(facts, EditablePartKind.BUDGET, row)
        for row in rows_without(facts, "measures", "measurecosts", "measure_key")
    )


def indicators_without_target(facts: VersionSnapshot) -> Iterator[Location]:
    without = rows_without(facts, "indicators", "indicatortargets", "indicator_key")
    return (place_of(facts, EditablePartKind.TARGETS, row) for row in without)


def costs(facts: VersionSnapshot, is_bad: Callable[[int, list[int]], bool]) -> Iterator[Location]:
    """Costs of a year, in the order of measures, that are bad together with what is given for them (ALL)."""
    lines: dict[str, list[int]] = {cost["key"]: [] for cost in facts.content["measurecosts"]}
    for line in facts.content["fundinglines"]:
        lines[line["cost_key"]].append(line["amount"])
    by_measure: dict[str, list[Row]] = {}
    for cost in sorted(facts.content["measurecosts"], key=lambda cost: cost["year"]):
        by_measure.setdefault(cost["measure_key"], []).append(cost)
    for measure in rows_of(facts, "measures"):
        for cost in by_measure.get(measure["key"], []):
            if is_bad(cost["amount"], lines[cost["key"]]):
                url = place_url(facts.version, EditablePartKind.BUDGET, measure["key"])
                yield Location(cost["key"], f"{title_of(measure)} · {cost['year']}", url)


def funding_above_cost(facts: VersionSnapshot) -> Iterator[Location]:
    return costs(facts, lambda cost, given: sum(given) > cost)


def costs_without_source(facts: VersionSnapshot) -> Iterator[Location]:
    return costs(facts, lambda cost, given: cost > 0 and not given)


def deadlines_outside(facts: VersionSnapshot) -> Iterator[Location]:
    for row in rows_of(facts, "measures"):
        if row["due_on"] and date.fromisoformat(row["due_on"]).year not in facts.version.plan.years:
            yield place_of(facts, EditablePartKind.MEASURE, row)


def small_baselines(facts: VersionSnapshot) -> Iterator[Location]:
    """A baseline under the threshold of its group that the published plan would show; zero is only a beginning."""
    facts = shown_indicators(facts)
    counted = [row for row in rows_of(facts, "indicators") if row["counts_people"] and not row["hides_baseline"]]
    shown = [(row, Decimal(row["baseline"] or 0)) for row in counted]
    if not any(baseline > 0 for _row, baseline in shown):
        return
    ordinary, protected = small_number_rules()
    for row, baseline in shown:
        if baseline > 0 and (protected if row["is_protected"] else ordinary).hides(ceil(baseline)):
            yield place_of(facts, EditablePartKind.INDICATOR, row)


def shown_indicators(facts: VersionSnapshot) -> VersionSnapshot:
    """Whose indicators the version shows: its own, or those of the plan that a strategy places in its chapters."""
    is_shown = facts.version.plan.follows_id and any(chapters_with(facts, {BlockKind.INDICATOR_TABLE}))
    followed = facts.version.followed() if is_shown else None
    return snapshot_of(followed) if followed else facts


def no_followed_plan(facts: VersionSnapshot) -> list[Location]:
    """Tables of a plan in the chapters of a strategy that does not say which."""
    plan = facts.version.plan
    if not plan.is_strategy or plan.follows_id:
        return []
    return list(chapters_with(facts, OF_FOLLOWED_PLAN))


def measures_without_indicator(facts: VersionSnapshot) -> Iterator[Location]:
    measured = {row["objective_key"] for row in facts.content["indicators"]}
    for row in rows_without(facts, "measures", "measureindicators", "measure_key"):
        if row["objective_key"] not in measured:
            yield place_of(facts, EditablePartKind.MEASURE, row)


def english_missing(facts: VersionSnapshot) -> Iterator[Location]:
    for kind in NodeKind:
        for row in rows_of(facts, NODE_RELATIONS[kind]):
            is_untold = not is_empty(row.get("body_sq", "")) and is_empty(row.get("body_en", ""))
            if is_untold or not row["title_en"]:
                yield place_of(facts, kind, row)
