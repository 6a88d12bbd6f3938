"""The founding of an empty installation: the first step of the guide, opened by the server's own token."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
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
from vlora_plan.web.attempts import must_pause, note_wrong_code

PASSWORD_BACKEND = "accounts.login.backends.PasswordBackend"  # noqa: S105 - the way of logging in, no secret


@method_decorator(login_not_required, name="dispatch")
class FirstRunView(FormView):
    """Open until the first account exists; from then on it is not there."""

    form_class = FirstRunForm
    template_name = "vlora_plan/first_run.html"
    success_url = reverse_lazy("municipality:guide_units")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if User.objects.exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = self.get_form()
        if form.has_error("token") and must_pause(request):
            form.add_error(None, _("Too many wrong codes came from your connection. Please wait ten minutes."))
            return super().form_invalid(form)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_invalid(self, form: FirstRunForm) -> Any:
        if form.has_error("token"):
            note_wrong_code(self.request)
        return super().form_invalid(form)

    def form_valid(self, form: FirstRunForm) -> Any:
        try:
            administrator = found_installation(language=get_language() or "sq", **form.founding())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        login(self.request, administrator, backend=PASSWORD_BACKEND)
        messages.success(self.request, _("The installation is founded. Set up your second factor, then go on."))
        return super().form_valid(form)
