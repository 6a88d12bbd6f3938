from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.demo import demo_accounts, demo_code
from accounts.forms import CodeForm, LinkRequestForm, LoginForm, NewPasswordForm, OwnPasswordForm
from accounts.http import AuthenticatedHttpRequest
from accounts.login import login_links, second_factor
from accounts.login.devices import note_login
from accounts.login.lockout import is_braked, locked_out, may_ask_for_link, note_failure
from accounts.login.stored_posts import stored_post
from accounts.models import User


@method_decorator(login_not_required, name="dispatch")
class LoginView(auth_views.LoginView):
    form_class = LoginForm
    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not User.objects.exists():
            return redirect("site:first_run")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return locked_out(request) if is_braked(request) else super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.non_field_errors():
            note_failure(self.request)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo_accounts() if settings.DEMO_MODE else []
        context = super().get_context_data(demo_accounts=accounts, kept=stored_post(self.request), **kwargs)
        return {name: value for name, value in context.items() if name not in {"site", "site_name"}}


@method_decorator(login_not_required, name="dispatch")
class LogoutView(auth_views.LogoutView):
    pass


@method_decorator(login_not_required, name="dispatch")
class LinkRequestView(FormView):
    form_class = LinkRequestForm
    template_name = "registration/link_request.html"

    def form_valid(self, form: LinkRequestForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        if not may_ask_for_link(self.request, email):
            return locked_out(self.request)
        login_links.ask_for_link(email, language=get_language() or settings.LANGUAGE_CODE)
        return render(self.request, "registration/link_sent.html", {"demo_path": login_links.demo_path(email)})


@method_decorator(login_not_required, name="dispatch")
class LinkLoginView(FormView):
    """Shows a button on GET, because mail scanners open links; the POST logs in."""

    template_name = "registration/link_login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, self.template_name, {"is_refused": False})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = login_links.use_link(request, str(kwargs["token"]))
        if user is None:
            return render(request, self.template_name, {"is_refused": True}, status=403)
        return redirect("accounts:resend" if stored_post(request) else "site:home")


class SecondFactorView(auth_views.RedirectURLMixin, FormView):
    """Asks for a code; who has no device yet is given one to enrol."""

    form_class = CodeForm
    template_name = "registration/second_factor.html"
    request: AuthenticatedHttpRequest

    def get_default_redirect_url(self) -> str:
        return reverse("site:home")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.device = second_factor.device_of(request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.device and second_factor.key_of(request.POST.get("offer", ""), request.user) is None:
            messages.error(request, _("The secret was shown too long ago; here is a new one."))
            return redirect(request.get_full_path())
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {} if self.device else {"offer": second_factor.new_offer(self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(device=self.device, **kwargs)
        key = second_factor.key_of(str(context["form"]["offer"].value() or ""), self.request.user)
        if key and not self.device:
            context["secret_words"] = second_factor.secret_words(key)
            context["qr_svg"] = second_factor.qr_svg(key, self.request.user)
        context["demo_code"] = demo_code(self.device) if self.device and settings.DEMO_MODE else ""
        return context

    def form_valid(self, form: CodeForm) -> HttpResponse:
        code, key = form.cleaned_data["code"], second_factor.key_of(form.cleaned_data["offer"], self.request.user)
        if self.device:
            is_right = second_factor.verify(self.request, code)
        else:
            is_right = key is not None and second_factor.enrol(self.request, key, code)
        if not is_right:
            form.add_error("code", _("This code does not fit. Wait for the next one and try again."))
            return self.form_invalid(form)
        response = redirect(reverse("accounts:resend") if stored_post(self.request) else self.get_success_url())
        note_login(self.request, response, self.request.user)
        return response


def resend(request: HttpRequest) -> HttpResponse:
    """The form that arrived without a login, to be looked at and sent again."""
    kept = stored_post(request)
    if kept is None:
        return redirect("site:home")
    context = {"kept": kept, "is_stored": True, "needs_login": False}
    return render(request, "registration/resend.html", context)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PasswordChangeView(auth_views.PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "registration/password_change.html"
    success_url = reverse_lazy("accounts:profile")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)


@method_decorator(login_not_required, name="dispatch")
class PasswordSetView(auth_views.PasswordResetConfirmView):
    form_class = NewPasswordForm
    template_name = "registration/password_set.html"
    success_url = reverse_lazy("accounts:login")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is set. You can log in now."))
        return super().form_valid(form)
