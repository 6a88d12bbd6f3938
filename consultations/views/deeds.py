"""The one shape of a page whose form performs a deed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.http import AuthenticatedHttpRequest
from core.workflow import StepRefused


def tell_errors(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Put each sentence at its field where the form shows that field, else above the form."""
    for field, sentences in getattr(refusal, "message_dict", {NON_FIELD_ERRORS: refusal.messages}).items():
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)


class DeedFormView(FormView):
    """Fetch, do, tell, redirect; what is refused becomes a sentence in the form, with everything typed kept."""

    request: AuthenticatedHttpRequest
    done: Any = ""
    object: models.Model | None = None

    def perform(self, form: Any) -> models.Model:
        return form.save()

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            subject = self.perform(form)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        except ValidationError as refusal:
            tell_errors(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return redirect(self.destination(subject))

    def destination(self, subject: models.Model) -> Any:
        return subject
