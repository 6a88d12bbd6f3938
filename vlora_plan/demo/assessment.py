"""The demonstration's needs assessment: five groups, twenty-five needs, twenty-five services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.demo import ORGANISATION
from accounts.enums import Role
from accounts.models import Organisation, User
from assessments.enums import (
    AssessmentStep,
    CountedIn,
    FigureQuality,
    LegalDuty,
    LicenceKind,
    LicenceState,
    Method,
    ProviderType,
)
from assessments.models import Assessment, Need, Service, ServiceProvider, ServiceType, TargetGroup
from assessments.service_map.proposals import propose_changes
from assessments.services import (
    move_assessment,
    open_assessment,
    register_group,
    register_need,
    register_service,
)
from municipality.models import AdministrativeUnit
from operations.deeds import Entry
from vlora_plan.demo.data import SOURCE, read
from vlora_plan.demo.figures import write_figures
from vlora_plan.demo.fund import write_fund
from vlora_plan.demo.requirements import IN_CASES, LINES, OF_COUNTY, SERVED, STAYS, write_requirements
from vlora_plan.demo.service_map import DONORS_UNTIL, LICENCES_UNTIL, write_details, write_providers

Actors = dict[Role, User]
PROVIDERS = {"MUN": ProviderType.MUNICIPAL, "NGO": ProviderType.NGO, "STATE": ProviderType.STATE}
LICENCES = {
    "community": (LicenceKind.COMMUNITY, LicenceState.HELD),
    "community (pending)": (LicenceKind.COMMUNITY, LicenceState.PENDING),
    "residential": (LicenceKind.RESIDENTIAL, LicenceState.HELD),
    "none": (LicenceKind.COMMUNITY, LicenceState.NONE),
    "n/a (unit)": (LicenceKind.NOT_APPLICABLE, LicenceState.NOT_REQUIRED),
    "n/a (court)": (LicenceKind.NOT_APPLICABLE, LicenceState.NOT_REQUIRED),
}
UNITS_SQ = {
    "persons": "persona",
    "children": "fëmijë",
    "households": "familje",
    "families": "familje",
    "cases/yr": "raste/vit",
    "persons/yr": "persona/vit",
    "children/yr": "fëmijë/vit",
    "orders/yr": "urdhra/vit",
    "cases/worker": "raste/punonjës",
    "buildings": "ndërtesa",
    "requests/yr": "kërkesa/vit",
    "applications": "kërkesa",
}
NOT_PERSONS = frozenset({"buildings", "cases/worker"})
FULL_DUTY = frozenset({"N06", "N11", "N12", "N13", "N16", "N18"})

# The organisation of the demonstration runs one service; what it proposes of it waits for staff.
OF_THE_ORGANISATION = "S14"
PROPOSED = {"users": 77, "waiting": 9, "staff_fte": Decimal("5.5")}


def on(day: str) -> Entry:
    return Entry(date.fromisoformat(day), is_back_entry=True, source_document=SOURCE)


def write_assessment(actors: Actors) -> Assessment:
    """Groups, kinds of service, services, and an edition with its needs, still in drafting."""
    admin, staff, data = actors[Role.ADMIN], actors[Role.STAFF], read("plan")
    for row in data["groups"]:
        group = TargetGroup.objects.get(code=row["code"])
        group.base_count, group.base_source = row["demo_base"], SOURCE
        register_group(group, actor=admin, entry=on("2024-01-15"))
    providers = write_providers(actor=staff, entry=on("2024-02-01"))
    for row in data["services"]:
        service = _write_service(row, providers, staff)
        write_details(service, actor=staff, entry=on("2024-02-01"))
        if service.code == OF_THE_ORGANISATION:
            propose_changes(service, PROPOSED, actor=actors[Role.NGO])
    assessment = open_assessment(
        Assessment(
            title_sq="Vlerësimi i nevojave 2024",
            title_en="Needs assessment 2024",
            starts_on=date(2024, 1, 15),
            ends_on=date(2024, 4, 5),
            method_sq="Regjistra administrativë, pyetësorë me ofruesit, fokus grupe me pesë grupe.",
            method_en="Administrative registers, questionnaires with providers, focus groups with five groups.",
            sources_sq="NJVNR, NJMF, ZVAP, AKPA, DRSHSSH, ofruesit.",
            sources_en="NARU, child protection unit, education office, employment agency, providers.",
            limits_sq="Vlerat janë të shpikura për demonstrim.",
            limits_en="The values are invented for demonstration.",
        ),
        actor=staff,
        entry=on("2024-01-15"),
    )
    for row in data["needs"]:
        _write_need(row, assessment, staff)
    write_requirements(assessment, actor=staff, entry=on("2024-03-26"))
    write_figures(assessment, enters=staff, verifies=actors[Role.EXPERT])
    write_fund(assessment, actor=staff, entry=on("2024-03-26"))
    return assessment


def _ages(text: str) -> tuple[int, int | None]:
    low, _, high = text.replace("+", "").replace("–", "-").partition("-")
    return int(low), int(high) if high else None


def _write_service(row: dict[str, Any], providers: dict[str, ServiceProvider], staff: User) -> Service:
    age_from, age_to = _ages(row["age"])
    kind, state = LICENCES[row["licence"]]
    groups = list(TargetGroup.objects.filter(code=row["group"]))
    service = Service(
        code=row["code"],
        name_sq=row["name_sq"],
        name_en=row["name_en"],
        service_type=ServiceType.objects.get(code=row["typology"]),
        provider_type=PROVIDERS[row["provider_type"]],
        run_by=providers[PROVIDERS[row["provider_type"]]],
        organisation=Organisation.objects.get(name=ORGANISATION) if row["code"] == OF_THE_ORGANISATION else None,
        is_listed=True,
        licence_until=LICENCES_UNTIL.get(row["code"]),
        donor_until=DONORS_UNTIL.get(row["code"]),
        age_from=age_from,
        age_to=age_to,
        unit=AdministrativeUnit.objects.filter(name_sq=row["unit"]).first(),
        is_undisclosed=not row["location_public"],
        capacity=row["capacity"],
        counted_in=CountedIn.CASES if row["code"] in IN_CASES else CountedIn.PLACES,
        average_stay_days=STAYS.get(row["code"]),
        is_of_county=row["code"] in OF_COUNTY,
        places_kept=OF_COUNTY.get(row["code"]),
        users=row["users"],
        waiting=row["waiting"],
        staff_fte=row["staff_fte"],
        licence_kind=kind,
        licence_state=state,
        annual_cost=row["annual_cost_kall"] * 1000,
        funding=row["funding"],
        source=SOURCE,
        source_on=date(2024, 1, 31),
    )
    units = list(AdministrativeUnit.objects.filter(name_sq__in=SERVED.get(row["code"], ())))
    return register_service(service, actor=staff, groups=groups, units=units, entry=on("2024-02-01"))


def _write_need(row: dict[str, Any], assessment: Assessment, staff: User) -> Need:
    need = Need(
        assessment=assessment,
        code=row["code"],
        group=TargetGroup.objects.get(code=row["group"]),
        name_sq=row["name_sq"],
        name_en=row["name_en"],
        indicator_sq=row["name_sq"],
        indicator_en=row["indicator"],
        unit_label_sq=UNITS_SQ[row["unit"]],
        unit_label_en=row["unit"],
        counts_persons=row["unit"] not in NOT_PERSONS,
        estimate=row["value"],
        year=2023,
        source=row["source"],
        method=Method.REGISTER,
        quality=FigureQuality.ADMINISTRATIVE,
        by_norm=row["code"] in FULL_DUTY,
        by_records=True,
        severity=row["severity"],
        affected=row["affected"],
        covered=row["covered"],
        legal_duty=LegalDuty.FULL if row["code"] in FULL_DUTY else LegalDuty.SHARED,
        legal_basis="Ligji nr. 121/2016",
    )
    units = list(AdministrativeUnit.objects.filter(name_sq__in=row["units"]))
    answers = {code for line in LINES if line.need == row["code"] for code in line.types}
    service_types = list(ServiceType.objects.filter(code__in=answers))
    return register_need(need, actor=staff, units=units, service_types=service_types, entry=on("2024-03-25"))


def publish_assessment(assessment: Assessment, actors: Actors) -> Assessment:
    """Verify the edition with the service map of the day, then publish it: two persons."""
    verified = move_assessment(assessment, AssessmentStep.VERIFY, actor=actors[Role.EXPERT], entry=on("2024-04-03"))
    return move_assessment(
        verified,
        AssessmentStep.PUBLISH,
        actor=actors[Role.COORDINATOR],
        comment="3, 5 dhe 6 janë mosha fëmijësh, fëmijë të një familjeje në skemë dhe numri i grupeve të pyetura.",
        entry=on("2024-04-05"),
    )
