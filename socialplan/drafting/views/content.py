"""Writing chapters, goals, objectives, measures, indicators and risks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from js_asset import Media

from accounts.http import AuthenticatedHttpRequest
from core.pages.stepped import PARAMETER, SteppedView
from core.workflow import StepRefused
from socialplan.content.comments import thread_of
from socialplan.content.enums import NodeKind
from socialplan.content.models import Chapter, ContentRow, Measure
from socialplan.content.services.locks import UNREAD, RowConflict
from socialplan.content.views.deeds import VersionDeedView
from socialplan.drafting.forms.content import CONTENT_FORMS, content_model
from socialplan.drafting.services.chapters import hint_for, next_place
from socialplan.drafting.services.content import remove, save_chapter, store, store_by_itself
from socialplan.drafting.views.editing import SAVED_DRAFTS, ByItselfView, SharedRowView, forget_draft

FIRST_REVISION = "1"


class ContentFormView(SteppedView, VersionDeedView):
    """The long ones in steps, each with its own revision, conflicts and saving by itself."""

    permission_required = "content.change_version"
    template_name = "drafting/content_form.html"
    saved: ContentRow
    token_field = "draft"  # noqa: S105 - the name of the field
    said = gettext_lazy("Saved.")

    def get_form_class(self) -> Any:
        return CONTENT_FORMS[self.kwargs["kind"]]

    def edit_page(self, target: Any) -> str:
        return reverse("drafting:content_update", args=[self.kwargs["kind"], self.saved.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.version}

    def act(self, form: Any) -> Any:
        row, sent = form.save(commit=False), form.cleaned_data
        revision, draft = sent["expected_revision"], sent["draft"]
        deed: Any = save_chapter if isinstance(row, Chapter) else store
        row = deed(row, actor=self.request.user, expected_revision=revision, draft=draft, is_clean=True)
        forget_draft(self.request, draft)
        self.saved = row
        return row if isinstance(row, Measure) else self.version

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = capfirst(NodeKind(self.kwargs["kind"]).label)
        shown = {
            "title": title,
            "row": None,
            "is_typed": False,
            "hint": "",
            "others": [],
            "autosave": "",
            "thread": None,
            "saved_drafts": " ".join(self.request.session.get(SAVED_DRAFTS, [])),
        } | kwargs
        context = super().get_context_data(**shown)
        nonce = str(self.request.csp_nonce)
        return context | {"form_media": Media.from_media(context["form"].media, nonce=nonce)}


class ContentCreateView(ContentFormView):
    is_new = True

    def get_initial(self) -> dict[str, Any]:
        """The opened page has a name, also without scripts: what is sent from it twice is added once."""
        is_chapter = self.kwargs["kind"] == NodeKind.CHAPTER and self.request.user.is_authenticated
        place = next_place(self.version) if is_chapter else {}
        return super().get_initial() | place | {"draft": self.opened_as or uuid4().hex}

    def change_made(self, address: str) -> HttpResponse:
        """The page that began the row had read it as it was begun."""
        sent = self.request.POST.copy()
        if "merge" not in sent:
            sent["expected_revision"] = FIRST_REVISION
        self.request.POST = sent
        return super().change_made(address)


class ContentRowFormView(ContentFormView):
    object: ContentRow

    def get_queryset(self) -> Any:
        """Saving asks nothing of the plan: its version is enough."""
        around = "version" if self.request.method == "POST" else "version__plan"
        return content_model(self.kwargs["kind"])._default_manager.select_related(around)


class SharedContentView(SharedRowView, ContentRowFormView):
    autosave = "drafting:content_autosave"

    def row_kwargs(self, row: ContentRow) -> dict[str, Any]:
        return {"instance": row, "version": row.version, "step": self.step}

    def autosave_page(self) -> str:
        return f"{super().autosave_page()}?{PARAMETER}={self.step}" if self.step else super().autosave_page()


class ContentSaveView(ByItselfView, SharedContentView):
    def save_by_itself(self, form: Any) -> ContentRow:
        revision, draft = form.cleaned_data["expected_revision"], form.cleaned_data["draft"]
        row: ContentRow = form.save(commit=False)
        try:
            return store_by_itself(row, actor=self.request.user, expected_revision=revision, draft=draft)
        except RowConflict as conflict:
            current = conflict.current
            if revision == UNREAD or self.merge_with(form, current).is_needed:
                raise
        again = self.form_on(current, form.data)
        revision = current.revision
        again.full_clean()
        return store_by_itself(again.instance, actor=self.request.user, expected_revision=revision, draft=draft)


class ContentUpdateView(SharedContentView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.kwargs["kind"]
        shown = {
            "row": self.object,
            "lead": self.object,
            "kind": kind,
            "hint": hint_for(self.object) if isinstance(self.object, Chapter) else "",
            "thread": thread_of(self.version, self.object, kind),
        }
        return super().get_context_data(**(shown | kwargs))


@require_POST
def content_delete(request: AuthenticatedHttpRequest, kind: str, pk: int) -> HttpResponse:
    row = get_object_or_404(content_model(kind)._default_manager.select_related("version"), pk=pk)
    version = row.version
    try:
        remove(row, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed from the draft."))
    return redirect(version)
