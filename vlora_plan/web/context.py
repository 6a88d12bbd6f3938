"""What the frame of every page needs; read only when a page with the frame is really made."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info, gettext

from municipality.models import Municipality
from socialplan.drafting.views.editing import SAVED_DRAFTS
from vlora_plan.pages.navigation import MenuLink, main_menu


class Site:
    """The municipality's name, the languages of this page, and the visitor's menu."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def municipality(self) -> Municipality | None:
        return Municipality.objects.first()

    @property
    def name(self) -> str:
        return str(self.municipality or gettext("Municipality"))

    @property
    def is_demo(self) -> bool:
        return self.municipality is not None and self.municipality.is_demo

    @cached_property
    def languages(self) -> list[dict[str, Any]]:
        here = self.request.get_full_path()
        return [
            {
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "url": translate_url(here, code),
                "is_current": code == get_language(),
            }
            for code, _name in settings.LANGUAGES
        ]

    @property
    def saved_drafts(self) -> str:
        """Texts that were kept in a browser until the server had them, as drafting.js names them."""
        session = getattr(self.request, "session", {})  # a page of errors may come from before the session
        return " ".join(session.get(SAVED_DRAFTS, []))

    @cached_property
    def navigation(self) -> list[MenuLink]:
        return main_menu(self.request, getattr(self.request, "user", None) or AnonymousUser())


def site(request: HttpRequest) -> dict[str, Site]:
    return {"site": Site(request)}
