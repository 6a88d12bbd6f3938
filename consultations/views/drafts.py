"""How a draft comes into the open: frozen, with files; the files themselves."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from consultations.forms import FreezeForm, RoundFileForm
from consultations.models import ConsultedDraft, Round, RoundFile
from consultations.services import attach_file, freeze_draft
from core.views import ObjectDeedView
from operations.views import as_attachment


@login_not_required
def round_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of a published notice for anybody, of a planned one for whoever works on it."""
    consultation = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    files = RoundFile.objects.shown().ready().filter(round=consultation)
    found = get_object_or_404(files.select_related("file", "job__result_file"), pk=file)
    if found.stored is None:
        raise Http404
    return as_attachment(found.stored)


class FreezeView(ObjectDeedView):
    permission_required = "consultations.freeze_draft"
    queryset = Round.objects.all()
    form_class = FreezeForm
    title = _("Freeze the draft")
    lead = _(
        "A copy of the linked version is kept as it stands now, with its files. Until the notice goes out it can be "
        "frozen anew; afterwards another copy corrects it, and both stay readable."
    )
    save = _("Freeze")
    said = _("The copy is frozen; its files are being made.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": ConsultedDraft(round=self.object)}

    def act(self, form: FreezeForm) -> Round:
        return freeze_draft(form.instance, actor=self.request.user).round


class RoundFileCreateView(ObjectDeedView):
    permission_required = "consultations.attach_file"
    queryset = Round.objects.all()
    form_class = RoundFileForm
    title = _("Attach a file to the notice")
    lead = _("Everybody can fetch the file as soon as the notice is published. It cannot be taken back.")
    save = _("Attach")
    said = _("The file is attached.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": RoundFile(round=self.object)}

    def act(self, form: RoundFileForm) -> Round:
        return attach_file(form.instance, form.cleaned_data["upload"], actor=self.request.user).round
