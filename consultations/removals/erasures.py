"""What was taken out of minutes, reasons and answers, for the ledger outside the database and after a restore."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from accounts.models import User
from consultations.models import Contribution, NoProposal, WordsRemoval
from consultations.removals.services import LINKS, TEXTS, Row, new_removal, note_removal, removals_of, store_removal
from consultations.words.redacting import MARK, plain_words, remaining_parts
from core.models import TimeStamped
from operations.trail.audit import proves
from operations.trail.erasures import Erasure, ErasureKind, find, name_of, register_erasures

#: Whose key a line of the ledger holds: of a reason for setting aside the contribution's, for the mark may go again.
NAMED: dict[str, type[Any]] = {link: Contribution if row is NoProposal else row for row, link in LINKS.items()}


def moment_of(model: type[Any]) -> str:
    """The column of the moment at which a row was made."""
    return "created_at" if issubclass(model, TimeStamped) else "recorded_at"


def removed_words(link: str, field: str) -> Iterator[Erasure]:
    """Each text with all that was taken out of it, in its order: each step reads the words that the last one left."""
    steps: dict[Any, list[WordsRemoval]] = {}
    for each in WordsRemoval.objects.filter(field=field, **{f"{link}__isnull": False}).select_related(link):
        steps.setdefault(getattr(each, link), []).append(each)
    for named, made in steps.items():
        place = name_of(named, getattr(named, moment_of(type(named))))
        yield Erasure(kind_of(link, field), place, made[-1].recorded_at.isoformat(), {"steps": list(map(_step, made))})


def _step(made: WordsRemoval) -> dict[str, Any]:
    told = {"remaining": made.remaining, "reason": made.reason, "by": made.recorded_by_id}
    return told | {"proof": made.proof}


def kind_of(link: str, field: str) -> str:
    return f"{link} {field}"


def _row(link: str, erasure: Erasure) -> Row | None:
    """The row that holds the text here; a reason written after the removal is another one."""
    model = NAMED[link]
    named = find(model._default_manager.all(), erasure, moment_of(model))
    if model is not Contribution or named is None:
        return named
    return NoProposal.objects.filter(contribution=named, recorded_at__lt=datetime.fromisoformat(erasure.at)).first()


def _missing(row: Row, field: str, erasure: Erasure) -> list[dict[str, Any]]:
    """The steps that this database never made, by their proofs: the same removal has the same one in every backup."""
    here = [each.proof for each in removals_of(row, field)]
    return [step for step in erasure.content["steps"] if step["proof"] not in here]


def says_no_more(link: str, field: str, erasure: Erasure) -> bool:
    """The text went through the same removals here, or nothing of it is left."""
    row = _row(link, erasure)
    return row is None or getattr(row, field) == MARK or not _missing(row, field, erasure)


def take_out_again(link: str, field: str, erasure: Erasure) -> None:
    """What is missing of the removals; where the text is not the one they were made of, all of it goes."""
    row = _row(link, erasure)
    if row is None:
        return
    for step in _missing(row, field, erasure):
        row.refresh_from_db(fields=[field])
        text = plain_words(getattr(row, field))
        places = step["remaining"] if proves(text, step["proof"]) else remaining_parts(MARK, text)
        reader = User.objects.filter(pk=step["by"]).first() or User.objects.earliest("pk")
        removal = new_removal(row, field, places, reason=step["reason"], actor=reader, proof=step["proof"])
        store_removal(removal)
        note_removal(removal, actor=None, replayed=True)


for _row_model, _link in LINKS.items():
    for _field in TEXTS[_row_model]:
        register_erasures(
            kind_of(_link, _field),
            ErasureKind(
                partial(removed_words, _link, _field),
                partial(says_no_more, _link, _field),
                partial(take_out_again, _link, _field),
            ),
        )
