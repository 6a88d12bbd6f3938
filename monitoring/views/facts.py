"""Pages beside the results: evidence of a value, transfers of the budget, frequencies and dimensions as rows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from core.pages.stepped import SteppedRowView
from core.views import ObjectDeedView, ObjectPermissionMixin
from monitoring.forms import EvidenceForm, ReportingFrequencyForm, TransferForm, ValueDimensionForm
from monitoring.models import IndicatorValue, Period, ReportingFrequency, ValueDimension
from monitoring.services.asked import save_dimension, save_frequency
from monitoring.services.evidence import add_evidence
from monitoring.services.transfers import transfer_budget
from socialplan.approval.acts.definition.paper import Paper


class EvidenceView(ObjectDeedView):
    """A file that proves a value."""

    object: IndicatorValue
    queryset = IndicatorValue.objects.select_related("period", "indicator")
    form_class = EvidenceForm
    permission_required = "monitoring.enter_results"
    title = save = _("Add evidence")
    lead = _("Only who works on the results opens it. Without names of persons.")
    said = _("The evidence is added.")

    def act(self, form: Any) -> IndicatorValue:
        file = form.cleaned_data["file"]
        file.seek(0)
        paper = Paper(file.read(), file.name)
        add_evidence(self.object, paper, note=form.cleaned_data["note"], actor=self.request.user)
        return self.object


class TransferListView(ObjectPermissionMixin, DetailView):
    object: Period
    queryset = Period.objects.select_related("version__plan")
    permission_required = "monitoring.view_true_figures"
    template_name = "monitoring/transfers.html"
    context_object_name = "period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.transfers.select_related("source", "from_measure", "to_measure", "actor")
        can_enter = self.request.user.has_perm("monitoring.enter_results")
        return super().get_context_data(transfers=rows, can_enter=can_enter, **kwargs)


class TransferView(ObjectDeedView):
    object: Period
    queryset = Period.objects.select_related("version__plan")
    form_class = TransferForm
    permission_required = "monitoring.enter_results"
    title = save = _("Move money")
    lead = _("What is allocated changes on both sides together, and the log keeps the decision.")
    said = _("The money is moved.")

    @property
    def address(self) -> str:
        return reverse("monitoring:transfers", args=[self.object.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"period": self.object}

    def act(self, form: Any) -> str:
        transfer_budget(self.object, actor=self.request.user, **form.cleaned_data)
        return self.address

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (_("Transfers of the budget"), self.address)]


class FrequencyListView(PermissionRequiredMixin, ListView):
    permission_required = "monitoring.change_kinds"
    queryset = ReportingFrequency.objects.all()
    template_name = "monitoring/asked_list.html"
    extra_context = {
        "heading": _("Frequencies of reporting"),
        "lead": _("How plans write a frequency, and every how many months it asks for a value."),
        "add": _("Add a frequency"),
        "add_name": "monitoring:frequency_create",
    }


class DimensionListView(PermissionRequiredMixin, ListView):
    permission_required = "monitoring.change_kinds"
    queryset = ValueDimension.objects.all()
    template_name = "monitoring/asked_list.html"
    extra_context = {
        "heading": _("Dimensions of values"),
        "lead": _("How plans write a dimension, its parts, and whether these add up to the value."),
        "add": _("Add a dimension"),
        "add_name": "monitoring:dimension_create",
    }


class FrequencyView(SteppedRowView):
    edit_name = "monitoring:frequency_update"
    permission_required = "monitoring.change_kinds"
    model, form_class = ReportingFrequency, ReportingFrequencyForm
    listing = (_("Frequencies of reporting"), "monitoring:frequencies")
    deed = staticmethod(save_frequency)


class DimensionView(SteppedRowView):
    edit_name = "monitoring:dimension_update"
    permission_required = "monitoring.change_kinds"
    model, form_class = ValueDimension, ValueDimensionForm
    listing = (_("Dimensions of values"), "monitoring:dimensions")
    deed = staticmethod(save_dimension)
