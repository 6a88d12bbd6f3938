from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import FormView

from accounts import services
from accounts.forms import LanguageForm
from accounts.http import AuthenticatedHttpRequest


class ProfileView(FormView):
    form_class = LanguageForm
    template_name = "accounts/user_profile.html"
    request: AuthenticatedHttpRequest

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.request.user.language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = self.request.user.power_changes.under_way().with_people()
        return super().get_context_data(changes=changes, **kwargs)

    def form_valid(self, form: LanguageForm) -> HttpResponse:
        language = form.cleaned_data["language"]
        services.set_own_language(self.request.user, language)
        with translation.override(language):
            messages.success(self.request, _("Your language is saved."))
            return redirect(reverse("accounts:profile"))
