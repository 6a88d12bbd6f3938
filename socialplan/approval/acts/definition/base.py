"""What a kind of recorded act is: one row that the page, the history, the duties, the dossier and retention read.

No act moves a version, and none is a gate; the workflow's own table is in `socialplan/approval/workflow.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import User
from core.i18n import short_date
from core.tables import Words
from socialplan.approval.enums import DocumentKind
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from socialplan.content.models.recorded import RecordedAct

Sentence = str | Promise
EVERY_STATE = frozenset(PlanState.values)
BEFORE_COUNCIL = frozenset({PlanState.BEFORE_COUNCIL})
NOT_BEFORE_COUNCIL = gettext_lazy("The version does not lie before the council.")
NOT_ADOPTED = gettext_lazy("The council has not adopted this version.")
NO_LONGER_STANDS = gettext_lazy("The decision no longer stands.")


@dataclass(frozen=True, slots=True)
class ActLine:
    """What the history says of an act: a title, and what the act contains."""

    title: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """What the table of acts in a plan says of an act: no person is named, no reason told."""

    title: Words
    number: str = ""
    content: Words | None = None


def said(message: Any, **values: Any) -> Words:
    """A message with its values in each language; a value that is a function is asked in that language."""
    return Words.made(
        lambda: str(message) % {name: each() if callable(each) else each for name, each in values.items()}
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """An act that law or good order asks for and that is not recorded yet.

    `sentence` says what is missing, `deed` what whoever sees to it does. `follows`: the number of the act it follows
    from. `permission`: for whom it is a duty, which may be fewer than may record it. `owner`: the role whose task it
    is, where it is a duty of several.
    """

    sentence: str
    deed: str
    due_on: date | None = None
    follows: int | None = None
    permission: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """That acts of a kind go into the council's dossier: under which number and title, and whose each one is."""

    number: str
    folder: Sentence
    title: Sentence
    whose: Callable[[Any], str]


def stands_alone(_version: PlanVersion, _act: Any) -> bool:
    return False


def is_anybodys(_user: User, _act: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How long acts of a kind may be withdrawn: until something was decided that rests on them.

    `too_late` is said where the version is in none of `states`, `followed` where something `rests` on the act;
    `is_own` where not everybody who may record such an act may withdraw each.
    """

    states: frozenset[str]
    too_late: Sentence = ""
    rests: Callable[[PlanVersion, Any], bool] = stands_alone
    followed: Sentence = ""
    is_own: Callable[[User, Any], bool] = is_anybodys


def agrees_with_all(_act: Any, _version: PlanVersion) -> None:
    """Nothing that it must agree with."""


def always_open(_version: PlanVersion) -> bool:
    return True


def no_duty(_version: PlanVersion) -> Iterable[Duty]:
    return ()


def tells_nobody(_act: Any) -> tuple[Role, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One kind of act. Without a `withdrawal` it is never withdrawn.

    `label` names it, `prompt` asks for it. `too_early` is said where the version is in none of `states`; `agrees`
    raises ValidationError at the field that contradicts what is recorded; `is_open`: whether one more can follow.
    `form` fills the common page; `page` is the URL name of a page of its own. `line` tells it in the history,
    which `seen_by` guards where not every reader may know of it; `printed` in the plan's table of acts, where one
    `is_of_way` stands also in the versions that go on from its own. `tells`: the roles that hear of it, and of its
    withdrawal.
    """

    kind: str
    label: Sentence
    prompt: Sentence
    model: type[Any]
    permission: str
    states: frozenset[str]
    too_early: Sentence = NOT_ADOPTED
    agrees: Callable[[Any, PlanVersion], None] = agrees_with_all
    is_open: Callable[[PlanVersion], bool] = always_open
    is_offered: bool = True
    paper: DocumentKind | None = None
    form: type[Any] | None = None
    page: str = ""
    line: Callable[[Any], ActLine] | None = None
    seen_by: str = ""
    printed: Callable[[Any], Printed] | None = None
    is_of_way: bool = False
    withdrawal: Withdrawal | None = None
    duty: Callable[[PlanVersion], Iterable[Duty]] = no_duty
    enclosed: Enclosed | None = None
    tells: Callable[[Any], tuple[Role, ...]] = tells_nobody

    @property
    def after(self) -> str:
        """The field of the act that acts of this kind follow from: a receipt follows a letter."""
        return str(getattr(self.model, "follows", ""))

    @property
    def fills_a_row(self) -> bool:
        """Whether its form fills the row of an act; a document without one is kept as a file alone."""
        return issubclass(self.model, RecordedAct)

    def may_withdraw(self, user: User, version: PlanVersion, act: Any) -> bool:
        """Who may record such an act; of the offices' opinions each its own."""
        rule = self.withdrawal
        return rule is not None and user.has_perm(self.permission, version) and rule.is_own(user, act)

    def what_stands_against(self, version: PlanVersion, act: Any) -> str:
        """Why the act can no longer be withdrawn, or not before another one is; empty where nothing hinders it."""
        rule = self.withdrawal
        if rule is None or version.state not in rule.states:
            return str(rule.too_late if rule else NO_LONGER_STANDS)
        return str(rule.followed) if rule.rests(version, act) else ""

    def can_be_withdrawn(self, user: User, version: PlanVersion, act: Any) -> bool:
        """Whether a page offers it; `act` is not withdrawn yet."""
        if self.withdrawal is None or self.what_stands_against(version, act):
            return False
        return self.may_withdraw(user, version, act)


def day(value: Any) -> str:
    return short_date(value)


def not_before(act: Any, earliest: Any, sentence: str) -> None:
    if earliest and act.happened_on < earliest:
        raise ValidationError({"happened_on": sentence % {"day": day(earliest)}})


def once(act: Any, link: str, sentence: str) -> None:
    """One row of its kind to what it follows from; the act in hand is not saved yet."""
    if type(act).objects.not_withdrawn().filter(**{link: getattr(act, link)}).exists():
        raise ValidationError(sentence)


def counts(before: Any) -> None:
    """What an act follows from was not withdrawn."""
    if before.is_withdrawn():
        raise ValidationError(_("What this follows from is withdrawn; record the right one first."))


def decided_on(version: PlanVersion) -> Any:
    """The day of the council's decision on this version, or None."""
    decision = version.acts["decision"]
    return decision.happened_on if decision else None


def after_decision(act: Any, version: PlanVersion) -> None:
    not_before(act, decided_on(version), _("It lies before the decision of the council, %(day)s."))


def after_submission(act: Any, version: PlanVersion) -> None:
    submission = version.submissions.order_by("-pk").first()
    not_before(act, submission and submission.happened_on, _("The version was submitted only on %(day)s."))


def whole_chain(version: PlanVersion) -> list[PlanVersion]:
    """All versions of one way before the council: where it began, what was amended, what was re-examined."""
    chain, waiting = version.chain(), [version]
    while waiting:
        later = [each for each in waiting.pop().derivatives.all() if each.goes_on]
        chain += later
        waiting += later
    return chain
