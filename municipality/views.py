from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView, TemplateView, UpdateView

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


class RowFormView(PermissionRequiredMixin, UpdateView):
    """One row of place or law; without a key in the address it makes a new one."""

    permission_required = CHANGE
    template_name = "municipality/row_form.html"
    back = "municipality:rule_list"

    def get_object(self, queryset: Any = None) -> Any:
        return super().get_object(queryset) if "pk" in self.kwargs else None

    def get_success_url(self) -> str:
        return reverse(self.back)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), kind=self.model._meta.verbose_name, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        self.object = services.save_change(form, actor=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect(self.get_success_url())


class ProfileFormView(RowFormView):
    model, form_class, back = Municipality, forms.MunicipalityForm, "municipality:profile"

    def get_object(self, queryset: Any = None) -> Municipality:
        return get_object_or_404(Municipality, pk=1)


class UnitFormView(RowFormView):
    model, form_class, back = AdministrativeUnit, forms.UnitForm, "municipality:unit_list"


class OfficeFormView(RowFormView):
    model, form_class, back = Office, forms.OfficeForm, "municipality:office_list"


class DeadlineFormView(RowFormView):
    model, form_class = DeadlineRule, forms.DeadlineRuleForm


class MajorityFormView(RowFormView):
    model, form_class = MajorityRule, forms.MajorityRuleForm


class ThresholdFormView(RowFormView):
    model, form_class = Threshold, forms.ThresholdForm


class TenureFormView(RowFormView):
    model, form_class = OfficeTenure, forms.TenureForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        if self.object is None:
            given["instance"] = OfficeTenure(office=get_object_or_404(Office, pk=self.kwargs["office_pk"]))
        return given

    def get_success_url(self) -> str:
        office = self.object.office_id if self.object else self.kwargs["office_pk"]
        return reverse("municipality:office_detail", args=[office])


class CalendarDayFormView(RowFormView):
    model, form_class = CalendarDay, forms.CalendarDayForm

    def get_success_url(self) -> str:
        year = self.object.day.year if self.object else timezone.localdate().year
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
