"""The demonstration's providers, posts, years and money of services: invented, providers by type alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.models import User
from assessments.enums import MoneySource, ProviderType
from assessments.models import PartOfService, Service, ServiceMoney, ServiceProvider, ServiceStaff, ServiceYear
from assessments.service_map.services import save_service_part
from assessments.services import save_provider
from operations.deeds import Entry
from vlora_plan.demo.data import SOURCE

PROVIDERS = {
    ProviderType.MUNICIPAL: "Drejtoria e Shërbimeve Sociale (demonstrim)",
    ProviderType.NGO: "Organizatë jofitimprurëse (demonstrim)",
    ProviderType.STATE: "Shërbimi Social Shtetëror (demonstrim)",
}
SOURCES = {
    "MB": MoneySource.MUNICIPAL,
    "KG": MoneySource.GRANT,
    "SF": MoneySource.SOCIAL_FUND,
    "DON": MoneySource.DONOR,
}
LICENCES_UNTIL = {"S06": date(2027, 1, 31), "S13": date(2026, 12, 20)}
DONORS_UNTIL = {"S04": date(2027, 6, 30), "S14": date(2026, 12, 31)}
LAST_YEAR = 2023
GROWTH = 95  # percent of last year's places and cost the year before


def write_providers(*, actor: User, entry: Entry) -> dict[str, ServiceProvider]:
    return {
        kind: save_provider(ServiceProvider(name=name, kind=kind), actor=actor, entry=entry)
        for kind, name in PROVIDERS.items()
    }


def write_details(service: Service, *, actor: User, entry: Entry) -> None:
    """One profession or two, two years, and last year's money by source."""
    for row in (*_staff(service), *_years(service), *_money(service)):
        save_service_part(row, actor=actor, entry=entry)


def _staff(service: Service) -> list[PartOfService]:
    posts = service.staff_fte or Decimal(0)
    social = min(posts, Decimal(2))
    shared = (("Punonjës social", "Social worker", social), ("Personel tjetër", "Other staff", posts - social))
    return [
        ServiceStaff(service=service, profession_sq=name_sq, profession_en=name_en, fte=fte)
        for name_sq, name_en, fte in shared
        if fte
    ]


def _years(service: Service) -> list[PartOfService]:
    cost = service.annual_cost or 0
    before, last = (LAST_YEAR - 1, GROWTH), (LAST_YEAR, 100)
    return [
        ServiceYear(
            service=service,
            year=year,
            capacity=service.capacity * share // 100,
            average_users=service.users * share // 100,
            cost=cost * share // 100,
            source=SOURCE,
        )
        for year, share in (before, last)
    ]


def _money(service: Service) -> list[PartOfService]:
    """Equal parts in whole lek; the last source takes what is left."""
    names = service.funding.split("+")
    cost = service.annual_cost or 0
    part = cost // len(names)
    amounts = [*([part] * (len(names) - 1)), cost - part * (len(names) - 1)]
    return [
        ServiceMoney(service=service, year=LAST_YEAR, paid_by=SOURCES[name], amount=amount, source=SOURCE)
        for name, amount in zip(names, amounts, strict=True)
    ]
