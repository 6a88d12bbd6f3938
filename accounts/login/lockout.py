"""What the lockout of repeated failures counts, and the page it answers with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.login.devices import is_known
from accounts.login.stored_posts import logged_in_before
from accounts.models import User
from operations.attempts import Brake, Limit
from operations.visitor import place_of

# Beside the five failures of one account from one place: many accounts from one place, one account from many places.
FROM_PLACE = Brake(
    place=Limit("logins", 30, 15 * 60),
    everywhere=Limit("logins-everywhere", 1_000, 60 * 60),
    then=5,
)
ON_ACCOUNT = Limit("logins-on-account", 100, 24 * 60 * 60)
LINKS_TO_PLACE = Limit("links-asked-for", 20, 60 * 60)
LINKS_TO_ADDRESS = Limit("links-to-address", 5, 60 * 60)


def may_ask_for_link(request: HttpRequest, email: str) -> bool:
    """Counted alike for every address, whether it has an account or not."""
    counted = ((LINKS_TO_PLACE, place_of(request)), (LINKS_TO_ADDRESS, email.strip().lower()))
    if any(limit.count(whose) >= limit.allowed for limit, whose in counted):
        return False
    for limit, whose in counted:
        limit.note(whose)
    return True


def account_key(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The e-mail address in small letters, so that spelling does not buy more attempts."""
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(given).strip().lower()[:254]


def is_braked(request: HttpRequest) -> bool:
    """Too many failures on any accounts from this place, or on this account from anywhere.

    Who was logged in to the account from this browser before is not braked by what others do.
    """
    account = account_key(request, None)
    if not account or is_known_here(request, account):
        return False
    return FROM_PLACE.holds(place_of(request)) or ON_ACCOUNT.count(account) >= ON_ACCOUNT.allowed


def note_failure(request: HttpRequest) -> None:
    FROM_PLACE.note(place_of(request))
    ON_ACCOUNT.note(account_key(request, None))


def is_known_here(request: HttpRequest, account: str) -> bool:
    user = User.objects.by_email(account).first()
    return user is not None and (logged_in_before(request) == user.pk or is_known(request, user))


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """429 with a sentence that says nothing about whether the account exists."""
    return render(request, "registration/locked_out.html", status=429)
