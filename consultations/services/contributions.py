"""Deeds around what people say: receive it once, send it for an organisation, enter it for somebody with its scan."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.codes import code_digest, covering_key, reference_code, text_digest
from consultations.enums import PROTOCOLLED_CHANNELS, ContributionChannel, SpeakerKind, Visibility
from consultations.models import Contribution, ContributionContact, ContributionScan, DangerAlert
from consultations.models.scans import SCAN_TYPES
from consultations.privacy import is_shielded
from consultations.services.guards import GUARDS, refusal_of, telling
from consultations.services.intake import set_apart
from consultations.services.letters import settle_period, take_up
from consultations.services.locks import lock_for_letter, lock_workable
from consultations.services.notices import keep_with_receipt
from consultations.services.safety import tell_protection_workers
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, is_of_the_past, note_head, record
from operations.files import check_upload

MOST_SCAN_BYTES = 10 * 1024 * 1024
COVERED_WORDS = (
    "round_id",
    "event_id",
    "channel",
    "language",
    "text",
    "spoken_by",
    "group_id",
    "unit_id",
    "sex",
    "age_band",
    "guardian_consent",
    "organisation_id",
    "entered_by_id",
    "draft_id",
    "place_kind",
    "place_key",
    "consents_to_publish",
    "protocol_no",
)
COVERED_CONTACT = ("name", "email", "consents_to_feedback", "safe_to_send")


@dataclass(frozen=True, slots=True)
class Receipt:
    contribution: Contribution
    reference_code: str
    digest: str
    is_new: bool


def receive_contribution(
    contribution: Contribution, *, contact: ContributionContact | None = None, signs: Sequence[str] = ()
) -> Receipt:
    """Take a contribution from the public form; the same submission again gives the same receipt.

    With `signs` of automation it is kept like any other and set apart until somebody has looked at it. Of a child
    under 16 the words are kept, and neither a contact nor a consent (docs/law.md#child-consent).
    """
    contribution.channel = ContributionChannel.WEB
    contribution.entered_by = None
    contribution.event = None
    contribution.guardian_consent = ""
    if contribution.is_of_child_alone:
        contribution.consents_to_publish, contact = False, None
    return keep(contribution, contact=contact, actor=None, entry=NOW, signs=signs)


def send_for_organisation(contribution: Contribution, *, actor: User) -> Receipt:
    """Take a contribution that an approved member sends for the organisation."""
    require(actor, "consultations.send_contribution")
    require(actor, "consultations.view_own_contribution", contribution)
    contribution.channel = ContributionChannel.WEB
    contribution.spoken_by = SpeakerKind.ORGANISATION
    contribution.entered_by = actor
    return keep(contribution, contact=None, actor=actor, entry=NOW)


@transaction.atomic
def enter_contribution(
    contribution: Contribution,
    *,
    actor: User,
    contact: ContributionContact | None = None,
    entry: Entry = NOW,
    scan: Any = None,
) -> Receipt:
    """Enter what somebody said on paper, by e-mail, orally or at an event; who typed is not who spoke.

    A letter belongs to the day it was received: one that came in time is taken up even after the answers are
    published, and then they are owed anew; one that came late is kept, marked, and answered apart. Anything else is
    refused once the answers are published: these words would never get theirs.
    """
    is_letter = contribution.channel in PROTOCOLLED_CHANNELS
    consultation = lock_for_letter(contribution.round_id) if is_letter else lock_workable(contribution.round_id)
    require(actor, "consultations.enter_contribution", consultation)
    contribution.entered_by = actor
    contribution.protocol_no = contribution.protocol_no.strip()
    if contribution.protocol_no and not entry.source_document:
        entry = replace(entry, source_document=_("Protocol %(number)s") % {"number": contribution.protocol_no})
    receipt = keep(contribution, contact=contact, actor=actor, entry=entry)
    if receipt.is_new and not receipt.contribution.is_late and consultation.has_public_answers:
        take_up(consultation, receipt.contribution, actor=actor)
    if scan and (receipt.is_new or not ContributionScan.objects.filter(contribution=receipt.contribution).exists()):
        keep_scan(receipt.contribution, scan, actor=actor)
    return receipt


def keep(
    contribution: Contribution,
    *,
    contact: ContributionContact | None,
    actor: User | None,
    entry: Entry,
    signs: Sequence[str] = (),
) -> Receipt:
    """Insert the words unless the same submission is already kept; StepRefused after the last day (database clock).

    Another content under the same form key is another contribution. Whether it is kept already is asked by the
    INSERT itself, so that two at once and one after the other come to the same receipt.
    """
    typed = typed_of(contribution, contact=contact, entry=entry)
    contribution.submission_key = covering_key(contribution.submission_key, typed)
    try:
        with transaction.atomic():
            insert(contribution, contact=contact, actor=actor, entry=entry, signs=signs)
    except (StepRefused, ValidationError, IntegrityError) as refusal:
        if stored := Contribution.objects.filter(submission_key=contribution.submission_key).first():
            return receipt_of(stored, is_new=False)
        if not isinstance(refusal, IntegrityError):
            raise
        for row in filter(None, (contribution, contact)):
            row.validate_constraints()  # their sentences, asked one by one only now
        raise refusal_of(refusal) from refusal
    return receipt_of(contribution, is_new=True)


def insert(
    contribution: Contribution,
    *,
    contact: ContributionContact | None,
    actor: User | None,
    entry: Entry,
    signs: Sequence[str],
) -> None:
    """The words with all that belongs to them, as one transaction of its caller."""
    entry = entry.checked(actor, contribution)
    contribution.happened_on = entry.happened_on or timezone.localdate()
    contribution.is_back_entry = entry.is_back_entry
    contribution.source_document = entry.source_document
    settle_period(contribution)
    contribution.visibility = visibility_of(contribution)
    contribution.reference_hash = code_digest(reference_code(contribution.submission_key))
    contribution.digest = text_digest(contribution.submission_key, contribution.text)
    clean_fields(contribution)
    contribution.save(force_insert=True)
    keep_contact(contact, contribution)
    if contribution.tells_of_danger:
        DangerAlert.objects.create(contribution=contribution, raised_by=actor)
    set_apart(contribution, signs)
    after = {"round": contribution.round_id, "channel": contribution.channel, "digest": contribution.digest}
    record(ConsultationAction.RECEIVE_CONTRIBUTION, contribution, actor=actor, after=after, entry=entry)
    if contribution.tells_of_danger:
        tell_protection_workers(contribution)
        record(ConsultationAction.RAISE_DANGER, contribution, actor=actor, after={})


def clean_fields(row: Contribution | ContributionContact) -> None:
    """Each field by itself, and the rows it names unless they are in hand; the INSERT asks the rest all at once."""
    in_hand = {field.name for field in row._meta.concrete_fields if field.name in row._state.fields_cache}
    row.full_clean(exclude=in_hand, validate_unique=False, validate_constraints=False)


def visibility_of(contribution: Contribution) -> Visibility:
    """Words go out with consent only, and never from a meeting whose protection nobody has lowered."""
    event = contribution.event
    if not contribution.consents_to_publish or (event is not None and is_shielded(event, event.groups.all())):
        return Visibility.RESTRICTED
    return Visibility.PUBLIC


def keep_contact(contact: ContributionContact | None, contribution: Contribution) -> None:
    if contact is None or not (contact.name or contact.email):
        return
    if contribution.is_of_child_alone:
        raise ValidationError({"guardian_consent": GUARDS["contribution_child_has_no_contact"]})
    contact.contribution = contribution
    clean_fields(contact)
    if contact.email and not is_of_the_past(contribution):
        keep_with_receipt(contact, contribution)
    else:
        contact.save(force_insert=True)


def typed_of(contribution: Contribution, *, contact: ContributionContact | None, entry: Entry) -> dict[str, Any]:
    """All that a submission consists of, as its key covers it; not what the system adds."""
    words = {name: getattr(contribution, name) for name in COVERED_WORDS}
    if not contribution.protocol_no:
        del words["protocol_no"]  # so that what was sent before there was such a number has the same key
    reach = {name: getattr(contact, name) if contact else "" for name in COVERED_CONTACT}
    words["tells_of_danger"] = contribution.tells_of_danger
    return {**words, "contact": reach, "happened_on": entry.happened_on, "source_document": entry.source_document}


def receipt_of(contribution: Contribution, *, is_new: bool) -> Receipt:
    code = reference_code(contribution.submission_key)
    return Receipt(contribution=contribution, reference_code=code, digest=contribution.digest, is_new=is_new)


@transaction.atomic
def erase_contact(contact: ContributionContact, *, actor: User, entry: Entry = NOW) -> None:
    """Remove how to reach the contributor, and the scan that may show it; the words stay."""
    require(actor, "consultations.erase_contact")
    contribution = contact.contribution
    contact.delete()
    drop_scan(contribution, actor=actor)
    record(ConsultationAction.ERASE_CONTACT, contribution, actor=actor, after={}, entry=entry)
    transaction.on_commit(note_head)


@transaction.atomic
def attach_scan(contribution: Contribution, upload: Any, *, actor: User) -> ContributionScan:
    """Keep the scan of a paper that was typed in before."""
    require(actor, "consultations.attach_scan", contribution)
    return keep_scan(contribution, upload, actor=actor)


def keep_scan(contribution: Contribution, upload: Any, *, actor: User) -> ContributionScan:
    """Part of a deed that has asked for its own permission: once, and only of paper. ValidationError at `scan`."""
    if not contribution.is_on_paper:
        raise ValidationError({"scan": _("Only what came on paper has a scan.")})
    if contribution.is_of_child_alone:
        raise ValidationError({"scan": GUARDS["contribution_child_has_no_contact"]})
    if ContributionScan.objects.filter(contribution=contribution).exists():
        raise StepRefused(_("The scan of this paper is kept already."))
    content = upload.read()
    try:
        content_type = check_upload(content, allowed=frozenset(SCAN_TYPES), max_bytes=MOST_SCAN_BYTES)
    except ValidationError as refusal:
        raise ValidationError({"scan": refusal.messages}) from refusal
    scan = ContributionScan(
        contribution=contribution,
        content=content,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        attached_by=actor,
    )
    with telling():
        scan.save(force_insert=True)
    after = {"kind": content_type, "size": scan.size}
    record(ConsultationAction.ATTACH_SCAN, contribution, actor=actor, after=after)
    return scan


@transaction.atomic
def erase_scan(contribution: Contribution, *, actor: User) -> None:
    """Remove the scan, at any time; the words that were typed from it stay."""
    require(actor, "consultations.erase_contact")
    drop_scan(contribution, actor=actor)


def drop_scan(contribution: Contribution, *, actor: User | None) -> None:
    """Part of a deed that has asked for its own permission; nothing where there is no scan."""
    if ContributionScan.objects.filter(contribution=contribution).delete()[0]:
        record(ConsultationAction.ERASE_SCAN, contribution, actor=actor, after={})
        transaction.on_commit(note_head)
