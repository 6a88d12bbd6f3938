from __future__ import annotations

from typing import Any

from django import forms

from assessments.enums import ServicePart
from assessments.models import PartOfService, ServiceMoney, ServiceProvider, ServiceStaff, ServiceYear
from core.forms import CrispyModelForm


class ProviderForm(CrispyModelForm):
    class Meta:
        model = ServiceProvider
        fields = ["name", "kind", "tax_number", "organisation", "phone", "email", "website", "is_active"]


class StaffForm(CrispyModelForm):
    class Meta:
        model = ServiceStaff
        fields = ["profession_sq", "profession_en", "fte"]


class YearForm(CrispyModelForm):
    class Meta:
        model = ServiceYear
        fields = ["year", "capacity", "average_users", "cost", "source"]


class MoneyForm(CrispyModelForm):
    class Meta:
        model = ServiceMoney
        fields = ["year", "paid_by", "amount", "source"]


PART_MODELS: dict[ServicePart, type[PartOfService]] = {
    ServicePart.STAFF: ServiceStaff,
    ServicePart.YEARS: ServiceYear,
    ServicePart.MONEY: ServiceMoney,
}
PART_FORMS: dict[ServicePart, type[forms.ModelForm[Any]]] = {
    ServicePart.STAFF: StaffForm,
    ServicePart.YEARS: YearForm,
    ServicePart.MONEY: MoneyForm,
}
