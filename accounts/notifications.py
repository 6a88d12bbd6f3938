"""The words of the mails about accounts; made when they are sent, so that no link waits in a table."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.login_links import login_path, password_path
from accounts.models import User
from operations.messages import Mail, message_composer
from operations.models import OutgoingMessage


def address_for(message: OutgoingMessage, path_of: Callable[[User], str]) -> str:
    user = User.objects.get(pk=message.recipient_id)
    return settings.SITE_URL.rstrip("/") + path_of(user)


@message_composer("accounts.login_link")
def login_link_mail(message: OutgoingMessage) -> Mail:
    text = _(
        "With this link you log in to the workbench of the social plan. It works once, and for fifteen minutes.\n\n"
        "%(address)s\n\n"
        "If you did not ask for it, you need do nothing."
    )
    return Mail(_("Your link for logging in"), text % {"address": address_for(message, login_path)})


@message_composer("accounts.password_link")
def password_link_mail(message: OutgoingMessage) -> Mail:
    text = _(
        "With this link you set your password for the workbench of the social plan. It works once.\n\n"
        "%(address)s\n\n"
        "If you did not expect it, you need do nothing."
    )
    return Mail(_("Set your password"), text % {"address": address_for(message, password_path)})
