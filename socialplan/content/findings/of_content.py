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
from socialplan.content.findings.rows import CHANGE, Location
from socialplan.content.snapshot import VersionSnapshot, snapshot_of


def no_text(snapshot: VersionSnapshot) -> list[Location]:
    has_text = any(not is_empty(chapter["body_sq"]) for chapter in snapshot.content["chapters"])
    return [] if has_text else of_version(snapshot)


def no_measures(snapshot: VersionSnapshot) -> list[Location]:
    return [] if snapshot.content["measures"] else of_version(snapshot)


def outline_chapters(snapshot: VersionSnapshot) -> Iterator[Location]:
    """Compulsory rows of the outline without a chapter, or with an empty one; the key is that of the row."""
    for place in snapshot.outline:
        if place.row.is_compulsory and (place.chapter is None or is_empty(place.chapter["body_sq"])):
            key, label = str(place.row.key), str(place.row)
            if place.chapter:
                yield Location(key, label, place_url(snapshot.version, EditablePartKind.CHAPTER, place.chapter["key"]))
            else:
                page = reverse("drafting:version_outline", args=[snapshot.version.pk])
                yield Location(key, label, page, permission=CHANGE)


def empty_chapters(snapshot: VersionSnapshot) -> Iterator[Location]:
    """Empty chapters that the outline does not ask for."""
    asked = {place.chapter["key"] for place in snapshot.outline if place.chapter and place.row.is_compulsory}
    for row in rows_of(snapshot, "chapters"):
        if row["key"] not in asked and is_empty(row["body_sq"]):
            yield place_of(snapshot, EditablePartKind.CHAPTER, row)


def measures_without_cost(snapshot: VersionSnapshot) -> Iterator[Location]:
    return (
        place_of(snapshot, EditablePartKind.BUDGET, row)
        for row in rows_without(snapshot, "measures", "measurecosts", "measure_key")
    )


def indicators_without_target(snapshot: VersionSnapshot) -> Iterator[Location]:
    without = rows_without(snapshot, "indicators", "indicatortargets", "indicator_key")
    return (place_of(snapshot, EditablePartKind.TARGETS, row) for row in without)


def costs(snapshot: VersionSnapshot, is_bad: Callable[[int, int | None], bool]) -> Iterator[Location]:
    """Costs of a year, in the order of measures, that are bad together with what is given for them (ALL, or None)."""
    given = snapshot.given
    bad = [cost for cost in snapshot.content["measurecosts"] if is_bad(cost["amount"], given.get(cost["key"]))]
    measures = rows_of(snapshot, "measures") if bad else []
    places = {measure["key"]: place for place, measure in enumerate(measures)}
    for cost in sorted(bad, key=lambda cost: (places[cost["measure_key"]], cost["year"])):
        measure = measures[places[cost["measure_key"]]]
        url = place_url(snapshot.version, EditablePartKind.BUDGET, measure["key"])
        yield Location(cost["key"], f"{title_of(measure)} · {cost['year']}", url)


def funding_above_cost(snapshot: VersionSnapshot) -> Iterator[Location]:
    return costs(snapshot, lambda cost, given: given is not None and given > cost)


def costs_without_source(snapshot: VersionSnapshot) -> Iterator[Location]:
    return costs(snapshot, lambda cost, given: cost > 0 and given is None)


def deadlines_outside(snapshot: VersionSnapshot) -> Iterator[Location]:
    years = snapshot.version.plan.years
    for row in rows_of(snapshot, "measures"):
        if row["due_on"] and date.fromisoformat(row["due_on"]).year not in years:
            yield place_of(snapshot, EditablePartKind.MEASURE, row)


def small_baselines(snapshot: VersionSnapshot) -> Iterator[Location]:
    """A baseline under the threshold of its group that the published plan would show; zero is only a beginning."""
    snapshot = shown_indicators(snapshot)
    counted = [row for row in rows_of(snapshot, "indicators") if row["counts_people"] and not row["hides_baseline"]]
    shown = [(row, Decimal(row["baseline"] or 0)) for row in counted]
    if not any(baseline > 0 for _row, baseline in shown):
        return
    ordinary, protected = small_number_rules()
    for row, baseline in shown:
        if baseline > 0 and (protected if row["is_protected"] else ordinary).hides(ceil(baseline)):
            yield place_of(snapshot, EditablePartKind.INDICATOR, row)


def shown_indicators(snapshot: VersionSnapshot) -> VersionSnapshot:
    """Whose indicators the version shows: its own, or those of the plan that a strategy places in its chapters."""
    is_shown = snapshot.version.plan.follows_id and any(chapters_with(snapshot, {BlockKind.INDICATOR_TABLE}))
    followed = snapshot.version.followed() if is_shown else None
    return snapshot_of(followed) if followed else snapshot


def no_followed_plan(snapshot: VersionSnapshot) -> list[Location]:
    """Tables of a plan in the chapters of a strategy that does not say which."""
    plan = snapshot.version.plan
    if not plan.is_strategy or plan.follows_id:
        return []
    return list(chapters_with(snapshot, OF_FOLLOWED_PLAN))


def measures_without_indicator(snapshot: VersionSnapshot) -> Iterator[Location]:
    measured = {row["objective_key"] for row in snapshot.content["indicators"]}
    for row in rows_without(snapshot, "measures", "measureindicators", "measure_key"):
        if row["objective_key"] not in measured:
            yield place_of(snapshot, EditablePartKind.MEASURE, row)


def english_missing(snapshot: VersionSnapshot) -> Iterator[Location]:
    for kind in NodeKind:
        for row in rows_of(snapshot, NODE_RELATIONS[kind]):
            is_untold = not is_empty(row.get("body_sq", "")) and is_empty(row.get("body_en", ""))
            if is_untold or not row["title_en"]:
                yield place_of(snapshot, kind, row)
