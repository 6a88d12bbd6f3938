"""A button pressed twice does its deed once: the buttons that post without a form of their own.

Forms carry a token of the opened page (`core.once_only`). A plain button has one already: Django masks the token
against forged requests anew on each page, so the same one, at the same address, by the same person is the same press.
Scripts that stay on their page, and send the token many times, say by themselves what they have saved.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from core import once_only
from core.workflow import StepRefused

LED_ON = frozenset({HTTPStatus.FOUND, HTTPStatus.SEE_OTHER})
# What is done there is the login itself, and is not answered from a memory.
NOT_BUTTONS = frozenset({"accounts:resend"})


class OnceOnlyButtonsMiddleware:
    """Stands last, so that the login, the second factor and the token have been asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not is_button(request, view) or not (key := once_only.key_of_button(request)):
            return None
        try:
            return pressed(key, lambda: view(request, *args, **kwargs))
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(page_before(request))


def is_button(request: HttpRequest, view: Any) -> bool:
    is_form = hasattr(view, "view_class")
    stays = "HX-Request" in request.headers or request.headers.get("Accept") == "application/json"
    match = request.resolver_match
    is_known = request.user.is_authenticated and match is not None and match.view_name not in NOT_BUTTONS
    return request.method == "POST" and is_known and not is_form and not stays


def pressed(key: str, deed: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of the deed, or the place it led to when it was done; one that led nowhere can be tried again."""
    keeper = once_only.keeper()
    with transaction.atomic():
        done = keeper.claim(key)
        if done is not None:
            return redirect(done or "/")
        answer = deed()
        if answer.status_code in LED_ON:
            keeper.settle(key, answer.headers["Location"])
        else:
            keeper.forget(key)
    return answer


def page_before(request: HttpRequest) -> str:
    """The page that the button stood on."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}) else "/"
