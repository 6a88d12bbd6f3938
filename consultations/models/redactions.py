"""The words as they are shown, who opened what is sealed, what was published, and who asked for a removal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from consultations.enums import (
    AnswerText,
    ConsentPurpose,
    EventText,
    OpenedData,
    ProposalText,
    RecommendationText,
    ReportResult,
)
from consultations.models.ahead import StartProposal
from consultations.models.contributions import MAX_TEXT_LENGTH, Contribution, alike_index
from consultations.models.events import ConsultationEvent
from consultations.models.feedback import FeedbackEntry
from consultations.models.letters import LateReply
from consultations.models.minutes import MinutesPoint
from consultations.models.recommendations import AnswerPublication, Disposition, NoProposal, Recommendation
from consultations.models.rounds import Round, RoundExtension

#: A row in which the municipality wrote in words of its own.
WrittenRow = (
    ConsultationEvent
    | MinutesPoint
    | NoProposal
    | Recommendation
    | Disposition
    | LateReply
    | FeedbackEntry
    | RoundExtension
    | StartProposal
)


class Redaction(models.Model):
    """The words of a contribution as they are shown from now on; the newest row counts, the original stays sealed.

    A row without a removal says that somebody has read the words and found nothing to take out.
    """

    append_only = True

    contribution = models.ForeignKey(Contribution, related_name="redactions", on_delete=models.PROTECT)
    text = models.TextField(_("words as they are shown"), max_length=MAX_TEXT_LENGTH)
    removes = models.BooleanField(_("something is taken out"), default=True)
    reason = models.CharField(
        _("reason"),
        max_length=500,
        blank=True,
        help_text=_("What kind of thing is taken out."),
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ("pk",)
        indexes = [alike_index("redaction_alike", condition=Q(removes=True))]
        constraints = [
            models.CheckConstraint(
                name="redaction_has_reason",
                condition=Q(removes=False) | ~Q(reason=""),
                violation_error_message=_("Say why something is taken out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}"


class DataOpening(models.Model):
    """Somebody opened what is sealed: original words, of a contribution or a point, or how to reach the person."""

    append_only = True

    contribution = models.ForeignKey(
        Contribution, related_name="openings", on_delete=models.PROTECT, null=True, blank=True
    )
    point = models.ForeignKey(
        MinutesPoint, related_name="openings", on_delete=models.PROTECT, null=True, blank=True, editable=False
    )
    opened = models.CharField(_("what was opened"), max_length=12, choices=OpenedData.choices)
    reason = models.CharField(_("reason"), max_length=500)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("opened by"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("opened at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("opening of a contributor's data")
        verbose_name_plural = _("openings of contributors' data")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="data_opening_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why you open it; it is written down with your name."),
            ),
            models.CheckConstraint(
                name="data_opening_known",
                condition=Q(opened__in=OpenedData.values),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="data_opening_of_one",
                condition=Q(contribution__isnull=False, point=None)
                | Q(contribution=None, point__isnull=False, opened=OpenedData.ORIGINAL),
                violation_error_message=_("An opening is of a contribution, or of the words of a point."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id or self.point_id}: {self.opened}"

    @property
    def about(self) -> str:
        """What was opened, for the list of openings."""
        return str(self.contribution) if self.point is None else self.point.about


class ConsentWithdrawal(models.Model):
    """The speaker no longer agrees; what rested on the consent is shown and sent no more."""

    append_only = True

    contribution = models.ForeignKey(Contribution, related_name="withdrawals", on_delete=models.PROTECT)
    purpose = models.CharField(_("consent"), max_length=12, choices=ConsentPurpose.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Empty where the speaker did it with the code."),
    )
    recorded_at = models.DateTimeField(_("withdrawn at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("withdrawal of a consent")
        verbose_name_plural = _("withdrawals of consents")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                name="consent_withdrawn_once",
                fields=["contribution", "purpose"],
                violation_error_message=_("This consent is withdrawn already."),
            ),
            models.CheckConstraint(
                name="consent_purpose_known",
                condition=Q(purpose__in=ConsentPurpose.values),
                violation_error_message=_("This value does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.purpose}"


LINKS = (
    "event",
    "point",
    "contribution",
    "recommendation",
    "disposition",
    "late_reply",
    "feedback",
    "extension",
    "start_proposal",
)


def _of_one(link: str, **field: Any) -> Q:
    """It names this row and no other."""
    others = {name: None for name in LINKS if name != link}
    return Q(**{f"{link}__isnull": False}, **others, **field)


class WordsRemoval(models.Model):
    """Parts were taken for good out of what the municipality wrote: where those stood that are left, and no words.

    Its proof is the salted digest of the text that these places are of: such a text changes freely before the answers
    are out, and a backup may hold another one.
    """

    append_only = True

    event = models.ForeignKey(
        ConsultationEvent, related_name="removals", on_delete=models.PROTECT, null=True, editable=False
    )
    point = models.ForeignKey(
        MinutesPoint, related_name="removals", on_delete=models.PROTECT, null=True, editable=False
    )
    contribution = models.ForeignKey(
        Contribution, related_name="removals", on_delete=models.PROTECT, null=True, editable=False
    )
    recommendation = models.ForeignKey(
        Recommendation, related_name="removals", on_delete=models.PROTECT, null=True, editable=False
    )
    disposition = models.ForeignKey(
        Disposition, related_name="removals", on_delete=models.PROTECT, null=True, editable=False
    )
    late_reply = models.ForeignKey(
        LateReply, related_name="removals", on_delete=models.PROTECT, null=True, editable=False
    )
    feedback = models.ForeignKey(
        FeedbackEntry, related_name="removals", on_delete=models.PROTECT, null=True, editable=False
    )
    extension = models.ForeignKey(
        RoundExtension, related_name="removals", on_delete=models.PROTECT, null=True, editable=False
    )
    start_proposal = models.ForeignKey(
        StartProposal, related_name="removals", on_delete=models.PROTECT, null=True, editable=False
    )
    field = models.CharField(_("which text"), max_length=20, editable=False)
    remaining = models.JSONField(_("places of the parts that are left"), editable=False)
    proof = models.JSONField(_("proof of what stood there"), editable=False)
    reason = models.CharField(_("reason"), max_length=500, help_text=_("What kind of thing is taken out; no names."))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, editable=False
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("removal from what was written")
        verbose_name_plural = _("removals from what was written")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="words_removal_of_one_text",
                condition=_of_one("event", field__in=EventText.values)
                | _of_one("point", field="reason")
                | _of_one("contribution", field="reason")
                | _of_one("recommendation", field__in=RecommendationText.values)
                | _of_one("disposition", field__in=AnswerText.values)
                | _of_one("late_reply", field="reply")
                | _of_one("feedback", field="content")
                | _of_one("extension", field="reason")
                | _of_one("start_proposal", field__in=ProposalText.values),
                violation_error_message=_("A removal is from one text of one row."),
            ),
            models.CheckConstraint(
                name="words_removal_has_proof",
                condition=Q(proof__has_keys=["digest", "salt"]),
                violation_error_message=_("A removal proves of which words it was made."),
            ),
            models.CheckConstraint(
                name="words_removal_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why something is taken out."),
            ),
        ]

    def __str__(self) -> str:
        return self.field

    @property
    def row(self) -> WrittenRow | None:
        """Whose text it is; of a contribution the reason why it has no proposal, which may be withdrawn since."""
        if self.contribution is not None:
            return NoProposal.objects.filter(contribution=self.contribution).first()
        return next((row for link in LINKS if (row := getattr(self, link)) is not None), None)


class PublishedWordsQuerySet(models.QuerySet["PublishedWords"]):
    def shown(self) -> PublishedWordsQuerySet:
        """With their words as the newest redaction has them; without what was withdrawn or is about danger."""
        newest = Redaction.objects.filter(contribution=OuterRef("contribution")).order_by("-pk")
        withdrawn = ConsentWithdrawal.objects.filter(
            contribution=OuterRef("contribution"), purpose=ConsentPurpose.PUBLICATION
        )
        rows = self.filter(~Exists(withdrawn), contribution__in=Contribution.objects.in_the_open())
        return rows.annotate(words=models.Subquery(newest.values("text")[:1]))


class PublishedWords(models.Model):
    """Words that went out with the answers, under a number that leads back to nobody."""

    append_only = True

    round = models.ForeignKey(Round, related_name="published_words", on_delete=models.PROTECT)
    publication = models.ForeignKey(AnswerPublication, related_name="words", on_delete=models.PROTECT)
    contribution = models.OneToOneField(Contribution, related_name="published_words", on_delete=models.PROTECT)
    number = models.PositiveIntegerField(_("number"))

    objects = PublishedWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("published words")
        verbose_name_plural = _("published words")
        ordering = ("round", "number")
        constraints = [
            models.UniqueConstraint(
                name="published_words_number_once",
                fields=["round", "number"],
                violation_error_message=_("This number is already given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class TextReportQuerySet(models.QuerySet["TextReport"]):
    def waiting(self) -> TextReportQuerySet:
        return self.filter(result="")


class TextReport(models.Model):
    """Somebody reads of herself or of another in published words, and asks for a removal."""

    stored_in_history = True

    words = models.ForeignKey(PublishedWords, related_name="reports", on_delete=models.PROTECT)
    complaint = models.TextField(_("what must not stand there, and why"), max_length=2_000)
    recorded_at = models.DateTimeField(_("reported at"), db_default=Now(), editable=False)
    result = models.CharField(_("what was done"), max_length=12, choices=ReportResult.choices, blank=True)
    answer = models.CharField(_("reason"), max_length=500, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, null=True, blank=True, editable=False
    )
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)

    objects = TextReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a published text")
        verbose_name_plural = _("reports of published texts")
        ordering = (F("settled_at").asc(nulls_first=True), "pk")
        constraints = [
            models.CheckConstraint(
                name="text_report_says_something",
                condition=~Q(complaint=""),
                violation_error_message=_("Say what must not stand there."),
            ),
            models.CheckConstraint(
                name="text_report_settled_whole",
                condition=Q(result="", settled_by=None, settled_at=None)
                | (Q(result__in=ReportResult.values, settled_by__isnull=False, settled_at__isnull=False)),
                violation_error_message=_("What was done is written down with its author and its moment."),
            ),
            models.CheckConstraint(
                name="text_report_kept_has_reason",
                condition=~Q(result=ReportResult.UNCHANGED) | ~Q(answer=""),
                violation_error_message=_("Say why the text stays as it is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words_id}"
