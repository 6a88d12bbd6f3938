"""What the frame of every page needs; read only when a page with the frame is really made."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info, gettext

from core.public import PublicPage, public_pages
from municipality.enums import MajorityUse
from municipality.models import Municipality, Project
from operations.models import StoredFile
from socialplan.drafting.views.editing import SAVED_DRAFTS
from vlora_plan.pages.navigation import MenuLink, foot_menu, main_menu

# The project comes with the municipality in one query: every page asks for both, and no key joins them. Written out:
# it saves 90 % of the builder's time, on each page (bench_sql.py).
FRAME = """
SELECT m.*, (SELECT to_jsonb(p) FROM municipality_project p ORDER BY p.id LIMIT 1) AS project_fields,
    (SELECT count(*) FROM operations_outgoingmessage n
        WHERE n.recipient_id = %(reader)s AND n.read_at IS NULL AND n.topic <> '') AS unread_news,
    CASE WHEN %(keeps_rules)s THEN (SELECT count(*) FROM municipality_deadlinerule WHERE checked_by = '')
        + (SELECT count(*) FROM municipality_majorityrule WHERE checked_by = '' AND use = %(for_plans)s)
        + (SELECT count(*) FROM municipality_asked WHERE checked_by = '') ELSE 0 END AS unchecked_rules
FROM municipality_municipality m ORDER BY m.id LIMIT 1
"""


class Site:
    """The municipality's name, the languages of this page, and the visitor's menu."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def municipality(self) -> Municipality | None:
        user = getattr(self.request, "user", None)
        asked = {
            "reader": getattr(user, "pk", None) or 0,
            "keeps_rules": bool(user and user.is_authenticated and user.has_perm("municipality.change_municipality")),
            "for_plans": MajorityUse.PLAN,
        }
        return next(iter(Municipality.objects.raw(FRAME, asked)), None)

    @property
    def unread_news(self) -> int:
        """How much of what this person is told of she has not opened; it comes with the municipality too."""
        return getattr(self.municipality, "unread_news", 0) or 0

    @property
    def idle_seconds(self) -> int:
        return int(settings.SESSION_IDLE_SECONDS)

    @cached_property
    def project(self) -> Project | None:
        """Whose donor is thanked at the foot of every page."""
        fields = getattr(self.municipality, "project_fields", None)
        if not fields:
            return None
        stored = json.loads(fields)
        made = {each.attname: each.to_python(stored[each.column]) for each in Project._meta.concrete_fields}
        project = Project(**made)
        if project.emblem_id:
            project.emblem = StoredFile(pk=project.emblem_id)  # its address is all that a page needs
        return project

    @property
    def arms_url(self) -> str:
        """Empty while no arms were given: the program's own mark stands there."""
        arms = self.municipality.arms_id if self.municipality else None
        return StoredFile(pk=arms).get_absolute_url() if arms else ""  # its address is all that a page needs

    @property
    def name(self) -> str:
        return str(self.municipality or gettext("Municipality"))

    @property
    def is_demo(self) -> bool:
        return self.municipality is not None and self.municipality.is_demo

    @cached_property
    def languages(self) -> list[dict[str, Any]]:
        return [
            {
                "code": code,
                "name": get_language_info(code)["name_local"].capitalize(),
                "url": self._in_language(code),
                "is_current": code == get_language(),
            }
            for code, _name in settings.LANGUAGES
        ]

    def _in_language(self, language: str) -> str:
        """This page's address, of which its language is the beginning; one without a language is for all."""
        here, root = self.request.get_full_path(), get_script_prefix()
        for code, _name in settings.LANGUAGES:
            if here.startswith(f"{root}{code}/"):
                return f"{root}{language}/{here.removeprefix(f'{root}{code}/')}"
        return here

    @property
    def unchecked_rules(self) -> int:
        """For who could see to it: how many rules that a plan rests on nobody has checked, as `unchecked_rules()`."""
        return getattr(self.municipality, "unchecked_rules", 0) or 0

    @property
    def saved_drafts(self) -> str:
        """Texts that were kept in a browser until the server had them, as drafting.js names them."""
        session = getattr(self.request, "session", {})  # a page of errors may come from before the session
        return " ".join(session.get(SAVED_DRAFTS, []))

    @cached_property
    def navigation(self) -> list[MenuLink]:
        return main_menu(self.request, getattr(self.request, "user", None) or AnonymousUser())

    @property
    def foot(self) -> list[MenuLink]:
        return foot_menu(self.request)

    @property
    def page(self) -> type[PublicPage] | None:
        """What a page of the public wing says of itself."""
        match = self.request.resolver_match
        address = public_pages().get(match.view_name) if match else None
        return address.view if address else None


def site_of(request: HttpRequest) -> Site:
    """The frame of this one request, which its view may ask too: it is read once."""
    found: Site = vars(request).setdefault("frame", Site(request))
    return found


def site(request: HttpRequest) -> dict[str, Site]:
    return {"site": site_of(request)}
