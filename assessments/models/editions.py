from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import EDITABLE_STATES, AssessmentState
from core.i18n import localized, marked
from core.models import StateChange, TimeStamped
from core.together.side_by_side import Reader, read
from operations.trail.figure_words import name_publication
from operations.trail.patterns import read_latest_patterns

TELLING = name_publication("assessments.edition", _("Needs assessment"), model="assessments.Assessment")
RELEASE_SCOPE = "edition:"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def published(self) -> AssessmentQuerySet:
        return self.filter(state=AssessmentState.PUBLISHED)

    def drafting(self) -> AssessmentQuerySet:
        return self.filter(state__in=EDITABLE_STATES)

    def with_what_steps_need(self) -> AssessmentQuerySet:
        """What the workflow's requirements and four eyes look at, once for all rows."""
        return self.prefetch_related("needs", "assessed_services", "state_changes")

    def with_counts(self) -> AssessmentQuerySet:
        return self.annotate(need_count=models.Count("needs", distinct=True)).order_by("-starts_on", "-pk")


def weight(label: Any, percent: int) -> models.PositiveSmallIntegerField[int, int]:
    """One weight of the priority score, in percent."""
    return models.PositiveSmallIntegerField(label, default=percent, validators=[MaxValueValidator(100)])


class Assessment(TimeStamped):
    """An edition of the needs assessment; a published edition never changes again, and a plan cites it."""

    stored_in_history = True

    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    method_sq = models.TextField(_("method (Albanian)"), max_length=20_000, blank=True)
    method_en = models.TextField(_("method (English)"), max_length=20_000, blank=True)
    method = localized("method")
    sources_sq = models.TextField(_("sources (Albanian)"), max_length=20_000, blank=True)
    sources_en = models.TextField(_("sources (English)"), max_length=20_000, blank=True)
    sources = localized("sources")
    limits_sq = models.TextField(_("limits (Albanian)"), max_length=20_000, blank=True)
    limits_en = models.TextField(_("limits (English)"), max_length=20_000, blank=True)
    limits = localized("limits")
    legal_basis = models.CharField(_("legal basis"), max_length=500, blank=True)
    legal_basis_en = models.CharField(_("legal basis (English)"), max_length=500, blank=True)
    legal_basis_label = marked("legal_basis")
    state = models.CharField(
        _("state"), max_length=12, choices=AssessmentState, default=AssessmentState.DRAFTING, editable=False
    )
    follows = models.ForeignKey(
        "self",
        verbose_name=_("edition it goes on from"),
        related_name="next_editions",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    weight_severity = weight(_("weight of severity (percent)"), 30)
    weight_gap = weight(_("weight of the gap (percent)"), 25)
    weight_size = weight(_("weight of the size (percent)"), 20)
    weight_voice = weight(_("weight of the consultations (percent)"), 15)
    weight_legal = weight(_("weight of the legal duty (percent)"), 10)

    scale_points = models.JSONField(_("points of the steps of its scales"), default=dict, blank=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_dates_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="assessment_state_known",
                condition=Q(state__in=AssessmentState.values),
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                name="assessment_weights_make_100",
                condition=Q(
                    weight_severity=100 - F("weight_gap") - F("weight_size") - F("weight_voice") - F("weight_legal")
                ),
                violation_error_message=_("The five weights together make 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment_detail", args=[self.pk])

    @property
    def release_scope(self) -> str:
        return f"{RELEASE_SCOPE}{self.pk}"

    @property
    def stored_release(self) -> dict[str, Any] | None:
        """How the edition was told when it was published; None before. Read each time: a page reads it once."""
        return read(self.read_stored_release())

    def read_stored_release(self) -> Reader[dict[str, Any] | None]:
        if not self.is_published:
            return None
        stored = (yield from read_latest_patterns(TELLING, [self.release_scope])).get(self.release_scope)
        return dict(stored.pattern) if stored else None

    def chain(self) -> list[Assessment]:
        """This edition and those it goes on from: people may have been heard while an earlier one was in use."""
        links, edition = [self], self.follows
        while edition is not None:
            links.append(edition)
            edition = edition.follows
        return links

    def writable_edition(self) -> Assessment | None:
        """This one while it is not published, else the newest that goes on from it and is not."""
        edition: Assessment | None = self
        while edition is not None and edition.is_published:
            edition = edition.next_editions.order_by("pk").last()
        return edition

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES

    @property
    def is_published(self) -> bool:
        return self.state == AssessmentState.PUBLISHED


class AssessmentStateChange(StateChange):
    append_only = True

    assessment = models.ForeignKey(
        Assessment, verbose_name=_("assessment"), related_name="state_changes", on_delete=models.PROTECT
    )

    class Meta(StateChange.Meta):
        verbose_name = _("step of an assessment")
        verbose_name_plural = _("steps of assessments")

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.step}"
