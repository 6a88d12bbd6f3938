"""Parts are taken for good out of minutes, reasons, recommendations and answers, also once these are out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
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
from consultations.words.quoting import quotations, without_quotes
from consultations.words.redacting import only_takes_out, plain_words, remaining_parts, with_parts
from core.i18n import short_date
from core.workflow import require
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


@transaction.atomic
def take_out_words(row: Row, texts: dict[str, str], *, reason: str, actor: User) -> list[WordsRemoval]:
    """What the texts say from now on, by field; a removal for each that became shorter.

    For the data-protection officer alone, for what goes is kept nowhere. What was said to many is taken out of each.
    ValidationError by field where anything but a removal was done, or where nothing was.
    """
    require(actor, "consultations.take_out_words")
    row = _locked(row)
    made = []
    for field, places in _places_left(row, texts).items():
        others = list(alike(row, field).select_for_update(of=("self",)))
        made += [_stored(each, field, places, reason=reason.strip(), actor=actor) for each in (row, *others)]
    return made


def alike(row: Row, field: str) -> models.QuerySet[Any]:
    """Other rows of the round in which the same stands word for word, as one answer given to many."""
    rows = type(row)._default_manager.order_by("pk")
    way = SAID_TO_MANY.get(type(row))
    if way is None:
        return rows.none()
    here = row.recommendation if isinstance(row, Disposition) else row
    return rows.exclude(pk=row.pk).filter(**{way: here.round_id, field: getattr(row, field)})  # type: ignore[union-attr]


def words_left(row: Row, texts: dict[str, str]) -> dict[str, str]:
    """What each text that becomes shorter would say, before anything is taken out; refused as the deed refuses it."""
    return {field: with_parts(getattr(row, field), places) for field, places in _places_left(row, texts).items()}


def _places_left(row: Row, texts: dict[str, str]) -> dict[str, list[list[int]]]:
    """Of each text that becomes shorter, where those parts stand that are left."""
    written = written_texts(row)
    changed = {
        field: text for field, text in texts.items() if plain_words(text) != plain_words(written.get(field, ""))
    }
    if refused := {field: said for field, text in changed.items() if (said := _refusal(row, field, text))}:
        raise ValidationError(refused)
    if not changed:
        raise ValidationError(_("Nothing is taken out: write […] in the place of what must go."))
    return {field: remaining_parts(text, written[field]) for field, text in changed.items()}


WORDED_FOR_MANY = (Recommendation, Disposition)


def rows_to_judge(contribution: Contribution) -> list[Row]:
    """What an erasure leaves to the officer: she reads it and takes out what tells of the person."""
    return [row for row in quoting_rows(contribution) if isinstance(row, WORDED_FOR_MANY)]


def take_out_quotes_elsewhere(contribution: Contribution, *, reason: str, actor: User) -> None:
    """Part of an erasure: what minutes, reasons and what she was told herself repeat of it word for word.

    A recommendation and its answer are worded for many: whether they tell of a person, the officer reads herself.
    """
    for found in quoting_rows(contribution):
        if isinstance(found, WORDED_FOR_MANY):
            continue
        row = _locked(found)  # the places are of the words as they stand
        for field, text in written_texts(row).items():
            if quotations(contribution.text, text):
                places = remaining_parts(without_quotes(contribution.text, text), text)
                _stored(row, field, places, reason=reason, actor=actor)


def quoting_rows(contribution: Contribution) -> list[Row]:
    """What of the round says it again: on meetings, points, contributions and recommendations, and in answers."""
    here = contribution.round_id
    rows: list[models.QuerySet[Any]] = [
        ConsultationEvent.objects.filter(round=here),
        MinutesPoint.objects.filter(event__round=here).exclude(reason=""),
        NoProposal.objects.filter(contribution__round=here),
        Recommendation.objects.filter(round=here),
        Disposition.objects.filter(recommendation__round=here).select_related("recommendation__round"),
        LateReply.objects.filter(contribution__round=here).select_related("contribution"),
        FeedbackEntry.objects.filter(round=here).select_related("round", "group", "organisation"),
    ]
    return [row for found in rows for row in found if _says_again(contribution, row)]


def _says_again(contribution: Contribution, row: Row) -> bool:
    return any(quotations(contribution.text, text) for text in written_texts(row).values())


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


def _locked(row: Row) -> Row:
    locked: Row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    return locked


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
