"""What the municipality understood from the contributions, and what it answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Need
from consultations.enums import ANSWERS_WITH_TARGET, Answer, AnswerText
from consultations.models.contributions import Contribution
from consultations.models.rounds import Round
from core.i18n import localized
from core.models import TimeStamped, in_own_order

OUTSIDE_NAMES_THE_BODY = _("“Outside competence” names the body whose competence it is.")


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def with_contribution_count(self) -> RecommendationQuerySet:
        return in_own_order(self.annotate(contribution_count=Count("codings", distinct=True)))

    def with_current_disposition(self) -> RecommendationQuerySet:
        """`latest_answer`, and the current answer as the one row of `current_dispositions`."""
        latest = Disposition.objects.filter(recommendation=OuterRef("pk")).order_by("-pk")
        return self.annotate(latest_answer=Subquery(latest.values("answer")[:1])).prefetch_related(
            Prefetch("dispositions", queryset=Disposition.objects.current(), to_attr="current_dispositions")
        )

    def with_published_disposition(self) -> RecommendationQuerySet:
        """Only recommendations whose answer is public, with that answer in `published_dispositions`."""
        public = Disposition.objects.published().order_by("-pk").select_related("published_answer__publication")
        return self.published().prefetch_related(
            Prefetch("dispositions", queryset=public, to_attr="published_dispositions")
        )

    def not_withdrawn(self) -> RecommendationQuerySet:
        """Without what was merged into another; its words stay readable there."""
        return self.filter(merged_into=None)

    def unanswered(self) -> RecommendationQuerySet:
        return self.not_withdrawn().filter(~Exists(Disposition.objects.filter(recommendation=OuterRef("pk"))))

    def answered(self) -> RecommendationQuerySet:
        return self.filter(Exists(Disposition.objects.filter(recommendation=OuterRef("pk"))))

    def published(self) -> RecommendationQuerySet:
        return self.filter(Exists(PublishedAnswer.objects.filter(disposition__recommendation=OuterRef("pk"))))


class Recommendation(TimeStamped):
    stored_in_history = True
    round = models.ForeignKey(Round, verbose_name=_("round"), related_name="recommendations", on_delete=models.PROTECT)
    code = models.CharField(_("code"), max_length=20)
    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    text_sq = models.TextField(_("text (Albanian)"), max_length=20_000)
    text_en = models.TextField(_("text (English)"), max_length=20_000, blank=True)
    text = localized("text")
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        related_name="merged",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    answer_by = models.DateField(_("to be answered by"), null=True, blank=True)
    contributions = models.ManyToManyField(Contribution, through="Coding", related_name="recommendations")
    needs = models.ManyToManyField(Need, verbose_name=_("needs"), related_name="recommendations", blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ("code", "pk")
        constraints = [
            models.CheckConstraint(
                name="recommendation_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("pk")),
                violation_error_message=_("A recommendation is not merged into itself."),
            ),
            models.UniqueConstraint(
                name="recommendation_code_once_per_round",
                fields=["round", "code"],
                violation_error_message=_("This code is already used in the round."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def detail(self) -> str:
        """What the text says beside the title; where it only says the title again, nothing."""
        text: str = self.text
        return "" if text.strip().rstrip(".") == self.title.strip().rstrip(".") else text

    def get_absolute_url(self) -> str:
        return reverse("consultations:recommendation_detail", args=[self.pk])

    def current_disposition(self) -> Disposition | None:
        return self.dispositions.order_by("-pk").first()


class Coding(models.Model):
    """This contribution is heard in this recommendation."""

    stored_in_history = True

    recommendation = models.ForeignKey(Recommendation, related_name="codings", on_delete=models.CASCADE)
    contribution = models.ForeignKey(Contribution, related_name="codings", on_delete=models.PROTECT)
    coded_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="coding_once",
                fields=["recommendation", "contribution"],
                violation_error_message=_("This contribution is already part of the recommendation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} → {self.recommendation_id}"


class NoProposal(models.Model):
    """This contribution proposes nothing that could be answered, and why we think so."""

    stored_in_history = True

    contribution = models.OneToOneField(Contribution, related_name="no_proposal", on_delete=models.PROTECT)
    reason = models.TextField(
        _("reason"),
        max_length=5_000,
        help_text=_("Whoever spoke reads this reason, with her code, once the answers of the round are published."),
    )
    coded_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("contribution without a proposal")
        verbose_name_plural = _("contributions without a proposal")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="no_proposal_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the contribution contains no proposal."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.contribution_id}"


class DispositionQuerySet(models.QuerySet["Disposition"]):
    def current(self) -> DispositionQuerySet:
        later = Disposition.objects.filter(recommendation=OuterRef("recommendation"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def published(self) -> DispositionQuerySet:
        return self.filter(published_answer__isnull=False)

    def last_published(self) -> DispositionQuerySet:
        """The public answer of each recommendation: the newest of its published ones."""
        later = Disposition.objects.published().filter(
            recommendation=OuterRef("recommendation"), pk__gt=OuterRef("pk")
        )
        return self.published().filter(~Exists(later))

    def with_words(self) -> DispositionQuerySet:
        """Those that say something in words of their own."""
        return self.exclude(**dict.fromkeys(Disposition.shortened_columns, ""))

    def unpublished(self) -> DispositionQuerySet:
        return self.filter(published_answer=None)

    def with_place(self) -> DispositionQuerySet:
        """Those that may point at a place in the plan."""
        return self.filter(answer__in=ANSWERS_WITH_TARGET)

    def needing_target(self) -> DispositionQuerySet:
        """Those that must."""
        return self.with_place().exclude(answer=Answer.ALREADY_COVERED, is_before_places=True)


class Disposition(models.Model):
    """One answer to one recommendation; a later row supersedes it, none is ever changed but to take a person out."""

    append_only = True
    shortened_columns = tuple(AnswerText.values)
    #: What somebody says by it, in the order in which it is asked; one answer to many is said the same of each.
    SAID = ("answer", "reason_sq", "reason_en", "competent_body_sq", "competent_body_en")

    recommendation = models.ForeignKey(Recommendation, related_name="dispositions", on_delete=models.PROTECT)
    answer = models.CharField(_("answer"), max_length=20, choices=Answer.choices)
    reason_sq = models.TextField(_("reason (Albanian)"), max_length=20_000, blank=True)
    reason_en = models.TextField(_("reason (English)"), max_length=20_000, blank=True)
    reason = localized("reason")
    competent_body_sq = models.CharField(_("body whose competence it is (Albanian)"), max_length=300, blank=True)
    competent_body_en = models.CharField(_("body whose competence it is (English)"), max_length=300, blank=True)
    competent_body = localized("competent_body")
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    is_back_entry = models.BooleanField(_("entered afterwards"), default=False)
    #: Held before “already covered” had to point at its place; once answered its round takes no other answer.
    is_before_places = models.BooleanField(default=False, editable=False)

    objects = DispositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="disposition_answer_known",
                condition=Q(answer__in=Answer.values),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="disposition_reason_unless_accepted",
                condition=Q(answer=Answer.ACCEPTED) | ~Q(reason_sq=""),
                violation_error_message=_("Every answer but “accepted” needs a reason in Albanian."),
            ),
            # answers of before name none: the database holds it against new rows alone
            models.CheckConstraint(
                name="disposition_outside_names_the_body",
                condition=~Q(answer=Answer.OUTSIDE_COMPETENCE) | ~Q(competent_body_sq=""),
                violation_error_message=OUTSIDE_NAMES_THE_BODY,
            ),
            models.CheckConstraint(
                name="disposition_body_only_where_outside",
                condition=Q(answer=Answer.OUTSIDE_COMPETENCE) | Q(competent_body_sq="", competent_body_en=""),
                violation_error_message=_("A competent body is named only where the municipality is not competent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.answer}"

    def get_answer_display(self) -> str:  # type: ignore[no-redef]
        """The answer in words; “outside competence” with the body whose it is."""
        words = str(Answer(self.answer).label)
        return f"{words}: {self.competent_body}" if self.competent_body else words

    @property
    def has_words(self) -> bool:
        """It says something in words of its own."""
        return any(getattr(self, name) for name in self.shortened_columns)

    @property
    def is_published(self) -> bool:
        return hasattr(self, "published_answer")

    @property
    def may_have_target(self) -> bool:
        return self.answer in ANSWERS_WITH_TARGET

    @property
    def needs_target(self) -> bool:
        spared = self.answer == Answer.ALREADY_COVERED and self.is_before_places
        return self.may_have_target and not spared


class AnswerPublication(models.Model):
    """The batch in which the answers of a round became public."""

    append_only = True

    round = models.ForeignKey(Round, related_name="answer_publications", on_delete=models.PROTECT)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    happened_on = models.DateField(_("published on"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.round_id}: {self.happened_on}"


class PublishedAnswer(models.Model):
    append_only = True

    publication = models.ForeignKey(AnswerPublication, related_name="answers", on_delete=models.PROTECT)
    disposition = models.OneToOneField(Disposition, related_name="published_answer", on_delete=models.PROTECT)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.disposition_id}"
