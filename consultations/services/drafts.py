"""Deeds around the draft that is consulted: freeze a copy of it, attach a file to the notice."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import NoticeOccasion
from consultations.models import ConsultedDraft, DraftPlace, Round, RoundFile
from consultations.open_draft.source import frozen_content, order_files
from consultations.services.notices import speakers_of, tell_speakers
from consultations.services.subscriptions import tell_subscribers
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, is_of_the_past, record
from operations.files import store_file

FILES = "consultations.round_file"


@transaction.atomic
def freeze_draft(copy: ConsultedDraft, *, actor: User, entry: Entry = NOW, with_files: bool = True) -> ConsultedDraft:
    """Keep the draft of the round as it stands now, place by place, and order its files.

    Before the notice the newest copy counts; once the round is open, a copy corrects the one before it and says what
    has changed. StepRefused where no draft is linked to the round, or its time is over.
    """
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=copy.round_id)
    require(actor, "consultations.freeze_draft", consultation)
    if not consultation.takes_drafts:
        raise StepRefused(_("The period of this round is over; its draft stays as it was."))
    content = frozen_content(consultation)
    if content is None:
        raise StepRefused(_("No draft is linked to this round: link the round on the page of the plan's version."))
    last = consultation.drafts.order_by("-number").first()
    if last and last.content_sha256 == content.sha256:
        raise StepRefused(_("The draft says the same as the copy that is frozen already."))
    entry = entry.checked(actor, consultation)
    copy.number = last.number + 1 if last else 1
    copy.is_correction = not consultation.is_planned
    copy.title_sq, copy.title_en, copy.content_sha256 = content.title_sq, content.title_en, content.sha256
    copy.frozen_by = actor
    copy.happened_on = entry.happened_on or timezone.localdate()
    if copy.is_correction and not copy.changes_sq:
        raise ValidationError({"changes_sq": _("Say in Albanian what has changed against the copy before, and why.")})
    copy.full_clean()
    copy.save(force_insert=True)
    DraftPlace.objects.bulk_create(
        DraftPlace(
            draft=copy,
            position=position,
            kind=place.kind,
            key=place.key,
            title_sq=place.title_sq,
            title_en=place.title_en,
            body_sq=place.body_sq,
            body_en=place.body_en,
        )
        for position, place in enumerate(content.places)
    )
    if with_files:
        _order_files(copy, consultation, actor)
    if copy.is_correction and not is_of_the_past(entry):
        tell_speakers(speakers_of(consultation), NoticeOccasion.CORRECTED, about=f"draft:{copy.pk}")
        if not entry.is_back_entry:
            tell_subscribers(consultation, NoticeOccasion.CORRECTED, about=f"draft:{copy.pk}")
    after = {"number": copy.number, "content_sha256": copy.content_sha256, "places": len(content.places)}
    record(ConsultationAction.FREEZE_DRAFT, consultation, actor=actor, after=after, entry=entry)
    return copy


def _order_files(copy: ConsultedDraft, consultation: Round, actor: User) -> None:
    for made in order_files(consultation, copy.content_sha256, actor):
        RoundFile.objects.create(
            round=consultation, draft=copy, kind=made.kind, language=made.language, job=made.job, added_by=actor
        )


@transaction.atomic
def attach_file(stored: RoundFile, upload: Any, *, actor: User, entry: Entry = NOW) -> RoundFile:
    """Attach a file to the notice; its content is checked and kept under its hash. Refused once the period is over."""
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=stored.round_id)
    require(actor, "consultations.attach_file", consultation)
    if not consultation.takes_drafts:
        raise StepRefused(_("The period of this round is over; its files stay as they were."))
    stored.added_by = actor
    stored.full_clean(validate_constraints=False)
    stored.file = store_file(upload.read(), upload.name, uploaded_by=actor, purpose=FILES)
    stored.save(force_insert=True)
    after = {"kind": stored.kind, "language": stored.language, "sha256": stored.file.sha256}
    record(ConsultationAction.ATTACH_FILE, consultation, actor=actor, after=after, entry=entry)
    return stored
