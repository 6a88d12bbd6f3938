"""The demonstration's plan enlarged: its measures and indicators many times over, and chapters of prose."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from assessments.models import Need
from socialplan.content.models import (
    Chapter,
    FundingLine,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureCost,
    MeasureGroup,
    MeasureIndicator,
    MeasureNeed,
    PlanVersion,
    SpecificObjective,
)
from socialplan.drafting.services.ordering import renumber
from tests.factories.assessments import NeedFactory
from tests.factories.demo_plan import demo_plan

YEARS = (2024, 2025, 2026)
WORDS = (
    "Shërbimet sociale në bashki ndërtohen mbi nevojat që banorët kanë shprehur në takime, dhe mbi të dhënat e "
    "mbledhura nga njësitë administrative. Çdo masë lidhet me një nevojë, me një kosto dhe me një tregues, që "
    "këshilli të shohë se ku shkon çdo lek dhe çfarë ndryshon në jetën e familjeve."
)
WORDS_A_PAGE = 430
SAME = ("title_sq", "title_en", "partners", "due_on", "budget_programme")


def enlarged_plan(*, measures: int = 1_000, indicators: int = 300, pages: int = 150) -> PlanVersion:
    """A draft of so many measures and indicators, with about so many printed pages of prose."""
    version = demo_plan()
    objectives = list(version.specificobjectives.all())
    _multiply_measures(version, objectives, measures)
    _multiply_indicators(version, objectives, indicators)
    _link(version)
    renumber(version, SpecificObjective)
    Chapter.objects.bulk_create(_chapters(version, pages))
    return version


def _copies(rows: list[Any], wanted: int) -> Iterator[tuple[int, Any]]:
    return enumerate(islice(cycle(rows), max(wanted - len(rows), 0)))


def _multiply_measures(version: PlanVersion, objectives: list[SpecificObjective], wanted: int) -> None:
    originals = list(version.measures.prefetch_related("costs__lines"))
    made = [
        Measure(
            version=version,
            objective=objectives[number % len(objectives)],
            code=f"~{number}",
            position=number + len(originals),
            office_id=one.office_id,
            **{
                name: getattr(one, name) for name in ("title_sq", "title_en", "partners", "due_on", "budget_programme")
            },
        )
        for number, one in _copies(originals, wanted)
    ]
    Measure.objects.bulk_create(made)
    pairs = list(zip(made, cycle(originals), strict=False))
    costs = [
        (MeasureCost(version=version, measure=copy, year=cost.year, amount=cost.amount), cost)
        for copy, one in pairs
        for cost in one.costs.all()
    ]
    MeasureCost.objects.bulk_create(copy for copy, _cost in costs)
    FundingLine.objects.bulk_create(
        FundingLine(version=version, cost=copy, source_id=line.source_id, state=line.state, amount=line.amount)
        for copy, cost in costs
        for line in cost.lines.all()
    )


def _multiply_indicators(version: PlanVersion, objectives: list[SpecificObjective], wanted: int) -> None:
    originals = list(version.indicators.all())
    made = [
        Indicator(
            version=version,
            objective=objectives[number % len(objectives)],
            code=f"~{number}",
            position=number + len(originals),
            title_sq=one.title_sq,
            title_en=one.title_en,
            unit_label=one.unit_label,
            unit_label_en=one.unit_label_en,
            baseline=one.baseline,
        )
        for number, one in _copies(originals, wanted)
    ]
    Indicator.objects.bulk_create(made)
    IndicatorTarget.objects.bulk_create(
        IndicatorTarget(version=version, indicator=one, year=year, value=year - 2000) for one in made for year in YEARS
    )


def _link(version: PlanVersion) -> None:
    needs: list[Need] = NeedFactory.create_batch(25)
    measures, indicators = list(version.measures.all()), list(version.indicators.all())
    first_of = {each.objective_id: each for each in reversed(indicators)}
    pairs = list(zip(measures, cycle(needs), strict=False))
    MeasureNeed.objects.bulk_create(MeasureNeed(version=version, measure=one, need=need) for one, need in pairs)
    MeasureGroup.objects.bulk_create(
        MeasureGroup(version=version, measure=one, group_id=need.group_id) for one, need in pairs
    )
    MeasureIndicator.objects.bulk_create(
        MeasureIndicator(version=version, measure=one, indicator=first_of[one.objective_id]) for one in measures
    )


def _chapters(version: PlanVersion, pages: int) -> Iterator[Chapter]:
    """Ten pages a chapter, of paragraphs and headings."""
    paragraphs_a_page = WORDS_A_PAGE // len(WORDS.split()) + 1
    for number in range(pages // 10):
        page = f"<h3>Nënkreu</h3>{f'<p>{WORDS}</p>' * paragraphs_a_page}"
        body = page * 10
        yield Chapter(
            version=version,
            code=str(number + 2),
            position=number + 2,
            title_sq=f"Kreu {number + 2}",
            title_en=f"Chapter {number + 2}",
            body_sq=body,
            body_en=body,
        )
