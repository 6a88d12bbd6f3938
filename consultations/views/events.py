from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from assessments.models import TargetGroup
from consultations.attendance import attendance_tables, shown_attendance
from consultations.doors.counting import OF_A_SHEET
from consultations.engagement import engagement
from consultations.facts.meetings import earliest_hearing, meeting_notice
from consultations.forms import AttendanceForm, AttendanceReleaseForm, EventForm, EventKindForm, UniquePersonForm
from consultations.models import ConsultationEvent, EventKind, Round
from consultations.privacy import is_shielded, public_face, settle_privacy
from consultations.releases import Proposal, propose_release
from consultations.services import publish_attendance, record_attendance, register_person, save_event
from consultations.services.events import CountedMeanwhile, save_event_kind
from consultations.services.subscriptions import invite
from consultations.telling.invitations import is_announced
from core.pages.stepped import SteppedRowView, SteppedView
from core.views import DeedFormView, ObjectDeedView, ObjectPermissionMixin, tell_refusal
from core.workflow import StepRefused
from municipality.models import Project


class ConsultationEventListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.work_event"
    queryset = (
        ConsultationEvent.objects.with_attendance()
        .select_related("round", "unit")
        .prefetch_related("groups")
        .order_by("-held_on", "-pk")
    )
    template_name = "consultations/event_list.html"
    paginate_by = 30


class EventKindListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.view_event_kind"
    queryset = EventKind.objects.all()
    template_name = "consultations/event_kind_list.html"


class EventKindFormView(SteppedRowView):
    edit_name = "consultations:event_kind_update"
    permission_required = "consultations.change_event_kind"
    model, form_class = EventKind, EventKindForm
    listing = (_("Kinds of events"), "consultations:event_kind_list")
    deed = staticmethod(save_event_kind)


@require_POST
def event_invite(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Mails to whoever wants to hear of consultations; the same event on the same day invites nobody twice."""
    event = get_object_or_404(ConsultationEvent, pk=pk)
    try:
        count = invite(event, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count)
        messages.success(request, said % {"count": count})
    return redirect(event)


class EventDetailView(ObjectPermissionMixin, DetailView):
    object: ConsultationEvent
    request: AuthenticatedHttpRequest
    queryset = (
        ConsultationEvent.objects.with_attendance()
        .select_related("round", "unit", "privacy_reason_by", "minutes_approved_by")
        .prefetch_related(
            "groups", "attendance__group", "attendance__unit", "files__file", "points__contribution__redactions"
        )
    )
    context_object_name = "event"
    template_name = "consultations/event_detail.html"
    permission_required = "consultations.work_event"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sees_place = self.request.user.has_perm("consultations.view_event_place", self.object)
        return super().get_context_data(
            tables=attendance_tables(self.object, with_units=sees_place),
            face=public_face(self.object),
            notice=meeting_notice(self.object),
            is_announced=is_announced(self.object),
            **kwargs,
        )


class EventFormView(SteppedView, ObjectDeedView):
    """An event by a form in steps that shows what the public will see, on demand before anything is saved."""

    edit_name = "consultations:event_update"

    form_class = EventForm
    template_name = "consultations/event_form.html"
    title = _("Consultation event")
    lead = _(
        "A protected group sets how the event is kept: counts only, no names, files or photographs, and neither "
        "place, hour nor unit in public. Less protection needs a reason that is recorded with your name."
    )
    said = _("The event is saved.")

    def form_valid(self, form: EventForm) -> HttpResponse:
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        groups = form.linked("groups")
        try:
            settle_privacy(form.instance, groups)
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, **seen_by_public(form.instance, groups)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earliest = earliest_hearing(getattr(self.object, "round", self.object))
        shown = {"face": None, "is_shielded": False, "earliest_hearing": earliest}
        return super().get_context_data(**(shown | kwargs))

    def act(self, form: EventForm) -> ConsultationEvent:
        return save_event(form.instance, actor=self.request.user, groups=form.linked("groups"))


class EventCreateView(EventFormView):
    is_new = True
    permission_required = "consultations.add_event"
    queryset = Round.objects.all()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": ConsultationEvent(round=self.object)}


class EventUpdateView(EventFormView):
    permission_required = "consultations.change_event"
    queryset = ConsultationEvent.objects.select_related("round")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stored = {} if self.request.method == "POST" else seen_by_public(self.object, self.object.groups.all())
        return super().get_context_data(**(stored | kwargs))


def seen_by_public(event: ConsultationEvent, groups: Iterable[TargetGroup]) -> dict[str, Any]:
    return {"face": public_face(event, groups), "is_shielded": is_shielded(event, groups)}


class AttendanceUpdateView(ObjectDeedView):
    permission_required = "consultations.change_event"
    queryset = ConsultationEvent.objects.select_related("round").prefetch_related("groups", "attendance")
    form_class = AttendanceForm
    title = _("Attendance")
    lead = _(
        "Only numbers. Count the same persons by sex, by kind, by unit and by age; each must give the same total. "
        "Leave empty what was not counted."
    )
    said = _("The attendance is recorded. The public sees it once the coordinator has published it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"event": self.object}

    def get_initial(self) -> dict[str, Any]:
        """What a sheet said, until it is looked at and saved."""
        kept = self.request.session.get(OF_A_SHEET, {})
        return dict(kept["counts"]) if kept.get("event") == self.object.pk else {}

    def act(self, form: AttendanceForm) -> ConsultationEvent:
        seen = form.cleaned_data["seen"]
        try:
            event = record_attendance(self.object, form.counts(), actor=self.request.user, seen=seen)
        except CountedMeanwhile:
            form.look_again()
            raise
        self.request.session.pop(OF_A_SHEET, None)
        return event


class AttendancePublishView(ObjectDeedView):
    """The table as everybody will see it, with what had to be left out in words, before it is published."""

    permission_required = "consultations.publish_attendance"
    queryset = Round.objects.all()
    form_class = AttendanceReleaseForm
    template_name = "consultations/attendance_publish.html"
    title = _("Publish the attendance")
    lead = _("So everybody will see it. What is hidden now stays hidden in every later publication.")
    save = _("Publish")
    said = _("The attendance is published.")

    @cached_property
    def proposal(self) -> Proposal:
        return propose_release(self.object)

    def get_initial(self) -> dict[str, Any]:
        return {"shown": self.proposal.release.digest}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        attendance = shown_attendance({self.object: proposal.events}, {self.object.pk: proposal.release})
        save = self.save if proposal.is_news else ""
        return super().get_context_data(proposal=proposal, attendance=attendance, save=save, **kwargs)

    def act(self, form: AttendanceReleaseForm) -> Round:
        return publish_attendance(self.object, actor=self.request.user, shown=form.cleaned_data["shown"])

    def form_invalid(self, form: AttendanceReleaseForm) -> HttpResponse:
        """The table is looked at anew: what is refused here was seen before something changed."""
        messages.error(self.request, " ".join(str(sentence) for sentence in form.non_field_errors()))
        return redirect(self.request.path)


class UniquePersonListView(PermissionRequiredMixin, DeedFormView):
    """The summary for readers; the form below it is the coordinator's."""

    permission_required = "consultations.view_unique_person"
    form_class = UniquePersonForm
    template_name = "consultations/unique_person_list.html"
    title = _("Engaged persons")
    lead = _(
        "Unique persons, not attendances. The register holds professionals who agreed, under a code, "
        "and never an event."
    )
    save = _("Count")
    said = _("The person is counted.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_add = self.request.user.has_perm("consultations.add_unique_person")
        return super().get_context_data(lines=engagement(Project.objects.first()), can_add=can_add, **kwargs)

    def act(self, form: UniquePersonForm) -> str:
        register_person(form.instance, code=form.cleaned_data["code"], actor=self.request.user)
        return "consultations:unique_person_list"
