"""What every deed shares: its legal date, one step of a workflow, and the event in the history."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import short_date
from core.workflow import StepRefused, Transition, Workflow, require
from operations.actions import AuditAction
from operations.queue.nudges import nudge
from operations.trail.audit import write_event

STILL_NEWS = timedelta(days=30)
MOST_SHOWN = 500  # characters of a text in an event of the history
NEVER_SHOWN = frozenset({"created_at", "updated_at", "recorded_at", "canonical_json", "parts"})


def enter_afterwards(subject: models.Model | type[models.Model]) -> str:
    """The permission to enter a deed on this subject after its day; each app says who has it."""
    return f"{subject._meta.app_label}.enter_afterwards"


def is_of_the_past(row: Any) -> bool:
    """Whether a deed, or its row, was entered so long after its day that nobody is asked to act on it by mail.

    A decision of last week that is typed today still is news for those who act next; one of last year is not.
    """
    return bool(row.is_back_entry and row.happened_on and row.happened_on < timezone.localdate() - STILL_NEWS)


@dataclass(frozen=True, slots=True)
class Entry:
    """The legal date of a deed; for one entered afterwards, the paper it was taken from (docs/law.md#two-times)."""

    happened_on: date | None = None
    is_back_entry: bool = False
    source_document: str = ""

    def checked(self, actor: Any, subject: models.Model | type[models.Model]) -> Self:
        """With the date filled in; refuses a future date, and a past one without its paper or permission."""
        today = timezone.localdate()
        happened_on = self.happened_on or today
        if happened_on > today:
            raise StepRefused(_("The date lies in the future."))
        is_back_entry = self.is_back_entry or happened_on < today
        if is_back_entry:
            require(actor, enter_afterwards(subject))
            if not self.source_document.strip():
                raise StepRefused(_("What is entered afterwards names its source document."))
        return replace(self, happened_on=happened_on, is_back_entry=is_back_entry)

    def refuse_before(self, day: date | None) -> None:
        """ValidationError at the date where this deed would lie before `day`, that of the step it follows."""
        if day and self.happened_on and self.happened_on < day:
            sentence = _("The date lies before that of the previous step, %(date)s.")
            raise ValidationError({"happened_on": sentence % {"date": short_date(day)}})

    @property
    def stamp(self) -> dict[str, Any]:
        return {
            "happened_on": self.happened_on,
            "is_back_entry": self.is_back_entry,
            "source_document": self.source_document,
        }


class NotedDay(Entry):
    """A day the program itself noted while somebody wrote: no paper proves it, and none is asked for."""

    __slots__ = ()

    def checked(self, actor: Any, subject: models.Model | type[models.Model]) -> Self:
        return self


NOW = Entry()


def plain_fields(row: models.Model) -> dict[str, Any]:
    """The row's own columns as text, for the history; times are left out, and what its model keeps out."""
    skipped = NEVER_SHOWN | set(getattr(row, "left_out_of_trail", ()))
    return {
        field.attname: None if (value := getattr(row, field.attname)) is None else _shortened(str(value))
        for field in row._meta.concrete_fields
        if field.attname not in skipped
    }


def _shortened(text: str) -> str:
    """A long text by its beginning, its length and its hash, so that a change further down is seen too."""
    if len(text) <= MOST_SHOWN:
        return text
    return f"{text[:MOST_SHOWN]} … ({len(text)}; SHA-256 {hashlib.sha256(text.encode()).hexdigest()[:16]})"


def record(
    action: AuditAction,
    subject: models.Model,
    *,
    actor: Any,
    entry: Entry = NOW,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    act: models.Model | None = None,
) -> None:
    """One event of the history, in the deed's own transaction; what `Entry.checked` refuses is refused here too.

    `after` is what the subject's row says where nothing else is given; what an `act` says stands beside it.
    """
    if not isinstance(action, AuditAction):
        raise TypeError("The history names a registered deed, not a text.")
    fields = dict(plain_fields(subject) if after is None else after)
    if act is not None:
        fields |= {f"{act._meta.model_name}.{name}": value for name, value in plain_fields(act).items()}
    stamp = entry.checked(actor, subject).stamp
    write_event(actor=actor, action=action.value, subject=subject, before=before, after=fields, **stamp)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step while it is taken; what an effect puts into `columns` stands in the row of the document's history."""

    document: Any
    transition: Transition
    actor: Any
    entry: Entry
    columns: dict[str, Any] = field(default_factory=dict)
    comment: str = ""

    @property
    def day(self) -> date:
        return self.entry.happened_on or timezone.localdate()


Effect = Callable[[StepTaken], None]


def effects_from(table: Mapping[str, Effect]) -> Effect:
    """Does what the row of the step names among its effects."""

    def follow(step: StepTaken) -> None:
        for name in sorted(step.transition.effects):
            table[name](step)

    return follow


def last_day(document: Any) -> date | None:
    """The legal date of the document's last step."""
    day: date | None = document.state_changes.aggregate(last=Max("happened_on"))["last"]
    return day


NO_EFFECTS = effects_from({})


@dataclass(frozen=True, slots=True)
class StepHooks:
    """What belongs to a document's steps: `effects` come before the new state; no step lies before `follows`."""

    effects: Effect = NO_EFFECTS
    follows: Callable[[Any], date | None] = last_day


NO_HOOKS = StepHooks()


def move(
    document: Any,
    step: str,
    *,
    workflow: Workflow[Any],
    actor: Any,
    entry: Entry = NOW,
    comment: str = "",
    hooks: StepHooks = NO_HOOKS,
    act: models.Model | None = None,
) -> Any:
    """Take one step of a locked document within its deed; returns the row of its history.

    `act` is what the step records. Raises PermissionDenied, StepRefused, and ValidationError at an impossible date.
    """
    transition = workflow.check(document, step, actor=actor, comment=comment)
    entry = entry.checked(actor, document)
    entry.refuse_before(hooks.follows(document))
    columns, told = _columns(document), plain_fields(document)
    taken = StepTaken(document, transition, actor, entry, comment=comment)
    hooks.effects(taken)
    change = _write_change(taken, comment)
    document.state = change.to_state
    if changed := [name for name, value in _columns(document).items() if value != columns[name]]:
        document.save(update_fields=[*changed, "updated_at"])
    now = plain_fields(document)
    moved = [name for name in now if now[name] != told[name]]
    before, after = ({name: each[name] for name in moved} for each in (told, now))
    record(transition.action, document, actor=actor, entry=entry, before=before, after=after, act=act)
    transaction.on_commit(note_head)
    return change


def note_head() -> None:
    """Has the newest event and erasure told outside the database soon after, not only by the timetable."""
    nudge("operations.record_head")


def _columns(document: models.Model) -> dict[str, Any]:
    return {each.attname: getattr(document, each.attname) for each in document._meta.concrete_fields}


def _write_change(step: StepTaken, comment: str) -> Any:
    changes, document = step.document.state_changes, step.document
    known = {each.name for each in changes.model._meta.concrete_fields}
    return changes.create(
        step=step.transition.step,
        actor=step.actor,
        from_state=document.state,
        to_state=step.transition.target or document.state,
        comment=comment,
        **{name: value for name, value in step.entry.stamp.items() if name in known},
        **step.columns,
    )
