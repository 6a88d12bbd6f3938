"""The words of this app's mails; they tell no group, no words and no code."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from operations.models import OutgoingMessage
from operations.queue.messages import Mail, message_composer


@message_composer("consultations.danger")
def danger_mail(message: OutgoingMessage) -> Mail:
    text = _(
        "Something waits for you in the workbench of the social plan, and it should be read today. "
        "Log in to see it:\n\n"
        "%(address)s"
    )
    address = settings.SITE_URL.rstrip("/") + reverse("consultations:danger_list")
    return Mail(_("Something waits for you today"), text % {"address": address})
