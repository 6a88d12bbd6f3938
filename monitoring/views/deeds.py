"""A page with one form whose content goes to one deed; what the deed refuses is shown at the form, nothing is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused


class DeedFormView(ObjectPermissionMixin, FormView):
    """Subclasses name the model, the permission, the form and the deed; `said` is the message of success."""

    request: AuthenticatedHttpRequest
    object: Any
    template_name = "monitoring/deed_form.html"
    title: Any = ""
    subject: Any = ""
    said: Any = ""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: Any) -> Any:
        """Do the deed; returns where to go."""
        raise AssertionError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            target = self.act(form)
        except ValidationError as refusal:
            self._show(form, refusal)
            return self.form_invalid(form)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect(target)

    @staticmethod
    def _show(form: Any, refusal: ValidationError) -> None:
        named = getattr(
            refusal, "error_dict", {"__all__": refusal.error_list if hasattr(refusal, "error_list") else []}
        )
        for name, errors in named.items():
            form.add_error(name if name in form.fields else None, errors)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title, subject=self.subject, back=self.object.get_absolute_url(), **kwargs
        )
