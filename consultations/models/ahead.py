"""What lies ahead: the yearly calendar of consultations, and procedures that somebody proposes to begin."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.models import TargetGroup
from consultations.enums import SIGNS, ProposalResult
from consultations.models.rounds import Round
from core.i18n import localized
from core.models import TimeStamped
from municipality.models import AdministrativeUnit


class PlannedConsultationQuerySet(models.QuerySet["PlannedConsultation"]):
    def coming(self, today: date) -> PlannedConsultationQuerySet:
        """Announced for this month or a later one, and no round yet."""
        from_now = Q(year__gt=today.year) | Q(year=today.year, month__gte=today.month)
        return self.filter(from_now, is_published=True, round=None).order_by("year", "month", "pk")


class PlannedConsultation(TimeStamped):
    """One row of the yearly calendar: what will be asked, of whom, where and when (law 146/2014 art. 6)."""

    stored_in_history = True

    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"))
    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    proposer = models.CharField(_("proposer (office)"), max_length=200)
    explanation_sq = models.TextField(_("explanation (Albanian)"), max_length=5_000)
    explanation_en = models.TextField(_("explanation (English)"), max_length=5_000, blank=True)
    explanation = localized("explanation")
    groups = models.ManyToManyField(TargetGroup, verbose_name=_("groups addressed"), related_name="+", blank=True)
    units = models.ManyToManyField(
        AdministrativeUnit, verbose_name=_("administrative units"), related_name="+", blank=True
    )
    round = models.ForeignKey(
        Round, verbose_name=_("round"), related_name="planned", on_delete=models.PROTECT, null=True, blank=True
    )
    is_published = models.BooleanField(_("published"), default=False)

    objects = PlannedConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of the yearly calendar")
        verbose_name_plural = _("yearly calendar of consultations")
        ordering = ("year", "month", "pk")
        constraints = [
            models.CheckConstraint(
                name="planned_consultation_month",
                condition=Q(month__gte=1, month__lte=12),
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
            models.CheckConstraint(
                name="planned_consultation_year",
                condition=Q(year__gte=2000, year__lte=2100),
                violation_error_message=_("Give the year with four digits."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def month_name(self) -> str:
        """Albanian writes months small."""
        name = str(MONTHS[self.month])
        return name.lower() if get_language() == "sq" else name

    @property
    def public_units(self) -> list[AdministrativeUnit]:
        """None where a protected group is addressed: where it meets is nobody else's (consultations/privacy.py)."""
        return [] if any(group.is_protected for group in self.groups.all()) else list(self.units.all())


class StartProposalQuerySet(models.QuerySet["StartProposal"]):
    def waiting(self) -> StartProposalQuerySet:
        return self.filter(result="")

    def answered(self) -> StartProposalQuerySet:
        return self.exclude(result="").order_by("-answered_on", "-pk")


class StartProposal(models.Model):
    """Somebody proposes that a procedure be started (law 146/2014); her own words are never published."""

    stored_in_history = True

    submission_key = models.UUIDField(unique=True, editable=False)
    text = models.TextField(_("what should be decided, and why"), max_length=20_000)
    signs = models.CharField(_("signs of automation"), max_length=100, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    result = models.CharField(_("outcome"), max_length=12, choices=ProposalResult.choices, blank=True)
    subject_sq = models.CharField(
        _("subject (Albanian)"), max_length=200, blank=True, help_text=_("In the municipality's words, without names.")
    )
    subject_en = models.CharField(_("subject (English)"), max_length=200, blank=True)
    subject = localized("subject")
    answer_sq = models.TextField(_("answer (Albanian)"), max_length=5_000, blank=True)
    answer_en = models.TextField(_("answer (English)"), max_length=5_000, blank=True)
    answer = localized("answer")
    answered_on = models.DateField(_("answered on"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, null=True, blank=True, editable=False
    )

    objects = StartProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal to start a procedure")
        verbose_name_plural = _("proposals to start a procedure")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="start_proposal_known_signs",
                condition=Q(signs="") | Q(signs__regex=SIGNS),
                violation_error_message=_("A text is set apart for signs that the program knows."),
            ),
            models.CheckConstraint(
                name="start_proposal_answered_whole",
                condition=Q(result="", answered_on=None)
                | (
                    Q(result__in=ProposalResult.values, answered_on__isnull=False, answered_by__isnull=False)
                    & ~Q(subject_sq="")
                    & ~Q(answer_sq="")
                ),
                violation_error_message=_("An answered proposal has its outcome, its subject and its answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:start_proposal_answer", args=[self.pk])
