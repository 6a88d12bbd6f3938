from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, ListView
from django.views.generic.base import ContextMixin
from django_htmx.http import HttpResponseClientRedirect

from core.views import ObjectPermissionMixin
from core.workflow import StepRefused
from operations.files import may_open
from operations.forms import EventFilter
from operations.models import Event, Job, StoredFile
from operations.queue.jobs import asked_anew_at, counts_pages, open_jobs, pdf_lack, place_of
from operations.services import retry_job
from operations.supervisor.machine import pdf_remedy

EVENTS_PER_PAGE = 50
JOBS_PER_PAGE = 25


def as_attachment(stored: StoredFile) -> FileResponse:
    """The file as a download that no browser may guess about or keep in a shared cache."""
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600" if stored.is_public else "private, no-store"
    return response


class PdfLackMixin(ContextMixin):
    """Says on the page that no PDF can be made here, for as long as it is so."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = pdf_remedy()
        return super().get_context_data(pdf_lack=pdf_lack(line) if line else "", **kwargs)


class JobListView(PdfLackMixin, ListView):
    template_name = "operations/job_list.html"
    paginate_by = JOBS_PER_PAGE

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.requested_by(self.request.user).select_related("result_file")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"open_jobs": open_jobs(self.request.user, context["job_list"])}


class JobDetailView(PdfLackMixin, ObjectPermissionMixin, DetailView):
    """What is done of a job; one that made no file leads on to where its result stands."""

    queryset = Job.objects.select_related("result_file")
    permission_required = "operations.view_job"
    template_name = "operations/job_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = place_of(self.get_object())
        return self.lead_on(place) if place else super().get(request, *args, **kwargs)

    def lead_on(self, place: str) -> HttpResponseBase:
        return redirect(place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.get_object()
        return super().get_context_data(counts_pages=counts_pages(job), anew=asked_anew_at(job), **kwargs)


class JobProgressView(JobDetailView):
    """The part of the page that asks again every second."""

    template_name = "core/partials/_job_progress.html"

    def lead_on(self, place: str) -> HttpResponseBase:
        return HttpResponseClientRedirect(place)


class JobFileView(ObjectPermissionMixin, DetailView):
    queryset = Job.objects.select_related("result_file")
    permission_required = "operations.open_job_file"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        stored = self.get_object().result_file
        if stored is None:
            raise Http404(_("This file is not ready."))
        return as_attachment(stored)


@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk)
    try:
        retry_job(job, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is being made again."))
    return redirect(job)


@login_not_required
@require_GET
def file_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    stored = get_object_or_404(StoredFile, pk=pk)
    if may_open(request.user, stored):
        return as_attachment(stored)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


class EventListView(PermissionRequiredMixin, ListView):
    permission_required = "operations.view_event"
    raise_exception = True
    template_name = "operations/event_list.html"

    def get_queryset(self) -> QuerySet[Event]:
        rows: QuerySet[Event] = EventFilter(self.request.GET, Event.objects.newest_first()).qs
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.object_list[: EVENTS_PER_PAGE + 1])
        events = rows[:EVENTS_PER_PAGE]
        older = events[-1].sequence if len(rows) > EVENTS_PER_PAGE else None
        return super().get_context_data(events=events, older=older, **kwargs)
