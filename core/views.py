"""The shared view classes: an object with its permission, and a page whose one form does one deed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core import once_only
from core.opened.fields import OpenedFields
from core.opened.rows import OpenedRow
from core.together.relations import follow
from core.workflow import StepRefused


class OneRowMixin(SingleObjectMixin):
    """The row of a page, with the relations that its queryset names read together: a statement a level."""

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        rows: Any = self.get_queryset() if queryset is None else queryset
        found = super().get_object(rows.prefetch_related(None))
        follow([([found], rows._prefetch_related_lookups)])
        return found


class ObjectPermissionMixin(PermissionRequiredMixin, OneRowMixin):
    """Checks `permission_required` against the page's object; the anonymous log in, others get 403."""

    request: Any
    _fetched: Model | None = None

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        if self._fetched is None:
            self._fetched = super().get_object(queryset)
        return self._fetched

    def has_permission(self) -> bool:
        user = self.request.user
        return all(user.has_perm(name, self.get_object()) for name in self.get_permission_required())

    def handle_no_permission(self) -> Any:
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()


def tell_refusal(form: forms.BaseForm, refusal: StepRefused | ValidationError) -> None:
    """Put each sentence at its field where the form shows that field, else above the form."""
    if isinstance(refusal, StepRefused):
        form.add_error(None, str(refusal))
        return
    for name, errors in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: refusal}).items():
        form.add_error(name if name in form.fields else None, errors)


class DeedFormView(FormView):
    """A page with one form whose content goes to one deed; what the deed refuses is told there, nothing typed is lost.

    Subclasses name `title`, the button's word `save`, the message of success `said`, and the pages above (`trail`).
    The same form sent twice does its deed once, and both are answered alike.
    """

    request: Any
    template_name = "core/deed_form.html"
    title: Any = ""
    lead: Any = ""
    save: Any = _("Save")
    said: Any = ""
    #: The field whose rows must be there before the form can be sent, and the sentence where there are none.
    chooses = ""
    nothing_to_choose: Any = ""

    def act(self, form: Any) -> Any:
        """Do the deed; returns what `page_after` leads to."""
        raise AssertionError

    def page_after(self, target: Any) -> Any:
        """Where to go when it is done."""
        return target

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """A form that is done already is not checked again: it would clash with its own row, or miss a removed one.

        Nor is one that the same form has overtaken on its way: its row may be gone, or fixed by then.
        """
        view = super().as_view(**initkwargs)

        @wraps(view)
        def answered_once(request: Any, *args: Any, **kwargs: Any) -> Any:
            key = once_only.key_of(request) if request.method == "POST" else ""
            if key and (address := once_only.keeper().answer_of(key)):
                return redirect(address)
            try:
                return view(request, *args, **kwargs)
            except (Http404, PermissionDenied):
                if key and (address := once_only.keeper().answer_of(key)):
                    return redirect(address)
                raise

        return answered_once

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nor does a form clash with what the same form did while this one was being checked."""
        key = once_only.key_of(request)
        answer = super().post(request, *args, **kwargs)
        if key and answer.status_code == HTTPStatus.OK and (address := once_only.keeper().answer_of(key)):
            return redirect(address)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            address = self.act_once(form)
        except IntegrityError as clash:
            sentence = once_only.sentence_of(clash)
            if sentence is None:
                raise
            return self.clashed(form, sentence)
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        except StepRefused as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, str(self.said))
        return redirect(address)

    def act_once(self, form: Any) -> str:
        """The address to go to: of this deed, or of the one that the same form has already done."""
        key = once_only.key_of(self.request)
        if not key:
            return self.do(form)
        with transaction.atomic():
            keeper = once_only.keeper()
            done = keeper.claim(key)
            if done is None:
                done = self.do(form)
                keeper.settle(key, done)
        return done

    def do(self, form: Any) -> str:
        """Does the deed, over what others wrote into the row meanwhile; the address to go to."""
        if not (isinstance(form, OpenedRow | OpenedFields) and form.holds_row):
            return resolve_url(self.page_after(self.act(form)))
        with transaction.atomic():
            form.hold_row()
            return resolve_url(self.page_after(self.act(form)))

    def refused(self, form: Any, refusal: StepRefused) -> HttpResponse:
        """The page that says why the deed cannot be done now."""
        tell_refusal(form, refusal)
        return self.form_invalid(form)

    def clashed(self, form: Any, sentence: ValidationError) -> HttpResponse:
        """The page that says that somebody was faster with the same."""
        tell_refusal(form, sentence)
        return self.form_invalid(form)

    def trail(self) -> list[tuple[Any, str]]:
        """The pages above this one, the nearest last: what each is called, and its address."""
        return []

    def object_name(self, trail: list[tuple[Any, str]]) -> str:
        """What the page is about, for the title of its window: the row that is changed, else the page above."""
        row = getattr(self, "row", None)
        if getattr(row, "pk", None):
            return str(row)
        return str(trail[-1][0]) if trail else ""

    def too_late(self) -> Any:
        """What an old link is told in the form's place where the deed is done, or cannot be done now; else nothing."""
        return ""

    def nothing_in(self, form: Any) -> Any:
        """The sentence that stands in the form's place where there is nothing to choose from."""
        if not self.chooses or self.chooses not in form.fields:
            return ""
        offered = (each for each in form[self.chooses].subwidgets if str(each.data["value"] or ""))
        return "" if any(True for _each in offered) else self.nothing_to_choose

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = self.trail()
        if "form" not in kwargs:
            kwargs["form"] = self.get_form()
        late = "" if kwargs["form"].is_bound else self.too_late()  # what somebody typed stays in sight
        shown = {
            "nothing": late or self.nothing_in(kwargs["form"]),
            "title": self.title,
            "lead": self.lead,
            "save": self.save,
            "trail": trail,
            "object_name": self.object_name(trail),
            "back": trail[-1][1] if trail else "",
            "once": self.request.POST.get(once_only.FIELD) or once_only.new_token(),
            "opened": getattr(kwargs["form"], "shown_digests", ""),
        }
        return super().get_context_data(**(shown | kwargs))


class ObjectDeedView(ObjectPermissionMixin, DeedFormView):
    """A deed on the page's object, whose own page lies above the form."""

    object: Any

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.object = self.get_object()

    def trail(self) -> list[tuple[Any, str]]:
        return [(self.object, self.object.get_absolute_url())]


class RowDeedView(PermissionRequiredMixin, DeedFormView):
    """One row of a list by a form: added without a key in the address, else changed; retired by its own tick there.

    Subclasses name the model, its form, the list above (label and URL name) and the deed that saves a checked form.
    """

    model: type[Model]
    listing: tuple[Any, str]
    deed: Callable[..., Any]
    said: Any = _("Saved.")

    @cached_property
    def row(self) -> Any:
        return get_object_or_404(self.model, pk=self.kwargs["pk"]) if "pk" in self.kwargs else self.model()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.row}

    @property
    def address(self) -> str:
        """Of the list, to which the person goes back."""
        return reverse(self.listing[1])

    def act(self, form: Any) -> Any:
        self.deed(form, actor=self.request.user)
        return self.address

    def trail(self) -> list[tuple[Any, str]]:
        return [(self.listing[0], self.address)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = self.title or capfirst(self.model._meta.verbose_name)
        lead = self.lead or (self.row if self.row.pk else "")
        return super().get_context_data(**({"title": title, "lead": lead} | kwargs))


class TwoEndedPaginator(Paginator):
    """Pages of the second half are read from the end of the list, so the last one is as near as the first.

    The order of the rows must be a total one, or a row could stand on two pages.
    """

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = min(bottom + self.per_page, self.count)
        if not isinstance(self.object_list, QuerySet):
            return super().page(number)
        if bottom * 2 < self.count:
            return Page(self.stretch(self.object_list, bottom, top), number, self)
        rows = list(self.stretch(self.object_list.reverse(), self.count - top, self.count - bottom))
        return Page(rows[::-1], number, self)

    def stretch(self, rows: QuerySet[Any], bottom: int, top: int) -> QuerySet[Any]:
        return rows[bottom:top]


class KeysFirstPaginator(TwoEndedPaginator):
    """Puts keys alone in order, and reads the rows of a page by them, in one statement: of a million figures with
    their relations the page came after 13 s, so after 2 s (`make bench`). Not for rows that are narrowed by a window.
    """

    def stretch(self, rows: QuerySet[Any], bottom: int, top: int) -> QuerySet[Any]:
        return rows.filter(pk__in=rows.values("pk")[bottom:top])
