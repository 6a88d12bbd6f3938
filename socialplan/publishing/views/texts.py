"""The texts of official papers, and the acts that decisions rest on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, UpdateView
from js_asset import Media

from accounts.http import AuthenticatedHttpRequest
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


class TextRowView(PermissionRequiredMixin, UpdateView):
    """One row; without a key in the address it makes a new one."""

    request: AuthenticatedHttpRequest
    permission_required = "publishing.change_texts"
    template_name = "publishing/text_form.html"

    def get_object(self, queryset: Any = None) -> Any:
        return super().get_object(queryset) if "pk" in self.kwargs else None

    def form_valid(self, form: Any) -> HttpResponse:
        save_text(form, actor=self.request.user)
        messages.success(self.request, _("Saved."))
        return redirect("publishing:text_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(title=self.object or self.model._meta.verbose_name, **kwargs)
        nonce = str(self.request.csp_nonce)  # type: ignore[attr-defined]
        form_media = Media.from_media(context["form"].media, nonce=nonce)
        return {"placeholders": (), "form_media": form_media, **context}


class PaperTextView(TextRowView):
    model, form_class = DocumentTemplate, DocumentTemplateForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(placeholders=placeholders_for(self.object.kind), **kwargs)


class LegalBasisView(TextRowView):
    model, form_class = LegalBasis, LegalBasisForm
