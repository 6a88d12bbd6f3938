"""What somebody said, in their own words; never changed afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from consultations.enums import ContributionChannel, ContributionLanguage, SpeakerKind, Visibility
from consultations.models.events import ConsultationEvent
from consultations.models.rounds import Round

MAX_TEXT_LENGTH = 200_000


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def visible_to(self, user: Any) -> ContributionQuerySet:
        if user.has_perm("consultations.view_contribution"):
            return self
        return self.filter(
            organisation__memberships__user=user.pk,
            organisation__memberships__approved_on__isnull=False,
            organisation__memberships__revoked_on=None,
        ).distinct()

    def with_is_coded(self) -> ContributionQuerySet:
        codings: Any = self.model._meta.get_field("codings").related_model
        refusals: Any = self.model._meta.get_field("no_proposal").related_model
        return self.annotate(
            is_coded=Exists(codings.objects.filter(contribution=OuterRef("pk"))),
            is_without_proposal=Exists(refusals.objects.filter(contribution=OuterRef("pk"))),
        )

    def of_organisations(self, organisations: Iterable[Organisation]) -> ContributionQuerySet:
        return self.filter(organisation__in=[organisation.pk for organisation in organisations])

    def with_answer_count(self) -> ContributionQuerySet:
        """How many recommendations that take up the contribution have a public answer."""
        public = Q(recommendations__dispositions__published_answer__isnull=False)
        return self.annotate(answer_count=Count("recommendations", filter=public, distinct=True))

    def uncoded(self) -> ContributionQuerySet:
        return self.with_is_coded().filter(is_coded=False, is_without_proposal=False)


class Contribution(models.Model):
    append_only = True

    submission_key = models.UUIDField(_("submission key"), default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, verbose_name=_("round"), related_name="contributions", on_delete=models.PROTECT)
    event = models.ForeignKey(
        ConsultationEvent,
        verbose_name=_("event"),
        related_name="contributions",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    channel = models.CharField(_("channel"), max_length=20, choices=ContributionChannel.choices)
    language = models.CharField(
        _("language"), max_length=10, choices=ContributionLanguage.choices, default=ContributionLanguage.SQ
    )
    text = models.TextField(_("text, in their own words"), max_length=MAX_TEXT_LENGTH)
    spoken_by = models.CharField(
        _("who spoke"), max_length=20, choices=SpeakerKind.choices, default=SpeakerKind.UNDECLARED
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        related_name="contributions",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        related_name="entered_contributions",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    consents_to_publish = models.BooleanField(_("agrees to publication of the text"), default=False)
    visibility = models.CharField(
        _("visibility"), max_length=20, choices=Visibility.choices, default=Visibility.RESTRICTED
    )
    reference_hash = models.CharField(_("digest of the reference code"), max_length=64, unique=True, editable=False)
    digest = models.CharField(_("digest of the text"), max_length=64, editable=False)
    happened_on = models.DateField(_("received on"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    is_back_entry = models.BooleanField(_("entered afterwards"), default=False)
    source_document = models.CharField(_("source document"), max_length=300, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("-recorded_at", "-pk")
        indexes = [models.Index(fields=["round", "-recorded_at"], name="contribution_round_newest")]
        constraints = [
            models.CheckConstraint(
                name="contribution_says_something",
                condition=~Q(text=""),
                violation_error_message=_("A contribution needs a text."),
            ),
            models.CheckConstraint(
                name="contribution_public_only_with_consent",
                condition=Q(visibility=Visibility.RESTRICTED) | Q(consents_to_publish=True),
                violation_error_message=_("A contribution is published only with consent."),
            ),
            models.CheckConstraint(
                name="contribution_channel_known",
                condition=Q(channel__in=ContributionChannel.values),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="contribution_event_channel_has_event",
                condition=~Q(channel=ContributionChannel.EVENT) | Q(event__isnull=False),
                violation_error_message=_("A contribution made at an event names the event."),
            ),
            models.CheckConstraint(
                name="contribution_back_entry_has_source",
                condition=Q(is_back_entry=False) | ~Q(source_document=""),
                violation_error_message=_("What is entered afterwards names its source document."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:contribution_detail", args=[self.pk])


class ContributionContact(models.Model):
    """How to reach the person who spoke; kept apart from the words, erasable, for coordinators only."""

    contribution = models.OneToOneField(Contribution, related_name="contact", on_delete=models.PROTECT)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    consents_to_feedback = models.BooleanField(_("agrees to be told the answer"), default=False)
    created_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("contact of a contributor")
        verbose_name_plural = _("contacts of contributors")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="contribution_contact_email_with_consent",
                condition=Q(email="") | Q(consents_to_feedback=True),
                violation_error_message=_("An e-mail address is kept only to send the answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.contribution_id}"
