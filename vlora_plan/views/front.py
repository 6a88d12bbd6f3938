from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language_from_request, override


@login_not_required
def front_door(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the home page in the visitor's language."""
    language = getattr(request.user, "language", None) or get_language_from_request(request)
    with override(language):
        return redirect(reverse("site:home"))
