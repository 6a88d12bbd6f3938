"""What search engines are told: the pages of the public wing in both languages, and nothing of a demonstration."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from assessments.enums import AssessmentState
from assessments.models import Assessment
from consultations.enums import PUBLIC_STATES
from consultations.models import Round
from core.public import public_pages
from municipality.models import Municipality
from socialplan.content.enums import SEALED_STATES, PlanState
from socialplan.content.models import PlanVersion


def steady_pages() -> list[str]:
    """The pages of the wing that need no key and show nobody's own data, by the name of their address."""
    names = []
    for name, page in sorted(public_pages().items()):
        try:
            reverse(name)
        except NoReverseMatch:
            continue
        if not page.view.is_personal:
            names.append(name)
    return names


class PageSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self) -> list[str]:
        return steady_pages()

    def location(self, item: Any) -> str:
        return reverse(item)


@dataclass(frozen=True, slots=True)
class SiteMapRow:
    """`changed_on`: the legal date of its last step before everybody, which its page tells; no step behind it."""

    name: str
    key: int
    changed_on: date | None


class RowSitemap(Sitemap):
    """The public page of each row that anybody may read."""

    i18n = True
    alternates = True
    #: The rows of each page, and the states in which they are public.
    rows: ClassVar[dict[str, tuple[Callable[[], Any], Collection[str]]]] = {
        "publishing:version_public": (PlanVersion.objects.published, SEALED_STATES - {PlanState.ADOPTED}),
        "publishing:measures_public": (PlanVersion.objects.published, SEALED_STATES - {PlanState.ADOPTED}),
        "consultations:public_round_detail": (Round.objects.public, PUBLIC_STATES),
        "assessments:assessment_public": (Assessment.objects.published, {AssessmentState.PUBLISHED}),
    }

    def items(self) -> list[SiteMapRow]:
        return [row for name in self.rows for row in self._of(name)]

    def _of(self, name: str) -> list[SiteMapRow]:
        rows, states = self.rows[name]
        steps = Max("state_changes__happened_on", filter=Q(state_changes__to_state__in=states))
        public = rows().order_by("pk").annotate(changed_on=steps).values_list("pk", "changed_on")
        return [SiteMapRow(name, key, changed_on) for key, changed_on in public]

    def location(self, item: Any) -> str:
        return reverse(item.name, args=[item.key])

    def lastmod(self, item: Any) -> date | None:
        found: date | None = item.changed_on
        return found


@login_not_required
def site_map(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = sitemap(request, {"pages": PageSitemap(), "rows": RowSitemap()})
    return answer


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration is found by nobody; of a municipality all but the doors of those with an account."""
    if Municipality.objects.filter(is_demo=False).exists():
        lines = ["User-agent: *", "Disallow: /sq/account/", "Disallow: /en/account/"]
        lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    else:
        lines = ["User-agent: *", "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
