"""A step of a document's workflow as a page: a button of the document posts to it, and its date is given here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.views import ObjectDeedView
from core.workflow import Transition, Workflow
from operations.deeds import enter_afterwards
from operations.forms import NumbersForm, StepForm
from operations.trail.prose import Prose


class NumbersAnswerView(ObjectDeedView):
    """A second person says which numbers in words that go out tell nothing hidden.

    Subclasses name where the words are read (`prose_before`), who wrote in them, the deed that answers, and the
    sentence for a document of which nothing is asked.
    """

    form_class = NumbersForm
    template_name = "core/numbers_answer.html"
    save: Any = _("Record the answer")
    nothing: Any
    own: Any = _("You wrote in these words: somebody else confirms their numbers.")
    lead: Any = _(
        "Only figures that the public must not see say these numbers. Tick those that mean something else where they "
        "stand, such as days or places; a number of few persons is not ticked."
    )
    prose_before: Callable[[Any], Prose | None]
    wrote_in_it: Callable[[Any, int], bool]
    deed: Callable[..., Any]

    @cached_property
    def prose(self) -> Prose | None:
        return self.prose_before(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        said = self.prose.said() if self.prose else ()
        return super().get_form_kwargs() | {"telling": [each for each in said if each.is_telling]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_asked = bool(self.prose and self.prose.telling)
        refusal = self.own if is_asked and self.wrote_in_it(self.object, self.request.user.pk) else ""
        nothing = refusal if is_asked else self.nothing
        shown = {"prose": self.prose, "nothing": nothing} | ({"lead": ""} if nothing else {})
        return super().get_context_data(**(shown | kwargs))

    def act(self, form: NumbersForm) -> Any:
        return self.deed(self.object, actor=self.request.user, **form.cleaned_data)


class StepView(ObjectDeedView):
    """Subclasses name the workflow table, the deed that moves, and the message."""

    workflow: Workflow[Any]
    move: Callable[..., Any]
    now: Any
    form_class = StepForm
    #: By step: what goes out in words with it, so that who takes it reads the numbers beside the public figures.
    prose_by_step: Mapping[str, Callable[[Any], Prose | None]] = {}
    template_name = "core/step_form.html"

    @property
    def transition(self) -> Transition:
        return self.workflow[self.kwargs["step"]]

    def has_permission(self) -> bool:
        return bool(self.request.user.has_perm(self.transition.permission, self.object))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "needs_comment": self.transition.needs_comment,
            "may_date": self.request.user.has_perm(enter_afterwards(self.object)),
        }

    def act(self, form: StepForm) -> Any:
        document = self.move(
            self.object,
            self.kwargs["step"],
            actor=self.request.user,
            comment=form.cleaned_data["comment"],
            entry=form.entry(),
        )
        self.said = self.now % {"document": document, "state": document.get_state_display()}
        return document

    def too_late(self) -> str:
        is_open = self.object.state in self.transition.sources
        return "" if is_open else self.transition.misplaced(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label, transition = self.transition.label, self.transition
        is_open = self.object.state in transition.sources
        missing = transition.unmet(self.object) if is_open else []
        prose_of = self.prose_by_step.get(self.kwargs["step"]) if is_open else None
        prose = prose_of(self.object) if prose_of else None
        shown = {"title": label, "save": label, "lead": str(self.object), "missing": missing, "prose": prose}
        return super().get_context_data(**shown, **kwargs)
