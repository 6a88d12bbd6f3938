"""Numbers in a version's words that only hidden figures explain: asked about, and answered by a second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from core.workflow import StepRefused
from operations.step_views import NumbersAnswerView
from socialplan.approval.said_numbers import prose_before_step, wrote_in_it
from socialplan.approval.services.numbers import answer_numbers, ask_about_numbers
from socialplan.content.models import PlanVersion


class VersionNumbersView(NumbersAnswerView):
    permission_required = "approval.confirm_numbers"
    queryset = PlanVersion.objects.select_related("plan", "derived_from")
    title = gettext_lazy("Confirm numbers in the words of the plan")
    said = gettext_lazy("Your answer is recorded; whoever takes the step reads it.")
    nothing = gettext_lazy("No number of this version's words waits for a confirmation.")
    prose_before = staticmethod(prose_before_step)
    wrote_in_it = staticmethod(wrote_in_it)
    deed = staticmethod(answer_numbers)

    def page_after(self, target: PlanVersion) -> str:
        return reverse("approval:version_approval", args=[target.pk])

    def object_name(self, trail: list[tuple[Any, str]]) -> str:
        return str(self.object)

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (_("Where it stands"), self.page_after(self.object))]


@require_POST
def numbers_ask(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(PlanVersion, pk=pk)
    try:
        ask_about_numbers(version, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Asked: it is a task of the data-protection officer now."))
    return redirect("approval:version_approval", pk)
