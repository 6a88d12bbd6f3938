"""Vlora, as the demonstration shows it: the place, and the project on whose promises its result lines stand."""

from __future__ import annotations

from datetime import date
from typing import Any

PLACE: dict[str, Any] = {
    "name_sq": "Bashkia Vlorë",
    "name_en": "Municipality of Vlora",
    "county_sq": "Qarku Vlorë",
    "county_en": "Vlora County",
    "territory": "vlore",
    "website": "https://vlora.gov.al",
    "contact_address": "Sheshi i Flamurit 1, Vlorë (demo)",
    "contact_email": "plani@demo.example",
    "contact_phone": "000 000 000",
    "seats": 41,
    "quorum": 21,
}
PROJECT: dict[str, Any] = {
    "title_sq": (
        "Forcimi i kapaciteteve dhe angazhimi i politikave të ofruesve të shërbimeve komunitare – IRIS PROGRESS"
    ),
    "title_en": "Strengthening capacities and policy engagement of community service providers – IRIS PROGRESS",
    "action_sq": "Angazhimi me pjesëmarrje për të forcuar politikat dhe shërbimet në Bashkinë Vlorë",
    "action_en": "Participatory engagement to strengthen policies and services in Vlora Municipality",
    "donor_sq": "Bashkimi Evropian",
    "donor_en": "European Union",
    "tags_sq": "#irisnetwork, #fundedbytheeu",
    "tags_en": "#irisnetwork, #fundedbytheeu",
    "starts_on": date(2023, 12, 1),
    "ends_on": date(2024, 12, 31),
    "acknowledgement_sq": "Financuar nga Bashkimi Evropian",
    "acknowledgement_en": "Funded by the European Union",
    "eu_emblem": True,
    "approval_month": date(2024, 5, 1),
    "beneficiaries_base": 1700,
    "beneficiaries_target": 2000,
    "groups_target": 5,
    "organisations_target": 25,
    "organisations_women_share": 80,
    "authorities_target": 30,
    "authorities_women_share": 70,
}
