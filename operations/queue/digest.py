"""The mail of the day: what came since the last one, in one mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operations.enums import MessageState
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, message_composer, write_message
from operations.queue.news import ALL_OF_THE_DAY, leave_address

DIGEST = "operations.digest"
#: Nobody is written to before this hour of the municipality's clocks.
FROM_HOUR = 7


def write_digests() -> int:
    """One mail to each who has news waiting and got none today; returns how many that were."""
    now = timezone.localtime()
    if now.hour < FROM_HOUR:
        return 0
    waiting = OutgoingMessage.objects.for_digest().order_by("recipient").values_list("recipient", flat=True)
    return sum(write_digest(recipient, day=f"{now:%Y-%m-%d}") for recipient in waiting.distinct())


@transaction.atomic
def write_digest(recipient: int, *, day: str) -> bool:
    """The mail and the marks on what it tells are written together, so that nothing is told twice or never."""
    key = f"{DIGEST}:{day}:{recipient}"
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("recipient")
    told = list(rows.for_digest().filter(recipient=recipient).order_by("pk"))
    if not told or OutgoingMessage.objects.filter(dedupe_key=key).exists():
        return False
    user: Any = told[0].recipient
    payload = {"news": [each.pk for each in told]}
    write_message(DIGEST, dedupe_key=key, to=user, payload=payload, language=user.language)
    OutgoingMessage.objects.filter(pk__in=payload["news"]).update(state=MessageState.SENT, sent_at=Now())
    return True


@message_composer(DIGEST)
def digest_mail(message: OutgoingMessage) -> Mail | None:
    """As the reader may open it when the mail goes out; no mail where nothing is left."""
    news = OutgoingMessage.objects.news_for(message.recipient).filter(pk__in=message.payload["news"]).order_by("pk")
    lines = [f"{each.heading}\n{settings.SITE_URL.rstrip('/')}{each.page}" for each in news]
    if not lines or message.recipient_id is None:
        return None
    leave = leave_address(message.recipient_id, ALL_OF_THE_DAY)
    page = settings.SITE_URL.rstrip("/") + reverse("operations:news_list")
    lines += [
        _("All your news, and how you are told of it: %(address)s") % {"address": page},
        _("No more mails of the day: %(address)s") % {"address": leave},
    ]
    subject = ngettext("%(count)s piece of news", "%(count)s pieces of news", len(lines) - 2)
    return Mail(subject % {"count": len(lines) - 2}, "\n\n".join(lines), leave=leave)
