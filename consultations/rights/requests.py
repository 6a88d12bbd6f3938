"""Deeds of a request that hangs on a contribution: hand out all that is kept of it, or erase what can be erased."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.enums import ConsentPurpose, OpenedData, PersonRequestKind
from consultations.models import (
    Contribution,
    ContributionContact,
    DataOpening,
    PersonRequest,
    Recommendation,
    Redaction,
)
from consultations.services.contributions import erase_contact
from consultations.services.redactions import open_data, redact, withdraw_consent
from core.workflow import StepRefused, require

KEEP = "consultations.keep_privacy"
TAKEN_OUT = "[…]"


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
        open_data(DataOpening(contribution=said, opened=opened, reason=reason), actor=actor)
    contact = ContributionContact.objects.filter(contribution=said).first()
    names = ("channel", "language", "text", "spoken_by", "sex", "age_band", "guardian_consent", "consents_to_publish")
    kept: dict[str, Any] = {name: getattr(said, name) for name in names}
    kept |= {"round": str(said.round), "received_on": str(said.happened_on), "protocol_no": said.protocol_no}
    kept |= {"group": str(said.group or ""), "unit": str(said.unit or ""), "shown_words": said.words}
    kept["contact"] = {"name": contact.name, "email": contact.email} if contact else {}
    answers = Recommendation.objects.filter(codings__contribution=said).with_published_disposition()
    kept["answers"] = [
        {"recommendation": str(each), "answer": each.published_dispositions[0].get_answer_display()}  # type: ignore[attr-defined]
        for each in answers
    ]
    return json.dumps(kept, ensure_ascii=False, indent=2).encode()


@transaction.atomic
def erase_for_request(request: PersonRequest, *, actor: User) -> None:
    """Contact, consents and words at once; a restore of a backup repeats it (docs/voices.md)."""
    said = _of(request, PersonRequestKind.ERASURE, actor)
    contact = ContributionContact.objects.filter(contribution=said).first()
    if contact is not None:
        erase_contact(contact, actor=actor)
    for purpose in ConsentPurpose:
        withdraw_consent(said, purpose, actor=actor)
    reason = _("Request %(number)s") % {"number": request.protocol_no}
    redact(Redaction(contribution=said, text=TAKEN_OUT, reason=reason), actor=actor)
