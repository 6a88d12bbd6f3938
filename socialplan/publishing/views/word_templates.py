"""The Word templates of an official paper: what is in use, the upload of another, its places and its preview."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.http import AuthenticatedHttpRequest
from core.office.word.placed import PlacedWordFile
from core.views import DeedFormView
from core.workflow import StepRefused
from operations.files import content_of
from socialplan.publishing.documents.word_templates import delivered_template
from socialplan.publishing.forms.texts import UseTemplateForm, WordTemplateForm
from socialplan.publishing.models import DocumentTemplate, WordTemplate
from socialplan.publishing.outputs import DOCX
from socialplan.publishing.placeholders import placeholders_for
from socialplan.publishing.services.word_templates import (
    leave_word_template,
    preview,
    upload_word_template,
    use_word_template,
)

TEXTS = gettext_lazy("Texts of official papers")


class WordTemplateUploadView(PermissionRequiredMixin, DeedFormView):
    permission_required = "publishing.change_texts"
    template_name = "publishing/word_template_list.html"
    form_class = WordTemplateForm
    title, save = gettext_lazy("Word template"), gettext_lazy("Check and keep it")
    said = gettext_lazy("The template was checked. It is used once you take it into use.")

    @cached_property
    def paper(self) -> DocumentTemplate:
        return get_object_or_404(DocumentTemplate, pk=self.kwargs["pk"])

    def act(self, form: WordTemplateForm) -> WordTemplate:
        given = form.cleaned_data["file"]
        return upload_word_template(self.paper, given.read(), given.name, actor=self.request.user)

    def trail(self) -> list[tuple[Any, str]]:
        return [(TEXTS, reverse("publishing:text_list")), (self.paper, self.paper.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        templates = self.paper.word_templates.select_related("file__uploaded_by")
        places = placeholders_for(self.paper.kind)
        return super().get_context_data(
            lead=self.paper, paper=self.paper, templates=templates, placeholders=places, **kwargs
        )


class WordTemplateView(PermissionRequiredMixin, DeedFormView):
    """One template: which places it fills, what they hold, and the button that takes it into use or sets it aside."""

    permission_required = "publishing.change_texts"
    template_name = "publishing/word_template_detail.html"
    form_class = UseTemplateForm
    title = gettext_lazy("Word template")

    @cached_property
    def row(self) -> WordTemplate:
        return get_object_or_404(WordTemplate.objects.select_related("paper", "file"), pk=self.kwargs["pk"])

    @property
    def save(self) -> Any:
        return _("Set it aside") if self.row.is_in_use else _("Take it into use")

    @property
    def said(self) -> Any:
        return _("Saved.")

    def act(self, form: UseTemplateForm) -> str:
        deed = leave_word_template if self.row.is_in_use else use_word_template
        deed(self.row, actor=self.request.user)
        return reverse("publishing:word_template_list", args=[self.row.paper_id])

    def trail(self) -> list[tuple[Any, str]]:
        paper = self.row.paper
        above = reverse("publishing:word_template_list", args=[paper.pk])
        return [(TEXTS, reverse("publishing:text_list")), (paper, above)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has = PlacedWordFile(content_of(self.row.file)).places
        known = placeholders_for(self.row.paper.kind)
        return super().get_context_data(
            lead=self.row,
            row=self.row,
            filled=[each for each in known if each.name in has],
            unused=[each for each in known if each.name not in has],
            **kwargs,
        )


@require_GET
@permission_required("publishing.change_texts", raise_exception=True)
def word_template_preview(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(WordTemplate.objects.select_related("paper", "file"), pk=pk)
    try:
        content = preview(row)
    except StepRefused as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return _download(content, f"preview-{row.pk}.docx")


@require_GET
@permission_required("publishing.change_texts", raise_exception=True)
def word_template_delivered(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(DocumentTemplate, pk=pk)
    return _download(delivered_template(paper), f"template-{paper.kind}-{paper.language}.docx")


def _download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
