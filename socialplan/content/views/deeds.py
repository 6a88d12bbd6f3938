"""A deed on a version, or on a row of one, as a page with one form."""

from __future__ import annotations

from typing import Any

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectDeedView
from socialplan.content.models import PlanVersion


class VersionDeedView(ObjectDeedView):
    """The permission is asked for the version; the page stands below it."""

    request: AuthenticatedHttpRequest
    queryset: Any = PlanVersion.objects.select_related("plan")
    template_name = "content/version_deed.html"

    @property
    def version(self) -> PlanVersion:
        return self.object if isinstance(self.object, PlanVersion) else self.object.version

    def has_permission(self) -> bool:
        user: Any = self.request.user
        return user.is_authenticated and user.has_perm(self.permission_required, self.version)

    def trail(self) -> list[tuple[Any, str]]:
        return [(self.version, self.version.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "version": self.version,
            "lead": self.lead or self.version,
            "missing": (),
            "notice": "",
            "moved": None,
            "moved_title": "",
            "content_hash": "",
            "prose": None,
            "asked": None,
        }
        return super().get_context_data(**(shown | kwargs))
