from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from accounts import services
from accounts.enums import CONFIRMED_ROLES
from accounts.forms import NewUserForm, RoleForm, UserForm
from accounts.http import AuthenticatedHttpRequest
from accounts.login.second_factor import device_of
from accounts.models import RoleAssignment, User
from accounts.power import lacks_second_person, may_stand_alone
from accounts.second_person import bound_to
from core.forms import CrispyForm
from core.views import ObjectDeedView, RowDeedView


class UserListView(PermissionRequiredMixin, ListView):
    queryset = User.objects.with_roles()
    permission_required = "accounts.view_user"
    template_name = "accounts/user_list.html"
    paginate_by = 50


class UserDetailView(PermissionRequiredMixin, DetailView):
    queryset = User.objects.with_roles()
    permission_required = "accounts.view_user"
    template_name = "accounts/user_detail.html"
    context_object_name = "account"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = list(self.object.power_changes.with_people())
        return super().get_context_data(
            role_form=RoleForm(),
            has_device=device_of(self.object) is not None,
            changes=changes,
            lonely=lacks_second_person(changes),
            bound=bound_to(self.request.user.pk, {change.proposed_by_id for change in changes}),
            **kwargs,
        )


class UserCreateView(RowDeedView):
    model = User
    form_class = NewUserForm
    permission_required = "accounts.change_user"
    title = gettext_lazy("New account")
    lead = gettext_lazy("Its owner gets a link by e-mail to set a password or to log in.")
    said: Any = gettext_lazy("The account is made, and its owner gets a link by e-mail.")

    def act(self, form: NewUserForm) -> User:
        user = services.create_account(actor=self.request.user, **form.cleaned_data)
        if user.power_changes.under_way().exists():
            self.said = _("The account is made; a role that opens contributors’ data waits for a second person.")
        return user

    def trail(self) -> list[tuple[Any, str]]:
        return [(gettext_lazy("Accounts"), reverse("accounts:user_list"))]


class UserUpdateView(RowDeedView):
    model = User
    form_class = UserForm
    permission_required = "accounts.change_user"
    title = gettext_lazy("Account")
    said: Any = gettext_lazy("The account is saved.")

    def act(self, form: UserForm) -> User:
        if "email" in form.changed_data:
            self.said = _("The account is saved; the new e-mail address waits for a second person, and for its term.")
        return services.change_account(self.row, actor=self.request.user, **form.cleaned_data)

    def trail(self) -> list[tuple[Any, str]]:
        return [(self.row, self.row.get_absolute_url())]


class UserEraseView(ObjectDeedView):
    """Asks once more before what cannot be taken back."""

    queryset = User.objects.all()
    form_class = CrispyForm
    permission_required = "accounts.erase_user"
    title = save = gettext_lazy("Erase the person of this account")
    lead = gettext_lazy(
        "Name, e-mail address, office and second factor go for good; nobody can bring them back or open the account "
        "again. What the person entered, decided or signed stays, under the number of the account."
    )
    said: Any = gettext_lazy("The person is erased; the account keeps its number.")

    def act(self, form: Any) -> User:
        return services.erase_account(self.object, actor=self.request.user)


def with_message(request: AuthenticatedHttpRequest, service: Callable[[], Any], success: str) -> None:
    """Do the deed; say what came of it."""
    try:
        service()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, success)


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
def user_grant(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        is_alone = may_stand_alone(user, actor=request.user)
        waits = role in CONFIRMED_ROLES and not is_alone
        said = _("The role is asked for; it holds when a second person has confirmed it.")
        with_message(
            request,
            lambda: services.grant_role(user, role, actor=request.user),
            said if waits else _("The role is given."),
        )
    else:
        messages.error(request, _("Choose a role from the list."))
    return redirect(user)


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
def role_revoke(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(RoleAssignment.objects.select_related("user"), pk=pk)
    with_message(request, lambda: services.revoke_role(assignment, actor=request.user), _("The role is revoked."))
    return redirect(assignment.user)


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
def user_activate(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    with_message(
        request,
        lambda: services.set_active(user, is_active=not user.is_active, actor=request.user),
        _("The account is closed.") if user.is_active else _("The account is open again."),
    )
    return redirect(user)


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
def user_invite(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    with_message(request, lambda: services.invite(user, actor=request.user), _("A link is on its way by e-mail."))
    return redirect(user)


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
def user_reset_second_factor(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    with_message(
        request,
        lambda: services.reset_second_factor(user, actor=request.user),
        _("The reset is asked for; it takes effect when a second person has confirmed it, after the wait."),
    )
    return redirect(user)
