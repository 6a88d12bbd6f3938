"""Numbers in words that go out, which only hidden figures explain: asked about, and confirmed by a second person.

Which deeds these are is the document's own; what they keep, and how long an answer holds, is the same for all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from operations.actions import AuditAction
from operations.models import Event
from operations.trail.prose import Prose, digest_of

MOST_ASKING = 10  # documents that are told of at once


@dataclass(frozen=True, slots=True)
class NumbersAsked:
    """How it stands with the confirmation that somebody asked for: it waits, or what was answered."""

    is_waiting: bool
    reply: str


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Of one kind of document: the deed that asks, the one that answers, and the steps by which the words went out."""

    ask: AuditAction
    answer: AuditAction
    settled_by: tuple[AuditAction, ...]

    def confirmed(self, document: Model, step: str, texts: Sequence[str]) -> dict[int, str]:
        """The numbers that she has confirmed, as long as the very sentences stand; with who and why."""
        deeds = Event.objects.about(document).filter(action=self.answer, after__step=str(step))
        said = _("confirmed by %(who)s: %(reason)s")
        return {
            int(number): said % {"who": deed.actor, "reason": deed.after["reason"]}
            for deed in deeds.select_related("actor").order_by("sequence")
            for number, digest in deed.after["sentences"].items()
            if digest_of(texts, int(number)) == digest
        }

    def asked(self, document: Model) -> NumbersAsked:
        last = self._deeds(Event.objects.about(document)).order_by("-sequence").first()
        if last is None:
            return NumbersAsked(is_waiting=False, reply="")
        return NumbersAsked(last.action == self.ask, last.after["reason"] if last.action == self.answer else "")

    def waiting(self, documents: QuerySet[Any]) -> QuerySet[Any]:
        """Those of which the last word is a question."""
        kind = documents.model._meta.label_lower
        deeds = self._deeds(Event.objects.filter(subject_type=kind, subject_id=Cast(OuterRef("pk"), CharField())))
        last = Subquery(deeds.order_by("-sequence").values("action")[:1])
        return documents.annotate(last_deed=last).filter(last_deed=self.ask)[:MOST_ASKING]

    def _deeds(self, events: QuerySet[Event]) -> QuerySet[Event]:
        return events.filter(action__in=(self.ask, self.answer, *self.settled_by))


def question(prose: Prose, *, step: str) -> dict[str, Any]:
    """What the event of the question keeps."""
    return {"step": str(step), "numbers": _listed(prose.telling)}


def answer(prose: Prose, *, step: str, numbers: Collection[int], reason: str) -> dict[str, Any]:
    """What the event of the answer keeps: these numbers tell nothing hidden where they stand now.

    ValidationError for other numbers than those in question, or without a reason.
    """
    if not set(numbers) <= set(prose.telling):
        raise ValidationError({"numbers": _("The words have changed meanwhile: look at the numbers again.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why these numbers tell nothing hidden, or why they do.")})
    sentences = {str(number): digest_of(prose.texts, number) for number in sorted(numbers)}
    return {"step": str(step), "numbers": _listed(numbers), "reason": reason.strip(), "sentences": sentences}


def _listed(numbers: Collection[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))
