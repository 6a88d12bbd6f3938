"""The steps of a version and the acts they rest on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from consultations.models import Disposition
from core.workflow import StepRefused
from socialplan.canonical import content_sha256
from socialplan.enums import PlanStep
from socialplan.forms.acts import (
    AnnouncementForm,
    ContentShownForm,
    DecisionForm,
    OpinionForm,
    OrderForm,
    SubmissionForm,
    TargetForm,
)
from socialplan.models import PlanVersion
from socialplan.services.acts import announce, record_decision, record_mayor_order, record_opinion, submit_to_council
from socialplan.services.steps import approve, bring_into_force, move_plan
from socialplan.services.targets import point_disposition
from socialplan.views.deeds import DeedFormView


@require_POST
def version_step(request: AuthenticatedHttpRequest, pk: int, step: str) -> HttpResponse:
    version = get_object_or_404(PlanVersion.objects.select_related("plan"), pk=pk)
    try:
        if step == PlanStep.ENFORCE:
            version = bring_into_force(version, actor=request.user)
        else:
            version = move_plan(version, step, actor=request.user, comment=request.POST.get("comment", ""))
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The plan is now: %(state)s.") % {"state": version.get_state_display()})
    return redirect(version)


class OpinionView(DeedFormView):
    permission_required = "socialplan.add_opinion"
    form_class = OpinionForm
    title = gettext_lazy("Record an opinion")
    said = gettext_lazy("The opinion is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def act(self, form: OpinionForm) -> PlanVersion:
        cleaned = form.cleaned_data
        record_opinion(
            self.object,
            kind=cleaned["kind"],
            verdict=cleaned["verdict"],
            text=cleaned["text"],
            actor=self.request.user,
            entry=form.entry,
        )
        return self.object


class ContentShownView(DeedFormView):
    """Shows the hash of the content and sends it back with the decision."""

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"content_shown": content_sha256(self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(content_hash=content_sha256(self.object), **kwargs)


class ApproveView(ContentShownView):
    permission_required = "socialplan.approve_version"
    form_class = ContentShownForm
    title = gettext_lazy("Approve for submission")
    said = gettext_lazy("The version is approved for submission to the council.")

    def act(self, form: ContentShownForm) -> PlanVersion:
        shown = form.cleaned_data["content_shown"]
        return approve(self.object, actor=self.request.user, content_shown=shown, entry=form.entry)


class SubmitView(ContentShownView):
    permission_required = "socialplan.submit_version"
    form_class = SubmissionForm
    title = gettext_lazy("Submit to the council")
    said = gettext_lazy("The version is before the council.")

    def act(self, form: SubmissionForm) -> PlanVersion:
        return submit_to_council(
            self.object,
            protocol_no=form.cleaned_data["protocol_no"],
            actor=self.request.user,
            entry=form.entry,
            content_shown=form.cleaned_data["content_shown"],
        )


class DecisionView(DeedFormView):
    permission_required = "socialplan.decide_version"
    form_class = DecisionForm
    title = gettext_lazy("Record the council's decision")
    said = gettext_lazy("The decision of the council is recorded.")

    def act(self, form: DecisionForm) -> PlanVersion:
        number = form.cleaned_data["number"]
        return record_decision(self.object, number=number, vote=form.vote, actor=self.request.user, entry=form.entry)


class AnnounceView(DeedFormView):
    permission_required = "socialplan.announce_version"
    form_class = AnnouncementForm
    title = gettext_lazy("Record the announcement")
    said = gettext_lazy("The announcement is recorded; the day of entry into force is computed.")

    def act(self, form: AnnouncementForm) -> PlanVersion:
        cleaned = form.cleaned_data
        return announce(
            self.object, actor=self.request.user, entry=form.entry, url=cleaned["url"], place=cleaned["place"]
        )


class OrderView(DeedFormView):
    permission_required = "socialplan.order_version"
    form_class = OrderForm
    title = gettext_lazy("Record the mayor's order")
    said = gettext_lazy("The order is recorded.")

    def act(self, form: OrderForm) -> PlanVersion:
        record_mayor_order(self.object, number=form.cleaned_data["number"], actor=self.request.user, entry=form.entry)
        return self.object


class TargetView(DeedFormView):
    permission_required = "socialplan.point_disposition"
    form_class = TargetForm
    title = gettext_lazy("Point the answer at its place in the plan")
    said = gettext_lazy("The place in the plan is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        answer = get_object_or_404(
            Disposition.objects.select_related("recommendation"),
            pk=self.kwargs["disposition"],
            recommendation__round__plan_links__plan=self.object.plan,
        )
        return super().get_form_kwargs() | {"version": self.object, "disposition": answer}

    def act(self, form: TargetForm) -> PlanVersion:
        kind, key = form.cleaned_data["place"].split(":")
        point_disposition(form.disposition, self.object, node_kind=kind, node_key=key, actor=self.request.user)
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"subject": context["form"].disposition.recommendation}
