"""What needs two persons on accounts: the list of what waits, and the second person's yes or no."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from accounts import power
from accounts.http import AuthenticatedHttpRequest
from accounts.models import PowerChange
from accounts.second_person import bound_to
from accounts.views.users import with_message


class ChangeListView(PermissionRequiredMixin, ListView):
    queryset = PowerChange.objects.open().with_people()
    permission_required = "accounts.view_powerchange"
    template_name = "accounts/change_list.html"
    context_object_name = "changes"
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        changes = list(context["changes"])
        bound = bound_to(self.request.user.pk, {change.proposed_by_id for change in changes})
        return context | {"lonely": power.lacks_second_person(changes), "bound": bound}


def _back(request: AuthenticatedHttpRequest) -> HttpResponse:
    return redirect(
        "accounts:change_list" if request.user.has_perm("accounts.view_powerchange") else "accounts:profile"
    )


@require_POST
def change_confirm(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(PowerChange, pk=pk)
    with_message(request, lambda: power.confirm_change(change, actor=request.user), _("The change is confirmed."))
    return _back(request)


@require_POST
def change_stop(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(PowerChange, pk=pk)
    with_message(request, lambda: power.stop_change(change, actor=request.user), _("The change is stopped."))
    return _back(request)
