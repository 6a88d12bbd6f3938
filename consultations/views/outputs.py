"""What is printed of a round: the report by a worker, the workbook at once, open data for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from consultations.forms import RoundReportForm
from consultations.models import Round
from consultations.outputs.calendar import rounds_ics
from consultations.outputs.open_data import answers_csv, answers_json
from consultations.outputs.orders import request_round_file
from consultations.outputs.workbook import round_workbook
from core.views import ObjectDeedView
from operations.models import Job

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RoundReportView(ObjectDeedView):
    permission_required = "consultations.request_report"
    queryset = Round.objects.all()
    form_class = RoundReportForm
    title = _("Consultation report")
    lead = _(
        "Notice, period, events, what was received, the published answers with their reasons, and what was changed. "
        "A report for one group tells of its events and of the recommendations for its needs."
    )
    save = _("Make the file")
    said = _("The file is being made.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"consultation": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"language": get_language()}

    def act(self, form: RoundReportForm) -> Job:
        typed = form.cleaned_data
        return request_round_file(
            self.object,
            typed["file_format"],
            language=typed["language"],
            group=typed["group"],
            actor=self.request.user,
        )


@require_POST
def workbook(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    consultation = get_object_or_404(Round, pk=pk)
    language = "en" if get_language() == "en" else "sq"
    content = round_workbook(consultation, language=language, actor=request.user)
    response = HttpResponse(content, content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="konsultimi-{pk}.xlsx"'
    return response


@login_not_required
@require_safe
def calendar_file(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Of one round, or of all that are public."""
    rounds = Round.objects.public() if pk is None else [get_object_or_404(Round.objects.public(), pk=pk)]
    content = rounds_ics(rounds, language=get_language() or "sq")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="konsultime{"" if pk is None else f"-{pk}"}.ics"'
    return response


@login_not_required
@require_safe
def answers_file_json(request: HttpRequest, pk: int) -> HttpResponse:
    response = HttpResponse(answers_json(get_object_or_404(Round.objects.public(), pk=pk)), "application/json")
    response["Content-Disposition"] = f'attachment; filename="answers-{pk}.json"'
    return response


@login_not_required
@require_safe
def answers_file_csv(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = get_object_or_404(Round.objects.public(), pk=pk)
    content = answers_csv(consultation).encode("utf-8-sig")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="answers-{pk}.csv"'
    return response
