from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.generic import FormView, TemplateView

from vlora_plan.forms import VerifyForm
from vlora_plan.pages.verifying import clean_hash, verify_file, verify_hash


@method_decorator(login_not_required, name="dispatch")
class VerifyView(FormView):
    form_class = VerifyForm
    template_name = "vlora_plan/verify.html"

    def form_valid(self, form: VerifyForm) -> HttpResponse:
        if document := form.cleaned_data["document"]:
            finding = verify_file(document.read())
            return self.render_to_response(self.get_context_data(form=VerifyForm(), finding=finding))
        return redirect("site:verify_hash", sha256=form.cleaned_data["sha256"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"finding": None, **kwargs})


@method_decorator(login_not_required, name="dispatch")
class VerifyHashView(TemplateView):
    template_name = "vlora_plan/verify.html"

    def get_context_data(self, sha256: str, **kwargs: Any) -> dict[str, Any]:
        cleaned = clean_hash(sha256)
        if cleaned is None:
            raise Http404
        return super().get_context_data(form=VerifyForm(), finding=verify_hash(cleaned), **kwargs)
