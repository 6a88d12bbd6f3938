"""Parts are taken for good out of minutes, reasons, recommendations and answers, also once these are out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import AnswerText, EventText, ProposalText, RecommendationText
from consultations.models import (
    ConsultationEvent,
    Contribution,
    Disposition,
    FeedbackEntry,
    LateReply,
    MinutesPoint,
    NoProposal,
    Recommendation,
    RoundExtension,
    StartProposal,
    WordsRemoval,
)
from consultations.models.redactions import WrittenRow as Row
from consultations.words.quoting import Spoken, quotations, without_quotes
from consultations.words.redacting import only_takes_out, plain_words, remaining_parts, with_parts
from core.i18n import short_date
from core.workflow import StepRefused, require
from operations.deeds import note_head, record
from operations.trail.audit import digest

#: The texts of each row.
TEXTS: dict[type[Row], tuple[str, ...]] = {
    ConsultationEvent: tuple(EventText.values),
    MinutesPoint: ("reason",),
    NoProposal: ("reason",),
    Recommendation: tuple(RecommendationText.values),
    Disposition: tuple(AnswerText.values),
    LateReply: ("reply",),
    FeedbackEntry: ("content",),
    RoundExtension: ("reason",),
    StartProposal: tuple(ProposalText.values),
}
#: By what a removal knows the row; of a contribution without a proposal by itself, for its mark may go again.
LINKS: dict[type[Row], str] = {
    ConsultationEvent: "event",
    MinutesPoint: "point",
    NoProposal: "contribution",
    Recommendation: "recommendation",
    Disposition: "disposition",
    LateReply: "late_reply",
    FeedbackEntry: "feedback",
    RoundExtension: "extension",
    StartProposal: "start_proposal",
}
#: Of what the same may be said to many of a round, and by which way of keys it belongs to the round.
SAID_TO_MANY: dict[type[Row], str] = {Disposition: "recommendation__round", FeedbackEntry: "round"}


def written_texts(row: Row) -> dict[str, str]:
    """What stands in the row, by field; what is empty is left out."""
    return {field: text for field in TEXTS[type(row)] if (text := getattr(row, field))}


def about_row(row: Row) -> str:
    """Which row it is, in words."""
    return ABOUT.get(type(row), str)(row)


def _about_answer(row: Disposition) -> str:
    told = {"recommendation": row.recommendation, "day": short_date(row.decided_on)}
    return _("answer of %(day)s to %(recommendation)s, “%(round)s”") % (told | {"round": row.recommendation.round})


def _about_late_reply(row: LateReply) -> str:
    letter = row.contribution.protocol_no or f"#{row.contribution_id}"
    return _("answer to the late letter %(number)s") % {"number": letter}


def _about_feedback(row: FeedbackEntry) -> str:
    receiver = row.group or row.organisation or f"#{row.contribution_id}"
    told = {"day": short_date(row.informed_on), "round": row.round, "receiver": receiver}
    return _("feedback of %(day)s to %(receiver)s on “%(round)s”") % told


def _about_extension(row: RoundExtension) -> str:
    return _("extension to %(day)s of “%(round)s”") % {"day": short_date(row.to_day), "round": row.round}


def _about_proposal(row: StartProposal) -> str:
    return _("answer of %(day)s to proposal %(number)s") % {"day": short_date(row.answered_on), "number": row}


ABOUT: dict[type[Row], Callable[[Any], str]] = {
    MinutesPoint: lambda row: str(row.about),
    NoProposal: lambda row: _("reason of contribution %(number)s") % {"number": row.contribution_id},
    Disposition: _about_answer,
    LateReply: _about_late_reply,
    FeedbackEntry: _about_feedback,
    RoundExtension: _about_extension,
    StartProposal: _about_proposal,
}


def label_of(row: Row, field: str) -> str:
    return capfirst(str(_column(row, field).verbose_name))


def _column(row: Row, field: str) -> models.Field[Any, Any]:
    return next(each for each in row._meta.concrete_fields if each.name == field)


@dataclass(frozen=True, slots=True)
class WordsLeft:
    """What is shown before anything goes: what each text would say, and in which other rows it goes too."""

    texts: dict[str, str]
    others: dict[str, list[int]]

    @property
    def digest(self) -> str:
        """By this the officer confirms just what was shown to her."""
        return hashlib.sha256(json.dumps([self.texts, self.others], sort_keys=True).encode()).hexdigest()

    @property
    def other_rows(self) -> int:
        return len({key for keys in self.others.values() for key in keys})


@transaction.atomic
def take_out_words(
    row: Row, texts: dict[str, str], *, reason: str, actor: User, shown: str | None = None
) -> list[WordsRemoval]:
    """What the texts say from now on, by field; a removal for each that became shorter.

    For the data-protection officer alone, for what goes is kept nowhere. What was said to many is taken out of each.
    ValidationError by field where anything but a removal was done, or where nothing was; StepRefused where it is not
    what was shown, by its digest.
    """
    require(actor, "consultations.take_out_words")
    row, alike = _locked_with_alike(row, texts)
    places = _places_left(row, texts)
    if shown is not None and shown != _words_left(row, places, alike).digest:
        raise StepRefused(_("This is no longer what was shown to you. Read once more what will stand there now."))
    return [
        _stored(each, field, kept, reason=reason.strip(), actor=actor)
        for field, kept in places.items()
        for each in (row, *alike.get(field, ()))
    ]


def words_left(row: Row, texts: dict[str, str]) -> WordsLeft:
    """What would stand there, before anything is taken out; refused as the deed refuses it."""
    rows = type(row)._default_manager.filter(_same_words(row, _changed(row, texts))).order_by("pk")
    return _words_left(row, _places_left(row, texts), _alike(row, rows))


def _words_left(row: Row, places: dict[str, list[list[int]]], alike: dict[str, list[Row]]) -> WordsLeft:
    return WordsLeft(
        {field: with_parts(getattr(row, field), kept) for field, kept in places.items()},
        {field: [each.pk for each in alike.get(field, ())] for field in places},
    )


def _locked_with_alike(row: Row, texts: dict[str, str]) -> tuple[Row, dict[str, list[Row]]]:
    """It and, by field, the others that say the same: all by one statement in the order of their keys.

    So two officers at two of these rows wait for each other and never each for the other.
    """
    read = type(row)._default_manager.get(pk=row.pk)
    rows = _locked(type(row), Q(pk=row.pk) | _same_words(read, _changed(read, texts)))
    own = next((each for each in rows if each.pk == row.pk), None)
    if own is None or written_texts(own) != written_texts(read):
        raise StepRefused(_("Somebody has just changed these words. Read once more what stands there now."))
    return own, _alike(own, rows)


def _same_words(row: Row, fields: Iterable[str]) -> Q:
    """Rows of the round in which one of these texts stands word for word, as one answer given to many."""
    none = Q(pk__in=())
    way = SAID_TO_MANY.get(type(row))
    if way is None:
        return none
    here = row.recommendation if isinstance(row, Disposition) else row
    same = (Q(**{way: here.round_id, field: getattr(row, field)}) for field in fields)  # type: ignore[union-attr]
    return reduce(or_, same, none)


def _alike(row: Row, rows: Iterable[Row]) -> dict[str, list[Row]]:
    others = [each for each in rows if each.pk != row.pk]
    return {
        field: [each for each in others if getattr(each, field) == text] for field, text in written_texts(row).items()
    }


def _changed(row: Row, texts: dict[str, str]) -> list[str]:
    """The fields of which these texts say something else."""
    written = written_texts(row)
    return [field for field, text in texts.items() if plain_words(text) != plain_words(written.get(field, ""))]


def _places_left(row: Row, texts: dict[str, str]) -> dict[str, list[list[int]]]:
    """Of each text that becomes shorter, where those parts stand that are left."""
    changed = {field: texts[field] for field in _changed(row, texts)}
    if refused := {field: said for field, text in changed.items() if (said := _refusal(row, field, text))}:
        raise ValidationError(refused)
    if not changed:
        raise ValidationError(_("Nothing is taken out: write […] in the place of what must go."))
    return {field: remaining_parts(text, getattr(row, field)) for field, text in changed.items()}


#: Of each kind that belongs to a round, the rows in which somebody may be quoted.
QUOTED_IN: dict[type[Row], Callable[[int], models.QuerySet[Any]]] = {
    ConsultationEvent: lambda here: ConsultationEvent.objects.filter(round=here),
    MinutesPoint: lambda here: (
        MinutesPoint.objects.filter(event__round=here).exclude(reason="").select_related("event")
    ),
    NoProposal: lambda here: NoProposal.objects.filter(contribution__round=here),
    Recommendation: lambda here: Recommendation.objects.filter(round=here),
    Disposition: lambda here: Disposition.objects.filter(recommendation__round=here).select_related(
        "recommendation__round"
    ),
    LateReply: lambda here: LateReply.objects.filter(contribution__round=here).select_related("contribution"),
    FeedbackEntry: lambda here: FeedbackEntry.objects.filter(round=here).select_related(
        "round", "group", "organisation"
    ),
    RoundExtension: lambda here: RoundExtension.objects.filter(round=here).select_related("round"),
}
WORDED_FOR_MANY: tuple[type[Row], ...] = (Recommendation, Disposition, RoundExtension)


def rows_to_judge(contribution: Contribution) -> list[Row]:
    """What an erasure leaves to the officer: she reads it and takes out what tells of the person."""
    return quoting_rows(contribution, WORDED_FOR_MANY)


def hold_quotes(contribution: Contribution) -> None:
    """Locks what an erasure will shorten before it writes anything down.

    History is written under one lock of everybody's; who held it while waiting for a row would wait for ever for an
    officer who holds the row and waits to write hers.
    """
    list(
        MinutesPoint.objects.select_for_update(of=("self",)).filter(event__round=contribution.round_id).order_by("pk")
    )
    found = quoting_rows(contribution, _not_worded_for_many())
    for kind in QUOTED_IN:
        if keys := [row.pk for row in found if type(row) is kind]:
            _locked(kind, Q(pk__in=keys))


def _not_worded_for_many() -> list[type[Row]]:
    return [kind for kind in QUOTED_IN if kind not in WORDED_FOR_MANY]


def take_out_quotes_elsewhere(contribution: Contribution, *, reason: str, actor: User) -> None:
    """Part of an erasure: what minutes, reasons and what she was told herself repeat of it word for word.

    A recommendation, its answer and the reason of a longer period are worded for many: whether they tell of a person,
    the officer reads herself.
    """
    said = Spoken(contribution.text)
    found = quoting_rows(contribution, _not_worded_for_many())
    for kind in QUOTED_IN:
        keys = [row.pk for row in found if type(row) is kind]
        for row in _locked(kind, Q(pk__in=keys)):  # the places are of the words as they stand
            for field, text in written_texts(row).items():
                if quotations(said, text):
                    _stored(row, field, remaining_parts(without_quotes(said, text), text), reason=reason, actor=actor)


def quoting_rows(contribution: Contribution, kinds: Iterable[type[Row]] = tuple(QUOTED_IN)) -> list[Row]:
    """What of the round says it again: on meetings, points, contributions and recommendations, and in answers."""
    said = Spoken(contribution.text)
    rows = (row for kind in kinds for row in QUOTED_IN[kind](contribution.round_id))
    return [row for row in rows if any(quotations(said, text) for text in written_texts(row).values())]


def store_removal(removal: WordsRemoval) -> None:
    """The row of the removal and the shorter text; whoever calls this has checked what is left, and tells it."""
    row = removal.row
    if row is None:
        return
    before = type(row)._default_manager.values_list(removal.field, flat=True).get(pk=row.pk)
    removal.save(force_insert=True)
    left = with_parts(before, removal.remaining)
    type(row)._default_manager.filter(pk=row.pk).update(**{removal.field: left})
    setattr(row, removal.field, left)  # the history names the row as it is from now on


def link_of(row: Row) -> dict[str, Any]:
    """By what a removal knows the row."""
    return {LINKS[type(row)]: row.contribution if isinstance(row, NoProposal) else row}


def removals_of(row: Row, field: str) -> models.QuerySet[WordsRemoval]:
    """Of this text, in their order."""
    return WordsRemoval.objects.filter(field=field, **link_of(row)).order_by("pk")


def new_removal(
    row: Row, field: str, remaining: list[list[int]], *, reason: str, actor: User, proof: dict[str, str]
) -> WordsRemoval:
    made = {"field": field, "remaining": remaining, "proof": proof, "reason": reason, "recorded_by": actor}
    return WordsRemoval(**made, **link_of(row))


def note_removal(removal: WordsRemoval, *, actor: User | None, **more: Any) -> None:
    """In the history of the meeting, the contribution, the recommendation or the round, which people open."""
    subject, place = _subject(removal)
    after: dict[str, Any] = {"field": removal.field, "reason": removal.reason, **place, **more}
    if subject is not None:
        record(ConsultationAction.TAKE_OUT_WORDS, subject, actor=actor, after=after)


def _subject(removal: WordsRemoval) -> tuple[models.Model | None, dict[str, Any]]:
    """Of what people read the history, and which of its rows it is."""
    if removal.point is not None:
        return removal.point.event, {"number": removal.point.number}
    if removal.disposition is not None:
        return removal.disposition.recommendation, {"disposition": removal.disposition.pk}
    if removal.late_reply is not None:
        return removal.late_reply.contribution, {"late_reply": removal.late_reply.pk}
    if removal.feedback is not None:
        return removal.feedback.round, {"feedback": removal.feedback.pk}
    if removal.extension is not None:
        return removal.extension.round, {"extension": removal.extension.pk}
    return removal.event or removal.contribution or removal.recommendation or removal.start_proposal, {}


def _locked(kind: type[Row], which: Q) -> list[Any]:
    """All at once, in the order of their keys."""
    return list(kind._default_manager.select_for_update(of=("self",)).filter(which).order_by("pk"))


def _stored(row: Row, field: str, places: list[list[int]], *, reason: str, actor: User) -> WordsRemoval:
    proof = digest(plain_words(getattr(row, field)))
    removal = new_removal(row, field, places, reason=reason, actor=actor, proof=proof)
    removal.full_clean()
    store_removal(removal)
    note_removal(removal, actor=actor)
    transaction.on_commit(note_head)
    return removal


def _refusal(row: Row, field: str, text: str) -> str:
    """Why this cannot be what is left of the text; empty where it can."""
    before = getattr(row, field)
    if not only_takes_out(text, before):
        return _("Only take parts out: write […] in the place of each, and leave everything else as it was written.")
    longest = _column(row, field).max_length
    length = len(with_parts(before, remaining_parts(text, before)))
    if longest is not None and length > longest:
        sentence = ngettext(
            "With the marks it has %(length)d sign, more than %(longest)d: take whole sentences out.",
            "With the marks it has %(length)d signs, more than %(longest)d: take whole sentences out.",
            length,
        )
        return sentence % {"length": length, "longest": longest}
    return ""
