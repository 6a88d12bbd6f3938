"""What search engines are told: the pages of the public wing in both languages, and nothing of a demonstration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from assessments.models import Assessment
from consultations.models import Round
from core.public import public_pages
from municipality.models import Municipality
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


class RowSitemap(Sitemap):
    """The public page of each row that anybody may read."""

    i18n = True
    alternates = True
    rows: ClassVar[dict[str, Callable[[], Any]]] = {
        "publishing:version_public": PlanVersion.objects.published,
        "publishing:measures_public": PlanVersion.objects.published,
        "consultations:public_round_detail": Round.objects.public,
        "assessments:assessment_public": Assessment.objects.published,
    }

    def items(self) -> list[tuple[str, int]]:
        return [(name, key) for name, rows in self.rows.items() for key in rows().values_list("pk", flat=True)]

    def location(self, item: Any) -> str:
        name, key = item
        return reverse(name, args=[key])


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
