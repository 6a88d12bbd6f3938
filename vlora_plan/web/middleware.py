"""What every answer carries: the reference that log and error page share, and what the page may not use."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from core.i18n import foreign_words
from core.text.tongues import tell_languages
from core.together.once import one_page

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
READING = ("GET", "HEAD")
current_reference: ContextVar[str] = ContextVar("current_reference", default="-")


class RequestReferenceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reference = secrets.token_hex(6)
        current_reference.set(reference)
        response = self.get_response(request)
        response["X-Request-ID"] = reference
        return response


class KnownMethodsMiddleware:
    """Pages are read and forms are sent; no address is made for anything else, and none takes a PUT for a POST."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class OnePageMiddleware:
    """What a page that is only read asks for again and again is read once for it; a deed reads under its locks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        with one_page():
            return self.get_response(request)


class TonguesMiddleware:
    """Words in another language than the page's say which one it is: what has no English text, what somebody wrote.

    Stands where the reader's language is known, and before the length of the answer is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with foreign_words() as found:
            response = self.get_response(request)
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        if found and is_page:
            response.content = tell_languages(response.content.decode(), found).encode()
        return response


class PermissionsPolicyMiddleware:
    """No page, and nothing that got into one, may ask a browser for the devices of the machine."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response


class ReferenceFilter(logging.Filter):
    """Adds `request_id` to each record of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_reference.get()
        return True
