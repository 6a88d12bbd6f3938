"""What a version still lacks, and keeping a warning with a reason."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused
from socialplan.content.findings import as_read_by, findings, grouped
from socialplan.content.forms.findings import KeepForm
from socialplan.content.models import PlanVersion
from socialplan.content.services.findings import keep_warning, keepable
from socialplan.content.views.deeds import VersionDeedView


class FindingListView(ObjectPermissionMixin, DetailView):
    object: PlanVersion
    request: AuthenticatedHttpRequest
    queryset = PlanVersion.objects.select_related("plan")
    permission_required = "content.work_on_version"
    template_name = "content/finding_list.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = as_read_by(self.request.user, self.object, findings(self.object))
        return super().get_context_data(groups=grouped(found, self.object.state), **kwargs)


class KeepWarningView(VersionDeedView):
    permission_required = "content.change_version"
    form_class = KeepForm
    title = gettext_lazy("Keep a warning with a reason")
    said = gettext_lazy("The reason is recorded; the warning no longer stops the step.")

    def act(self, form: KeepForm) -> str:
        keep_warning(
            self.object,
            code=self.kwargs["code"],
            place=self.kwargs["place"],
            reason=form.cleaned_data["reason"],
            actor=self.request.user,
        )
        return self.list_address

    @property
    def list_address(self) -> str:
        return reverse("content:finding_list", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            found = keepable(self.object, code=self.kwargs["code"], place=self.kwargs["place"])
        except StepRefused as refusal:
            raise Http404 from refusal
        return super().get_context_data(lead=f"{found.sentence} {found.place.label}", back=self.list_address, **kwargs)
