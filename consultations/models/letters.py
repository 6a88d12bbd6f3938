"""What belongs to one letter: the answer to a late one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from consultations.models.contributions import Contribution


class LateReply(models.Model):
    """The answer to one letter that came after the last day; apart from the answers of the round."""

    append_only = True
    shortened_columns = ("reply",)

    contribution = models.OneToOneField(Contribution, related_name="late_reply", on_delete=models.PROTECT)
    reply = models.TextField(
        _("answer"), max_length=20_000, help_text=_("Whoever wrote reads it with her code. No names of persons.")
    )
    answered_on = models.DateField(_("answered on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("answer to a late letter")
        verbose_name_plural = _("answers to late letters")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="late_reply_says_something",
                condition=~Q(reply=""),
                violation_error_message=_("Write the answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.contribution_id}"
