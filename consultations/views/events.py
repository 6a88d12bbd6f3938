from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from consultations.attendance import attendance_tables, shown_attendance
from consultations.engagement import engagement
from consultations.forms import AttendanceForm, AttendanceReleaseForm, EventForm, UniquePersonForm
from consultations.models import ConsultationEvent, Round, UniquePerson
from consultations.releases import Proposal, propose_release
from consultations.services import publish_attendance, record_attendance, register_person, save_event
from consultations.views.deeds import DeedFormView
from core.views import ObjectPermissionMixin


class EventListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.work_event"
    queryset = (
        ConsultationEvent.objects.with_attendance()
        .select_related("round", "unit")
        .prefetch_related("groups")
        .order_by("-held_on", "-pk")
    )
    template_name = "consultations/event_list.html"
    paginate_by = 30


class EventDetailView(ObjectPermissionMixin, DetailView):
    object: ConsultationEvent
    request: AuthenticatedHttpRequest
    queryset = (
        ConsultationEvent.objects.with_attendance()
        .select_related("round", "unit")
        .prefetch_related("groups", "attendance__group", "attendance__unit")
    )
    context_object_name = "event"
    template_name = "consultations/event_detail.html"
    permission_required = "consultations.work_event"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tables=attendance_tables(self.object), **kwargs)


class EventCreateView(PermissionRequiredMixin, DeedFormView):
    permission_required = "consultations.add_event"
    form_class = EventForm
    template_name = "consultations/event_form.html"
    done = _("The event is saved.")

    @cached_property
    def round(self) -> Round:
        return get_object_or_404(Round, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": ConsultationEvent(round=self.round)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, **kwargs)

    def perform(self, form: EventForm) -> ConsultationEvent:
        return save_event(form.instance, actor=self.request.user, groups=form.cleaned_data["groups"])


class EventUpdateView(ObjectPermissionMixin, DeedFormView):
    permission_required = "consultations.change_event"
    queryset = ConsultationEvent.objects.select_related("round")
    form_class = EventForm
    template_name = "consultations/event_form.html"
    done = _("The event is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.get_object()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.get_object().round, event=self.get_object(), **kwargs)

    def perform(self, form: EventForm) -> ConsultationEvent:
        return save_event(form.instance, actor=self.request.user, groups=form.cleaned_data["groups"])


class AttendanceUpdateView(ObjectPermissionMixin, DeedFormView):
    permission_required = "consultations.change_event"
    queryset = ConsultationEvent.objects.select_related("round").prefetch_related("groups", "attendance")
    form_class = AttendanceForm
    template_name = "consultations/attendance_form.html"
    done = _("The attendance is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "event": self.get_object()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(event=self.get_object(), **kwargs)

    def perform(self, form: AttendanceForm) -> ConsultationEvent:
        return record_attendance(self.get_object(), form.counts(), actor=self.request.user)


class AttendancePublishView(ObjectPermissionMixin, DeedFormView):
    """The table as everybody will see it, with what had to be left out in words, before it is published."""

    permission_required = "consultations.publish_attendance"
    queryset = Round.objects.all()
    form_class = AttendanceReleaseForm
    template_name = "consultations/attendance_publish.html"
    done = _("The attendance is published.")

    @cached_property
    def proposal(self) -> Proposal:
        return propose_release(self.get_object())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consultation, proposal = self.get_object(), self.proposal
        attendance = shown_attendance({consultation: proposal.events}, {consultation.pk: proposal.release})
        return super().get_context_data(round=consultation, proposal=proposal, attendance=attendance, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"shown": self.proposal.release.digest}

    def form_invalid(self, form: AttendanceReleaseForm) -> HttpResponse:
        """The table is looked at anew: what is refused here was seen before something changed."""
        messages.error(self.request, " ".join(str(sentence) for sentence in form.non_field_errors()))
        return redirect(self.request.path)

    def perform(self, form: AttendanceReleaseForm) -> Round:
        return publish_attendance(self.get_object(), actor=self.request.user, shown=form.cleaned_data["shown"])


class UniquePersonListView(PermissionRequiredMixin, DeedFormView):
    """The summary for readers; the form below it is the coordinator's."""

    permission_required = "consultations.view_unique_person"
    form_class = UniquePersonForm
    template_name = "consultations/unique_person_list.html"
    done = _("The person is counted.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lines=engagement(), **kwargs)

    def perform(self, form: UniquePersonForm) -> UniquePerson:
        return register_person(form.instance, code=form.cleaned_data["code"], actor=self.request.user)

    def destination(self, subject: Any) -> Any:
        return "consultations:unique_person_list"
