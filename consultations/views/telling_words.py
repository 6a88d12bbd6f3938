"""Numbers in the words of a round, looked at by a second person before they go out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from consultations.facts.prose import prose_before_step
from consultations.forms.telling_words import NumbersForm
from consultations.models import Round
from consultations.services.telling_words import ask_confirmation, confirm_numbers
from core.views import ObjectDeedView
from core.workflow import StepRefused
from operations.trail.prose import Prose


class NumbersConfirmView(ObjectDeedView):
    permission_required = "consultations.confirm_numbers"
    queryset = Round.objects.all()
    form_class = NumbersForm
    template_name = "core/step_form.html"
    title = _("Confirm numbers in the words of the round")
    lead = _(
        "Only figures that the public must not see say these numbers. Tick those that mean something else where they "
        "stand, such as days or places; a number of few persons is not ticked."
    )
    said = _("Your answer is recorded; whoever publishes the words reads it.")

    @cached_property
    def prose(self) -> Prose | None:
        return prose_before_step(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"telling": self.prose.telling if self.prose else ()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(prose=self.prose, missing=[], **kwargs)

    def act(self, form: NumbersForm) -> Round:
        return confirm_numbers(self.object, actor=self.request.user, **form.cleaned_data)


@require_POST
def numbers_ask(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    consultation = get_object_or_404(Round, pk=pk)
    try:
        ask_confirmation(consultation, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Asked: it is a task of the data-protection officer now."))
    return redirect(consultation)
