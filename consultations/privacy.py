"""What a protected group sets for an event, and the face that the public sees of any event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import TargetGroup
from consultations.enums import Confidentiality
from consultations.models import ConsultationEvent
from core.tables import Words
from municipality.models import AdministrativeUnit

NEUTRAL_TITLE = gettext_lazy("Consultation meeting")


@dataclass(frozen=True, slots=True)
class PublicFace:
    """All that may be told of an event outside; every page, file and preview takes it from here."""

    title: Words
    kind: str
    held_on: date | None
    starts_at: time | None = None
    place: str = ""
    unit: AdministrativeUnit | None = None
    accessibility: str = ""
    #: Working days between notice and meeting, where the rule asks for more.
    short_notice: int | None = None


def is_shielded(event: ConsultationEvent, groups: Iterable[TargetGroup]) -> bool:
    """Whether nothing but kind and day may be told: it keeps only counts, or nobody gave a reason to tell more."""
    return event.is_counts_only or (not event.privacy_reason and any(group.is_protected for group in groups))


def public_face(event: ConsultationEvent, groups: Iterable[TargetGroup] | None = None) -> PublicFace:
    """The event as everybody sees it; `groups` where they are chosen but not stored yet."""
    kind = str(event.kind)
    if is_shielded(event, event.groups.all() if groups is None else groups):
        return PublicFace(Words.said(NEUTRAL_TITLE), kind, event.held_on)
    title = Words.of(event, "title")
    if not event.is_public:
        return PublicFace(title, kind, event.held_on, unit=event.unit)
    return PublicFace(
        title,
        kind,
        event.held_on,
        event.starts_at,
        event.venue,
        event.unit,
        event.accessibility,
        event.short_notice_days,
    )


def settle_privacy(event: ConsultationEvent, groups: Iterable[TargetGroup]) -> None:
    """Set what the groups require where nothing was chosen; ValidationError where less was chosen without a reason."""
    event.privacy_reason = event.privacy_reason.strip()
    protects = any(group.is_protected for group in groups)
    is_open_meeting = event.kind.is_open_meeting
    if not event.confidentiality:
        protected = protects and not is_open_meeting
        event.confidentiality = Confidentiality.COUNTS_ONLY if protected else Confidentiality.PUBLIC
    if event.is_counts_only and is_open_meeting:
        sentence = _("A public meeting is open and names who speaks; it cannot keep counts only.")
        raise ValidationError({"confidentiality": sentence})
    if protects and not event.is_counts_only and not event.privacy_reason:
        raise ValidationError(
            {
                "privacy_reason": _(
                    "A protected group is addressed: the event keeps counts only, and the public learns neither "
                    "place, hour nor unit. Write the reason if less protection is right here."
                )
            }
        )
