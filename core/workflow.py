"""A document's way as a table: who may take which step when, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
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
    """What must hold before a step; `otherwise` says what is missing.

    `met_by_deed`: the page of the step itself asks for it, so that nobody is told beforehand that it is missing.
    """

    check: Callable[[Any], bool]
    otherwise: Sentence
    met_by_deed: bool = False


@dataclass(frozen=True, slots=True)
class Assignee:
    """Who has a document on the desk: in a reader's words, by the roles that are told, and by offices of the staff."""

    label: Sentence
    roles: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()


class Offered(Enum):
    """When a page speaks of a step to those who may take it."""

    ALWAYS = "always"
    WHEN_READY = "when nothing is missing"
    ELSEWHERE = "follows from another deed"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step as one row: who, when, what must be there, where it is taken, what follows, and how it is told.

    An empty `target`: the document stays as it is. `opens`: the state in which a document made of it begins.
    `comes_by_itself`: a date takes the step when nobody has taken it before, and then it has no actor.
    `page`: the URL name of the page that asks for the step's data; without one a button takes it.
    `leads_on`: what is missing for this step is what its document lacks. `done`: the words for a step taken.
    `act`: the name of the recorded act it is taken with. `assignee`: who acts next, on the document or on the one it
    opens. `owner`: the role whose task the step is where several may take it. `effects`: what the deed does besides
    moving. `action`: what the history calls it.
    """

    step: str
    sources: frozenset[str]
    target: str
    permission: str
    requires: tuple[Requirement, ...] = ()
    needs_comment: bool = False
    opens: str = ""
    comes_by_itself: bool = False
    page: str = ""
    offered: Offered = Offered.ALWAYS
    leads_on: bool = False
    done: Sentence = ""
    act: str = ""
    assignee: Assignee | None = None
    owner: str = ""
    effects: frozenset[str] = frozenset()
    action: Any = None

    @property
    def is_button(self) -> bool:
        """Whether the step is taken where the document stands, with no data but a comment and a date."""
        return not self.page and self.offered is not Offered.ELSEWHERE

    def admit(self, actor: Actor | None, document: Any) -> None:
        """Raises PermissionDenied for the wrong person, and for nobody where the step does not come by itself."""
        if actor is not None or not self.comes_by_itself:
            require(actor, self.permission, document)

    @property
    def label(self) -> str:
        return str(getattr(self.step, "label", self.step))

    @property
    def owner_label(self) -> str:
        return str(getattr(self.owner, "label", self.owner))

    def misplaced(self, document: Any) -> str:
        """Why the step cannot be taken from where the document stands: its state, and those the step is taken from."""
        names = {value: str(label) for value, label in document._meta.get_field("state").flatchoices}
        taken_from = [name for value, name in names.items() if value in self.sources]
        said = _("“%(step)s” is not taken now: the state is “%(state)s”, and the step is taken from %(sources)s.")
        return said % {
            "step": self.label,
            "state": names.get(document.state, document.state),
            "sources": ", ".join(_("“%(name)s”") % {"name": name} for name in taken_from),
        }

    def unmet(self, document: Any) -> list[str]:
        return [str(requirement.otherwise) for requirement in self.requires if not requirement.check(document)]

    def offer(self, document: Any) -> StepOffer:
        """The step as a page speaks of it to who may take it."""
        missing = self.missing_for(document)
        return StepOffer(str(self.step), self.label, missing, self.needs_comment, self.page, str(self.owner))

    def missing_for(self, document: Any) -> list[str]:
        """What is missing beforehand; what the step's own page asks for is left out."""
        return [
            str(requirement.otherwise)
            for requirement in self.requires
            if not requirement.met_by_deed and not requirement.check(document)
        ]


@dataclass(frozen=True, slots=True)
class StepOffer:
    """A step somebody may take now, with what is missing for it beforehand.

    `page`: the URL name of its own page. `owner`: the role whose task it is, where several may take it.
    """

    step: str
    label: str
    missing: list[str]
    needs_comment: bool
    page: str = ""
    owner: str = ""


class Workflow(Generic[Document]):
    """The steps of one kind of document; `log`: the rows that its steps are recorded in, which take its words."""

    def __init__(self, *transitions: Transition, log: Any = None) -> None:
        self._by_step = {str(transition.step): transition for transition in transitions}
        if log is not None:
            log.workflow = self

    def __getitem__(self, step: str) -> Transition:
        return self._by_step[str(step)]

    def __iter__(self) -> Iterator[Transition]:
        return iter(self._by_step.values())

    def leading_from(self, state: str) -> Transition | None:
        """The step that leads on from a state, if the document's way goes on there."""
        return next((each for each in self if each.leads_on and state in each.sources), None)

    def assignee_in(self, state: str) -> Assignee | None:
        """Who acts next on a document in a state: whom the steps name that lead into it."""
        return next((each.assignee for each in self if each.assignee and state == (each.opens or each.target)), None)

    def owned_from(self, state: str) -> list[Transition]:
        """The steps from a state that are the task of one role."""
        return [each for each in self if each.owner and state in each.sources]

    @property
    def onward(self) -> frozenset[str]:
        """The states from which a step leads on; sending something back with a comment is a choice, not a task."""
        return frozenset().union(*(each.sources for each in self if not each.needs_comment))

    def check(self, document: Any, step: str, *, actor: Actor | None, comment: str = "") -> Transition:
        """The transition for `step`; PermissionDenied for the wrong person, StepRefused for wrong time or a gap."""
        transition = self[step]
        transition.admit(actor, document)
        if document.state not in transition.sources:
            raise StepRefused(transition.misplaced(document))
        if transition.needs_comment and not comment.strip():
            raise StepRefused(_("This step needs a comment."))
        if unmet := transition.unmet(document):
            raise StepRefused(" ".join(unmet))
        return transition

    def offers(self, document: Any, actor: Actor) -> list[StepOffer]:
        """The steps the actor may take from the document's state, with what is missing for each beforehand."""
        offered = (
            each
            for each in self
            if each.offered is not Offered.ELSEWHERE
            and document.state in each.sources
            and actor.has_perm(each.permission, document)
        )
        offers = ((each, each.offer(document)) for each in offered)
        return [offer for each, offer in offers if each.offered is Offered.ALWAYS or not offer.missing]
