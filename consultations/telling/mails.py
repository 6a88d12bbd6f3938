"""What a mail to somebody who spoke says: neither group, words, code nor place; the page behind her code tells."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.enums import NoticeOccasion
from consultations.models import Contribution, ContributionContact, SpeakerNotice
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, NobodyToSendTo, message_composer

ANSWERED = "consultations.told"


def subject_of(occasion: str) -> str:
    """The line everybody at the same screen may see."""
    if occasion == NoticeOccasion.RECEIPT:
        return _("We received what you sent")
    if occasion == NoticeOccasion.ANSWERED:
        return _("There is an answer for you")
    return _("There is news for you")


def neutral_lines(occasion: str) -> list[str]:
    """What every mail says, whoever reads it."""
    follow = settings.SITE_URL.rstrip("/") + reverse("site:follow")
    first = {
        NoticeOccasion.RECEIPT: _("What you sent has arrived. You are told here when there is an answer."),
        NoticeOccasion.ANSWERED: _("There is an answer to what you sent."),
    }.get(NoticeOccasion(occasion), _("Something new has become of what you sent."))
    return [first, _("To read it, enter the code of your receipt here:"), follow]


def set_aside_reason(contribution: Contribution) -> str:
    """Why it was set aside, once the answers of its round are published; empty otherwise."""
    mark = getattr(contribution, "no_proposal", None)
    return mark.reason if mark is not None and contribution.round.has_public_answers else ""


@message_composer(ANSWERED)
def answered_mail(message: OutgoingMessage) -> Mail:
    """The mail of a notice; NobodyToSendTo where the contact has been erased since."""
    notices = SpeakerNotice.objects.select_related("contribution__round", "contribution__no_proposal", "recipient")
    notice = notices.get(message=message)
    subject = subject_of(notice.occasion)
    if notice.recipient:
        page = reverse("consultations:own_contribution_detail", args=[notice.contribution_id])
        lines = [_("There is news of what your organisation sent."), settings.SITE_URL.rstrip("/") + page]
        return Mail(subject, "\n\n".join(lines))
    contact = ContributionContact.objects.filter(contribution=notice.contribution_id).exclude(email="").first()
    if contact is None:
        raise NobodyToSendTo(_("The address has been erased."))
    return Mail(subject, "\n\n".join(neutral_lines(notice.occasion)), to=contact.email)
