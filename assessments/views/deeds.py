"""Pages with a form whose content goes to one deed; what the deed refuses is shown, nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic.edit import ModelFormMixin

from accounts.http import AuthenticatedHttpRequest
from core.workflow import StepRefused


class DeedFormMixin(ModelFormMixin):
    """Subclasses name the form and its deed; `said` is the message of success."""

    request: AuthenticatedHttpRequest
    template_name = "assessments/deed_form.html"
    title: Any = ""
    said: Any = ""

    def act(self, form: ModelForm[Any]) -> Any:
        """Do the deed with the form's unsaved row; returns where to go."""
        raise AssertionError

    def form_valid(self, form: ModelForm[Any]) -> HttpResponse:
        try:
            target = self.act(form)
        except (StepRefused, ValidationError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, StepRefused) else refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect(target)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, back=self.back, **kwargs)

    @property
    def back(self) -> str:
        """Where the reader came from."""
        raise AssertionError
