"""Events, who attended them as counts, and the restricted lists that some events may have."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import TargetGroup
from consultations.enums import (
    AgeBand,
    Confidentiality,
    ContributionLanguage,
    EventStatus,
    ParticipantType,
    Sex,
)
from consultations.models.rounds import Round
from core.i18n import localized, marked
from core.models import TimeStamped, in_own_order
from municipality.models import AdministrativeUnit, Sourced


class EventKindQuerySet(models.QuerySet["EventKind"]):
    def in_use(self) -> EventKindQuerySet:
        return self.filter(is_active=True)


class EventKind(Sourced, TimeStamped):
    """Focus group, hearing, forum and what a municipality adds; what it means for an event stands in its row."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    is_open_meeting = models.BooleanField(
        _("open to everybody"),
        default=False,
        help_text=_("Such a meeting names who speaks and never keeps counts only."),
    )
    has_notice = models.BooleanField(
        _("has a notice of its own"),
        default=False,
        help_text=_("Between its notice and the meeting lie the days of the rule for public meetings."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = EventKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of event")
        verbose_name_plural = _("kinds of events")
        ordering = ("order", "code")
        constraints = [
            models.CheckConstraint(
                name="event_kind_noticed_is_open",
                condition=Q(has_notice=False) | Q(is_open_meeting=True),
                violation_error_message=_("Only a meeting that is open to everybody has a notice of its own."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("consultations:event_kind_update", args=[self.pk])


class EventQuerySet(models.QuerySet["ConsultationEvent"]):
    def visible_to(self, user: Any) -> EventQuerySet:
        return self if user.has_perm("consultations.work_event") else self.public()

    def public(self) -> EventQuerySet:
        return self.exclude(status=EventStatus.CANCELLED).filter(round__in=Round.objects.public())

    def held(self) -> EventQuerySet:
        return self.filter(status=EventStatus.HELD)

    def with_attendance(self) -> EventQuerySet:
        only_sex = Q(
            attendance__participant_type="",
            attendance__group=None,
            attendance__unit=None,
            attendance__age_band="",
        ) & ~Q(attendance__sex="")
        return in_own_order(self.annotate(total=Sum("attendance__count", filter=only_sex)))


class EventManager(models.Manager["ConsultationEvent"]):
    """Events come with their kind: wherever one is shown, its kind is told."""

    def get_queryset(self) -> EventQuerySet:
        return EventQuerySet(self.model, using=self._db).select_related("kind")


class ConsultationEvent(TimeStamped):
    stored_in_history = True
    round = models.ForeignKey(Round, verbose_name=_("round"), related_name="events", on_delete=models.PROTECT)
    kind = models.ForeignKey(
        EventKind,
        verbose_name=_("kind"),
        related_name="events",
        to_field="code",
        db_column="kind",
        on_delete=models.PROTECT,
    )
    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    status = models.CharField(_("status"), max_length=20, choices=EventStatus.choices, default=EventStatus.PLANNED)
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Never the address of a shelter or of a private home.")
    )
    place_en = models.CharField(_("place (English)"), max_length=200, blank=True)
    venue = marked("place")
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("administrative unit"),
        related_name="consultation_events",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    groups = models.ManyToManyField(
        TargetGroup, verbose_name=_("groups addressed"), related_name="consultation_events", blank=True
    )
    language = models.CharField(
        _("language"), max_length=10, choices=ContributionLanguage.choices, default=ContributionLanguage.SQ
    )
    facilitator_role = models.CharField(
        _("role of the facilitator"), max_length=200, blank=True, help_text=_("A function, not a name.")
    )
    accessibility = models.TextField(
        _("accessibility offered"),
        max_length=2_000,
        blank=True,
        help_text=_("Ramp, sign language, transport, child care, easy-read papers."),
    )
    confidentiality = models.CharField(_("confidentiality"), max_length=20, choices=Confidentiality.choices)
    privacy_reason = models.TextField(
        _("reason for less protection"),
        max_length=2_000,
        blank=True,
        help_text=_(
            "Only where a protected group is addressed and the event keeps more than counts. "
            "It stands in the history with your name."
        ),
    )
    privacy_reason_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("less protection: recorded by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
    )
    privacy_reason_at = models.DateTimeField(_("less protection: recorded at"), null=True, blank=True, editable=False)
    noticed_on = models.DateField(
        _("notice of the meeting given on"),
        null=True,
        blank=True,
        help_text=_("Only for a public hearing. Empty: with the notice of the round."),
    )
    short_notice_reason = models.TextField(
        _("reason for a short notice"),
        max_length=2_000,
        blank=True,
        help_text=_("Only where a public hearing is held sooner after its notice than the rule says."),
    )
    short_notice_days = models.PositiveSmallIntegerField(
        _("short notice: working days"), null=True, blank=True, editable=False
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
    )
    minutes_public_sq = models.TextField(_("minutes, public version (Albanian)"), max_length=200_000, blank=True)
    minutes_public_en = models.TextField(_("minutes, public version (English)"), max_length=200_000, blank=True)
    minutes_public = localized("minutes_public")
    minutes_internal = models.TextField(
        _("minutes, internal version"), max_length=200_000, blank=True, help_text=_("Read by staff only.")
    )
    minutes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("minutes written by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
    )
    minutes_approved_on = models.DateField(_("minutes approved on"), null=True, blank=True, editable=False)
    minutes_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("minutes approved by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
    )

    objects = EventManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("consultation event")
        verbose_name_plural = _("consultation events")
        ordering = ("held_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="event_counts_only_has_no_internal_minutes",
                condition=~Q(confidentiality=Confidentiality.COUNTS_ONLY) | Q(minutes_internal=""),
                violation_error_message=_("An event that keeps only counts has no internal minutes."),
            ),
            # Rows of before a second person was asked for keep their day without a name.
            models.CheckConstraint(
                name="event_minutes_approved_by_another",
                condition=Q(minutes_approved_by=None)
                | (Q(minutes_approved_on__isnull=False) & ~Q(minutes_approved_by=F("minutes_by"))),
                violation_error_message=_("Whoever wrote the minutes does not approve them."),
            ),
            models.CheckConstraint(
                name="event_confidentiality_known",
                condition=Q(confidentiality__in=Confidentiality.values),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="event_short_notice_has_reason",
                condition=Q(short_notice_days=None) | ~Q(short_notice_reason=""),
                violation_error_message=_("A meeting at short notice says why."),
            ),
            models.CheckConstraint(
                name="event_privacy_reason_signed",
                condition=Q(privacy_reason="", privacy_reason_by=None, privacy_reason_at=None)
                | (~Q(privacy_reason="") & Q(privacy_reason_by__isnull=False, privacy_reason_at__isnull=False)),
                violation_error_message=_("A reason for less protection is recorded with its author and its moment."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("consultations:event_detail", args=[self.pk])

    @property
    def minutes(self) -> tuple[str, str, str]:
        """All that is approved together."""
        return self.minutes_public_sq, self.minutes_public_en, self.minutes_internal

    @property
    def is_approved(self) -> bool:
        return self.minutes_approved_on is not None

    @property
    def is_counts_only(self) -> bool:
        return self.confidentiality == Confidentiality.COUNTS_ONLY

    @property
    def is_public(self) -> bool:
        return self.confidentiality == Confidentiality.PUBLIC


class AttendanceCount(models.Model):
    """One counted cell. Only `sex` set: a margin by sex; only `participant_type`: a margin by type; both: a cell."""

    stored_in_history = True

    event = models.ForeignKey(ConsultationEvent, related_name="attendance", on_delete=models.CASCADE)
    sex = models.CharField(_("sex"), max_length=12, choices=Sex.choices, blank=True)
    participant_type = models.CharField(
        _("kind of participant"), max_length=20, choices=ParticipantType.choices, blank=True
    )
    group = models.ForeignKey(
        TargetGroup, verbose_name=_("group"), related_name="+", on_delete=models.PROTECT, null=True, blank=True
    )
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("administrative unit"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    age_band = models.CharField(_("age"), max_length=12, choices=AgeBand.choices, blank=True)
    count = models.PositiveIntegerField(_("persons"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="attendance_cell_once",
                fields=["event", "sex", "participant_type", "group", "unit", "age_band"],
                nulls_distinct=False,
                violation_error_message=_("This figure has already been entered for the event."),
            ),
            models.CheckConstraint(
                name="attendance_cell_names_something",
                condition=~Q(sex="", participant_type="", group=None, unit=None, age_band=""),
                violation_error_message=_("A count says whom it counts."),
            ),
            models.CheckConstraint(
                name="attendance_sex_known",
                condition=Q(sex__in=["", *Sex.values]),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="attendance_age_known",
                condition=Q(age_band__in=["", *AgeBand.values]),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="attendance_participant_type_known",
                condition=Q(participant_type__in=["", *ParticipantType.values]),
                violation_error_message=_("This value does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.count}"

    @property
    def label(self) -> str:
        """Whom it counts, in words."""
        parts = [
            self.get_sex_display() if self.sex else "",
            self.get_participant_type_display() if self.participant_type else "",
            str(self.group) if self.group_id else "",
            str(self.unit) if self.unit_id else "",
            self.get_age_band_display() if self.age_band else "",
        ]
        return ", ".join(str(part) for part in parts if part)

    @property
    def whom(self) -> dict[str, Any]:
        """What of it is named: one name is a margin, more are a cell across."""
        names = ("sex", "participant_type", "group_id", "unit_id", "age_band")
        return {name: value for name in names if (value := getattr(self, name))}
