"""Long forms in parts of at most eight fields: steps that are pages of their own, or groups on one page.

The address `?step=2` shows and saves the second step alone. A form sent to the bare address is taken as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urlsplit

from crispy_forms.layout import Fieldset, Layout, LayoutObject
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CheckConstraint, F, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import resolve, reverse, translate_url
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import once_only
from core.opened.digests import OPENED
from core.opened.rows import OpenedRow
from core.views import RowDeedView

MOST_FIELDS = 8
PARAMETER = "step"
END = "end"  # the button that saves and leaves the form
OPENED_AS = "opened_as"


class RowBegun(Exception):
    """While this page was being sent, the same page sent before has made the row."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class FormStep:
    title: Any
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page lists it; without an address while the row is not saved."""

    number: int
    title: Any
    url: str
    is_here: bool


class GroupedForm:
    """Mixed in before the form's own class: what is sent at once, laid out in named groups on one page.

    Fields that no group names, the hidden ones, stand at the end.
    """

    groups: ClassVar[Sequence[FormStep]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        if self.groups:
            form.helper.layout = self.grouped_layout()

    def grouped_layout(self) -> Layout:
        """The groups, with those of their fields that the form still has."""
        form: Any = self
        named = {name for each in self.groups for name in each.names}
        sets = (Fieldset(each.title, *(name for name in each.names if name in form.fields)) for each in self.groups)
        return Layout(*sets, *(name for name in form.fields if name not in named))


def columns_of(condition: Any) -> set[str]:
    """The fields that a condition reads, on either side of its comparisons."""
    if isinstance(condition, F):
        return {condition.name.split("__")[0]}  # type: ignore[attr-defined]
    if isinstance(condition, Q):
        return {name for each in condition.children for name in columns_of(each)}
    if isinstance(condition, tuple):
        name, value = condition
        return {name.split("__")[0]} | columns_of(value)
    expressions = condition.get_source_expressions() if hasattr(condition, "get_source_expressions") else ()
    return {name for each in expressions for name in columns_of(each)}


class SteppedForm(OpenedRow):
    """Mixed into a form of a model before the form's own class; `steps` part its fields, none is a form on one page.

    The first step holds everything that a row cannot be saved without.
    """

    steps: ClassVar[Sequence[FormStep]] = ()
    #: Shown above the fields of every step.
    above: ClassVar[Sequence[LayoutObject]] = ()
    #: The fields of the steps that are not shown.
    left_out: frozenset[str] | set[str] = frozenset()

    def __init__(self, *args: Any, step: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = step
        form: Any = self
        if self.steps:
            self.left_out = self.names_of(self.steps) - self.names_of(self.shown_steps)
            for name in self.left_out & form.fields.keys():
                del form.fields[name]
            form.helper.layout = self.shown_layout()

    @staticmethod
    def names_of(steps: Sequence[FormStep]) -> set[str]:
        return {name for each in steps for name in each.names}

    @property
    def shown_steps(self) -> list[FormStep]:
        return [self.steps[self.step - 1]] if self.step else list(self.steps)

    def shown_layout(self) -> Layout:
        """The steps that are shown, with those of their fields that the form still has."""
        form: Any = self
        sets = (
            Fieldset(each.title, *(name for name in each.names if name in form.fields)) for each in self.shown_steps
        )
        return Layout(*self.above, *sets, *self.below())

    def below(self) -> Sequence[Any]:
        """What stands under the fields of every step."""
        return ()

    def validate_constraints(self) -> None:
        """Also by what binds a field of this step to one of another: a form leaves out what it does not show."""
        found: Any = super()
        found.validate_constraints()
        form: Any = self
        for constraint in self._spanning() if not form.errors else ():
            try:
                constraint.validate(type(form.instance), form.instance)
            except ValidationError as refusal:
                form.add_error(None, refusal)

    def _update_errors(self, errors: ValidationError) -> None:
        """What the row says of a field of another step is told above the form, with that field's name."""
        form: Any = self
        told = getattr(errors, "error_dict", {})
        for name in self.left_out & told.keys():
            label = capfirst(form.instance._meta.get_field(name).verbose_name)
            for sentence in ValidationError(told.pop(name)).messages:
                named = {"field": label, "sentence": sentence}
                form.add_error(None, _("%(field)s (another step of the form): %(sentence)s") % named)
        found: Any = super()
        found._update_errors(errors)

    def _spanning(self) -> list[CheckConstraint]:
        form: Any = self
        bound = [each for each in form.instance._meta.constraints if isinstance(each, CheckConstraint)]
        asked = [(each, columns_of(each.condition)) for each in bound]
        return [each for each, names in asked if names & self.left_out and names & form.fields.keys()]

    def linked(self, name: str) -> list[Any]:
        """The chosen rows of a many-to-many field; of another step those that stand."""
        form: Any = self
        if name in form.fields:
            return list(form.cleaned_data.get(name, ()))
        return list(getattr(form.instance, name).all()) if form.instance.pk else []


class SteppedView:
    """Mixed into a view of one deed before the view's own class.

    `edit_name` is the address that changes the saved row, where a new one goes on with its second step.
    """

    template_name = "core/stepped_form.html"
    edit_name = ""
    is_new = False
    #: What the opened page is known by in what it sends.
    token_field = once_only.FIELD
    request: Any
    save_step = _("Save and go on")

    @property
    def steps(self) -> Sequence[FormStep]:
        view: Any = self
        found: Sequence[FormStep] = view.get_form_class().steps
        return found

    @property
    def step(self) -> int:
        """From 1; 0 is the form as a whole, which is only sent, never shown – or has no steps."""
        if not self.steps:
            return 0
        given = self.request.GET.get(PARAMETER, "")
        if not given.isdecimal() or not 1 <= int(given) <= len(self.steps):
            return 0 if self.request.method == "POST" else 1
        return 1 if self.is_new else int(given)

    def get_form_kwargs(self) -> dict[str, Any]:
        view: Any = super()
        found: dict[str, Any] = view.get_form_kwargs()
        return found | {"step": self.step}

    @property
    def opened_as(self) -> str:
        """What a page that begins a row is called; scripts write it into its address."""
        return self.request.GET.get(OPENED_AS, "") if self.is_new else ""

    @property
    def own_address(self) -> str:
        """Under which a page that begins a row is opened where no script writes its name into its address.

        Without it the browser's "back" would make a new page, whose words begin a second row.
        """
        if not self.is_new or self.opened_as or self.request.method != "GET":
            return ""
        named = self.request.GET.copy()
        named[OPENED_AS] = once_only.new_token()
        return f"?{named.urlencode()}"

    @property
    def page_key(self) -> str:
        """Of the opened page that begins a row, whatever is typed there; empty for any other."""
        is_opened = self.step or not self.steps  # a form sent as a whole, where no page shows it so, is none
        token = self.request.POST.get(self.token_field, "") if self.request.method == "POST" else self.opened_as
        return once_only.key_of_page(self.request, token) if token and is_opened and self.is_new else ""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who comes back to the page that began a row finds the row, not the empty page."""
        if (key := self.page_key) and (made := once_only.keeper().answer_of(key)):
            return redirect(made)
        view: Any = super()
        answer: HttpResponse = view.get(request, *args, **kwargs)
        return answer

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Other words from the page that began a row change that row."""
        if (key := self.page_key) and (made := once_only.keeper().answer_of(key)):
            try:
                return self.change_made(made)
            except Http404:  # removed since: made anew
                once_only.keeper().forget(key)
        view: Any = super()
        try:
            answer: HttpResponse = view.post(request, *args, **kwargs)
        except RowBegun as meanwhile:
            return self.change_made(meanwhile.address)
        if key and answer.status_code == HTTPStatus.OK and (made := once_only.keeper().answer_of(key)):
            return self.change_made(made)  # refused only because the row was begun while this was being read
        return answer

    def change_made(self, address: str) -> HttpResponse:
        """Hand what was sent to the page that changes the row, in whatever language it was begun.

        The page that began the row has shown of it what was last saved from there, until it is asked about more.
        """
        page = resolve(urlsplit(translate_url(address, get_language() or "")).path)
        self.request.began_by = self.page_key
        self.request.sent_as = once_only.key_of(self.request)  # before what the page had shown is written beside it
        if not self.request.POST.get(OPENED):
            self.request.POST = self.request.POST.copy()
            self.request.POST[OPENED] = once_only.keeper().shown_by(self.page_key)
        answer: HttpResponse = page.func(self.request, *page.args, **page.kwargs)
        return answer

    def do(self, form: Any) -> str:
        """One step writes its own fields; what others wrote meanwhile is taken over, or asked about."""
        view: Any = self
        key = self.page_key
        with transaction.atomic() if key or form.is_of_stored_row else nullcontext():  # else the deed's own is enough
            if key and (made := once_only.keeper().claim(key)) is not None:
                raise RowBegun(made)
            if form.is_of_stored_row:
                form.hold_row()
            target = view.act(form)
            if key:
                once_only.keeper().settle(key, self.edit_page(target))
            if began_by := key or getattr(self.request, "began_by", ""):
                once_only.keeper().settle_shown(began_by, form.digests_of(target))
            return resolve_url(self.page_after(target))

    def page_after(self, target: Any) -> Any:
        """The next step, until the last is saved or the person leaves."""
        if not self.step or self.step == len(self.steps) or END in self.request.POST:
            return target
        return f"{self.edit_page(target)}?{PARAMETER}={self.step + 1}"

    def edit_page(self, target: Any) -> str:
        return reverse(self.edit_name, args=[target.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.step
        shown = [
            ShownStep(number, each.title, "" if self.is_new else f"?{PARAMETER}={number}", number == here)
            for number, each in enumerate(self.steps, start=1)
        ]
        goes_on = 0 < here < len(shown)
        given = {"steps": shown, "step": here, "goes_on": goes_on, "is_new": self.is_new}
        given["own_address"] = self.own_address
        if self.opened_as:
            given["once"] = self.opened_as
        view: Any = super()
        found: dict[str, Any] = view.get_context_data(
            **(given | ({"save": self.save_step} if goes_on else {}) | kwargs)
        )
        return found


class SteppedRowView(SteppedView, RowDeedView):
    """A row of a list in steps; after the last one the person is back at the list."""

    @property
    def is_new(self) -> bool:
        return "pk" not in self.kwargs

    def act(self, form: Any) -> Any:
        return self.deed(form, actor=self.request.user)

    def page_after(self, target: Any) -> Any:
        address = super().page_after(target)
        return self.address if address is target else address
