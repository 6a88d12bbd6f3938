"""Where a version stands, the acts recorded beside its way, and the lists they choose from."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, TemplateView

from accounts.http import AuthenticatedHttpRequest
from core.i18n import short_date
from core.pages.stepped import SteppedRowView
from core.views import ObjectPermissionMixin, RowDeedView
from socialplan.approval.acts.definition.base import Act
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.forms.acts import WithdrawalForm
from socialplan.approval.forms.records import AddresseeForm, CommitteeForm
from socialplan.approval.models import Committee, PlanAddressee
from socialplan.approval.services.records import add_paper, record_act, save_row
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.approval.status import approval_page_of
from socialplan.approval.views.deeds import ApprovalDeedView
from socialplan.content.models import PlanVersion


class ApprovalView(ObjectPermissionMixin, DetailView):
    object: PlanVersion
    request: AuthenticatedHttpRequest
    queryset = PlanVersion.objects.with_acts()
    permission_required = "content.view_plan"
    template_name = "approval/version_approval.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(approval=approval_page_of(self.object, self.request.user), **kwargs)


class ActView(ApprovalDeedView):
    """One page for every kind of act; what it asks for, and of whom, stands in the registry of acts."""

    @cached_property
    def rule(self) -> Act:
        return ACTS[self.kwargs["kind"]]

    @cached_property
    def before(self) -> models.Model | None:
        """The row this act follows from, where its kind follows from one."""
        if bool(self.rule.after) != ("of" in self.kwargs):
            raise Http404
        if not self.rule.after:
            return None
        model: Any = self.rule.model._meta.get_field(self.rule.after).related_model
        return get_object_or_404(model.objects.not_withdrawn(), version=self.object, pk=self.kwargs["of"])

    def has_permission(self) -> bool:
        self.permission_required = self.rule.permission
        return super().has_permission()

    def get_form_class(self) -> Any:
        return self.rule.form

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"version": self.object}
        if self.rule.fills_a_row:
            kwargs["instance"] = self.rule.model(**({self.rule.after: self.before} if self.before else {}))
        return kwargs

    def act(self, form: Any) -> PlanVersion:
        given = {"actor": self.request.user, "entry": form.entry}
        if not self.rule.fills_a_row:
            add_paper(self.object, form.upload, kind=form.cleaned_data["kind"], **given)
        else:
            record_act(self.object, form.instance, kind=self.rule.kind, paper=form.upload, **given)
        self.said = _("Recorded.")
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_early = self.object.state not in self.rule.states
        notice = self.rule.too_early if is_early else ""
        return super().get_context_data(title=self.rule.prompt, lead=self.before or "", notice=notice, **kwargs)


class WithdrawView(ApprovalDeedView):
    """An act that was recorded wrongly is withdrawn with a reason; the registry of acts says who may."""

    form_class = WithdrawalForm
    title = gettext_lazy("Withdraw what was recorded wrongly")
    save = gettext_lazy("Withdraw")
    said = gettext_lazy("Withdrawn. Record the right one anew.")

    def too_late(self) -> Any:
        return _("This is withdrawn already.") if self.before.is_withdrawn() else ""

    @cached_property
    def rule(self) -> Act:
        return ACTS[self.kwargs["kind"]]

    @cached_property
    def before(self) -> Any:
        """The act to be withdrawn."""
        model = self.rule.model
        return get_object_or_404(model, **{model.version_lookup(): self.object}, pk=self.kwargs["of"])

    def has_permission(self) -> bool:
        user = self.request.user
        return user.is_authenticated and self.rule.may_withdraw(user, self.object, self.before)

    def act(self, form: WithdrawalForm) -> PlanVersion:
        withdraw_act(
            self.object,
            self.before,
            kind=self.rule.kind,
            reason=form.cleaned_data["reason"],
            actor=self.request.user,
            entry=form.entry,
        )
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = {"act": self.rule.label, "day": short_date(self.before.happened_on)}
        notice = self.rule.what_stands_against(self.object, self.before)
        return super().get_context_data(lead=_("%(act)s, %(day)s") % values, notice=notice, **kwargs)


class ApprovalListsView(PermissionRequiredMixin, TemplateView):
    permission_required = "approval.change_lists"
    template_name = "approval/approval_lists.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            committees=Committee.objects.all(), addressees=PlanAddressee.objects.all(), **kwargs
        )


class ListRowView(RowDeedView):
    permission_required = "approval.change_lists"
    listing = (gettext_lazy("Committees and addressees"), "approval:approval_lists")
    deed = staticmethod(save_row)


class CommitteeView(ListRowView):
    model, form_class = Committee, CommitteeForm


class AddresseeView(SteppedRowView, ListRowView):
    edit_name = "approval:addressee_update"
    model, form_class = PlanAddressee, AddresseeForm
