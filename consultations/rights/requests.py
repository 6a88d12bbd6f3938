"""Deeds of a request that hangs on a contribution: hand out all that is kept of it, or erase what can be erased.

The officer's right reaches every contribution, also what is with the protection workers or was set apart on arrival;
the pages on which others read and redact ask their own permissions and stay closed to it.
"""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import ConsentPurpose, OpenedData, PersonRequestKind
from consultations.models import (
    ConsultationEvent,
    Contribution,
    ContributionContact,
    ContributionScan,
    DangerAlert,
    DataOpening,
    FeedbackEntry,
    IntakeHold,
    LateReply,
    MinutesPoint,
    NoProposal,
    PersonRequest,
    PublishedWords,
    Recommendation,
    Redaction,
    WorkNote,
)
from consultations.privacy import public_face
from consultations.removals.services import (
    Row,
    about_row,
    hold_quotes,
    quoting_rows,
    take_out_quotes_elsewhere,
    written_texts,
)
from consultations.services.contributions import drop_scan, erase_contact
from consultations.services.points import quoting_points, take_out_points, take_out_quotes
from consultations.services.redactions import keep_opening, keep_redaction, withdraw_consent
from consultations.words.quoting import Spoken, quotations
from core.i18n import short_date
from core.workflow import StepRefused, require
from operations.deeds import note_head, record

KEEP = "consultations.keep_privacy"
TAKEN_OUT = "[…]"
SAID = (
    "channel",
    "language",
    "text",
    "spoken_by",
    "sex",
    "age_band",
    "guardian_consent",
    "consents_to_publish",
    "protocol_no",
    "source_document",
    "is_late",
    "place_kind",
)


def _of(request: PersonRequest, kind: str, actor: User) -> Contribution:
    """The contribution it hangs on; StepRefused where it asks for something else or is answered."""
    require(actor, KEEP)
    if request.contribution is None or request.kind != kind or not request.is_waiting:
        raise StepRefused(_("This request does not ask for that, is answered, or names no contribution."))
    return request.contribution


@transaction.atomic
def data_of_request(request: PersonRequest, *, actor: User) -> bytes:
    """Everything that is kept of who spoke, as JSON for her; that it was opened stands in the history, with why."""
    said = _of(request, PersonRequestKind.EXPORT, actor)
    reason = _("Request %(number)s") % {"number": request.protocol_no}
    for opened in OpenedData:
        keep_opening(DataOpening(contribution=said, opened=opened, reason=reason), actor=actor)
    kept: dict[str, Any] = {name: getattr(said, name) for name in SAID}
    kept |= {"round": str(said.round), "received_on": str(said.happened_on), "recorded_at": str(said.recorded_at)}
    kept |= {"group": str(said.group or ""), "unit": str(said.unit or ""), "shown_words": said.words}
    kept |= {"organisation": str(said.organisation or ""), "event": str(said.event or "")}
    kept |= {"place": str(said.place_key or ""), "draft": str(said.draft or "")}
    kept |= _beside(said) | _in_minutes(said) | _of_the_house(said) | {"scan": _scan_of(said)}
    return json.dumps(kept, ensure_ascii=False, indent=2).encode()


def _in_minutes(said: Contribution) -> dict[str, Any]:
    """The points that came from her words, with what is sealed of them, and what others repeat of her words."""
    points = MinutesPoint.objects.select_related("event", "sealed")
    own, quoting = points.filter(contribution=said), points.filter(pk__in=[each.pk for each in quoting_points(said)])
    spoken = Spoken(said.text)
    return {
        "minutes_points": [_place(said, each) | {"text": each.text, "sealed_text": _sealed(each)} for each in own],
        "quoted_in_points": [_place(said, each) | {"quoted": _quoted(spoken, each)} for each in quoting],
        "quoted_elsewhere": [
            {"where": where_for(said, each), "quoted": _repeated(spoken, each)} for each in quoting_rows(said)
        ],
    }


def _repeated(spoken: Spoken, row: Row) -> dict[str, list[str]]:
    """Which of her words minutes, a reason or an answer say again."""
    found = {field: quotations(spoken, text) for field, text in written_texts(row).items()}
    return {field: words for field, words in found.items() if words}


def where_for(said: Contribution, row: Row) -> str:
    """Which row it is, as she may know it: of one made for somebody else its kind and day, of a meeting its face."""
    if isinstance(row, ConsultationEvent):
        return _meeting(said, row)
    if isinstance(row, MinutesPoint):
        told = {"number": row.number, "event": _meeting(said, row.event)}
        return _("point %(number)s of the minutes, %(event)s") % told
    if isinstance(row, NoProposal | LateReply | FeedbackEntry) and not _is_own(said, row):
        return f"{capfirst(str(row._meta.verbose_name))}, {short_date(_day(row))}"
    return about_row(row)


def _is_own(said: Contribution, row: NoProposal | LateReply | FeedbackEntry) -> bool:
    """Made for her: by her contribution, else as feedback to her organisation and group and to no other."""
    if not isinstance(row, FeedbackEntry) or row.contribution_id is not None:
        return row.contribution_id == said.pk
    return row.organisation_id in {None, said.organisation_id} and row.group_id in {None, said.group_id}


def _day(row: NoProposal | LateReply | FeedbackEntry) -> date:
    if isinstance(row, FeedbackEntry):
        return row.informed_on
    return row.answered_on if isinstance(row, LateReply) else row.recorded_at


def _meeting(said: Contribution, event: ConsultationEvent) -> str:
    """By its title where she spoke there; else as everybody sees it."""
    return str(event if event.pk == said.event_id else public_face(event).title)


def _place(said: Contribution, point: MinutesPoint) -> dict[str, Any]:
    event = str(point.event) if point.contribution_id == said.pk else _meeting(said, point.event)
    return {"event": event, "number": point.number, "recorded_at": str(point.recorded_at)}


def _sealed(point: MinutesPoint) -> str:
    sealed = getattr(point, "sealed", None)
    return sealed.text if sealed else ""


def _quoted(spoken: Spoken, point: MinutesPoint) -> list[str]:
    """Her words alone: what else the point says is of others."""
    parts = (quotations(spoken, text) for text in (point.text, _sealed(point)))
    return list(dict.fromkeys(part for found in parts for part in found))


def _of_the_house(said: Contribution) -> dict[str, Any]:
    """How her words were shown, who looked at what is sealed and why, what she asked for, how she was told."""
    published = PublishedWords.objects.filter(contribution=said).first()
    return {
        "shown_as": [
            {"words": each.text, "reason": each.reason, "at": str(each.recorded_at)} for each in said.redactions.all()
        ],
        "published_under": published.number if published else None,
        "taken_out_of_reason": [
            {"reason": each.reason, "at": str(each.recorded_at)} for each in said.removals.order_by("pk")
        ],
        "opened": [
            {"what": each.opened, "why": each.reason, "at": str(each.recorded_at)}
            for each in said.openings.order_by("pk")
        ],
        "requests": [
            {"number": each.protocol_no, "asks": each.kind, "about": each.about, "answer": each.answer}
            for each in said.person_requests.order_by("pk")
        ],
        "feedback": [
            {"channel": each.channel, "content": each.content, "on": str(each.informed_on)}
            for each in said.feedback_entries.order_by("pk")
        ],
    }


def _scan_of(said: Contribution) -> dict[str, Any]:
    scan = ContributionScan.objects.filter(contribution=said).first()
    if scan is None:
        return {}
    content = base64.b64encode(scan.content).decode()
    return {"kind": scan.content_type, "sha256": scan.sha256, "content_base64": content}


def _beside(said: Contribution) -> dict[str, Any]:
    """What hangs on the words: contact, consents taken back, what others wrote beside them, answers and mails."""
    contact = ContributionContact.objects.filter(contribution=said).first()
    note = WorkNote.objects.filter(contribution=said).first()
    late = LateReply.objects.filter(contribution=said).first()
    hold = IntakeHold.objects.filter(contribution=said).first()
    alert = DangerAlert.objects.filter(contribution=said).select_related("settlement").first()
    reached = ("name", "email", "consents_to_feedback", "safe_to_send")
    answers = Recommendation.objects.filter(codings__contribution=said).with_published_disposition()
    return {
        "contact": {name: getattr(contact, name) for name in reached} if contact else {},
        "withdrawn": {each.purpose: str(each.recorded_at) for each in said.withdrawals.all()},
        "private_note": note.note if note else "",
        "late_reply": late.reply if late else "",
        "set_apart": {"signs": hold.signs, "result": hold.result, "reason": hold.reason} if hold else {},
        "with_protection": _protection_of(alert) if alert else {},
        "without_proposal": list(NoProposal.objects.filter(contribution=said).values_list("reason", flat=True)),
        "told": [{"of": each.occasion, "at": str(each.recorded_at)} for each in said.notices.order_by("pk")],
        "answers": [
            {"recommendation": str(each), "answer": each.published_dispositions[0].get_answer_display()}  # type: ignore[attr-defined]
            for each in answers
        ],
    }


def _protection_of(alert: DangerAlert) -> dict[str, Any]:
    if not alert.is_settled:
        return {"result": "", "referred_to": "", "reason": ""}
    done = alert.settlement
    told = {"result": done.result, "referred_to": done.referred_to, "reason": done.reason}
    corrections = [
        {"corrected_to": since.result, "now_referred_to": since.referred_to, "why_corrected": since.reason}
        for since in done.corrections.all()
    ]
    return told | {"corrections": corrections} if corrections else told


@transaction.atomic
def erase_for_request(request: PersonRequest, *, actor: User) -> None:
    """Contact, scan, consents, note, shown words, and these in minutes; a restore repeats it (docs/voices.md)."""
    said = _of(request, PersonRequestKind.ERASURE, actor)
    hold_quotes(said)
    contact = ContributionContact.objects.filter(contribution=said).first()
    if contact is not None:
        erase_contact(contact, actor=actor)
    for purpose in ConsentPurpose:
        withdraw_consent(said, purpose, actor=actor)
    drop_scan(said, actor=actor)
    erase_note(said, actor=actor)
    reason = _("Request %(number)s") % {"number": request.protocol_no}
    take_out_points(said, reason=reason, for_good=True, actor=actor)
    take_out_quotes(said, reason=reason, actor=actor)
    take_out_quotes_elsewhere(said, reason=reason, actor=actor)
    keep_redaction(Redaction(contribution=said, text=TAKEN_OUT, reason=reason), actor=actor)


def erase_note(said: Contribution, *, actor: User | None) -> None:
    """What staff wrote beside the words for themselves; whose task it is stays."""
    if WorkNote.objects.filter(contribution=said).exclude(note="").update(note=""):
        record(ConsultationAction.ERASE_NOTE, said, actor=actor, after={})
        transaction.on_commit(note_head)
