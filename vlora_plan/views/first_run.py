from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts.models import User
from vlora_plan.first_run_form import FirstRunForm
from vlora_plan.installation import found_installation


@method_decorator(login_not_required, name="dispatch")
class FirstRunView(FormView):
    """Open until the first account exists; from then on it is not there."""

    form_class = FirstRunForm
    template_name = "vlora_plan/first_run.html"
    success_url = reverse_lazy("accounts:login")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if User.objects.exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: FirstRunForm) -> Any:
        try:
            found_installation(language=get_language() or "sq", **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("The installation is ready. Log in, and set up your second factor."))
        return super().form_valid(form)
