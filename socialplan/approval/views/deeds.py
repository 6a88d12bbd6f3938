"""A deed of the approval as a page with one form."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from socialplan.approval.open_tasks import missing_before
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.models import PlanVersion
from socialplan.content.views.deeds import VersionDeedView


class ApprovalDeedView(VersionDeedView):
    """A deed of the approval: comes from the page where the version stands, and goes back there."""

    step: str = ""

    def page_after(self, target: PlanVersion) -> str:
        return reverse("approval:version_approval", args=[target.pk])

    def too_late(self) -> Any:
        if not self.step or self.version.state in PLAN_WORKFLOW[self.step].sources:
            return ""
        return PLAN_WORKFLOW[self.step].misplaced(self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = missing_before(self.version, self.step, self.request.user) if self.step else []
        return super().get_context_data(**({"missing": missing} | kwargs))

    def object_name(self, trail: list[tuple[Any, str]]) -> str:
        """The version, of which the nearest page above says only where it stands."""
        return str(self.version)

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (_("Where it stands"), self.page_after(self.version))]
