"""Filters of the lists of needs, services, providers and figures; they only narrow and put in order."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from assessments.enums import FigureQuality, ProviderType, ServiceStatus
from assessments.models import FigureDefinition, ServiceType, TargetGroup
from core.forms import ListFilter, ShortListFilter
from core.text.sorting import by_albanian_alphabet, in_order_of_names
from municipality.models import AdministrativeUnit
from operations.search.words import containing

WORDS = _("Contains (accents do not matter)")
ALL = _("all")


class ServiceFilter(ListFilter):
    words = CharFilter(label=WORDS, method="by_words", max_length=100)
    group = ModelChoiceFilter(
        label=_("Group"), queryset=TargetGroup.objects.all(), empty_label=_("all groups"), method="by_group"
    )
    unit = ModelChoiceFilter(
        label=_("Administrative unit"),
        queryset=AdministrativeUnit.objects.all(),
        empty_label=_("whole municipality"),
        method="by_unit",
    )
    service_type = ModelChoiceFilter(label=_("Type"), queryset=ServiceType.objects.all(), empty_label=ALL)
    status = ChoiceFilter(label=_("Status"), choices=ServiceStatus.choices, empty_label=ALL)
    order = ChoiceFilter(
        label=_("Order"),
        choices=[("code", _("by code")), ("capacity", _("most places first"))],
        empty_label=_("by name"),
        method="in_order",
    )

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return containing(rows, value, "code", "name_sq", "name_en")

    def by_group(self, rows: Any, name: str, value: TargetGroup) -> Any:
        return rows.of_group(value)

    def by_unit(self, rows: Any, name: str, value: AdministrativeUnit) -> Any:
        return rows.in_unit(value)

    def in_order(self, rows: Any, name: str, value: str) -> Any:
        return rows.order_by("code" if value == "code" else "-capacity", "pk")


class DirectoryFilter(ListFilter):
    group = ShortListFilter(
        label=_("Group"), queryset=TargetGroup.objects.all(), empty_label=_("all groups"), method="by_group"
    )
    unit = ShortListFilter(
        label=_("Administrative unit"),
        queryset=AdministrativeUnit.objects.all(),
        empty_label=_("whole municipality"),
        method="by_unit",
    )

    def by_group(self, rows: Any, name: str, value: TargetGroup) -> Any:
        return rows.of_group(value)

    def by_unit(self, rows: Any, name: str, value: AdministrativeUnit) -> Any:
        return rows.openly_serving(value)


class ProviderFilter(ListFilter):
    words = CharFilter(label=WORDS, method="by_words", max_length=100)
    kind = ChoiceFilter(label=_("Kind"), choices=ProviderType.choices, empty_label=ALL)

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return containing(rows, value, "name")


class NeedFilter(ListFilter):
    """Without an order the list stands by rank."""

    words = CharFilter(label=WORDS, method="by_words", max_length=100)
    group = ModelChoiceFilter(label=_("Group"), queryset=TargetGroup.objects.all(), empty_label=_("all groups"))
    unit = ModelChoiceFilter(
        label=_("Administrative unit"),
        field_name="units",
        queryset=AdministrativeUnit.objects.all(),
        empty_label=_("whole municipality"),
    )
    order = ChoiceFilter(
        label=_("Order"),
        choices=[("name", _("by name")), ("code", _("by code"))],
        empty_label=_("by rank"),
        method="in_order",
    )

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return containing(rows, value, "code", "name_sq", "name_en")

    def in_order(self, rows: Any, name: str, value: str) -> Any:
        return rows.order_by("code" if value == "code" else in_order_of_names(), "pk")

    @property
    def is_whole(self) -> bool:
        """Whether nothing is chosen, so that all needs stand in the list, by rank."""
        return self.form.is_valid() and not any(self.form.cleaned_data.values())

    @property
    def is_by_rank(self) -> bool:
        """Whether no other order is chosen, whatever else of the choice is not understood."""
        return "order" in self.form.errors or not self.form.cleaned_data.get("order")


class FigureFilter(ListFilter):
    definition = ModelChoiceFilter(
        label=_("What is counted"), queryset=FigureDefinition.objects.all(), empty_label=_("all figures")
    )
    unit = ModelChoiceFilter(
        label=_("Administrative unit"), queryset=AdministrativeUnit.objects.all(), empty_label=_("all units")
    )
    group = ModelChoiceFilter(label=_("Group"), queryset=TargetGroup.objects.all(), empty_label=_("all groups"))
    quality = ChoiceFilter(label=_("Quality"), choices=FigureQuality.choices, empty_label=ALL)
    source = CharFilter(label=_("Source contains"), method="by_source", max_length=100)
    order = ChoiceFilter(
        label=_("Order"),
        choices=[("newest", _("newest first")), ("value", _("largest first")), ("source", _("by source"))],
        empty_label=_("by what is counted"),
        method="in_order",
    )

    def by_source(self, rows: Any, name: str, value: str) -> Any:
        return containing(rows, value, "source")

    def in_order(self, rows: Any, name: str, value: str) -> Any:
        by: dict[str, Any] = {"newest": "-ends_on", "value": "-value", "source": by_albanian_alphabet("source")}
        return rows.order_by(by[value], "pk")

    @property
    def is_by_definition(self) -> bool:
        """Whether no other order is chosen, whatever else of the choice is not understood."""
        return "order" in self.form.errors or not self.form.cleaned_data.get("order")
