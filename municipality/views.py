from __future__ import annotations

from datetime import date
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

from core.views import DeedFormView, RowDeedView
from municipality import forms, services
from municipality.calendar import WorkingCalendar, unchecked_rules
from municipality.models import (
    FIRST_DAY,
    LAST_DAY,
    OUTSIDE_THE_CALENDAR,
    AdministrativeUnit,
    CalendarDay,
    DeadlineRule,
    MajorityRule,
    Municipality,
    Office,
    OfficeTenure,
    Threshold,
)
from municipality.proposed_year import proposed_days

VIEW = "municipality.view_municipality"
CHANGE = "municipality.change_municipality"


class MunicipalityView(PermissionRequiredMixin, TemplateView):
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


class YearMixin:
    """A page of one year of the calendar; a year outside it leads to the present one with a sentence."""

    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not FIRST_DAY.year <= kwargs["year"] <= LAST_DAY.year:
            messages.error(request, str(OUTSIDE_THE_CALENDAR))
            return redirect("municipality:calendar")
        return super().dispatch(request, *args, **kwargs)


class CalendarView(YearMixin, PermissionRequiredMixin, ListView):
    permission_required = VIEW
    template_name = "municipality/calendar_year.html"

    def get_queryset(self) -> Any:
        return CalendarDay.objects.of_year(self.kwargs["year"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.kwargs["year"]
        return super().get_context_data(
            year=year,
            before=max(year - 1, FIRST_DAY.year),
            after=min(year + 1, LAST_DAY.year),
            unchecked=sum(not day.checked_by for day in self.object_list),
            is_lacking=bool(WorkingCalendar.load().lacking(date(year, 1, 1), date(year, 12, 31))),
            **kwargs,
        )


class CalendarCheckView(YearMixin, PermissionRequiredMixin, DeedFormView):
    """A year's rows that nobody has checked, and those that are proposed, ticked one by one."""

    permission_required = CHANGE
    form_class = forms.CalendarCheckForm
    said = gettext_lazy("The rows ticked are in the calendar as checked.")
    lead = gettext_lazy(
        "Compare each row with the proclamation of the year. Rows that are not in the calendar yet are proposed by a "
        "program and enter it only when they are ticked."
    )

    @property
    def address(self) -> str:
        return reverse("municipality:calendar_year", args=[self.kwargs["year"]])

    def get_form_kwargs(self) -> dict[str, Any]:
        year = self.kwargs["year"]
        rows = [*CalendarDay.objects.of_year(year).unchecked(), *proposed_days(year)]
        return super().get_form_kwargs() | {"rows": sorted(rows, key=lambda row: row.day)}

    def act(self, form: forms.CalendarCheckForm) -> str:
        told = {name: form.cleaned_data[name] for name in ("checked_by", "checked_on", "legal_basis")}
        services.confirm_days(form.ticked(), actor=self.request.user, **told)
        return self.address

    def trail(self) -> list[tuple[Any, str]]:
        return [(gettext_lazy("Calendar"), self.address)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Check the year %(year)s row by row") % {"year": self.kwargs["year"]}
        return super().get_context_data(title=title, **kwargs)


class RuleListView(PermissionRequiredMixin, TemplateView):
    template_name = "municipality/rule_list.html"
    permission_required = VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deadlines=DeadlineRule.objects.all(),
            majorities=MajorityRule.objects.all(),
            thresholds=Threshold.objects.all(),
            unchecked=unchecked_rules(),
            **kwargs,
        )


class ReferenceRowFormView(RowDeedView):
    permission_required = CHANGE
    listing = (gettext_lazy("Rules and thresholds"), "municipality:rule_list")
    deed = staticmethod(services.save_change)


class ProfileFormView(ReferenceRowFormView):
    model, form_class = Municipality, forms.MunicipalityForm
    listing = (gettext_lazy("Municipality"), "municipality:profile")

    @cached_property
    def row(self) -> Municipality:
        return get_object_or_404(Municipality, pk=1)


class UnitFormView(ReferenceRowFormView):
    model, form_class = AdministrativeUnit, forms.UnitForm
    listing = (gettext_lazy("Administrative units"), "municipality:unit_list")


class OfficeFormView(ReferenceRowFormView):
    model, form_class = Office, forms.OfficeForm
    listing = (gettext_lazy("Offices"), "municipality:office_list")


class DeadlineFormView(ReferenceRowFormView):
    model, form_class = DeadlineRule, forms.DeadlineRuleForm


class MajorityFormView(ReferenceRowFormView):
    model, form_class = MajorityRule, forms.MajorityRuleForm


class ThresholdFormView(ReferenceRowFormView):
    model, form_class = Threshold, forms.ThresholdForm


class TenureFormView(ReferenceRowFormView):
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


class CalendarDayFormView(ReferenceRowFormView):
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
