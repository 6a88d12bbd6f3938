"""Pages for what went wrong: a sentence in the reader's language, and the way on."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from accounts.login.stored_posts import is_secret, shown_again
from vlora_plan.pages.refusals import refusal_for
from vlora_plan.web.middleware import current_reference

SAME_ORIGIN = "same-origin"
OF_ANOTHER_SITE = ("Origin checking failed", "Referer checking failed")

logger = logging.getLogger(__name__)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    refusal = refusal_for(getattr(request, "user", None))
    return render(request, "403.html", {"refusal": refusal}, status=HTTPStatus.FORBIDDEN)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """The page must work when the database does not: no context processor, no query."""
    reference = current_reference.get()
    logger.error("The page with reference %s could not be made.", reference)
    language = get_language_from_request(request, check_path=True)
    with override(language):
        page = render_to_string("500.html", {"reference": reference, "language": language})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A token of before a login in another tab: the words stand in the answer, to be sent with a token of now.

    What may have come from another site is not shown again.
    """
    if reason.startswith(OF_ANOTHER_SITE) or request.headers.get("Sec-Fetch-Site", SAME_ORIGIN) != SAME_ORIGIN:
        return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
    if any(is_secret(name) for name in request.POST):
        messages.info(request, _("The page had been open too long. Please fill it in once more."))
        return redirect(request.get_full_path())
    return shown_again(request, needs_login=False)
