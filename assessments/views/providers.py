from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from accounts.models import User
from assessments.lists.filters import ProviderFilter
from assessments.models import ServiceProvider
from assessments.service_map.forms import ProviderForm
from assessments.services import save_provider
from core.views import RowDeedView, TwoEndedPaginator


class ProviderListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_provider"
    raise_exception = True
    template_name = "assessments/provider_list.html"
    paginate_by = 100
    paginator_class = TwoEndedPaginator

    @cached_property
    def filter(self) -> ProviderFilter:
        return ProviderFilter(self.request.GET, ServiceProvider.objects.with_service_count())

    def get_queryset(self) -> QuerySet[ServiceProvider]:
        rows: QuerySet[ServiceProvider] = self.filter.qs
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filters=self.filter.form, **kwargs)


class ProviderFormView(RowDeedView):
    permission_required = "assessments.change_provider"
    raise_exception = True
    model = ServiceProvider
    form_class = ProviderForm
    listing = (_("Providers of services"), "assessments:provider_list")
    said = _("The provider is saved.")

    @staticmethod
    def deed(form: Any, *, actor: User) -> ServiceProvider:
        return save_provider(form.instance, actor=actor)
