"""Mails to those who want to hear of consultations: the question whether the address is hers, and the news."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.enums import NoticeOccasion
from consultations.models import Round, RoundSubscription
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, NobodyToSendTo, message_composer

ASKED = "consultations.subscription"
NEWS = "consultations.news"
CONFIRMING, LEAVING = "consultations.confirm", "consultations.leave"
CONFIRM_SECONDS = 2 * 24 * 60 * 60


def token_of(subscription: RoundSubscription, purpose: str) -> str:
    """A link's own part: for the row, not for the address, so that no address stands in a link."""
    return signing.dumps(subscription.pk, salt=purpose)


def subscription_of(token: str, purpose: str) -> RoundSubscription | None:
    """Whose link it is; None for a forged, an outlived or a used one."""
    age = CONFIRM_SECONDS if purpose == CONFIRMING else None
    try:
        key = signing.loads(token, salt=purpose, max_age=age)
    except signing.BadSignature:
        return None
    return RoundSubscription.objects.filter(pk=key).first()


def _address(name: str, *args: object) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args)


def _way_out(subscription: RoundSubscription) -> str:
    return _address("consultations:news_leave", token_of(subscription, LEAVING))


def _leaving(subscription: RoundSubscription) -> list[str]:
    return [_("You do not want these mails any more? Here you leave the list:"), _way_out(subscription)]


def _row(message: OutgoingMessage) -> RoundSubscription:
    found = RoundSubscription.objects.filter(pk=message.payload["subscription"]).first()
    if found is None:
        raise NobodyToSendTo(_("The address has been erased."))
    return found


@message_composer(ASKED)
def asked_mail(message: OutgoingMessage) -> Mail:
    row = _row(message)
    lines = [
        _("Somebody asked that news of the municipality's consultations be sent to this address."),
        _("If it was you, confirm it within two days:"),
        _address("consultations:news_confirm", token_of(row, CONFIRMING)),
        _("If it was not you, do nothing: the address is removed by itself."),
    ]
    return Mail(_("Confirm your address"), "\n\n".join(lines), to=row.email)


@message_composer(NEWS)
def news_mail(message: OutgoingMessage) -> Mail:
    row = _row(message)
    consultation = Round.objects.get(pk=message.payload["round"])
    said = {
        NoticeOccasion.OPENED: _("A consultation has begun: %(round)s"),
        NoticeOccasion.EXTENDED: _("A consultation lasts longer: %(round)s"),
        NoticeOccasion.CORRECTED: _("The draft of a consultation was corrected: %(round)s"),
        NoticeOccasion.ANSWERED: _("The answers to a consultation are published: %(round)s"),
    }[NoticeOccasion(message.payload["occasion"])]
    subject = said % {"round": consultation.title}
    page = _address("consultations:public_round_detail", consultation.pk)
    return Mail(subject, "\n\n".join([subject, page, *_leaving(row)]), to=row.email, leave=_way_out(row))
