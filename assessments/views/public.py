"""What anybody reads: published editions with small numbers hidden, and the directory of services."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from assessments.gaps.page import public_gaps
from assessments.lists.filters import DirectoryFilter
from assessments.models import Assessment, Service
from assessments.outline import need_table, service_table
from assessments.report.open_data import column_notes
from assessments.report.pictures import edition_pictures
from assessments.service_map.directory import directory
from assessments.stored_release import StoredRelease
from core.public import PublicPage
from municipality.models import Municipality


class PublicAssessmentView(PublicPage, DetailView):
    """A published edition as anybody may read it, whoever is signed in."""

    public_title = _("Needs assessment")
    shows = _("Published needs assessment of the municipality")
    queryset = Assessment.objects.published()
    template_name = "assessments/public/edition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        telling = StoredRelease.of(self.object)
        lines = public_gaps(self.object, telling)
        return super().get_context_data(
            pictures=edition_pictures(self.object, lines, telling),
            columns=column_notes(),
            rows=need_table(self.object, user=None, telling=telling),
            services=service_table(self.object),
            lines=lines,
            **kwargs,
        )


class DirectoryView(PublicPage, TemplateView):
    """What exists for whom, where, and how to reach it."""

    public_title = _("Directory of services")
    menu_label = _("Services")
    shows = _("Social care services in the municipality: for whom, where, and how to reach them.")
    menu_order = 4
    template_name = "assessments/public/directory.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = DirectoryFilter(self.request.GET, Service.objects.all())
        return super().get_context_data(
            filters=chosen.form,
            parts=directory(chosen.qs),
            municipality=get_object_or_404(Municipality),
            **kwargs,
        )
