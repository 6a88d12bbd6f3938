"""Pages of what only some events keep: the restricted list of names, and files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from consultations.forms.attendees import AttendeeForm, EventFileForm
from consultations.models import AttendeeName, ConsultationEvent, EventFile
from consultations.services.attendees import attach_event_file, erase_attendee, list_attendee, remove_event_file
from core.views import ObjectDeedView, ObjectPermissionMixin
from core.workflow import StepRefused

LIST = gettext_lazy("List of names")


class AttendeeListView(ObjectPermissionMixin, DetailView):
    permission_required = "consultations.view_attendee"
    queryset = ConsultationEvent.objects.select_related("round").prefetch_related("attendee_names")
    context_object_name = "event"
    template_name = "consultations/attendee_list.html"


class AttendeeCreateView(ObjectDeedView):
    permission_required = "consultations.list_attendee"
    queryset = ConsultationEvent.objects.select_related("round")
    form_class = AttendeeForm
    title = gettext_lazy("Put a person on the list")
    lead = gettext_lazy("Only who agrees to be on the list, each purpose by itself. The name is erased on its day.")
    said = gettext_lazy("The person is on the list.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": AttendeeName(event=self.object)}

    def act(self, form: AttendeeForm) -> str:
        list_attendee(form.instance, actor=self.request.user)
        return reverse("consultations:attendee_list", args=[self.object.pk])

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (LIST, reverse("consultations:attendee_list", args=[self.object.pk]))]


class EventFileCreateView(ObjectDeedView):
    permission_required = "consultations.attach_event_file"
    queryset = ConsultationEvent.objects.select_related("round")
    form_class = EventFileForm
    title = gettext_lazy("Attach a file")
    lead = gettext_lazy("A signed list, a handout, a photograph of the room: read by those who work on the event.")
    said = gettext_lazy("The file is attached.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": EventFile(event=self.object)}

    def act(self, form: EventFileForm) -> ConsultationEvent:
        return attach_event_file(form.instance, form.cleaned_data["upload"], actor=self.request.user).event


@require_POST
def attendee_erase(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    attendee = get_object_or_404(AttendeeName.objects.select_related("event__round"), pk=pk)
    erase_attendee(attendee, actor=request.user)
    messages.success(request, _("The person is off the list."))
    return redirect("consultations:attendee_list", attendee.event_id)


@require_POST
def event_file_remove(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    attached = get_object_or_404(EventFile.objects.select_related("event__round", "file"), pk=pk)
    try:
        remove_event_file(attached, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is removed."))
    return redirect(attached.event)
