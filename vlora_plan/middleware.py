"""Every request has a reference, which the log, the answer's header and the error page share."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

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


class ReferenceFilter(logging.Filter):
    """Adds `request_id` to each record of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_reference.get()
        return True
