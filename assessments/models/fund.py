"""The Social Fund: calls with what they ask for, and the costing of a service that an application asks money for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import BudgetCode, CallOutcome, FundPart
from assessments.models.reference import ServiceType
from assessments.models.requirements import RequirementLine
from core.i18n import localized, short_date
from core.models import TimeStamped
from municipality.enums import SourceMark
from municipality.models import Sourced

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]
MOST_PERCENT = 100


class FundCallQuerySet(models.QuerySet["FundCall"]):
    def open_ended(self) -> FundCallQuerySet:
        """Calls whose outcome nobody has recorded."""
        return self.filter(outcome="")

    def closing_by(self, day: date) -> FundCallQuerySet:
        return self.open_ended().filter(closes_on__lte=day)


class FundCall(Sourced, TimeStamped):
    """A call of the Social Fund as it was announced; nothing of it is in the code (docs/law.md#social-fund)."""

    stored_in_history = True

    title_sq = models.CharField(_("title (Albanian)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title = localized("title")
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day for applications"))
    applicants = models.TextField(_("who may apply"), max_length=2_000)
    service_types = models.ManyToManyField(
        ServiceType, verbose_name=_("kinds of service financed"), related_name="fund_calls", blank=True
    )
    ceiling = models.PositiveBigIntegerField(_("most for one application (new lek, ALL)"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=CallOutcome, blank=True, editable=False)
    outcome_on = models.DateField(_("outcome known on"), null=True, blank=True, editable=False)
    outcome_note = models.CharField(_("note on the outcome"), max_length=500, blank=True, editable=False)

    objects = FundCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call of the Social Fund")
        verbose_name_plural = _("calls of the Social Fund")
        ordering = ["-closes_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="fund_call_once",
                fields=["title_sq", "opens_on"],
                violation_error_message=_("This call is entered already."),
            ),
            models.CheckConstraint(
                name="fund_call_dates_in_order",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("The call closes before it opens."),
            ),
            models.CheckConstraint(
                name="fund_call_outcome_has_its_day",
                condition=Q(outcome="", outcome_on=None)
                | Q(outcome__in=CallOutcome.values, outcome_on__isnull=False, outcome_on__gte=F("opens_on")),
                violation_error_message=_("An outcome has its day, not before the call opened."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("assessments:call_detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return bool(self.outcome)

    @property
    def closed_because(self) -> str:
        """Why nothing of it is changed any more; empty while it may be."""
        if not self.is_closed:
            return ""
        words = {"date": short_date(self.outcome_on), "outcome": self.get_outcome_display()}
        sentence = gettext(
            "The outcome of this call is known since %(date)s (%(outcome)s): "
            "nothing of it and of its costings changes any more."
        )
        return sentence % words

    @property
    def period_label(self) -> str:
        """What its days are called today."""
        today = timezone.localdate()
        if self.is_closed or today > self.closes_on:
            return pgettext("call", "Was open")
        return pgettext("call", "Opens") if today < self.opens_on else pgettext("call", "Open")

    @property
    def awaits_outcome(self) -> bool:
        return not self.is_closed and timezone.localdate() > self.closes_on

    @property
    def is_unverified(self) -> bool:
        """Whether the mark of its source says so already."""
        return self.source_mark == SourceMark.UNVERIFIED


class PartOfFund(TimeStamped):
    """A row of a call or of a costing; `owner_name` names the field that leads to it."""

    stored_in_history = True
    part: FundPart
    owner_name = "call"

    class Meta:
        abstract = True

    @property
    def owner(self) -> Any:
        return getattr(self, self.owner_name)

    @property
    def all_said(self) -> str:
        """What the row holds, in one line under its owner."""
        return str(self)

    def get_absolute_url(self) -> str:
        return str(self.owner.get_absolute_url())


class PartOfCall(PartOfFund):
    call = models.ForeignKey(FundCall, verbose_name=_("call"), related_name="%(class)s_rows", on_delete=models.PROTECT)

    class Meta:
        abstract = True


class FundShare(PartOfCall):
    """The state's share of the running cost in a year of the service."""

    part = FundPart.SHARES

    year_number = models.PositiveSmallIntegerField(
        _("year of the service"), validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    percent = models.DecimalField(_("state's share (percent)"), max_digits=5, decimal_places=2, validators=PERCENT)

    class Meta:
        verbose_name = _("state's share")
        verbose_name_plural = _("state's shares")
        ordering = ["year_number"]
        constraints = [
            models.UniqueConstraint(
                name="fund_share_once_per_year",
                fields=["call", "year_number"],
                violation_error_message=_("This year of the service has its share already."),
            ),
            models.CheckConstraint(
                name="fund_share_within_the_whole",
                condition=Q(percent__gte=0, percent__lte=MOST_PERCENT, year_number__gte=1),
                violation_error_message=_("A share lies between 0 and 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_number}: {number_format(self.percent.normalize())}\u00a0%"


class FundCriterion(PartOfCall):
    """What the call gives points for."""

    part = FundPart.CRITERIA

    name_sq = models.CharField(_("criterion (Albanian)"), max_length=300)
    name_en = models.CharField(_("criterion (English)"), max_length=300, blank=True)
    name = localized("name")
    points = models.PositiveSmallIntegerField(_("points"), validators=[MinValueValidator(1), MaxValueValidator(1_000)])

    class Meta:
        verbose_name = _("criterion of a call")
        verbose_name_plural = _("criteria of a call")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="fund_criterion_gives_points",
                condition=Q(points__gte=1),
                violation_error_message=_("A criterion gives at least one point."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def all_said(self) -> str:
        points = ngettext("%(points)s point", "%(points)s points", self.points) % {"points": self.points}
        return f"{self} · {points}"


class FundAttachment(PartOfCall):
    """A paper that the application carries, and who signs it."""

    part = FundPart.ATTACHMENTS

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    name_sq = models.CharField(_("attachment (Albanian)"), max_length=300)
    name_en = models.CharField(_("attachment (English)"), max_length=300, blank=True)
    name = localized("name")
    signed_by = models.CharField(_("signed by (office)"), max_length=200)
    is_ready = models.BooleanField(_("ready"), default=False)

    class Meta:
        verbose_name = _("attachment of a call")
        verbose_name_plural = _("attachments of a call")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="fund_attachment_names_who_signs",
                condition=~Q(signed_by=""),
                violation_error_message=_("An attachment names the office that signs it."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def all_said(self) -> str:
        return f"{self} · {self.signed_by} · {_('ready') if self.is_ready else _('not ready yet')}"


class FundCosting(TimeStamped):
    """What a service would cost year by year, for one application to one call."""

    stored_in_history = True

    call = models.ForeignKey(FundCall, verbose_name=_("call"), related_name="costings", on_delete=models.PROTECT)
    line = models.ForeignKey(
        RequirementLine,
        verbose_name=_("requirement line it answers"),
        related_name="costings",
        on_delete=models.PROTECT,
    )
    title_sq = models.CharField(_("service asked for (Albanian)"), max_length=200)
    title_en = models.CharField(_("service asked for (English)"), max_length=200, blank=True)
    title = localized("title")
    beneficiaries = models.PositiveIntegerField(_("beneficiaries at a time"), validators=[MinValueValidator(1)])
    first_year = models.PositiveSmallIntegerField(
        _("first year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    first_year_months = models.PositiveSmallIntegerField(
        _("months of the first year"), default=12, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    contributions = models.DecimalField(
        _("employer's contributions (percent of gross pay)"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    running = models.PositiveBigIntegerField(_("running cost of a full year (new lek, ALL)"), default=0)
    transport = models.PositiveBigIntegerField(_("transport of a full year (new lek, ALL)"), default=0)
    food_a_day = models.PositiveIntegerField(_("food, one person a day (new lek, ALL)"), default=0)
    days = models.PositiveSmallIntegerField(
        _("days of a full year"),
        default=269,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
        help_text=_("365 for a residential service, 269 for a day service."),
    )
    investment = models.PositiveBigIntegerField(_("one-off investment (new lek, ALL)"), default=0)
    price_growth = models.DecimalField(
        _("growth of prices (percent a year)"), max_digits=4, decimal_places=2, default=0, validators=PERCENT
    )
    programme = models.CharField(_("budget programme afterwards"), max_length=5, choices=BudgetCode)
    programme_budget = models.PositiveBigIntegerField(
        _("budget of this programme (new lek, ALL)"), null=True, blank=True
    )
    programme_year = models.PositiveSmallIntegerField(
        _("year of this budget"), null=True, blank=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    council_decision = models.CharField(_("decision of the council on the application"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("costing of a service")
        verbose_name_plural = _("costings of services")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="fund_costing_choices_known",
                condition=Q(programme__in=BudgetCode.values),
                violation_error_message=_("The budget programme is chosen from its list."),
            ),
            models.CheckConstraint(
                name="fund_costing_within_bounds",
                condition=Q(beneficiaries__gte=1, first_year_months__gte=1, first_year_months__lte=12)
                & Q(days__gte=1, days__lte=366, price_growth__gte=0, contributions__gte=0),
                violation_error_message=_("Months, days, beneficiaries and percents lie within their bounds."),
            ),
            models.CheckConstraint(
                name="fund_costing_budget_has_its_year",
                condition=Q(programme_budget=None) | Q(programme_year__isnull=False),
                violation_error_message=_("A budget has its year."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("assessments:costing_detail", args=[self.pk])


class FundPost(PartOfFund):
    """Posts of one profession in the service asked for."""

    part = FundPart.POSTS
    owner_name = "costing"

    costing = models.ForeignKey(FundCosting, verbose_name=_("costing"), related_name="posts", on_delete=models.PROTECT)
    profession_sq = models.CharField(_("profession (Albanian)"), max_length=120)
    profession_en = models.CharField(_("profession (English)"), max_length=120, blank=True)
    profession = localized("profession")
    posts = models.DecimalField(
        _("posts"), max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    gross_pay = models.PositiveIntegerField(_("gross pay of one post a month (new lek, ALL)"))

    class Meta:
        verbose_name = _("post of a costing")
        verbose_name_plural = _("posts of a costing")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="fund_post_is_somebody",
                condition=Q(posts__gt=0),
                violation_error_message=_("A profession without a post is left out."),
            )
        ]

    def __str__(self) -> str:
        return str(self.profession)

    @property
    def all_said(self) -> str:
        pay = number_format(self.gross_pay, force_grouping=True)
        return f"{self} · {number_format(self.posts.normalize())} × {pay}\u00a0ALL"
