"""The texts of official papers, and the acts that decisions rest on."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from js_asset import Media

from accounts.http import AuthenticatedHttpRequest
from core.views import RowDeedView
from socialplan.publishing.forms.texts import DocumentTemplateForm, LegalBasisForm
from socialplan.publishing.models import DocumentTemplate, LegalBasis
from socialplan.publishing.placeholders import placeholders_for
from socialplan.publishing.services.texts import save_text


class TextListView(PermissionRequiredMixin, TemplateView):
    permission_required = "publishing.change_texts"
    template_name = "publishing/text_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            texts=DocumentTemplate.objects.all(), legal_bases=LegalBasis.objects.all(), **kwargs
        )


class TextRowView(RowDeedView):
    request: AuthenticatedHttpRequest
    permission_required = "publishing.change_texts"
    template_name = "publishing/text_form.html"
    listing = (gettext_lazy("Texts of official papers"), "publishing:text_list")
    deed = staticmethod(save_text)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        nonce = str(self.request.csp_nonce)  # type: ignore[attr-defined]
        form_media = Media.from_media(context["form"].media, nonce=nonce)
        return {"placeholders": (), "form_media": form_media, **context}


class PaperTextView(TextRowView):
    model, form_class = DocumentTemplate, DocumentTemplateForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(placeholders=placeholders_for(self.row.kind), **kwargs)


class LegalBasisView(TextRowView):
    model, form_class = LegalBasis, LegalBasisForm
