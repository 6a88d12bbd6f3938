"""How long a login lasts, what of it nobody may store, the second factor, and forms kept through a new login."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.login.stored_posts import forget_post, keep_post, note_logged_in, read_post, shown_again
from operations.trail.session_actor import NOBODY, acting

NOTED_EVERY_SECONDS = 60
NO_LOGIN = 401
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
BEFORE_SECOND_FACTOR = frozenset({"accounts:second_factor", "accounts:logout"})

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivateAnswersMiddleware:
    """What one person is shown is stored by no browser and no proxy.

    It judges by cookies and method, not by the user: an answer that failed because the database is down is private
    too. It stands outside the sessions, so that it also sees the login that this very answer begins.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_personal(request, response):
            response["Cache-Control"] = "no-store, private"
        return response


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Somebody has or gets a session, has sent words, or is given a form of her own to write them in."""
    given = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} & response.cookies.keys()
    return bool(given) or settings.SESSION_COOKIE_NAME in request.COOKIES or request.method not in READING


class SessionAgeMiddleware:
    """Ends a login after thirty idle minutes, and after twelve hours in any case."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.check_age(request, int(time.time()))
        response = self.get_response(request)
        note_logged_in(request, response)
        return response

    def check_age(self, request: HttpRequest, now: int) -> None:
        began = request.session.get("began_at", now)
        seen = request.session.get("seen_at", now)
        is_idle = now - seen > settings.SESSION_IDLE_SECONDS
        if is_idle or now - began > settings.SESSION_ABSOLUTE_SECONDS:
            request.expired_user_id = request.user.pk  # type: ignore[attr-defined]
            logout(request)
        elif "seen_at" not in request.session or now - seen >= NOTED_EVERY_SECONDS:
            request.session["began_at"] = began
            request.session["seen_at"] = now


class SessionActorMiddleware:
    """Says on the database's connection who acts, before a request that may write: no event names another person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READING:
            return self.get_response(request)
        with acting(request.user.pk or NOBODY):
            return self.get_response(request)


class KeepPostMiddleware(LoginRequiredMiddleware):
    """Asks for a login as Django does, and keeps a form that arrived without one."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None and request.method == "POST" and request.user.is_authenticated:
            forget_post(request, request.get_full_path())
        return answer

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        if is_of_script(request):
            return JsonResponse({}, status=NO_LOGIN)
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        is_stored = keep_post(request)
        if not is_stored and read_post(request).readable:
            return shown_again(request, needs_login=True)
        login_page = redirect_to_login(reverse("accounts:resend"), reverse("accounts:login"))
        if "HX-Request" in request.headers:
            return HttpResponse(headers={"HX-Redirect": login_page.headers["Location"]})
        return login_page


def is_of_script(request: HttpRequest) -> bool:
    """A script that asked for JSON keeps by itself what it sent, and says that the login has ended."""
    return request.headers.get("Accept") == "application/json"


def is_verified(request: HttpRequest) -> bool:
    return bool(request.user.is_verified())  # type: ignore[union-attr]  # django-otp's middleware adds it


class SecondFactorMiddleware:
    """Sends people of the four roles to their second factor before any other page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or is_verified(request):
            return None
        match = request.resolver_match
        if not user.needs_second_factor or (match and match.view_name in BEFORE_SECOND_FACTOR):
            return None
        if is_of_script(request):
            return JsonResponse({}, status=NO_LOGIN)
        if request.method == "POST":
            return redirect("accounts:second_factor") if keep_post(request) else shown_again(request, needs_login=True)
        return redirect_to_login(request.get_full_path(), reverse("accounts:second_factor"))
