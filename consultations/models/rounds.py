"""A round: one period in which the municipality asks and people answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import Now, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, TargetGroup
from consultations.enums import (
    KINDS_WITH_NOTICE,
    PUBLIC_ANSWERS,
    PUBLIC_STATES,
    DraftFileKind,
    RoundKind,
    RoundState,
)
from core.i18n import localized, marked
from core.models import StateChange, TimeStamped, in_own_order
from municipality.models import Asked
from municipality.rule_book import rule_book

ACCEPTS_TODAY = Q(Q(closes_on__gte=TruncDate(Now())) | Q(closes_on=None), state=RoundState.OPEN)


def _of_round(relation: str) -> Any:
    """The rows of the relation, to be narrowed to those of the round around them."""
    rows: Any = Round._meta.get_field(relation).related_model
    return rows.objects.filter(round=OuterRef("pk"))


# Conditions of many parts, which the query builder makes once for all lists of rounds.


@cache
def _owed() -> Mapping[str, Any]:
    points: Any = apps.get_model("consultations", "MinutesPoint")
    return {
        "is_owing": Exists(_of_round("contributions").uncoded())
        | Exists(_of_round("recommendations").unanswered())
        | Exists(points.objects.open().filter(event__round=OuterRef("pk"))),
        "is_unread": Exists(_of_round("contributions").unread()),
    }


@cache
def _looked_at_by_steps() -> Mapping[str, Any]:
    files = _of_round("files").shown()
    return {
        **_owed(),
        "has_meeting": Exists(_of_round("events").filter(kind__is_open_meeting=True)),
        "waived_codes": ArraySubquery(Asked.objects.filter(is_asked=False).exclude(checked_by="").values("code")),
        "has_draft": Exists(_of_round("drafts")) | Exists(files.filter(kind=DraftFileKind.DRAFT)),
        "has_easy_read": Exists(files.filter(kind=DraftFileKind.EASY_READ)),
        "has_unfinished_files": Exists(files.unfinished()),
    }


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: Any) -> RoundQuerySet:
        return self if user.has_perm("consultations.work_round") else self.public()

    def public(self) -> RoundQuerySet:
        return self.filter(state__in=PUBLIC_STATES)

    def open_first(self) -> RoundQuerySet:
        return self.annotate(is_past=~Q(state=RoundState.OPEN)).order_by("is_past", "-notice_on", "-pk")

    def unregistered(self) -> RoundQuerySet:
        """Published under a legal notice, and not known to stand in the electronic register."""
        return self.public().filter(kind__in=KINDS_WITH_NOTICE, register_reference="")

    def accepting(self) -> RoundQuerySet:
        """Open today by the database's clock, to the end of the last day."""
        return self.filter(ACCEPTS_TODAY)

    def with_accepting(self) -> RoundQuerySet:
        """`accepts_today`: whether it is open today, read with the row."""
        return self.annotate(accepts_today=ExpressionWrapper(ACCEPTS_TODAY, models.BooleanField()))

    def with_owed(self) -> RoundQuerySet:
        """`is_owing`: something is not coded or not answered yet; `is_unread`: words that may go out are not read."""
        return self.annotate(**_owed())

    def with_what_steps_need(self) -> RoundQuerySet:
        """What the workflow's requirements look at, once for all rows."""
        return self.annotate(**_looked_at_by_steps()).prefetch_related("groups", "feedback_entries")

    def with_counts(self) -> RoundQuerySet:
        counted = self.annotate(
            contribution_count=Count("contributions", distinct=True),
            recommendation_count=Count("recommendations", distinct=True),
            event_count=Count("events", distinct=True),
        )
        return in_own_order(counted)


class Round(TimeStamped):
    stored_in_history = True
    assessment = models.ForeignKey(
        Assessment,
        verbose_name=_("needs assessment"),
        related_name="rounds",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    kind = models.CharField(_("kind"), max_length=20, choices=RoundKind.choices)
    state = models.CharField(
        _("state"), max_length=20, choices=RoundState.choices, default=RoundState.PLANNED, editable=False
    )
    groups = models.ManyToManyField(TargetGroup, verbose_name=_("groups addressed"), related_name="rounds", blank=True)
    about_sq = models.TextField(_("what it is about (Albanian)"), max_length=20_000, blank=True)
    about_en = models.TextField(_("what it is about (English)"), max_length=20_000, blank=True)
    about = localized("about")
    notice_on = models.DateField(_("date of the notice"), null=True, blank=True, editable=False)
    closes_on = models.DateField(_("last day"), null=True, blank=True, editable=False)
    working_days = models.PositiveSmallIntegerField(
        _("length in working days"),
        null=True,
        blank=True,
        help_text=_("Empty means the statutory period. A longer period needs the recorded decision."),
    )
    complexity_decision_no = models.CharField(_("decision on the longer period: number"), max_length=60, blank=True)
    complexity_decision_on = models.DateField(_("decision on the longer period: date"), null=True, blank=True)
    draft_sq = models.TextField(_("draft and accompanying documents (Albanian)"), max_length=20_000, blank=True)
    draft_en = models.TextField(_("draft and accompanying documents (English)"), max_length=20_000, blank=True)
    draft = localized("draft")
    reasons_sq = models.TextField(_("reasons and expected impact (Albanian)"), max_length=20_000, blank=True)
    reasons_en = models.TextField(_("reasons and expected impact (English)"), max_length=20_000, blank=True)
    reasons = localized("reasons")
    manner_sq = models.TextField(_("place and manner of sending (Albanian)"), max_length=5_000, blank=True)
    manner_en = models.TextField(_("place and manner of sending (English)"), max_length=5_000, blank=True)
    manner = localized("manner")
    meetings_sq = models.TextField(_("place and date of public meetings (Albanian)"), max_length=5_000, blank=True)
    meetings_en = models.TextField(_("place and date of public meetings (English)"), max_length=5_000, blank=True)
    meetings = localized("meetings")
    coordinator_contact = models.CharField(
        _("contact of the coordinator"),
        max_length=300,
        blank=True,
        help_text=_("The office's address, telephone and hours; no private contact."),
    )
    coordinator_contact_en = models.CharField(_("contact of the coordinator (English)"), max_length=300, blank=True)
    contact_of_coordinator = marked("coordinator_contact")
    answer_days = models.PositiveSmallIntegerField(
        _("answers are promised within (working days)"),
        null=True,
        blank=True,
        help_text=_(
            "Counted from the last day; it stands in the notice, and the public scorecard is held against it."
        ),
    )
    easy_read_reason = models.TextField(
        _("why there is no summary in easy language"),
        max_length=2_000,
        blank=True,
        help_text=_("Asked for where children or persons with disabilities are addressed and no summary is attached."),
    )
    register_reference = models.CharField(
        _("entry in the electronic register"), max_length=300, blank=True, help_text=_("Number or address.")
    )

    objects = RoundQuerySet.as_manager()

    is_owing: bool  # by with_owed()

    class Meta:
        verbose_name = _("consultation round")
        verbose_name_plural = _("consultation rounds")
        ordering = ("-notice_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="round_state_known",
                condition=Q(state__in=RoundState.values),
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                name="round_answer_days_some",
                condition=Q(answer_days=None) | Q(answer_days__gte=1),
                violation_error_message=_("Give at least one day."),
            ),
            models.CheckConstraint(
                name="round_notice_before_close",
                condition=Q(closes_on=None) | Q(notice_on=None) | Q(closes_on__gte=models.F("notice_on")),
                violation_error_message=_("A round cannot close before its notice."),
            ),
            models.CheckConstraint(
                name="round_published_has_notice_date",
                condition=Q(state=RoundState.PLANNED) | Q(notice_on__isnull=False),
                violation_error_message=_("A published round has the date of its notice."),
            ),
            models.CheckConstraint(
                name="round_statutory_close_known",
                condition=~Q(kind=RoundKind.DRAFT_PLAN) | Q(state=RoundState.PLANNED) | Q(closes_on__isnull=False),
                violation_error_message=_("The consultation of a draft has a last day."),
            ),
            models.CheckConstraint(
                name="round_complexity_decision_whole",
                condition=Q(complexity_decision_no="", complexity_decision_on=None)
                | (~Q(complexity_decision_no="") & Q(complexity_decision_on__isnull=False)),
                violation_error_message=_("The decision on the longer period needs both its number and its date."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:round_detail", args=[self.pk])

    def get_telling_url(self) -> str:
        return reverse("consultations:round_telling", args=[self.pk])

    def owes_answers(self) -> bool:
        """Whether somebody who spoke still waits to be coded or answered; a list with `with_owed` knows it already."""
        known: bool | None = self.__dict__.get("is_owing")
        return Round.objects.with_owed().get(pk=self.pk).is_owing if known is None else known

    def has_unread_words(self) -> bool:
        """Whether a text that may be published was not read for names; a list with `with_owed` knows it already."""
        known: bool | None = self.__dict__.get("is_unread")
        return self.contributions.unread().exists() if known is None else known

    def holds_public_meeting(self) -> bool:
        """Whether a meeting open to all is planned; a list with `with_what_steps_need` knows it already."""
        known: bool | None = self.__dict__.get("has_meeting")
        return self.events.filter(kind__is_open_meeting=True).exists() if known is None else known

    def known_or_asked(self, name: str) -> bool:
        """One of the facts that `with_what_steps_need` gives a list; asked for where the round came otherwise."""
        known: bool | None = self.__dict__.get(name)
        if known is None:
            return bool(getattr(Round.objects.with_what_steps_need().get(pk=self.pk), name))
        return known

    @property
    def needs_notice(self) -> bool:
        return self.kind in KINDS_WITH_NOTICE

    @property
    def asks_about_a_draft(self) -> bool:
        return self.kind == RoundKind.DRAFT_PLAN

    @property
    def waived(self) -> frozenset[str]:
        """The fields of a notice that are not asked for; read only where one is empty."""
        known: list[str] | None = self.__dict__.get("waived_codes")  # by with_what_steps_need()
        return rule_book().waived if known is None else frozenset(known)

    @property
    def is_planned(self) -> bool:
        return self.state == RoundState.PLANNED

    @property
    def is_open(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def has_public_answers(self) -> bool:
        return self.state in PUBLIC_ANSWERS

    @property
    def takes_drafts(self) -> bool:
        """Whether copies and files of a draft may still be added."""
        return self.state in {RoundState.PLANNED, RoundState.OPEN}

    @property
    def is_workable(self) -> bool:
        return self.state in {RoundState.PLANNED, RoundState.OPEN, RoundState.CLOSED}


class RoundStateChange(StateChange):
    append_only = True

    round = models.ForeignKey(Round, related_name="state_changes", on_delete=models.PROTECT)

    class Meta:
        ordering = ("recorded_at", "pk")

    def __str__(self) -> str:
        return f"{self.round_id}: {self.step}"


class RoundExtension(models.Model):
    """A longer period, by a recorded decision, notified to the interested parties (law 146/2014 art. 15)."""

    append_only = True
    shortened_columns = ("reason",)

    round = models.ForeignKey(Round, related_name="extensions", on_delete=models.PROTECT)
    from_day = models.DateField(_("last day until then"))
    to_day = models.DateField(_("new last day"))
    decision_no = models.CharField(_("number of the decision"), max_length=60)
    decision_on = models.DateField(_("date of the decision"))
    reason = models.TextField(_("reason"), max_length=5_000)
    notified_on = models.DateField(_("interested parties notified on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = [
            models.CheckConstraint(
                name="round_extension_lengthens",
                condition=Q(to_day__gt=models.F("from_day")),
                violation_error_message=_("An extension must end later than the present last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.from_day} → {self.to_day}"
