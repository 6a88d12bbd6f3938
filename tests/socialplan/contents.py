"""Contents of a version as canonical JSON, made without a database."""

from __future__ import annotations

import uuid
from itertools import count
from typing import Any

from socialplan.content.plan_json import FORMAT


def key(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def titled(name: str, position: int, **more: Any) -> dict[str, Any]:
    return {
        "key": key(name),
        "code": name,
        "position": position,
        "title_sq": f"Titulli {name}",
        "title_en": f"Title {name}",
        **more,
    }


def measure(name: str, objective: str, position: int, **more: Any) -> dict[str, Any]:
    fields = {
        "description_sq": "Përshkrimi i masës për familjet në nevojë.",
        "description_en": "",
        "office_code": "social",
        "partners": "OJF",
        "partners_en": "",
        "due_on": "2025-12-31",
        "budget_programme": "10430",
        "gender_objective_sq": "",
        "gender_objective_en": "",
        "women_share": 50,
    }
    return titled(name, position, objective_key=key(objective), **{**fields, **more})


def indicator(name: str, objective: str, position: int) -> dict[str, Any]:
    return titled(
        name,
        position,
        objective_key=key(objective),
        unit_label="persona",
        unit_label_en="",
        direction="UP",
        kind="FLOW",
        baseline="120",
        baseline_year=2023,
        source="Regjistri",
        source_en="",
        frequency="vjetore",
        frequency_en="",
        responsible="Drejtoria",
        disaggregation="gjinia",
        counts_people=True,
        is_protected=False,
        hides_baseline=False,
    )


def content(
    goals: int = 2, objectives: int = 2, measures: int = 2, *, chapter: str = "<p>Teksti.</p>"
) -> dict[str, Any]:
    """Goals 1.., objectives 1.1.., measures 1.1.1..; measures have money and links, objectives an indicator."""
    made: dict[str, Any] = {
        "format": FORMAT,
        "plan": {
            "kind": "plan",
            "title_sq": "Plani",
            "title_en": "Plan",
            "first_year": 2024,
            "last_year": 2026,
            "version": 1,
        },
        "chapters": [titled("Kreu", 1, body_sq=chapter, body_en="<p>Text.</p>")],
        "risks": [titled("R1", 1, likelihood=2, impact=3, response_sq="Përgjigja", response_en="")],
        "datablocks": [],
    }
    lists = ("strategicgoals", "specificobjectives", "measures", "indicators", "measurecosts", "fundinglines")
    links = ("indicatortargets", "measureneeds", "measuregroups", "measureunits", "measureindicators")
    made |= {name: [] for name in (*lists, *links)}
    places = count(1)
    for goal in (str(number) for number in range(1, goals + 1)):
        made["strategicgoals"].append(titled(goal, next(places)))
        for objective in (f"{goal}.{number}" for number in range(1, objectives + 1)):
            made["specificobjectives"].append(titled(objective, next(places), goal_key=key(goal)))
            made["indicators"].append(indicator(f"T{objective}", objective, next(places)))
            made["indicatortargets"].append(
                {"key": key(f"TT{objective}"), "indicator_key": key(f"T{objective}"), "year": 2024, "value": "560"}
            )
            for name in (f"{objective}.{number}" for number in range(1, measures + 1)):
                made["measures"].append(measure(name, objective, next(places)))
                _add_details(made, name, objective)
    return made


def _add_details(made: dict[str, Any], name: str, objective: str) -> None:
    for year in (2024, 2025):
        cost = key(f"{name} {year}")
        made["measurecosts"].append({"key": cost, "measure_key": key(name), "year": year, "amount": 1_000_000})
        made["fundinglines"].append(
            {
                "key": key(f"{name} {year} MB"),
                "cost_key": cost,
                "source_code": "MB",
                "state": "secured",
                "amount": 400_000,
                "currency": "",
                "original_amount": None,
                "rate": None,
                "rate_on": None,
            }
        )
    for relation, field, value in (
        ("measureneeds", "need_code", "N1"),
        ("measuregroups", "group_code", "women"),
        ("measureunits", "unit_code", "orikum"),
        ("measureindicators", "indicator_key", key(f"T{objective}")),
    ):
        made[relation].append({"key": key(f"{name} {relation}"), "measure_key": key(name), field: value})


def row(made: dict[str, Any], relation: str, name: str) -> dict[str, Any]:
    """The row of a relation with this code."""
    found: dict[str, Any] = next(each for each in made[relation] if each["code"] == name)
    return found
