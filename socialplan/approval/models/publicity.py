"""Who learns of the adopted plan, and who objects: publications, letters with their receipts, complaints."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped, WebAddressField
from municipality.models import Sourced
from socialplan.approval.enums import ComplaintRecipient, DispatchChannel, PublicationChannel
from socialplan.content.models.plans import PlanVersion
from socialplan.content.models.recorded import DocumentedAct, RecordedAct, not_withdrawn


class Publication(DocumentedAct):
    act_kind = "publication"

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="publications", on_delete=models.PROTECT
    )
    channel = models.CharField(_("where"), max_length=16, choices=PublicationChannel)
    url = WebAddressField(_("address of the publication"), blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.CheckConstraint(
                name="publication_can_be_found",
                condition=~Q(url="") | ~Q(place=""),
                violation_error_message=_("Say where it can be found: an address or a place."),
            ),
            models.CheckConstraint(
                name="publication_channel_known", condition=Q(channel__in=PublicationChannel.values)
            ),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()


class PlanAddresseeQuerySet(models.QuerySet["PlanAddressee"]):
    def in_use(self) -> PlanAddresseeQuerySet:
        """Who still receives anything: the plan, the yearly report, or both."""
        return self.filter(models.Q(is_active=True) | models.Q(receives_report=True))

    def for_plan(self) -> PlanAddresseeQuerySet:
        """Who receives the adopted plan."""
        return self.filter(is_active=True)

    def for_report(self) -> PlanAddresseeQuerySet:
        """Who receives the yearly report."""
        return self.filter(receives_report=True)

    def owed(self) -> PlanAddresseeQuerySet:
        """Who must receive the yearly report."""
        return self.filter(receives_report=True, is_report_compulsory=True)


class PlanAddressee(Sourced, TimeStamped):
    """Who receives the adopted plan, the yearly report, or both; one editable list (docs/law.md#plan-addressees)."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    seat = models.CharField(_("seat"), max_length=200, blank=True, help_text=_("Town, as it stands on the letter."))
    is_active = models.BooleanField(_("receives the plan"), default=True)
    receives_report = models.BooleanField(_("receives the yearly report"), default=True)
    is_report_compulsory = models.BooleanField(
        _("the report counts as submitted only with this addressee"), default=True
    )

    objects = PlanAddresseeQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        constraints = [
            models.CheckConstraint(
                name="addressee_compulsory_receives_the_report",
                condition=Q(is_report_compulsory=False) | Q(receives_report=True),
                violation_error_message=_("Who must receive the report receives it: tick both."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("approval:addressee_update", args=[self.pk])


class PlanDispatch(DocumentedAct):
    """The adopted plan sent to one addressee, under the municipality's outgoing number; once, as far as it counts."""

    act_kind = "dispatch"
    shown_with = ("addressee",)

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="dispatches", on_delete=models.PROTECT
    )
    addressee = models.ForeignKey(
        PlanAddressee, verbose_name=_("addressee"), related_name="dispatches", on_delete=models.PROTECT
    )
    channel = models.CharField(_("channel"), max_length=10, choices=DispatchChannel, default=DispatchChannel.LETTER)
    protocol_no = models.CharField(_("outgoing protocol number"), max_length=40)

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = _("letter with the plan")
        verbose_name_plural = _("letters with the plan")
        constraints = [
            models.CheckConstraint(name="plandispatch_has_protocol_no", condition=~Q(protocol_no="")),
            models.CheckConstraint(name="plandispatch_channel_known", condition=Q(channel__in=DispatchChannel.values)),
        ]

    def __str__(self) -> str:
        return f"{self.addressee} – {self.protocol_no}"

    @property
    def receipt(self) -> Any:
        """The receipt that counts, or None."""
        return not_withdrawn(self.receipts.all())


class DispatchReceipt(DocumentedAct):
    """The addressee's proof of receipt: their protocol number, and its day as `happened_on`."""

    act_kind = "receipt"
    follows = "dispatch"

    dispatch = models.ForeignKey(
        PlanDispatch, verbose_name=_("letter"), related_name="receipts", on_delete=models.PROTECT
    )
    their_protocol_no = models.CharField(_("protocol number of the addressee"), max_length=40)

    class Meta:
        verbose_name = _("receipt of a letter")
        verbose_name_plural = _("receipts of letters")
        constraints = [
            models.CheckConstraint(name="dispatchreceipt_has_protocol_no", condition=~Q(their_protocol_no=""))
        ]

    def __str__(self) -> str:
        return self.their_protocol_no

    @property
    def version(self) -> PlanVersion:
        return self.dispatch.version


class Complaint(RecordedAct):
    """A complaint about how the act was notified and consulted (law 146/2014); the complainant is never named."""

    act_kind = "complaint"
    left_out_of_trail = ("subject",)

    version = models.ForeignKey(
        PlanVersion, verbose_name=_("version"), related_name="complaints", on_delete=models.PROTECT
    )
    number = models.CharField(_("number in the register"), max_length=40)
    recipient = models.CharField(_("to whom"), max_length=16, choices=ComplaintRecipient)
    subject = models.TextField(
        _("what it is about"),
        max_length=2_000,
        help_text=_("In your own words, without the name of the complainant or of any other person."),
    )

    class Meta:
        ordering = ("happened_on", "pk")
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.CheckConstraint(
                name="complaint_recipient_known", condition=Q(recipient__in=ComplaintRecipient.values)
            ),
            models.CheckConstraint(name="complaint_has_subject", condition=~Q(subject="") & ~Q(number="")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def outcome(self) -> Any:
        """What came of it, as far as that counts, or None."""
        return not_withdrawn(self.outcomes.all())


class ComplaintOutcome(RecordedAct):
    act_kind = "outcome"
    follows = "complaint"
    left_out_of_trail = ("measures",)

    complaint = models.ForeignKey(
        Complaint, verbose_name=_("complaint"), related_name="outcomes", on_delete=models.PROTECT
    )
    measures = models.TextField(
        _("measures taken"), max_length=5_000, help_text=_("What was corrected and told to the complainant; no names.")
    )

    class Meta:
        verbose_name = _("outcome of a complaint")
        verbose_name_plural = _("outcomes of complaints")
        constraints = [models.CheckConstraint(name="complaintoutcome_has_measures", condition=~Q(measures=""))]

    def __str__(self) -> str:
        return f"{self.complaint}"

    @property
    def version(self) -> PlanVersion:
        return self.complaint.version
