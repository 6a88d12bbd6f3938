"""The words of the mails about accounts; made when they are sent, so that no link waits in a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.login.login_links import LINK_REQUEST, invitation_path, login_path, password_path
from accounts.models import PowerChange, User
from core.i18n import short_time
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, message_composer


def address_for(message: OutgoingMessage, path_of: Callable[[User], str]) -> str:
    user = User.objects.get(pk=message.recipient_id)
    return settings.SITE_URL.rstrip("/") + path_of(user)


@message_composer(LINK_REQUEST)
def requested_link_mail(message: OutgoingMessage) -> Mail | None:
    """To the address that the account itself has, in its language, as its roles allow; to nobody where none has it."""
    user = User.objects.by_email(message.address).filter(is_active=True).first()
    if user is None:
        return None
    message.recipient, message.address, message.language = user, "", user.language
    with translation.override(user.language):
        return login_link_mail(message) if user.may_use_magic_link else password_link_mail(message)


@message_composer("accounts.login_link")
def login_link_mail(message: OutgoingMessage) -> Mail:
    text = _(
        "With this link you log in to the workbench of the social plan. It works once, and for fifteen minutes.\n\n"
        "%(address)s\n\n"
        "If you did not ask for it, you need do nothing."
    )
    return Mail(_("Your link for logging in"), text % {"address": address_for(message, login_path)})


@message_composer("accounts.invitation_link")
def invitation_link_mail(message: OutgoingMessage) -> Mail:
    text = _(
        "You are invited to the workbench of the social plan. With this link you log in. It works once, and for three "
        "days.\n\n"
        "%(address)s\n\n"
        "Afterwards you get a fresh link at any time: enter your e-mail address on the page for logging in."
    )
    return Mail(_("Your invitation"), text % {"address": address_for(message, invitation_path)})


@message_composer("accounts.password_link")
def password_link_mail(message: OutgoingMessage) -> Mail:
    text = _(
        "With this link you set your password for the workbench of the social plan. It works once.\n\n"
        "%(address)s\n\n"
        "If you did not expect it, you need do nothing."
    )
    return Mail(_("Set your password"), text % {"address": address_for(message, password_path)})


STAGES = {
    "asked": gettext_lazy("It was asked for, and waits for a second person."),
    "confirmed": gettext_lazy("A second person has confirmed it."),
    "stopped": gettext_lazy("It was stopped, and will not take effect."),
    "applied": gettext_lazy("It is in effect."),
}


def page_address(name: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name)


def moment(at: datetime) -> str:
    return short_time(at)


def stage_of(message: OutgoingMessage, change: PowerChange) -> str:
    """What has happened, and from when the change holds where that is still ahead."""
    stage = message.payload["stage"]
    said = str(STAGES[stage])
    if stage == "confirmed" and change.is_under_way and change.effective_at:
        said += " " + _("It takes effect on %(moment)s.") % {"moment": moment(change.effective_at)}
    return said


@message_composer("accounts.change_to_person")
def change_to_person_mail(message: OutgoingMessage) -> Mail:
    change = PowerChange.objects.get(pk=message.payload["change"])
    text = _(
        "Your account in the workbench of the social plan: %(kind)s.\n\n%(stage)s\n\n"
        "If you know nothing of it, log in and stop it on the page of your account, or tell the data-protection "
        "officer at once:\n\n%(address)s"
    )
    values = {
        "kind": change.get_kind_display(),
        "stage": stage_of(message, change),
        "address": page_address("accounts:profile"),
    }
    return Mail(_("A change of your account"), text % values)


@message_composer("accounts.change_to_officer")
def change_to_officer_mail(message: OutgoingMessage) -> Mail:
    change = PowerChange.objects.get(pk=message.payload["change"])
    text = _(
        "A change of an account that needs two persons: %(kind)s.\n\n%(stage)s\n\n"
        "Who asked for it and whom it concerns stands on this page:\n\n%(address)s"
    )
    values = {
        "kind": change.get_kind_display(),
        "stage": stage_of(message, change),
        "address": page_address("accounts:change_list"),
    }
    return Mail(_("A change of an account"), text % values)


@message_composer("accounts.role_given")
def role_given_mail(message: OutgoingMessage) -> Mail:
    text = _(
        "An account was given a role that decides. Which account and which role stands in the history:\n\n%(address)s"
    )
    return Mail(_("A role that decides was given"), text % {"address": page_address("operations:event_list")})


@message_composer("accounts.person_erased")
def person_erased_mail(message: OutgoingMessage) -> Mail:
    text = _(
        "The person of a closed account was erased: account %(number)s. "
        "Who did it stands in the history:\n\n%(address)s"
    )
    values = {"number": message.payload["account"], "address": page_address("operations:event_list")}
    return Mail(_("The person of an account was erased"), text % values)


@message_composer("accounts.new_device")
def new_device_mail(message: OutgoingMessage) -> Mail:
    text = _(
        "On %(moment)s somebody logged in to your account from a device that is new to it.\n\n"
        "If it was you, you need do nothing. If not, change your password at once and tell the administrator or the "
        "data-protection officer:\n\n%(address)s"
    )
    at = datetime.fromisoformat(message.payload["at"])
    return Mail(
        _("A login from a new device"), text % {"moment": moment(at), "address": page_address("accounts:profile")}
    )
