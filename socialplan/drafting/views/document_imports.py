"""Importing an existing plan: upload, preview with a place for each piece, and taking it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from core.office.documents import Document
from core.word_package.sentences import left_out_sentences
from core.workflow import StepRefused
from socialplan.content.views.deeds import VersionDeedView
from socialplan.drafting.forms.document_imports import CuttingLevelForm, DocumentForm, PlacementForm
from socialplan.drafting.models import DocumentImport
from socialplan.drafting.services.document_imports import discard_document, take_document, text_of, upload_document

DOCUMENTS = DocumentImport.objects.select_related("version__plan", "file")
MOST_PIECES = 200


class DocumentUploadView(VersionDeedView):
    permission_required = "content.change_version"
    form_class = DocumentForm
    template_name = "drafting/document_form.html"
    title = gettext_lazy("Import an existing document")
    save = gettext_lazy("Read the document")
    said = gettext_lazy("The document has been read. Nothing is in the draft yet: say below where each piece goes.")

    def act(self, form: DocumentForm) -> DocumentImport:
        given = form.cleaned_data["file"]
        try:
            return upload_document(self.version, content=given.read(), name=given.name, actor=self.request.user)
        except ValidationError as refusal:
            raise ValidationError({"file": refusal.messages}) from refusal


class DocumentDetailView(VersionDeedView):
    object: DocumentImport
    queryset = DOCUMENTS
    permission_required = "content.change_version"
    form_class = PlacementForm
    template_name = "drafting/document_detail.html"
    title = gettext_lazy("Where each piece goes")
    save = gettext_lazy("Put the pieces into the chapters")
    said = gettext_lazy("The chosen pieces are in the chapters now. The uploaded file is no longer kept.")

    @cached_property
    def document(self) -> Document:
        return text_of(self.object)

    @cached_property
    def levels(self) -> list[tuple[int, int]]:
        """Heading levels at which the document may be parted, with the number of pieces each gives."""
        counted = [(level, len(self.document.sections(level))) for level in self.document.levels or [0]]
        return [pair for pair in counted if pair[1] <= MOST_PIECES] or counted[:1]

    @property
    def level(self) -> int:
        asked = CuttingLevelForm(self.request.GET, levels=[level for level, _pieces in self.levels]).said("level")
        return self.document.cutting_level if asked in {None, ""} else asked

    def get_form_kwargs(self) -> dict[str, Any]:
        chapters = list(self.version.chapters.all())
        return super().get_form_kwargs() | {"document": self.document, "level": self.level, "chapters": chapters}

    def act(self, form: PlacementForm) -> str:
        language = form.cleaned_data["language"]
        take_document(self.object, form.placements(), language=language, actor=self.request.user)
        return f"{self.version.get_absolute_url()}#chapters"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            document=self.object,
            left_out=list(left_out_sentences(self.document.left_out)),
            levels=self.levels,
            level=self.level,
            lead=self.object,
            **kwargs,
        )


@require_POST
def document_delete(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(DOCUMENTS, pk=pk)
    version = document.version
    try:
        discard_document(document, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(version)
    messages.success(request, _("The document is thrown away; the draft is as it was."))
    return redirect(reverse("drafting:document_upload", args=[version.pk]))
