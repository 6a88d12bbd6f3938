"""What the lockout of repeated failures counts, and the page it answers with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def account_key(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The e-mail address in small letters, so that spelling does not buy more attempts."""
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(given).strip().lower()[:254]


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """429 with a sentence that says nothing about whether the account exists."""
    return render(request, "registration/locked_out.html", status=429)
