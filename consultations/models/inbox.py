"""What those who work on the input write beside it: whose it is, a private note, and answers used again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.enums import Answer
from consultations.models.contributions import Contribution
from core.i18n import localized
from core.models import TimeStamped


class WorkNote(TimeStamped):
    """Whose task a contribution is, and a note that never leaves the office."""

    stored_in_history = True

    contribution = models.OneToOneField(Contribution, related_name="work_note", on_delete=models.PROTECT)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    note = models.TextField(
        _("private note"), max_length=5_000, blank=True, help_text=_("Read by staff only; no names of persons.")
    )

    class Meta:
        verbose_name = _("note on a contribution")
        verbose_name_plural = _("notes on contributions")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"#{self.contribution_id}"


class AnswerTemplate(TimeStamped):
    """An answer that is given again and again, in the municipality's own words."""

    stored_in_history = True

    title = models.CharField(_("name of the template"), max_length=200, unique=True)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer.choices)
    reason_sq = models.TextField(_("reason (Albanian)"), max_length=20_000, blank=True)
    reason_en = models.TextField(_("reason (English)"), max_length=20_000, blank=True)
    reason = localized("reason")
    is_in_use = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("template of an answer")
        verbose_name_plural = _("templates of answers")
        ordering = ("title",)
        constraints = [
            models.CheckConstraint(
                name="answer_template_answer_known",
                condition=Q(answer__in=Answer.values),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="answer_template_reason_unless_accepted",
                condition=Q(answer=Answer.ACCEPTED) | ~Q(reason_sq=""),
                violation_error_message=_("Every answer but “accepted” needs a reason in Albanian."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
