"""The plan for machines: its JSON, the schema of it, and notes on the columns."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import plan_json_text
from socialplan.publishing.open_data import file_name, schema_text


def json_file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_not_required
@require_safe
def version_json(request: HttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(PlanVersion.objects.published().select_related("plan", "seal"), pk=pk)
    return json_file(version.seal.canonical_json, file_name(version))


@require_safe
def version_content(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(PlanVersion.objects.select_related("plan", "seal"), pk=pk)
    if not request.user.has_perm("publishing.request_report", version):
        raise PermissionDenied
    seal = getattr(version, "seal", None)
    return json_file(seal.canonical_json if seal else plan_json_text(version), file_name(version))


@login_not_required
@require_safe
def plan_schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(schema_text(), content_type="application/schema+json")
