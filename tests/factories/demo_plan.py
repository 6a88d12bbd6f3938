"""The demonstration plan of 40 measures as rows, from tests/data/plan.json; costs and lines in ALL."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from municipality.models import Office
from socialplan.content.models import (
    Chapter,
    FundingLine,
    FundingSource,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureCost,
    PlanVersion,
    SpecificObjective,
    StrategicGoal,
)
from tests.factories.municipality import OfficeFactory
from tests.factories.socialplan import PlanVersionFactory

DATA = Path(__file__).parent.parent / "data" / "plan.json"
SOURCES = {
    "MB": ("Buxheti i bashkisë", "Municipal budget"),
    "KG": ("Grant i kushtëzuar", "Conditional grant"),
    "SF": ("Fondi Social", "Social Fund"),
    "DON": ("Donatorë", "Donors"),
}
YEARS = (2024, 2025, 2026)


def demo_plan() -> PlanVersion:
    rows = json.loads(DATA.read_text())
    version: PlanVersion = PlanVersionFactory(number=1)
    Chapter.objects.create(
        version=version, code="1", title_sq="Hyrje", title_en="Introduction", body_sq="<p>Përmbledhje e planit.</p>"
    )
    goals = {row["code"]: _titled(StrategicGoal, version, row) for row in rows["goals"]}
    objectives = {
        row["code"]: _titled(SpecificObjective, version, row, goal=goals[row["goal"]]) for row in rows["objectives"]
    }
    costs = _add_measures(version, rows["measures"], objectives)
    _add_lines(version, rows["measure_funding"], costs)
    for row in rows["indicators"]:
        _add_indicator(version, row, objectives)
    return version


def _titled(model, version, row, **parent):
    return model.objects.create(
        version=version, code=row["code"], title_sq=row["name_sq"], title_en=row["name_en"], **parent
    )


def _add_measures(version, rows, objectives):
    offices: dict[str, Office] = {code: OfficeFactory(code=code) for code in {row["responsible"] for row in rows}}
    costs = {}
    for row in rows:
        year, month = map(int, row["deadline"].split("-"))
        measure = Measure.objects.create(
            version=version,
            objective=objectives[row["objective"]],
            code=row["code"],
            title_sq=row["name_sq"],
            title_en=row["name_en"],
            office=offices[row["responsible"]],
            partners=row["partners"],
            due_on=date(year, month, 28),
            budget_programme=row["budget_programme"],
        )
        for in_year in YEARS:
            cost = MeasureCost(version=version, measure=measure, year=in_year, amount=row[f"cost_{in_year}_all"])
            cost.save()
            costs[row["code"], in_year] = cost
    return costs


def _add_lines(version, rows, costs):
    sources = {
        code: FundingSource.objects.get_or_create(code=code, defaults={"name_sq": sq, "name_en": en})[0]
        for code, (sq, en) in SOURCES.items()
    }
    FundingLine.objects.bulk_create(
        FundingLine(
            version=version,
            cost=costs[row["measure"], row["year"]],
            source=sources[row["source"]],
            amount=row["amount_all"],
        )
        for row in rows
        if row["source"] in sources and row["amount_all"]
    )


def _add_indicator(version, row, objectives):
    baseline = row["baseline_2023"]
    indicator = _titled(
        Indicator,
        version,
        row,
        objective=objectives[row["objective"]],
        unit_label=row["unit"],
        direction=row["direction"],
        kind=row["kind"],
        baseline=None if baseline is None else Decimal(str(baseline)),
        source=row["source"],
        responsible=row["responsible"],
    )
    for year in YEARS:
        if row[f"target_{year}"] is not None:
            IndicatorTarget.objects.create(
                version=version, indicator=indicator, year=year, value=Decimal(str(row[f"target_{year}"]))
            )
