"""What the council does before it votes: its committees' opinions, and the session with the version on its agenda."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized, short_date
from core.models import TimeStamped
from municipality.models import Sourced
from socialplan.approval.enums import SessionKind, Verdict
from socialplan.content.models.plans import PlanVersion
from socialplan.content.models.recorded import DocumentedAct


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def in_use(self) -> CommitteeQuerySet:
        return self.filter(is_active=True)


class Committee(Sourced, TimeStamped):
    """A standing committee of the council; the council sets them, so they are rows."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    is_active = models.BooleanField(_("exists today"), default=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("standing committee")
        verbose_name_plural = _("standing committees")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("approval:committee_update", args=[self.pk])


class CommitteeOpinion(DocumentedAct):
    act_kind = "committee_opinion"
    shown_with = ("committee",)

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="committee_opinions", on_delete=models.PROTECT
    )
    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), related_name="opinions", on_delete=models.PROTECT
    )
    votes_for = models.PositiveSmallIntegerField(_("for"))
    votes_against = models.PositiveSmallIntegerField(_("against"))
    abstained = models.PositiveSmallIntegerField(_("abstained"))
    verdict = models.CharField(_("opinion"), max_length=16, choices=Verdict)
    text = models.TextField(_("reasons"), max_length=20_000, blank=True)

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = _("opinion of a committee")
        verbose_name_plural = _("opinions of committees")
        constraints = [
            models.CheckConstraint(
                name="committeeopinion_reasoned_unless_favourable",
                condition=Q(verdict=Verdict.FAVOURABLE) | ~Q(text=""),
                violation_error_message=_("An opinion that is not simply favourable needs its reasons."),
            ),
            models.CheckConstraint(
                name="committeeopinion_carried_by_votes",
                condition=Q(verdict=Verdict.UNFAVOURABLE) | Q(votes_for__gt=F("votes_against")),
                violation_error_message=_("A favourable opinion has more votes for than against."),
            ),
            models.CheckConstraint(name="committeeopinion_verdict_known", condition=Q(verdict__in=Verdict.values)),
        ]

    def __str__(self) -> str:
        return str(self.committee)


class CouncilSession(DocumentedAct):
    """A session with the version on its agenda; `happened_on` is the day of the notice (law 139/2015, article 53)."""

    act_kind = "session"

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="sessions", on_delete=models.PROTECT
    )
    meeting_on = models.DateField(_("day of the session"))
    kind = models.CharField(_("kind of session"), max_length=16, choices=SessionKind, default=SessionKind.ORDINARY)
    called_by = models.CharField(_("who called it, and why"), max_length=300, blank=True)
    agenda_item = models.PositiveSmallIntegerField(_("item on the agenda"))
    place = models.CharField(_("place"), max_length=200)

    class Meta:
        ordering = ("meeting_on", "pk")
        verbose_name = _("session of the council")
        verbose_name_plural = _("sessions of the council")
        constraints = [
            models.CheckConstraint(
                name="councilsession_after_its_notice",
                condition=Q(meeting_on__gte=F("happened_on")),
                violation_error_message=_("The session lies before its notice."),
            ),
            models.CheckConstraint(
                name="councilsession_extraordinary_explained",
                condition=Q(kind=SessionKind.ORDINARY) | ~Q(called_by=""),
                violation_error_message=_("Say who called the extraordinary session, and why."),
            ),
            models.CheckConstraint(name="councilsession_kind_known", condition=Q(kind__in=SessionKind.values)),
            models.CheckConstraint(
                name="councilsession_agenda_item_positive",
                condition=Q(agenda_item__gte=1),
                violation_error_message=_("The items of an agenda are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{short_date(self.meeting_on)} ({self.get_kind_display()})"
