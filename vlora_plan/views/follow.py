"""Following a contribution: the code travels in a form and waits in the session, never in an address."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from vlora_plan.forms import FollowForm
from vlora_plan.pages.following import find_contribution, follow
from vlora_plan.web.attempts import must_pause, note_wrong_code

FOLLOWED = "followed_contribution"


@method_decorator([login_not_required, never_cache], name="dispatch")
class FollowView(FormView):
    form_class = FollowForm
    template_name = "vlora_plan/follow.html"
    success_url = reverse_lazy("site:follow_answer")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if must_pause(request):
            return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: FollowForm) -> HttpResponse:
        contribution = find_contribution(form.cleaned_data["code"])
        if contribution is None:
            note_wrong_code(self.request)
            form.add_error("code", _("No contribution has this code. Please compare it with your receipt."))
            return self.form_invalid(form)
        self.request.session[FOLLOWED] = contribution.pk
        return super().form_valid(form)


@method_decorator([login_not_required, never_cache], name="dispatch")
class FollowAnswerView(TemplateView):
    template_name = "vlora_plan/follow_answer.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.following = follow(request.session.get(FOLLOWED, 0))
        if self.following is None:
            return redirect("site:follow")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(following=self.following, **kwargs)
