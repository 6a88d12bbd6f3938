"""Writing one row of a draft with others: who else is there, saving by itself, and two texts made one by choice."""

from __future__ import annotations

import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.middleware import NO_LOGIN
from core.i18n import short_time
from core.workflow import StepRefused
from socialplan.content.models import ContentRow
from socialplan.content.services.locks import UNREAD, RowConflict
from socialplan.content.views.deeds import VersionDeedView
from socialplan.drafting.forms.merging import CHOICE, Merge, digests
from socialplan.drafting.models import EditingHold
from socialplan.drafting.services.editing import LastWriting, hold, last_writing, others_at

SAVED_DRAFTS = "saved_drafts"
MOST_SAVED_DRAFTS = 20
REFUSED, CONFLICT = 422, 409
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "expected_revision", "opened", "merge"})


def forget_draft(request: HttpRequest, draft: str) -> None:
    """Tell the browser, when it next shows a form, that what it kept of this opened page is saved."""
    if draft:
        saved = [*request.session.get(SAVED_DRAFTS, []), draft[:40]]
        request.session[SAVED_DRAFTS] = saved[-MOST_SAVED_DRAFTS:]


def time_of(moment: Any) -> str:
    """The hour of today, the day of another day too."""
    local = timezone.localtime(moment)
    return date_format(local, "H:i") if local.date() == timezone.localdate() else short_time(local)


def presence(held: EditingHold) -> str:
    return _("%(name)s has had this open since %(time)s.") % {"name": held.user.name, "time": time_of(held.opened_at)}


def conflict_sentence(last: LastWriting | None, reader: Any) -> str:
    """Who saved the place in the meantime, and when."""
    if last is None or last.person is None:
        return _("Somebody else has saved this in the meantime.")
    if last.person.pk == reader.pk:
        return _("You yourself have saved this in another window at %(time)s.") % {"time": time_of(last.at)}
    return _("%(name)s saved this at %(time)s, while you were writing.") % {
        "name": last.person.name,
        "time": time_of(last.at),
    }


class SharedRowView(VersionDeedView):
    """A form of a row, or of a part of it, that others may have open too; `object` is the row."""

    object: ContentRow
    part: str = ""
    autosave: str = ""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        hold(self.object, actor=request.user, part=self.part)
        return super().get(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "merge" in request.POST:
            return self.merged()
        return super().post(request, *args, **kwargs)

    def row_kwargs(self, row: ContentRow) -> dict[str, Any]:
        """What the form needs to know of the row as it stands."""
        raise AssertionError

    def form_on(self, row: ContentRow, data: Any = None) -> Any:
        form_class = self.get_form_class()
        return form_class(data, **self.row_kwargs(row))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | self.row_kwargs(self.object)

    def autosave_page(self) -> str:
        return reverse(self.autosave, kwargs=self.kwargs)

    def others(self) -> list[str]:
        others = others_at(self.object, actor=self.request.user, part=self.part)
        return [presence(held) for held in others]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drafting = {
            "others": self.others(),
            "hint": "",
            "form_media": "",
            "is_typed": False,
            "autosave": self.autosave_page(),
            "saved_drafts": " ".join(self.request.session.get(SAVED_DRAFTS, [])),
        }
        return super().get_context_data(**(drafting | kwargs))

    def refused(self, form: Any, refusal: StepRefused) -> HttpResponse:
        if not isinstance(refusal, RowConflict):
            return super().refused(form, refusal)
        merge = self.merge_with(form, refusal.current)
        is_unread = form.cleaned_data.get("expected_revision") == UNREAD
        if merge.is_needed or (is_unread and merge.fields):
            return self.merge_page(form, merge, refusal.current)
        # what was saved in the meantime does not concern this page: the same words again, on what stands there now
        data = form.data.copy()
        data["expected_revision"] = refusal.current.revision
        again = self.form_on(refusal.current, data)
        return self.form_valid(again) if again.is_valid() else self.form_invalid(again)

    def merge_with(self, form: Any, current: ContentRow) -> Merge:
        choices = {name: str(value) for name, value in self.request.POST.items() if name.startswith(CHOICE)}
        return Merge(form.side, self.form_on(current).side, opened=form.data.get("opened", ""), choices=choices)

    def merge_page(self, form: Any, merge: Merge, current: ContentRow, complaint: str = "") -> HttpResponse:
        carried = [
            (name, value)
            for name, values in form.data.lists()
            if name not in NOT_CARRIED and not name.startswith(CHOICE)
            for value in values
        ]
        last = last_writing(current, self.part)
        context = {
            "row": current,
            "version": current.version,
            "said": conflict_sentence(last, self.request.user),
            "who": last.person.name if last and last.person and last.person != self.request.user else "",
            "merge": merge,
            "carried": carried,
            "revision": current.revision,
            "opened": digests(merge.theirs),
            "complaint": complaint,
        }
        return TemplateResponse(self.request, "drafting/content_merge.html", context)

    def merged(self) -> HttpResponse:
        """The answer of the merge page: saved as chosen, or the form with what was chosen, to be looked through."""
        current = copy.copy(self.object)
        mine = self.form_on(self.object, self.request.POST)
        if not mine.is_valid():
            return self.form_invalid(mine)
        merge = self.merge_with(mine, current)
        if not merge.is_chosen:
            return self.merge_page(mine, merge, current, _("Choose for every field."))
        form = self.form_on(copy.copy(current), merge.data(self.request.POST))
        if form.is_valid() and self.request.POST["merge"] == "save":
            return self.form_valid(form)
        return self.form_invalid(form)


class ByItselfView(SharedRowView):
    """The address a form saves itself to while its writer goes on writing; every answer is JSON."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """A sign of life: who else is there, and a token that is good after a new login."""
        hold(self.object, actor=request.user, part=self.part)
        return JsonResponse({"others": self.others(), "token": get_token(request)})

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("person") != str(request.user.pk):
            return JsonResponse({}, status=NO_LOGIN)  # somebody else has logged in since the page was opened
        current = copy.copy(self.object)
        form = self.form_on(self.object, request.POST)
        if not form.is_valid() or self.waits_for_hand(form):
            return JsonResponse({"error": _sentences(form)}, status=REFUSED)
        if not form.has_new_content:
            hold(current, actor=request.user, part=self.part)
            return self.outcome(current, form)
        try:
            return self.outcome(self.save_by_itself(form), form)
        except RowConflict as conflict:
            sentence = conflict_sentence(last_writing(conflict.current, self.part), request.user)
            choose = _("Press “Save” to see both texts and to choose.")
            return JsonResponse({"error": f"{sentence} {choose}"}, status=CONFLICT)
        except (StepRefused, ValidationError) as refusal:
            sentences = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            return JsonResponse({"error": " ".join(sentences)}, status=REFUSED)

    def waits_for_hand(self, _form: Any) -> bool:
        """Whether it holds what only a press on "Save" may do; the form then has the sentences."""
        return False

    def save_by_itself(self, form: Any) -> ContentRow:
        raise AssertionError

    def left(self, _form: Any) -> str:
        """What has not been done yet though the form has saved itself, as a sentence."""
        return ""

    def outcome(self, row: ContentRow, form: Any) -> JsonResponse:
        opened, at = form.opened_after(row), time_of(timezone.now())
        return JsonResponse({"revision": row.revision, "opened": opened, "at": at, "left": self.left(form)})


def _sentences(form: Any) -> str:
    """The sentences of a refused form, each after the name of its field."""
    sentences = [str(error) for error in form.non_field_errors()]
    for name, errors in form.errors.items():
        if name in form.fields:
            label = form.fields[name].widget.attrs.get("aria-label", form[name].label)
            sentences += [f"{label}: {error}" for error in errors]
    return " ".join(sentences)
