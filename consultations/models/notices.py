"""Who was told by mail, of what; and which mail came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from consultations.enums import NoticeOccasion
from consultations.models.contributions import Contribution
from operations.enums import MessageState
from operations.models import OutgoingMessage


class SpeakerNoticeQuerySet(models.QuerySet["SpeakerNotice"]):
    def arrived(self) -> SpeakerNoticeQuerySet:
        """Sent, and not known to have come back."""
        return self.filter(message__state=MessageState.SENT, bounce=None)

    def on_the_way(self) -> SpeakerNoticeQuerySet:
        return self.filter(message__state__in=(MessageState.PENDING, MessageState.SENDING))


class SpeakerNotice(models.Model):
    """One mail about one event to one who spoke; the address is not kept here but found when it is sent."""

    append_only = True

    contribution = models.ForeignKey(Contribution, related_name="notices", on_delete=models.PROTECT)
    occasion = models.CharField(_("occasion"), max_length=12, choices=NoticeOccasion.choices)
    about = models.CharField(_("event it tells of"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member of the organisation"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    message = models.OneToOneField(OutgoingMessage, related_name="speaker_notice", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = SpeakerNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to a contributor")
        verbose_name_plural = _("notices to contributors")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="speaker_told_once",
                fields=["contribution", "occasion", "about", "recipient"],
                nulls_distinct=False,
                violation_error_message=_("She is told of this already."),
            ),
            models.CheckConstraint(
                name="speaker_notice_occasion_known",
                condition=Q(occasion__in=NoticeOccasion.values),
                violation_error_message=_("This value does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.occasion}"


class NoticeBounce(models.Model):
    """The mail came back; the person is told in another way, or counted as not told."""

    append_only = True

    notice = models.OneToOneField(SpeakerNotice, related_name="bounce", on_delete=models.PROTECT)
    reason = models.CharField(
        _("what the returned mail said"), max_length=300, help_text=_("Without the address and without names.")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("returned mail")
        verbose_name_plural = _("returned mails")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.notice_id}"
