from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView, TemplateView

from core.pages.stepped import SteppedView
from core.views import DeedFormView, RowDeedView
from core.workflow import StepRefused
from municipality import forms, lists, services
from municipality.calendar import WorkingCalendar, unchecked_rules
from municipality.models import (
    FIRST_DAY,
    LAST_DAY,
    OUTSIDE_THE_CALENDAR,
    AdministrativeUnit,
    Asked,
    CalendarDay,
    DeadlineRule,
    MajorityRule,
    Municipality,
    Office,
    OfficeTenure,
    Project,
    Threshold,
)

VIEW = "municipality.view_municipality"
CHANGE = "municipality.change_municipality"


class MunicipalityView(PermissionRequiredMixin, TemplateView):
    template_name = "municipality/municipality_detail.html"
    permission_required = VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place, project = (
            Municipality.objects.select_related("arms").first(),
            Project.objects.select_related("emblem").first(),
        )
        return super().get_context_data(municipality=place, project=project, **kwargs)


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


class RuleListView(PermissionRequiredMixin, TemplateView):
    template_name = "municipality/rule_list.html"
    permission_required = VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deadlines=DeadlineRule.objects.all(),
            majorities=MajorityRule.objects.all(),
            thresholds=Threshold.objects.all(),
            asked=Asked.objects.all(),
            unchecked=unchecked_rules(),
            **kwargs,
        )


class ReferenceRowFormView(RowDeedView):
    permission_required = CHANGE
    listing = (gettext_lazy("Rules and thresholds"), "municipality:rule_list")
    deed = staticmethod(services.save_change)


class ProfileFormView(SteppedView, ReferenceRowFormView):
    edit_name = "municipality:profile_update"
    model, form_class = Municipality, forms.MunicipalityForm
    listing = (gettext_lazy("Municipality"), "municipality:profile")
    deed: Callable[..., Any] = staticmethod(services.save_profile)

    @cached_property
    def row(self) -> Municipality:
        return get_object_or_404(Municipality, pk=1)

    def edit_page(self, target: Any) -> str:
        return reverse(self.edit_name)


class CouncilFormView(ReferenceRowFormView):
    model, form_class = Municipality, forms.CouncilForm
    listing = (gettext_lazy("Municipality"), "municipality:profile")
    title = gettext_lazy("Council")

    @cached_property
    def row(self) -> Municipality:
        return get_object_or_404(Municipality, pk=1)


class ProjectFormView(SteppedView, ReferenceRowFormView):
    """The one project in steps: changed where it is there, else added by the first one."""

    edit_name = "municipality:project_update"

    model, form_class = Project, forms.ProjectForm
    listing = (gettext_lazy("Municipality"), "municipality:profile")
    deed: Callable[..., Any] = staticmethod(services.save_project)

    @cached_property
    def row(self) -> Project:
        return Project.objects.first() or Project(pk=1)

    @property
    def is_new(self) -> bool:
        return bool(self.row._state.adding)

    def edit_page(self, target: Any) -> str:
        return reverse(self.edit_name)


class UnitFormView(ReferenceRowFormView):
    model, form_class = AdministrativeUnit, forms.UnitForm
    listing = (gettext_lazy("Administrative units"), "municipality:unit_list")


class UnitBlockView(PermissionRequiredMixin, DeedFormView):
    """Several units at once, pasted or typed a line each."""

    permission_required = CHANGE
    form_class = forms.UnitBlockForm
    title = gettext_lazy("Several units at once")
    said = gettext_lazy("The units are in the list.")

    def act(self, form: forms.UnitBlockForm) -> str:
        told = form.cleaned_data
        census = lists.Census(told["year"], told["source"])
        lists.paste_units(told["block"], census=census, actor=self.request.user)
        return reverse("municipality:unit_list")

    def trail(self) -> list[tuple[Any, str]]:
        return [(gettext_lazy("Administrative units"), reverse("municipality:unit_list"))]


class OfficeFormView(ReferenceRowFormView):
    model, form_class = Office, forms.OfficeForm
    listing = (gettext_lazy("Offices"), "municipality:office_list")


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


@permission_required(VIEW, raise_exception=True)
def calendar_today(request: HttpRequest) -> HttpResponse:
    return redirect("municipality:calendar_year", timezone.localdate().year)


@require_POST
@permission_required(CHANGE, raise_exception=True)
def unit_move(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(AdministrativeUnit, pk=pk)
    lists.move_unit(unit, up=request.POST.get("way") != "down", actor=request.user)
    return redirect("municipality:unit_list")


def _remove(request: HttpRequest, row: Model, address: str, said: str) -> HttpResponse:
    try:
        lists.remove_unused(row, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(address)


@require_POST
@permission_required(CHANGE, raise_exception=True)
def unit_remove(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(AdministrativeUnit, pk=pk)
    return _remove(request, unit, "municipality:unit_list", _("The unit is removed from the list."))


@require_POST
@permission_required(CHANGE, raise_exception=True)
def office_remove(request: HttpRequest, pk: int) -> HttpResponse:
    office = get_object_or_404(Office, pk=pk)
    return _remove(request, office, "municipality:office_list", _("The office is removed from the list."))


@require_POST
@permission_required(CHANGE, raise_exception=True)
def project_remove(request: HttpRequest) -> HttpResponse:
    services.remove_project(actor=request.user)
    messages.success(request, _("The project is removed; the home page shows the plan's own way."))
    return redirect("municipality:profile")
