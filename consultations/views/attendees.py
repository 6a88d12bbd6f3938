"""Pages of what belongs to one event: the restricted list of names, files, the minutes and their points."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from consultations.enums import AttendeeConsent
from consultations.forms.attendees import (
    AttendeeForm,
    EventFileForm,
    MinutesApprovalForm,
    MinutesPointForm,
    PointSettlementForm,
)
from consultations.models import AttendeeName, ConsultationEvent, EventFile, MinutesPoint
from consultations.services.attendees import (
    attach_event_file,
    erase_attendee,
    list_attendee,
    remove_event_file,
    withdraw_attendee,
)
from consultations.services.meetings import add_point, approve_minutes, minutes_digest, settle_point
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


class MinutesApproveView(ObjectDeedView):
    """The minutes as they are approved, by another than who wrote them."""

    permission_required = "consultations.approve_minutes"
    queryset = ConsultationEvent.objects.select_related("round", "minutes_by")
    form_class = MinutesApprovalForm
    template_name = "consultations/minutes_approve.html"
    title = gettext_lazy("Approve the minutes")
    lead = gettext_lazy("Read both versions. Whoever wrote the minutes does not approve them.")
    save = gettext_lazy("Approve")
    said = gettext_lazy("The minutes are approved.")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"seen": minutes_digest(self.object)}

    def act(self, form: MinutesApprovalForm) -> ConsultationEvent:
        seen, entry = form.cleaned_data["seen"], form.entry()
        return approve_minutes(self.object, actor=self.request.user, seen=seen, entry=entry)


class MinutesPointCreateView(ObjectDeedView):
    permission_required = "consultations.change_event"
    queryset = ConsultationEvent.objects.select_related("round")
    form_class = MinutesPointForm
    title = gettext_lazy("Point of the minutes")
    lead = gettext_lazy("The round is answered once each point is linked to a contribution or set aside.")
    said = gettext_lazy("The point is written down.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": MinutesPoint(event=self.object)}

    def act(self, form: MinutesPointForm) -> ConsultationEvent:
        return add_point(form.instance, actor=self.request.user).event


class MinutesPointSettleView(ObjectDeedView):
    permission_required = "consultations.change_event"
    queryset = MinutesPoint.objects.select_related("event__round")
    form_class = PointSettlementForm
    title = gettext_lazy("Link the point or set it aside")
    said = gettext_lazy("Saved.")

    def has_permission(self) -> bool:
        """The point is its event's."""
        return bool(self.request.user.has_perm(self.permission_required, self.get_object().event))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.object.words, **kwargs)

    def trail(self) -> list[tuple[Any, str]]:
        return [(self.object.event, self.object.event.get_absolute_url())]

    def act(self, form: PointSettlementForm) -> ConsultationEvent:
        return settle_point(form.instance, actor=self.request.user).event


@require_POST
def attendee_erase(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    attendee = get_object_or_404(AttendeeName.objects.select_related("event__round"), pk=pk)
    erase_attendee(attendee, actor=request.user)
    messages.success(request, _("The person is off the list."))
    return redirect("consultations:attendee_list", attendee.event_id)


@require_POST
def attendee_withdraw(request: AuthenticatedHttpRequest, pk: int, purpose: str) -> HttpResponse:
    if purpose not in AttendeeConsent.values:
        raise Http404
    attendee = get_object_or_404(AttendeeName.objects.select_related("event__round"), pk=pk)
    withdraw_attendee(attendee, purpose, actor=request.user)
    messages.success(request, _("The consent is taken back."))
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
