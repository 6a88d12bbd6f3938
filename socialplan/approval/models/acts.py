"""The acts on a version: opinions, submission, decision, announcement, order, seal. Rows are only added."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import WebAddressField
from socialplan.approval.enums import OpinionKind, Outcome, Verdict
from socialplan.content.models.plans import PlanVersion
from socialplan.content.models.recorded import DocumentedAct, RecordedAct


class Opinion(DocumentedAct):
    act_kind = "opinion"
    shown_with = ("office",)

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="opinions", on_delete=models.PROTECT
    )
    kind = models.CharField(_("kind"), max_length=16, choices=OpinionKind)
    office = models.ForeignKey(
        "municipality.Office",
        verbose_name=_("office"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    verdict = models.CharField(_("opinion"), max_length=16, choices=Verdict)
    text = models.TextField(_("reasons"), max_length=20_000, blank=True)
    content_sha256 = models.CharField(_("content hash"), max_length=64)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.CheckConstraint(
                name="opinion_reasoned_unless_favourable",
                condition=Q(verdict=Verdict.FAVOURABLE) | ~Q(text=""),
                violation_error_message=_("An opinion that is not simply favourable needs its reasons."),
            ),
            models.CheckConstraint(name="opinion_kind_known", condition=Q(kind__in=OpinionKind.values)),
            models.CheckConstraint(name="opinion_verdict_known", condition=Q(verdict__in=Verdict.values)),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.kind}"


class CouncilSubmission(DocumentedAct):
    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="submissions", on_delete=models.PROTECT
    )
    protocol_no = models.CharField(_("protocol number"), max_length=40)
    content_sha256 = models.CharField(_("content hash"), max_length=64)

    class Meta:
        verbose_name = _("submission to the council")
        verbose_name_plural = _("submissions to the council")
        constraints = [
            models.CheckConstraint(
                name="councilsubmission_has_protocol_no",
                condition=~Q(protocol_no=""),
                violation_error_message=_("A submission needs its protocol number."),
            )
        ]

    def __str__(self) -> str:
        return self.protocol_no


class CouncilDecision(DocumentedAct):
    """A vote of the council (VKB). `happened_on` is the day of the session; numbers restart every year."""

    version = models.OneToOneField(
        PlanVersion, verbose_name=_("version"), related_name="decision", on_delete=models.PROTECT
    )
    session = models.ForeignKey(
        "approval.CouncilSession",
        verbose_name=_("session"),
        related_name="decisions",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Empty only for decisions recorded before sessions were kept."),
    )
    number = models.CharField(_("decision number"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year of the decision"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    seats = models.PositiveSmallIntegerField(_("seats of the council"))
    quorum = models.PositiveSmallIntegerField(_("quorum"))
    present = models.PositiveSmallIntegerField(_("present"))
    votes_for = models.PositiveSmallIntegerField(_("for"))
    votes_against = models.PositiveSmallIntegerField(_("against"))
    abstained = models.PositiveSmallIntegerField(_("abstained"))
    did_not_vote = models.PositiveSmallIntegerField(_("did not vote"))
    majority_rule = models.CharField(_("majority rule applied"), max_length=40)

    class Meta:
        verbose_name = _("decision of the council")
        verbose_name_plural = _("decisions of the council")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "year"],
                name="councildecision_number_once_a_year",
                violation_error_message=_("A decision with this number and year is already recorded."),
            ),
            models.CheckConstraint(
                name="councildecision_votes_add_up",
                condition=Q(present=F("votes_for") + F("votes_against") + F("abstained") + F("did_not_vote")),
                violation_error_message=_("Present must equal for + against + abstained + did not vote."),
            ),
            models.CheckConstraint(
                name="councildecision_present_within_seats",
                condition=Q(present__lte=F("seats")),
                violation_error_message=_("More members are present than the council has seats."),
            ),
            models.CheckConstraint(
                name="councildecision_quorum_held",
                condition=Q(present__gte=F("quorum")),
                violation_error_message=_("The quorum was not reached."),
            ),
            models.CheckConstraint(name="councildecision_outcome_known", condition=Q(outcome__in=Outcome.values)),
        ]

    def __str__(self) -> str:
        return f"VKB nr. {self.number}/{self.year}"

    @property
    def votes(self) -> str:
        """How it was voted, in the language that is active."""
        sentence = gettext(
            "present %(present)s of %(seats)s, for %(for)s, against %(against)s, abstained %(abstained)s, did not "
            "vote %(silent)s"
        )
        counts = {"present": self.present, "seats": self.seats, "for": self.votes_for, "against": self.votes_against}
        return sentence % {**counts, "abstained": self.abstained, "silent": self.did_not_vote}


class Announcement(RecordedAct):
    version = models.OneToOneField(
        PlanVersion, verbose_name=_("version"), related_name="announcement", on_delete=models.PROTECT
    )
    url = WebAddressField(_("address of the publication"), blank=True)
    place = models.CharField(_("place of the public notice"), max_length=200, blank=True)
    in_force_on = models.DateField(_("in force on"))
    rule_code = models.CharField(_("rule applied"), max_length=40)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                name="announcement_in_force_after_announced", condition=Q(in_force_on__gte=F("happened_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.happened_on}"


class MayorOrder(DocumentedAct):
    """One that counts a version; a trigger holds it, as withdrawn ones stay."""

    act_kind = "mayor_order"

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="mayor_orders", on_delete=models.PROTECT
    )
    number = models.CharField(_("order number"), max_length=40)

    class Meta:
        verbose_name = _("order of the mayor")
        verbose_name_plural = _("orders of the mayor")
        constraints = [models.CheckConstraint(name="mayororder_has_number", condition=~Q(number=""))]

    def __str__(self) -> str:
        return self.number
