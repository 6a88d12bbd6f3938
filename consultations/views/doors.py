"""The other doors: the printed form, and the sheet of an organisation with its dry run."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from consultations.doors.counting import OF_A_SHEET, count_person, counts_of_sheet
from consultations.doors.sheet import packed, read_sheet, send_lines, template_file
from consultations.doors.slip import print_slip
from consultations.enums import ParticipantType, Sex
from consultations.forms.doors import AttendanceSheetForm, DoorCountForm, OwnSheetForm, PaperOrderForm, SheetOrderForm
from consultations.models import ConsultationEvent, Contribution, Round
from consultations.outputs.orders import request_attendance_sheet, request_paper_form
from core.printing.outcome import PdfUnavailable
from core.views import ObjectDeedView, tell_refusal
from core.workflow import StepRefused
from operations.models import Job

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RoundPaperView(ObjectDeedView):
    permission_required = "consultations.request_report"
    queryset = Round.objects.all()
    form_class = PaperOrderForm
    title = _("Paper form")
    lead = _("Made from the public form. What comes back is entered with its protocol number and the place's key.")
    save = _("Make the file")
    said = _("The file is being made.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"consultation": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"language": get_language()}

    def act(self, form: PaperOrderForm) -> Job:
        return request_paper_form(self.object, actor=self.request.user, **form.cleaned_data)


@require_safe
@permission_required("consultations.send_contribution", raise_exception=True)
def sheet_template(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """For whoever sends many: the public part of the round alone stands in it."""
    consultation = get_object_or_404(Round.objects.public(), pk=pk)
    response = HttpResponse(template_file(consultation), content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="kontribute-{pk}.xlsx"'
    return response


class OwnSheetView(ObjectDeedView):
    """First what was read, row by row; nothing is sent before the person has seen it."""

    permission_required = "consultations.send_contribution"
    queryset = Round.objects.public()
    form_class = OwnSheetForm
    template_name = "consultations/own_sheet.html"
    title = _("Send many at once")
    save = _("Read the sheet")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"lines": [], "lead": str(self.object), "is_ready": False}
        return super().get_context_data(**(shown | kwargs))

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("My organisation's contributions"), reverse("consultations:own_contribution_list"))]

    def form_valid(self, form: OwnSheetForm) -> HttpResponse:
        if not form.cleaned_data["sheet"]:
            return super().form_valid(form)
        try:
            lines = read_sheet(form.cleaned_data["sheet"].read(), self.object)
        except (StepRefused, ValidationError) as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        wrong = any(line.errors for line in lines)
        organisation = form.cleaned_data["organisation"]
        read = "" if wrong else packed(lines, consultation=self.object, organisation=organisation)
        again = OwnSheetForm(initial={"organisation": organisation, "read": read}, user=self.request.user)
        save = self.save if wrong else _("Send all")
        return self.render_to_response(self.get_context_data(form=again, lines=lines, is_ready=not wrong, save=save))

    def act(self, form: OwnSheetForm) -> str:
        receipts = send_lines(form.cleaned_data["read"], consultation=self.object, actor=self.request.user)
        self.said = _("%(count)s contributions are sent.") % {"count": len(receipts)}
        return "consultations:own_contribution_list"


@require_POST
def contribution_slip(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The paper with the code, straight into the hand: no job and no stored file ever holds a code."""
    contribution = get_object_or_404(Contribution.objects.select_related("round"), pk=pk)
    try:
        made = print_slip(contribution, actor=request.user)
    except PdfUnavailable:
        messages.warning(request, _("No PDF can be made on this machine at present. Please copy the code by hand."))
        return redirect(contribution)
    headers = {"Content-Disposition": 'inline; filename="kodi.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


class DoorCountView(ObjectDeedView):
    """The page for the phone at the door: large buttons, one tap a person, without a script."""

    permission_required = "consultations.change_event"
    queryset = ConsultationEvent.objects.select_related("round")
    form_class = DoorCountForm
    template_name = "consultations/door_count.html"
    title = _("Count at the door")
    save = ""
    said = _("Counted.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = self.object.attendance.filter(group=None, unit=None)
        by_sex = {count.sex: count.count for count in counts if count.sex and not count.participant_type}
        shown = [(sex.label, by_sex.get(sex.value, 0)) for sex in Sex]
        grid = [(kind.label, [(f"{kind.value}:{sex.value}", sex.label) for sex in Sex]) for kind in ParticipantType]
        return super().get_context_data(counted=shown, total=sum(by_sex.values()), grid=grid, **kwargs)

    def act(self, form: DoorCountForm) -> str:
        kind, sex = form.cleaned_data["who"]
        by = -1 if form.cleaned_data["back"] else 1
        count_person(self.object, sex=sex, participant_type=kind, actor=self.request.user, by=by)
        return self.request.path


class AttendancePaperView(ObjectDeedView):
    permission_required = "consultations.change_event"
    queryset = ConsultationEvent.objects.select_related("round")
    form_class = SheetOrderForm
    title = _("Attendance sheet to print")
    lead = _(
        "Where a protected group is addressed or only counts are kept, the sheet has boxes for strokes and no names."
    )
    save = _("Make the file")
    said = _("The file is being made.")

    def get_initial(self) -> dict[str, Any]:
        return {"language": get_language()}

    def act(self, form: SheetOrderForm) -> Job:
        return request_attendance_sheet(self.object, actor=self.request.user, **form.cleaned_data)


class AttendanceSheetView(ObjectDeedView):
    """The sheet fills the form of attendance, where it is looked at before it is kept."""

    permission_required = "consultations.change_event"
    queryset = ConsultationEvent.objects.select_related("round").prefetch_related("groups", "attendance")
    form_class = AttendanceSheetForm
    title = _("Attendance from a sheet")
    save = _("Read the sheet")
    said = _("Read. Look at the counts, then save them.")

    def act(self, form: AttendanceSheetForm) -> str:
        counts = counts_of_sheet(form.cleaned_data["sheet"].read(), self.object)
        # not in the address: true counts would stand in the browser's history and in logs
        self.request.session[OF_A_SHEET] = {"event": self.object.pk, "counts": counts}
        return reverse("consultations:attendance_update", args=[self.object.pk])


def own_form_of(request: HttpRequest, consultation: Round) -> str:
    """The address of a member's own form; empty for everybody else."""
    is_member = request.user.is_authenticated and request.user.has_perm("consultations.send_contribution")
    return reverse("consultations:own_contribution_create", args=[consultation.pk]) if is_member else ""
