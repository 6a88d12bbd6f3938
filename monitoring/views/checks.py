"""Pages of the cross-checks: what warns in a period, a warning kept with its reason, the rules."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from core.pages.stepped import SteppedRowView
from core.views import ObjectDeedView, ObjectPermissionMixin
from monitoring.checks import CheckFinding, check_findings
from monitoring.forms import CheckRuleForm, WarningReasonForm
from monitoring.models import CheckRule, Period
from monitoring.services.checks import keep_warning, save_check_rule


class CheckListView(ObjectPermissionMixin, DetailView):
    object: Period
    queryset = Period.objects.select_related("version__plan")
    permission_required = "monitoring.view_true_figures"
    template_name = "monitoring/check_list.html"
    context_object_name = "period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            findings=check_findings(self.object),
            can_keep=self.request.user.has_perm("monitoring.keep_warning"),
            can_change=self.request.user.has_perm("monitoring.change_kinds"),
            **kwargs,
        )


class KeepEntryView(ObjectDeedView):
    object: Period
    queryset = Period.objects.select_related("version__plan")
    form_class = WarningReasonForm
    permission_required = "monitoring.keep_warning"
    title = _("Keep the entry")
    said = _("The reason is saved.")

    @cached_property
    def finding(self) -> CheckFinding:
        asked = self.kwargs["code"], self.kwargs["subject"]
        for each in check_findings(self.object):
            if (each.code, each.subject) == asked:
                return each
        raise Http404

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"reason": self.finding.reason}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"lead": self.finding.sentence} | kwargs))

    def act(self, form: Any) -> str:
        found = self.finding
        keep_warning(
            self.object, found.code, found.subject, reason=form.cleaned_data["reason"], actor=self.request.user
        )
        return reverse("monitoring:check_list", args=[self.object.pk])

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (_("Cross-checks"), reverse("monitoring:check_list", args=[self.object.pk]))]


class CheckRuleListView(PermissionRequiredMixin, ListView):
    permission_required = "monitoring.change_kinds"
    queryset = CheckRule.objects.all()
    template_name = "monitoring/check_rules.html"


class CheckRuleView(SteppedRowView):
    edit_name = "monitoring:check_rule_update"
    permission_required = "monitoring.change_kinds"
    model, form_class = CheckRule, CheckRuleForm
    listing = (_("Cross-checks"), "monitoring:check_rules")
    deed = staticmethod(save_check_rule)
