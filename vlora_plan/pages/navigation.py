"""The main menu: what stands in it for whom. A person sees only the entries whose page they may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.public import PublicAddress, foot_pages, menu_pages


@dataclass(frozen=True, slots=True)
class MenuEntry:
    label: str | Promise
    url_name: str
    permission: str = ""
    is_whole_part: bool = True  # pages of its part that lie below no entry are marked by it


@dataclass(frozen=True, slots=True)
class MenuLink:
    label: str
    url: str
    is_current: bool


WORKING_ENTRIES = (
    MenuEntry(_("My tasks"), "site:home"),
    MenuEntry(_("Assessment"), "assessments:assessment_list", "assessments.view_assessment"),
    MenuEntry(_("Consultations"), "consultations:round_list", "consultations.work_round"),
    MenuEntry(_("Our contributions"), "consultations:own_contribution_list", "consultations.send_contribution"),
    MenuEntry(_("Plan"), "content:plan_list", "content.view_plan"),
    MenuEntry(_("Monitoring"), "monitoring:period_list", "monitoring.view_period"),
    MenuEntry(_("Files being made"), "operations:job_list", "operations.view_job", is_whole_part=False),
    MenuEntry(_("Municipality"), "municipality:profile", "municipality.view_municipality"),
    MenuEntry(_("Accounts"), "accounts:user_list", "accounts.view_user"),
    MenuEntry(_("Data protection"), "consultations:privacy_desk", "consultations.keep_privacy"),
    MenuEntry(_("History"), "operations:event_list", "operations.view_event", is_whole_part=False),
)


def main_menu(request: HttpRequest, user: Any) -> list[MenuLink]:
    """The menu of this visitor, the current page's entry marked."""
    entries = WORKING_ENTRIES if user.is_authenticated else entries_of(menu_pages())
    allowed = [entry for entry in entries if not entry.permission or user.has_perm(entry.permission)]
    here = current(allowed, request)
    return [MenuLink(str(entry.label), reverse(entry.url_name), entry is here) for entry in allowed]


def foot_menu(request: HttpRequest) -> list[MenuLink]:
    """The links at the foot of every page."""
    entries = entries_of(foot_pages())
    return [
        MenuLink(str(entry.label), (url := reverse(entry.url_name)), is_current=request.path == url)
        for entry in entries
    ]


def entries_of(pages: Sequence[PublicAddress]) -> Sequence[MenuEntry]:
    return [MenuEntry(page.view.menu_label or page.view.public_title, page.url_name) for page in pages]


def current(entries: list[MenuEntry], request: HttpRequest) -> MenuEntry | None:
    """The entry below which the page lies, else the first of the page's own part; home stands for itself alone."""
    home = reverse("site:home")

    def reach(entry: MenuEntry) -> int:
        url = reverse(entry.url_name)
        return len(url) if request.path == url or (url != home and request.path.startswith(url)) else 0

    nearest = max(entries, key=reach)
    if reach(nearest):
        return nearest
    app = request.resolver_match.app_name if request.resolver_match else ""
    if app in {"", "site"}:
        return None
    whole = (entry for entry in entries if entry.is_whole_part)
    return next((entry for entry in whole if part_of(entry.url_name.partition(":")[0]) == part_of(app)), None)


def part_of(label: str) -> str:
    """The folder an app lies in: several apps may be one part of the program, and of the menu."""
    names = {config.label: config.name for config in apps.get_app_configs()}
    return names.get(label, label).partition(".")[0]
