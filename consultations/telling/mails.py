"""What a mail to somebody who spoke says: neither group, words, code nor place; the page behind her code tells.

Only where she said that nobody else reads her mail does it carry the whole answer; its subject never does.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.enums import NoticeOccasion
from consultations.models import (
    Contribution,
    ContributionContact,
    Disposition,
    Recommendation,
    SpeakerNotice,
    is_with_protection,
)
from core.i18n import short_date
from operations.models import OutgoingMessage
from operations.queue.messages import Mail, NobodyToSendTo, message_composer

ANSWERED = "consultations.told"

PlaceTeller = Callable[[Disposition], list[str]]
_tellers: list[PlaceTeller] = []


def tells_places(teller: PlaceTeller) -> PlaceTeller:
    """Register who says where in the plan an answer stands and what was done of it, in the language of the mail."""
    _tellers[:] = [teller]
    return teller


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
    where = _("To read it, enter the code of your receipt here:")
    if occasion == NoticeOccasion.RECEIPT:
        where = _("To see what becomes of it, enter the code of your receipt here:")
    return [first, where, follow]


def set_aside_reason(contribution: Contribution) -> str:
    """Why it was set aside, once the answers of its round are published; empty otherwise."""
    mark = getattr(contribution, "no_proposal", None)
    return mark.reason if mark is not None and contribution.round.has_public_answers else ""


def whole_answer(contribution: Contribution) -> list[str]:
    """The published answers with their reasons, places and results; nothing of what somebody in danger wrote."""
    if is_with_protection(contribution):
        return []
    words = {"day": short_date(contribution.happened_on), "round": contribution.round}
    parts = [_("What you sent on %(day)s to “%(round)s”:") % words]
    heard = Recommendation.objects.filter(contributions=contribution).with_published_disposition()
    for wanted in heard:
        answer = wanted.published_dispositions[0]  # type: ignore[attr-defined]
        parts.append(_part(_("What the municipality understood"), wanted.title, wanted.detail))
        parts.append(_part(_("The answer"), answer.get_answer_display(), answer.reason))
        parts += [line for teller in _tellers for line in teller(answer)]
    if aside := set_aside_reason(contribution):
        parts.append(_part(_("The municipality found no proposal in it that it could answer, and says why:"), aside))
    if hasattr(contribution, "late_reply"):
        parts.append(_part(_("The answer"), contribution.late_reply.reply))
    return parts if len(parts) > 1 else []


def _part(heading: str, *words: str) -> str:
    return "\n".join(filter(None, (heading if heading.endswith(":") else f"{heading}:", *words)))


@message_composer(ANSWERED)
def answered_mail(message: OutgoingMessage) -> Mail:
    """The mail of a notice; NobodyToSendTo where the contact has been erased since."""
    notices = SpeakerNotice.objects.select_related(
        "contribution__round", "contribution__no_proposal", "contribution__late_reply", "recipient"
    )
    notice = notices.get(message=message)
    subject = subject_of(notice.occasion)
    if notice.recipient:
        page = reverse("consultations:own_contribution_detail", args=[notice.contribution_id])
        lines = [_("There is news of what your organisation sent."), settings.SITE_URL.rstrip("/") + page]
        return Mail(subject, "\n\n".join(lines))
    contact = ContributionContact.objects.filter(contribution=notice.contribution_id).exclude(email="").first()
    if contact is None:
        raise NobodyToSendTo(_("The address has been erased."))
    is_safe = contact.safe_to_send and notice.occasion != NoticeOccasion.RECEIPT
    whole = whole_answer(notice.contribution) if is_safe else []
    first, *follow = neutral_lines(notice.occasion)
    if whole:
        follow[0] = _("It stands here too, behind the code of your receipt:")
    return Mail(subject, "\n\n".join([first, *whole, *follow]), to=contact.email)
