"""The yearly monitoring report, its written parts, and to whom it was sent with which proof."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import StateChange, TimeStamped, in_own_order
from monitoring.enums import (
    EDITABLE_REPORT_STATES,
    FROZEN_REPORT_STATES,
    FollowUpOutcome,
    RecommendationPriority,
    ReportState,
    SectionCode,
    SubmissionChannel,
)
from monitoring.models.periods import Period
from operations.models import StoredFile
from socialplan.approval.models import PlanAddressee

STEPS_LOOK_AT = (
    "sections",
    "submissions",
    "state_changes",
    "period__values",
    "period__measure_progress",
    "period__unreported_measures",
    "period__version__measures",
)


class YearlyReportQuerySet(models.QuerySet["YearlyReport"]):
    def with_proofs(self) -> YearlyReportQuerySet:
        """Adds to how many compulsory addressees it was sent, by which day, and how many have confirmed it."""
        is_compulsory = Q(submissions__addressee__is_report_compulsory=True)
        counted = self.annotate(
            compulsory_sent=Count("submissions__addressee", filter=is_compulsory, distinct=True),
            compulsory_sent_by=Max("submissions__sent_on", filter=is_compulsory),
            compulsory_proved=Count(
                "submissions__addressee", filter=is_compulsory & Q(submissions__receipt__isnull=False), distinct=True
            ),
        )
        return in_own_order(counted)

    def with_what_steps_need(self) -> YearlyReportQuerySet:
        """What the workflow's requirements and four eyes look at, once for all rows."""
        return self.select_related("period__version").prefetch_related(*STEPS_LOOK_AT)

    def published(self) -> YearlyReportQuerySet:
        return self.filter(state=ReportState.PUBLISHED)


class YearlyReport(TimeStamped):
    """The report of one period; a correction after validation is a new revision."""

    stored_in_history = True

    period = models.ForeignKey(Period, related_name="reports", on_delete=models.PROTECT)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    revision_note = models.TextField(_("what this revision corrects"), blank=True, max_length=5_000)
    state = models.CharField(
        _("state"), max_length=20, choices=ReportState.choices, default=ReportState.DRAFT, editable=False
    )
    figures = models.JSONField(_("frozen figures"), null=True, blank=True, editable=False)
    figures_sha256 = models.CharField(
        _("hash of the frozen figures"), max_length=64, blank=True, default="", db_default="", editable=False
    )

    objects = YearlyReportQuerySet.as_manager()

    compulsory_sent: int  # by with_proofs()
    compulsory_proved: int

    class Meta:
        verbose_name = _("monitoring report")
        verbose_name_plural = _("monitoring reports")
        ordering = ("-period__starts_on", "-revision")
        constraints = [
            models.CheckConstraint(name="yearly_report_state_known", condition=Q(state__in=ReportState.values)),
            models.CheckConstraint(
                name="yearly_report_frozen_from_validation",
                condition=~Q(state__in=FROZEN_REPORT_STATES) | Q(figures__isnull=False),
            ),
            models.CheckConstraint(
                name="yearly_report_revision_explained",
                condition=Q(revision=1) | ~Q(revision_note=""),
                violation_error_message=_("Say what this revision corrects."),
            ),
            models.CheckConstraint(
                name="yearly_report_hash_only_of_frozen_figures",
                condition=Q(figures_sha256="") | Q(figures__isnull=False),
            ),
            models.UniqueConstraint(name="yearly_report_revision_unique", fields=["period", "revision"]),
        ]

    def __str__(self) -> str:
        return f"{self.period} – {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:report_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_REPORT_STATES

    @property
    def is_published(self) -> bool:
        return self.state == ReportState.PUBLISHED

    @property
    def earlier(self) -> YearlyReportQuerySet:
        """Every revision of the reports on the plan's periods of this kind before this one, the last first."""
        earlier = YearlyReport.objects.filter(period__in=Period.objects.before(self.period).order_by())
        return earlier.order_by("-period__ends_on", "-revision")

    @property
    def previous(self) -> YearlyReport | None:
        """The last of them."""
        return self.earlier.first()


class ReportStateChange(StateChange):
    append_only = True

    report = models.ForeignKey(YearlyReport, related_name="state_changes", on_delete=models.PROTECT)

    class Meta(StateChange.Meta):
        verbose_name = _("step of a report")
        verbose_name_plural = _("steps of reports")


class ReportSection(TimeStamped):
    stored_in_history = True
    report = models.ForeignKey(YearlyReport, related_name="sections", on_delete=models.CASCADE)
    code = models.CharField(_("part"), max_length=20, choices=SectionCode.choices)
    body_sq = models.TextField(_("text (Albanian)"), blank=True, max_length=200_000)
    body_en = models.TextField(_("text (English)"), blank=True, max_length=200_000)
    body = localized("body")

    class Meta:
        verbose_name = _("part of a report")
        verbose_name_plural = _("parts of reports")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="report_section_once_per_report", fields=["report", "code"]),
            models.CheckConstraint(name="report_section_code_known", condition=Q(code__in=SectionCode.values)),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class ReportRecommendation(TimeStamped):
    stored_in_history = True
    report = models.ForeignKey(YearlyReport, related_name="recommendations", on_delete=models.CASCADE)
    text_sq = models.TextField(_("recommendation (Albanian)"), max_length=5_000)
    text_en = models.TextField(_("recommendation (English)"), blank=True, max_length=5_000)
    text = localized("text")
    addressed_to = models.CharField(_("addressed to"), max_length=200)
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    priority = models.CharField(
        _("priority"),
        max_length=6,
        choices=RecommendationPriority.choices,
        default=RecommendationPriority.MEDIUM,
        db_default=RecommendationPriority.MEDIUM,
    )

    class Meta:
        verbose_name = _("recommendation of a report")
        verbose_name_plural = _("recommendations of reports")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="report_recommendation_priority_known", condition=Q(priority__in=RecommendationPriority.values)
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class RecommendationFollowUp(TimeStamped):
    """What became of one recommendation of the report before, as this report says it."""

    stored_in_history = True

    report = models.ForeignKey(YearlyReport, related_name="follow_ups", on_delete=models.CASCADE)
    recommendation = models.ForeignKey(ReportRecommendation, related_name="follow_ups", on_delete=models.PROTECT)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=FollowUpOutcome.choices)
    text_sq = models.TextField(_("how, or why not (Albanian)"), max_length=5_000)
    text_en = models.TextField(_("how, or why not (English)"), blank=True, max_length=5_000)
    text = localized("text")

    class Meta:
        verbose_name = _("follow-up of a recommendation")
        verbose_name_plural = _("follow-ups of recommendations")
        ordering = ("recommendation_id",)
        constraints = [
            models.UniqueConstraint(name="follow_up_once_per_report", fields=["report", "recommendation"]),
            models.CheckConstraint(name="follow_up_outcome_known", condition=Q(outcome__in=FollowUpOutcome.values)),
            models.CheckConstraint(
                name="follow_up_says_how",
                condition=~Q(text_sq=""),
                violation_error_message=_("Say how it was carried out, or why it was not."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} – {self.get_outcome_display()}"


class ResultNarrative(TimeStamped):
    """Why an indicator stands where it stands, as the report says it; by the indicator's stable key."""

    stored_in_history = True

    report = models.ForeignKey(YearlyReport, related_name="narratives", on_delete=models.CASCADE)
    indicator_key = models.UUIDField(_("key of the indicator"))
    why_sq = models.TextField(_("why (Albanian)"), max_length=5_000)
    why_en = models.TextField(_("why (English)"), blank=True, max_length=5_000)
    why = localized("why")

    class Meta:
        verbose_name = _("reason of a result")
        verbose_name_plural = _("reasons of results")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="result_narrative_once_per_indicator", fields=["report", "indicator_key"]),
            models.CheckConstraint(name="result_narrative_says_why", condition=~Q(why_sq="")),
        ]

    def __str__(self) -> str:
        return self.why_sq[:80]


class ReportSubmission(models.Model):
    """One report sent to one addressee; a fact, so the row is only added."""

    append_only = True

    report = models.ForeignKey(YearlyReport, related_name="submissions", on_delete=models.PROTECT)
    addressee = models.ForeignKey(
        PlanAddressee, verbose_name=_("addressee"), related_name="submissions", on_delete=models.PROTECT
    )
    sent_on = models.DateField(_("date sent"))
    channel = models.CharField(
        _("channel"), max_length=20, choices=SubmissionChannel.choices, default=SubmissionChannel.LETTER
    )
    protocol_no = models.CharField(_("outgoing protocol number"), max_length=60)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("submission of a report")
        verbose_name_plural = _("submissions of reports")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="report_submission_once_per_addressee",
                fields=["report", "addressee"],
                violation_error_message=_("The report was already sent to this addressee."),
            ),
            models.CheckConstraint(
                name="report_submission_has_protocol_no",
                condition=~Q(protocol_no=""),
                violation_error_message=_("Enter the protocol number of the letter."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee} – {self.protocol_no}"

    def get_absolute_url(self) -> str:
        return self.report.get_absolute_url()


class SubmissionReceipt(models.Model):
    """The addressee's proof of receipt."""

    append_only = True

    submission = models.OneToOneField(ReportSubmission, related_name="receipt", on_delete=models.PROTECT)
    received_on = models.DateField(_("date received"))
    their_protocol_no = models.CharField(_("the addressee's protocol number"), max_length=60)
    proof = models.ForeignKey(
        StoredFile,
        verbose_name=_("proof of receipt"),
        null=True,
        blank=True,
        related_name="report_receipts",
        on_delete=models.PROTECT,
    )
    no_proof_reason = models.TextField(
        _("why there is no file of the proof"), blank=True, default="", db_default="", max_length=1_000
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("proof of receipt")
        verbose_name_plural = _("proofs of receipt")
        constraints = [
            models.CheckConstraint(
                name="submission_receipt_has_protocol_no",
                condition=~Q(their_protocol_no=""),
                violation_error_message=_("Enter the protocol number given by the addressee."),
            ),
            models.CheckConstraint(
                name="submission_receipt_has_file_or_reason",
                condition=Q(proof__isnull=False) | ~Q(no_proof_reason=""),
                violation_error_message=_("Add the file that proves the receipt, or say why there is none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} – {self.their_protocol_no}"
