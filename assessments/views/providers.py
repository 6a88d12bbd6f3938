from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from accounts.models import User
from assessments.models import ServiceProvider
from assessments.service_map.forms import ProviderForm
from assessments.services import save_provider
from core.views import RowDeedView


class ProviderListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_provider"
    raise_exception = True
    queryset = ServiceProvider.objects.with_service_count()
    template_name = "assessments/provider_list.html"
    paginate_by = 100


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
