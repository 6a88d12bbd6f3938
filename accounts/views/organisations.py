from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from accounts import services
from accounts.forms import MembershipForm, OrganisationForm
from accounts.http import AuthenticatedHttpRequest
from accounts.models import Membership, Organisation
from accounts.views.users import with_message
from core.views import RowDeedView


class OrganisationListView(PermissionRequiredMixin, ListView):
    queryset = Organisation.objects.with_member_count()
    permission_required = "accounts.view_organisation"
    template_name = "accounts/organisation_list.html"
    paginate_by = 50


class OrganisationDetailView(PermissionRequiredMixin, DetailView):
    queryset = Organisation.objects.prefetch_related("memberships__user")
    permission_required = "accounts.view_organisation"
    template_name = "accounts/organisation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=MembershipForm(organisation=self.object), **kwargs)


class OrganisationFormView(RowDeedView):
    model = Organisation
    form_class = OrganisationForm
    permission_required = "accounts.change_organisation"
    title = gettext_lazy("Organisation")
    said = gettext_lazy("The organisation is saved.")

    def act(self, form: OrganisationForm) -> Organisation:
        return services.save_organisation(form.instance, actor=self.request.user)

    def trail(self) -> list[tuple[Any, str]]:
        return [(gettext_lazy("Organisations"), reverse("accounts:organisation_list"))]


@require_POST
@permission_required("accounts.change_organisation", raise_exception=True)
def membership_approve(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    form = MembershipForm(request.POST, organisation=organisation)
    if form.is_valid():
        user = form.cleaned_data["user"]
        with_message(
            request,
            lambda: services.approve_membership(user, organisation, actor=request.user),
            _("The membership is approved."),
        )
    else:
        messages.error(request, _("Choose an account from the list."))
    return redirect(organisation)


@require_POST
@permission_required("accounts.change_organisation", raise_exception=True)
def membership_revoke(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("organisation"), pk=pk)
    with_message(
        request,
        lambda: services.revoke_membership(membership, actor=request.user),
        _("The membership is revoked."),
    )
    return redirect(membership.organisation)
