"""A document's way as a table: who may take which step when, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Document = TypeVar("Document")
Sentence = str | Promise


class Actor(Protocol):
    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


def require(actor: Actor | None, permission: str, subject: Any = None) -> None:
    """Raises PermissionDenied where the actor lacks the permission for the subject; nobody has none."""
    if actor is None or not actor.has_perm(permission, subject):
        raise PermissionDenied


class StepRefused(Exception):
    """A step that cannot be taken now; the text is a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must hold before a step; `otherwise` says what is missing."""

    check: Callable[[Any], bool]
    otherwise: Sentence


@dataclass(frozen=True, slots=True)
class Transition:
    """An empty `target`: the document stays as it is. `opens`: the state in which a document made of it begins.

    `comes_by_itself`: a date takes the step when nobody has taken it before, and then it has no actor.
    """

    step: str
    sources: frozenset[str]
    target: str
    permission: str
    requires: tuple[Requirement, ...] = ()
    needs_comment: bool = False
    opens: str = ""
    comes_by_itself: bool = False

    def admit(self, actor: Actor | None, document: Any) -> None:
        """Raises PermissionDenied for the wrong person, and for nobody where the step does not come by itself."""
        if actor is not None or not self.comes_by_itself:
            require(actor, self.permission, document)

    @property
    def label(self) -> str:
        return str(getattr(self.step, "label", self.step))

    def unmet(self, document: Any) -> list[str]:
        return [str(requirement.otherwise) for requirement in self.requires if not requirement.check(document)]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step somebody may take now, with what is still missing for it."""

    step: str
    label: str
    missing: list[str]
    needs_comment: bool


class Workflow(Generic[Document]):
    def __init__(self, *transitions: Transition) -> None:
        self._by_step = {str(transition.step): transition for transition in transitions}

    def __getitem__(self, step: str) -> Transition:
        return self._by_step[str(step)]

    def __iter__(self) -> Iterator[Transition]:
        return iter(self._by_step.values())

    @property
    def onward(self) -> frozenset[str]:
        """The states from which a step leads on; sending something back with a comment is a choice, not a task."""
        return frozenset().union(*(each.sources for each in self if not each.needs_comment))

    def check(self, document: Any, step: str, *, actor: Actor | None, comment: str = "") -> Transition:
        """The transition for `step`; PermissionDenied for the wrong person, StepRefused for wrong time or a gap."""
        transition = self[step]
        transition.admit(actor, document)
        if document.state not in transition.sources:
            raise StepRefused(_("Someone else has already moved this document on."))
        if transition.needs_comment and not comment.strip():
            raise StepRefused(_("This step needs a comment."))
        if unmet := transition.unmet(document):
            raise StepRefused(" ".join(unmet))
        return transition

    def offers(self, document: Any, actor: Actor) -> list[Offer]:
        """The steps the actor may take from the document's state, with what is missing for each."""
        return [
            Offer(str(each.step), each.label, each.unmet(document), each.needs_comment)
            for each in self
            if document.state in each.sources and actor.has_perm(each.permission, document)
        ]
