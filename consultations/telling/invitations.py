"""Mails that invite to an event that is open to everybody, and remind of it: they tell what its public page tells."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.enums import EventStatus
from consultations.models import ConsultationEvent, RoundSubscription
from consultations.privacy import public_face
from consultations.telling.news import LEAVING, token_of
from core.i18n import short_date
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, NobodyToSendTo, message_composer

INVITATION = "consultations.invitation"


def is_announced(event: ConsultationEvent) -> bool:
    """Planned, open to everybody, and of a round that the public reads."""
    is_coming = event.status == EventStatus.PLANNED and event.held_on >= timezone.localdate()
    return is_coming and event.is_public and ConsultationEvent.objects.public().filter(pk=event.pk).exists()


@message_composer(INVITATION)
def invitation_mail(message: OutgoingMessage) -> Mail | None:
    """Nobody's, where the event was cancelled, moved to another day or closed to the public since."""
    event = ConsultationEvent.objects.select_related("round", "unit", "kind").get(pk=message.payload["event"])
    if not is_announced(event) or str(event.held_on) != message.payload["day"]:
        return None
    face = public_face(event)
    title = str(face.title)
    words = {"title": title, "day": short_date(event.held_on)}
    subject = _("Reminder: %(title)s, %(day)s") if message.payload["reminds"] else _("Invitation: %(title)s, %(day)s")
    hour = f"{face.starts_at:%H:%M}" if face.starts_at else ""
    where = " · ".join(part for part in (hour, face.place, str(face.unit or ""), face.accessibility) if part)
    page = settings.SITE_URL.rstrip("/") + reverse("consultations:public_round_detail", args=[event.round_id])
    lines = [_("You are invited: %(title)s on %(day)s.") % words, where, page]
    if (key := message.payload.get("subscription")) is None:
        return Mail(subject % words, "\n\n".join(filter(None, lines)))
    row = RoundSubscription.objects.filter(pk=key).first()
    if row is None:
        raise NobodyToSendTo(_("The address has been erased."))
    leave = settings.SITE_URL.rstrip("/") + reverse("consultations:news_leave", args=[token_of(row, LEAVING)])
    lines += [_("You do not want these mails any more? Here you leave the list:"), leave]
    return Mail(subject % words, "\n\n".join(filter(None, lines)), to=row.email, leave=leave)
