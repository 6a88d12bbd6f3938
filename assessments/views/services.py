from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from assessments.enums import ServiceStatus
from assessments.forms import ServiceForm
from assessments.lists.codes import next_code
from assessments.lists.filters import ServiceFilter
from assessments.models import ProposedChange, Service
from assessments.outline import service_rows
from assessments.service_map.details import details_of
from assessments.service_map.endings import endings_of
from assessments.services import change_service, register_service
from core.pages.stepped import SteppedView
from core.text.sorting import in_order_of_names
from core.views import DeedFormView, ObjectDeedView, ObjectPermissionMixin, TwoEndedPaginator

MOST_PROPOSALS = 20  # of the latest, as their provider reads them


class ServiceListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_service"
    raise_exception = True
    model = Service
    paginate_by = 100
    paginator_class = TwoEndedPaginator

    @cached_property
    def filter(self) -> ServiceFilter:
        services = Service.objects.visible_to(self.request.user).with_place()
        return ServiceFilter(self.request.GET, services.order_by(in_order_of_names(), "pk"))

    def get_queryset(self) -> QuerySet[Service]:
        rows: QuerySet[Service] = self.filter.qs
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(filters=self.filter.form, **kwargs)
        return context | {"rows": service_rows(context["object_list"], user=self.request.user)}


class ServiceDetailView(ObjectPermissionMixin, DetailView):
    object: Service
    permission_required = "assessments.view_service"

    def get_queryset(self) -> QuerySet[Service]:
        return Service.objects.visible_to(self.request.user).with_place()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            row=service_rows([self.object], user=self.request.user)[0],
            units=self.object.shown_served_units(),
            details=details_of(self.object, user=self.request.user),
            proposals=self.object.proposed_changes.waiting().count() if self.sees_endings() else 0,
            own_proposals=self.own_proposals(),
            endings=endings_of(self.object, timezone.localdate()) if self.sees_endings() else [],
            **kwargs,
        )

    def own_proposals(self) -> list[ProposedChange]:
        """For the provider: what waits, and what became of the rest, the latest first."""
        if not self.request.user.has_perm("assessments.propose_service", self.object):
            return []
        return list(self.object.proposed_changes.order_by("-pk")[:MOST_PROPOSALS])

    def sees_endings(self) -> bool:
        return self.request.user.has_perm("assessments.change_service", self.object)


class ServiceCreateView(PermissionRequiredMixin, SteppedView, DeedFormView):
    permission_required = "assessments.add_service"
    raise_exception = True
    form_class = ServiceForm
    template_name = "assessments/service_form.html"
    title = _("Add a service")
    said = _("The service is registered.")
    edit_name = "assessments:service_update"
    is_new = True

    def get_form_kwargs(self) -> dict[str, Any]:
        """Entered step by step it stands as planned, and counts once the last step says that it runs."""
        code = next_code(Service.objects.values_list("code", flat=True), first="S01")
        status = ServiceStatus.PLANNED if self.step else ServiceStatus.ACTIVE
        service = Service(code=code, source_on=timezone.localdate(), status=status)
        return super().get_form_kwargs() | {"instance": service}

    def act(self, form: Any) -> Service:
        return register_service(form.instance, actor=self.request.user, **form.links())

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Service map"), reverse("assessments:service_list"))]


class ServiceUpdateView(SteppedView, ObjectDeedView):
    permission_required = "assessments.change_service"
    queryset = Service.objects.all()
    form_class = ServiceForm
    template_name = "assessments/service_form.html"
    title = _("Change the service")
    said: Any = _("The service is saved.")
    edit_name = "assessments:service_update"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: Any) -> Service:
        service = change_service(form.instance, actor=self.request.user, **form.links())
        if service.is_undisclosed and form.emptied:
            emptied = ", ".join(str(name) for name in form.emptied)
            self.said = _("The service is saved. Its place is undisclosed now; emptied: %(names)s.") % {
                "names": emptied
            }
        return service
