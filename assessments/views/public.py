"""What anybody reads: published editions with small numbers hidden, and the directory of services."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, TemplateView

from assessments.lists.filters import DirectoryFilter
from assessments.models import Assessment, Service
from assessments.report.open_data import column_notes
from assessments.rolled import NeedPages, board_of
from assessments.service_map.directory import read_directory
from core.pages.address import page_of_rows
from core.printing.printed import printed
from core.public import PublicPage
from core.together.relations import read_lists
from core.together.side_by_side import read, side_by_side
from core.views import TwoEndedPaginator
from municipality.models import Municipality

NEEDS_A_PAGE = 50


class PublicAssessmentView(PublicPage, DetailView):
    """A published edition as anybody may read it, whoever is signed in."""

    public_title = _("Needs assessment")
    shows = _("Published needs assessment of the municipality")
    queryset = Assessment.objects.published().select_related("roll_up")
    template_name = "assessments/public/edition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board, needs = board_of(self.object), NeedPages(self.object, user=None)
        page = page_of_rows(self.request, needs.rows, NEEDS_A_PAGE, by=TwoEndedPaginator)
        return super().get_context_data(
            pictures=board.drawn(),
            columns=column_notes(),
            rows=needs.shown(page.object_list),
            page_obj=page,
            tables=printed(board.shown_tables),
            more=board.more,
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
        places = Municipality.objects.order_by("pk")[:1]
        parts, _lists = read(side_by_side(read_directory(chosen.qs), read_lists(places)))
        if not places:
            raise Http404
        return super().get_context_data(
            filters=chosen.form,
            parts=parts,
            municipality=places[0],
            **kwargs,
        )
