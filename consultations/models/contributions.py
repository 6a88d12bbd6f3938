"""What somebody said, in their own words; never changed afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import MD5, Coalesce, Left, Lower, Now, Trim
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assessments.models import TargetGroup
from consultations.enums import (
    PROTOCOLLED_CHANNELS,
    AgeBand,
    ConsentPurpose,
    ContributionChannel,
    ContributionLanguage,
    IntakeResult,
    Sex,
    SpeakerKind,
    Visibility,
)
from consultations.models.drafts import ConsultedDraft
from consultations.models.events import ConsultationEvent
from consultations.models.rounds import Round
from core.i18n import spoken
from core.models import in_own_order
from municipality.models import AdministrativeUnit

MAX_TEXT_LENGTH = 200_000
COMPARED = 2_000  # characters of a text, where texts are looked for that are nearly the same
LATE_NEEDS_PROTOCOL = _(
    "It was received after the last day: give its incoming protocol number. It is kept, marked as late, and answered "
    "apart."
)


def beginning_of(name: str) -> Left:
    """What the index of similar texts holds of a text."""
    return Left(name, COMPARED)


def alike_index(name: str, **kwargs: Any) -> GistIndex:
    """The nearest first, straight from the index (`make bench`)."""
    return GistIndex(OpClass(beginning_of("text"), name="gist_trgm_ops(siglen=256)"), name=name, **kwargs)


def _of_contribution(relation: str) -> Any:
    """The rows of the relation, to be narrowed to those of the contribution around them."""
    rows: Any = Contribution._meta.get_field(relation).related_model
    return rows.objects.filter(contribution=OuterRef("pk"))


@cache
def _where() -> Mapping[str, Exists]:
    """Conditions that most lists of contributions ask: the query builder makes each of them once for all lists."""
    alerts, holds = _of_contribution("danger_alert"), _of_contribution("intake_hold")
    return {
        "with_protection": Exists(alerts.with_protection()),  # what the protection workers have not returned
        "referred": Exists(alerts.referred()),
        "set_apart": Exists(holds.exclude(result=IntakeResult.GENUINE)),
        "automated": Exists(holds.filter(result=IntakeResult.AUTOMATED)),
        "coded": Exists(_of_contribution("codings")),
        "without_proposal": Exists(_of_contribution("no_proposal")),
    }


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def in_the_open(self) -> ContributionQuerySet:
        """Without what is with the protection workers, and what looked automated on its arrival and was not let on.

        For every page, list, search, file and count of words.
        """
        return self.filter(~_where()["with_protection"], ~_where()["set_apart"])

    def received(self) -> ContributionQuerySet:
        """What was not found to be automated."""
        return self.exclude(intake_hold__result=IntakeResult.AUTOMATED)

    def visible_to(self, user: Any) -> ContributionQuerySet:
        if user.has_perm("consultations.view_contribution"):
            return self.in_the_open()
        return (
            self.in_the_open()
            .filter(
                organisation__memberships__user=user.pk,
                organisation__memberships__approved_on__isnull=False,
                organisation__memberships__revoked_on=None,
            )
            .distinct()
        )

    def with_is_coded(self) -> ContributionQuerySet:
        return self.annotate(is_coded=_where()["coded"], is_without_proposal=_where()["without_proposal"])

    def with_words(self) -> ContributionQuerySet:
        """`shown_words`: as the newest redaction has them, else the original; and whether they are with protection."""
        redactions: Any = self.model._meta.get_field("redactions").related_model
        newest = redactions.objects.filter(contribution=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            shown_words=Coalesce(Subquery(newest.values("text")[:1]), F("text")),
            is_held=_where()["with_protection"],
            is_apart=_where()["set_apart"],
        )

    def whole(self) -> ContributionQuerySet:
        """Of which nothing is taken out."""
        redactions: Any = self.model._meta.get_field("redactions").related_model
        newest = redactions.objects.filter(contribution=OuterRef("pk")).order_by("-pk")
        return self.alias(removes=Coalesce(Subquery(newest.values("removes")[:1]), Value(False))).filter(removes=False)

    def unread(self) -> ContributionQuerySet:
        """What may be published and nobody has read for names yet."""
        redactions: Any = self.model._meta.get_field("redactions").related_model
        read = redactions.objects.filter(contribution=OuterRef("pk"))
        return self.publishable().filter(~Exists(read))

    def publishable(self) -> ContributionQuerySet:
        """Words that their speaker lets go out, not withdrawn, and not about danger."""
        withdrawals: Any = self.model._meta.get_field("withdrawals").related_model
        taken_back = withdrawals.objects.filter(contribution=OuterRef("pk"), purpose=ConsentPurpose.PUBLICATION)
        return self.in_the_open().filter(~Exists(taken_back), visibility=Visibility.PUBLIC)

    def of_organisations(self, organisations: Iterable[Organisation]) -> ContributionQuerySet:
        return self.filter(organisation__in=[organisation.pk for organisation in organisations])

    def with_answer_count(self) -> ContributionQuerySet:
        """How many recommendations that take up the contribution have a public answer."""
        public = Q(recommendations__dispositions__published_answer__isnull=False)
        return in_own_order(self.annotate(answer_count=Count("recommendations", filter=public, distinct=True)))

    def at_places(self, keys: Iterable[uuid.UUID]) -> ContributionQuerySet:
        """What was said of these places of a draft, in whatever copy; the newest last."""
        return self.in_the_open().with_words().filter(place_key__in=list(keys)).order_by("happened_on", "pk")

    def in_time(self) -> ContributionQuerySet:
        """What counts as received: not late, and not found to be automated."""
        return self.received().filter(is_late=False)

    def identical_to(self, contribution: Contribution) -> ContributionQuerySet:
        """Letters of the same round with the same words, itself among them; an added sentence makes another text."""
        alike = self.in_the_open().filter(round=contribution.round_id, same_words=contribution.same_words)
        return alike.filter(is_late=contribution.is_late)  # a late letter is answered apart

    def newly_answered(self, answers: Iterable[Any]) -> ContributionQuerySet:
        """Heard in a recommendation with one of these answers, or not told of any answer yet."""
        codings: Any = self.model._meta.get_field("codings").related_model
        notices: Any = self.model._meta.get_field("notices").related_model
        recommendations = [answer.recommendation_id for answer in answers]
        heard = codings.objects.filter(contribution=OuterRef("pk"), recommendation__in=recommendations)
        told = notices.objects.filter(contribution=OuterRef("pk"), occasion="answered")
        return self.filter(Exists(heard) | ~Exists(told))

    def late_unanswered(self) -> ContributionQuerySet:
        """What came after the last day and has had no answer of its own yet."""
        return self.in_the_open().filter(is_late=True, late_reply=None).order_by("happened_on", "pk")

    def uncoded(self) -> ContributionQuerySet:
        """Not coded yet; what the protection workers referred is answered by that, what waits with them is not.

        What came after the last day is answered apart and holds nothing up; what waits on its arrival is owed, what
        was found to be automated is not.
        """
        answered = ("coded", "without_proposal", "referred", "automated")
        return self.filter(*(~_where()[name] for name in answered), is_late=False)


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
    group = models.ForeignKey(
        TargetGroup,
        verbose_name=_("group of the speaker"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("administrative unit of the speaker"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    sex = models.CharField(_("sex of the speaker"), max_length=12, choices=Sex.choices, blank=True)
    age_band = models.CharField(_("age of the speaker"), max_length=12, choices=AgeBand.choices, blank=True)
    guardian_consent = models.CharField(
        _("consent of the guardian"),
        max_length=300,
        blank=True,
        help_text=_("Only for a child under 16: how and on which day the guardian agreed. No names."),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        related_name="entered_contributions",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    draft = models.ForeignKey(
        ConsultedDraft,
        verbose_name=_("copy of the draft it speaks of"),
        related_name="contributions",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    place_kind = models.CharField(_("kind of place it speaks of"), max_length=12, blank=True)
    place_key = models.UUIDField(_("place it speaks of"), null=True, blank=True, db_index=True)
    consents_to_publish = models.BooleanField(_("agrees to publication of the text"), default=False)
    visibility = models.CharField(
        _("visibility"), max_length=20, choices=Visibility.choices, default=Visibility.RESTRICTED
    )
    reference_hash = models.CharField(_("digest of the reference code"), max_length=64, unique=True, editable=False)
    same_words = models.GeneratedField(
        verbose_name=_("mark of identical letters"),
        expression=MD5(
            Lower(Func(Trim("text"), Value(r"\s+"), Value(" "), Value("g"), function="regexp_replace")),
        ),
        output_field=models.CharField(max_length=32),
        db_persist=True,
        editable=False,
    )
    digest = models.CharField(_("digest of the text"), max_length=64, editable=False)
    happened_on = models.DateField(_("received on"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    is_back_entry = models.BooleanField(_("entered afterwards"), default=False)
    source_document = models.CharField(_("source document"), max_length=300, blank=True)
    protocol_no = models.CharField(
        _("incoming protocol number"),
        max_length=60,
        blank=True,
        help_text=_("Of a letter or a mail: the day it was received counts, not the day it is typed."),
    )
    is_late = models.BooleanField(_("received after the last day"), default=False, editable=False)

    objects = ContributionQuerySet.as_manager()

    #: Said by whoever sends the text; kept as a DangerAlert beside it.
    tells_of_danger = False

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("-recorded_at", "-pk")
        indexes = [
            models.Index(fields=["round", "-recorded_at"], name="contribution_round_newest"),
            models.Index(fields=["round", "same_words"], name="contribution_same_words"),
            alike_index("contribution_alike"),
        ]
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
                name="contribution_child_needs_guardian",
                condition=~Q(age_band=AgeBand.UNDER_16) | Q(consents_to_publish=False) | ~Q(guardian_consent=""),
                violation_error_message=_("Words of a child under 16 are published only with the guardian's consent."),
            ),
            models.CheckConstraint(
                name="contribution_sex_known",
                condition=Q(sex__in=["", *Sex.values]),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="contribution_age_known",
                condition=Q(age_band__in=["", *AgeBand.values]),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="contribution_place_whole",
                condition=Q(place_kind="", place_key=None)
                | (~Q(place_kind="") & Q(place_key__isnull=False, draft__isnull=False)),
                violation_error_message=_(
                    "A place is named with its kind and with the copy of the draft it stands in."
                ),
            ),
            models.CheckConstraint(
                name="contribution_late_has_protocol",
                condition=Q(is_late=False) | (Q(channel__in=PROTOCOLLED_CHANNELS) & ~Q(protocol_no="")),
                violation_error_message=LATE_NEEDS_PROTOCOL,
            ),
            models.CheckConstraint(
                name="contribution_back_entry_has_source",
                condition=Q(is_back_entry=False) | ~Q(source_document=""),
                violation_error_message=_("What is entered afterwards names its source document."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("Contribution #%(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("consultations:contribution_detail", args=[self.pk])

    @property
    def words(self) -> str:
        """The words as they are shown; a list reads them by `with_words()`."""
        known: str | None = self.__dict__.get("shown_words")
        if known is None:
            known = self.redactions.order_by("-pk").values_list("text", flat=True).first()
        return spoken(self.text if known is None else known, self.language)

    @property
    def is_on_paper(self) -> bool:
        return self.channel == ContributionChannel.PAPER

    @property
    def is_of_child_alone(self) -> bool:
        """A child under 16 without the guardian's recorded consent: words only, no contact and no publication."""
        return self.age_band == AgeBand.UNDER_16 and not self.guardian_consent


class ContributionContact(models.Model):
    """How to reach the person who spoke; kept apart from the words, erasable, for coordinators only."""

    contribution = models.OneToOneField(Contribution, related_name="contact", on_delete=models.PROTECT)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    consents_to_feedback = models.BooleanField(_("agrees to be told the answer"), default=False)
    safe_to_send = models.BooleanField(
        _("safe to send here"),
        default=False,
        help_text=_("Without it a mail tells neither words, group nor code: only that there is an answer."),
    )
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
