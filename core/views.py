"""The shared view classes: an object with its permission, and a page whose one form does one deed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.workflow import StepRefused


class ObjectPermissionMixin(PermissionRequiredMixin, SingleObjectMixin):
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
    """

    request: Any
    template_name = "core/deed_form.html"
    title: Any = ""
    lead: Any = ""
    save: Any = _("Save")
    said: Any = ""

    def act(self, form: Any) -> Any:
        """Do the deed; returns where to go."""
        raise AssertionError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            target = self.act(form)
        except (StepRefused, ValidationError) as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, str(self.said))
        return redirect(target)

    def trail(self) -> list[tuple[Any, str]]:
        """The pages above this one, the nearest last: what each is called, and its address."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = self.trail()
        shown = {
            "title": self.title,
            "lead": self.lead,
            "save": self.save,
            "trail": trail,
            "back": trail[-1][1] if trail else "",
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
    """One row of a list by a form; without a key in the address it makes a new one."""

    model: type[Model]

    @cached_property
    def row(self) -> Any:
        return get_object_or_404(self.model, pk=self.kwargs["pk"]) if "pk" in self.kwargs else self.model()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.row}
