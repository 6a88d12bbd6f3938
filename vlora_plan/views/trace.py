"""From any need, recommendation, measure or indicator to all others; everybody sees what is open to them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from vlora_plan.pages.tracing import TraceKind, reader_of, trace, versions_to_choose, working_version


@method_decorator(login_not_required, name="dispatch")
class TraceView(TemplateView):
    template_name = "vlora_plan/trace.html"

    def get_context_data(self, kind: str, key: str, **kwargs: Any) -> dict[str, Any]:
        as_public = self.request.GET.get("as") == "public"
        wished = reader_of(self.request.user, version=self.request.GET.get("version", ""), as_public=as_public)
        found = trace(kind, key, wished)
        if found is None:
            raise Http404
        traced, reader = found
        versions = versions_to_choose(reader)
        return super().get_context_data(
            trace=traced,
            kind=TraceKind(kind),
            key=key,
            version=reader.version,
            versions=versions,
            looked_at=working_version(reader, versions),
            as_public=as_public,
            sees_more=reader.may("consultations.view_recommendation"),
            reads_words=reader.may("consultations.view_contribution"),
            **kwargs,
        )
