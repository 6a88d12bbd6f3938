"""What a service's page tells beside its own row, as one reader gets it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.models import Service, ServiceMoney, ServiceStaff, ServiceYear
from assessments.outline import sees_true_figures
from core.suppression import SuppressionRule
from municipality.small_numbers import small_number_rules


@dataclass(frozen=True, slots=True)
class YearOfService:
    """Users of a year are few persons too: where they are hidden, what gives them away is hidden with them."""

    pk: int
    year: int
    capacity: int
    cost: int | None
    users: int | None
    per_beneficiary: int | None
    source: str
    is_hidden: bool

    @classmethod
    def of(cls, row: ServiceYear, rule: SuppressionRule | None) -> YearOfService:
        """`rule` is None for a reader of true figures."""
        is_hidden = rule is not None and row.average_users is not None and rule.hides(row.average_users)
        users, per_beneficiary = (None, None) if is_hidden else (row.average_users, row.cost_per_beneficiary)
        return cls(row.pk, row.year, row.capacity, row.cost, users, per_beneficiary, row.source, is_hidden)


@dataclass(frozen=True, slots=True)
class ServiceDetails:
    staff: list[ServiceStaff]
    years: list[YearOfService]
    money: list[ServiceMoney]
    stated_staff: Decimal | None

    @property
    def staff_total(self) -> Decimal:
        return sum((row.fte for row in self.staff), Decimal(0))

    @property
    def staff_differs(self) -> bool:
        """What is stated in all is not what its professions make together; of either alone there is nothing to say."""
        return bool(self.staff) and self.stated_staff is not None and self.stated_staff != self.staff_total


def details_of(service: Service, *, user: Any) -> ServiceDetails:
    is_protected = service.is_undisclosed or any(group.is_protected for group in service.groups.all())
    rule = None if sees_true_figures(user) else small_number_rules().of(is_protected=is_protected)
    return ServiceDetails(
        staff=list(service.servicestaff_rows.all()),
        years=[YearOfService.of(row, rule) for row in service.serviceyear_rows.all()],
        money=list(service.servicemoney_rows.all()),
        stated_staff=service.staff_fte,
    )
