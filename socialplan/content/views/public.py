"""What anybody compares: the published versions of a plan."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.public import PublicPage
from socialplan.content.models import PlanVersion
from socialplan.content.views.diff import COMPARED, ChooseView, CompareView


class ChoosePublicView(PublicPage, ChooseView):
    public_title = _("Compare versions")
    shows = _("Published versions of the plan, to compare one with another.")
    queryset = PlanVersion.objects.published().select_related("plan")
    template_name = "content/public/version_compare_choose.html"

    def has_permission(self) -> bool:
        return True

    def others(self) -> list[PlanVersion]:
        return list(self.object.siblings().published().select_related("decision"))


class ComparePublicView(PublicPage, CompareView):
    """Whoever asks: the published versions alone are looked among."""

    public_title = _("Comparison")
    shows = _("What changed between two published versions of the plan.")
    template_name = "content/public/version_compare.html"
    only_published = True

    def get_queryset(self) -> QuerySet[PlanVersion]:
        return COMPARED.published()

    def has_permission(self) -> bool:
        return True
