from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView, TemplateView

from core.views import RowDeedView
from municipality import forms, services
from municipality.models import (
    AdministrativeUnit,
    CalendarDay,
    DeadlineRule,
    MajorityRule,
    Municipality,
    Office,
    OfficeTenure,
    Threshold,
)

VIEW = "municipality.view_municipality"
CHANGE = "municipality.change_municipality"


class ProfileView(PermissionRequiredMixin, TemplateView):
    template_name = "municipality/municipality_detail.html"
    permission_required = VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(municipality=Municipality.objects.first(), **kwargs)


class UnitListView(PermissionRequiredMixin, ListView):
    queryset = AdministrativeUnit.objects.all()
    permission_required = VIEW
    template_name = "municipality/unit_list.html"


class OfficeListView(PermissionRequiredMixin, ListView):
    queryset = Office.objects.with_tenures()
    permission_required = VIEW
    template_name = "municipality/office_list.html"


class OfficeDetailView(PermissionRequiredMixin, DetailView):
    queryset = Office.objects.with_tenures()
    permission_required = VIEW
    template_name = "municipality/office_detail.html"


class CalendarView(PermissionRequiredMixin, ListView):
    permission_required = VIEW
    template_name = "municipality/calendar_year.html"

    def get_queryset(self) -> Any:
        return CalendarDay.objects.of_year(self.kwargs["year"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.kwargs["year"]
        return super().get_context_data(year=year, before=year - 1, after=year + 1, **kwargs)


class RuleListView(PermissionRequiredMixin, TemplateView):
    template_name = "municipality/rule_list.html"
    permission_required = VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deadlines=DeadlineRule.objects.all(),
            majorities=MajorityRule.objects.all(),
            thresholds=Threshold.objects.all(),
            **kwargs,
        )


class PlaceRowView(RowDeedView):
    permission_required = CHANGE
    listing = (gettext_lazy("Rules and thresholds"), "municipality:rule_list")
    deed = staticmethod(services.save_change)


class ProfileFormView(PlaceRowView):
    model, form_class = Municipality, forms.MunicipalityForm
    listing = (gettext_lazy("Municipality"), "municipality:profile")

    @cached_property
    def row(self) -> Municipality:
        return get_object_or_404(Municipality, pk=1)


class UnitFormView(PlaceRowView):
    model, form_class = AdministrativeUnit, forms.UnitForm
    listing = (gettext_lazy("Administrative units"), "municipality:unit_list")


class OfficeFormView(PlaceRowView):
    model, form_class = Office, forms.OfficeForm
    listing = (gettext_lazy("Offices"), "municipality:office_list")


class DeadlineFormView(PlaceRowView):
    model, form_class = DeadlineRule, forms.DeadlineRuleForm


class MajorityFormView(PlaceRowView):
    model, form_class = MajorityRule, forms.MajorityRuleForm


class ThresholdFormView(PlaceRowView):
    model, form_class = Threshold, forms.ThresholdForm


class TenureFormView(PlaceRowView):
    model, form_class = OfficeTenure, forms.TenureForm

    @cached_property
    def row(self) -> OfficeTenure:
        if "pk" in self.kwargs:
            return get_object_or_404(OfficeTenure.objects.select_related("office"), pk=self.kwargs["pk"])
        return OfficeTenure(office=get_object_or_404(Office, pk=self.kwargs["office_pk"]))

    @property
    def address(self) -> str:
        return reverse("municipality:office_detail", args=[self.row.office_id])

    def trail(self) -> list[tuple[Any, str]]:
        return [(self.row.office, self.address)]


class CalendarDayFormView(PlaceRowView):
    model, form_class = CalendarDay, forms.CalendarDayForm
    listing = (gettext_lazy("Calendar"), "municipality:calendar")

    @property
    def address(self) -> str:
        year = self.row.day.year if self.row.day else timezone.localdate().year
        return reverse("municipality:calendar_year", args=[year])


@permission_required(VIEW, raise_exception=True)
def calendar_today(request: HttpRequest) -> HttpResponse:
    return redirect("municipality:calendar_year", timezone.localdate().year)


@require_POST
@permission_required(CHANGE, raise_exception=True)
def calendar_day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    day = get_object_or_404(CalendarDay, pk=pk)
    address = day.get_absolute_url()
    services.remove_calendar_day(day, actor=request.user)
    messages.success(request, _("The day is removed from the calendar."))
    return redirect(address)
