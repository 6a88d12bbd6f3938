from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from consultations.attendance import attendance_tables
from consultations.engagement import engagement
from consultations.forms import AttendanceForm, EventForm, UniquePersonForm
from consultations.models import ConsultationEvent, Round, UniquePerson
from consultations.services import record_attendance, register_person, save_event
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
