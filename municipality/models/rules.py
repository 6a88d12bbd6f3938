"""What the law sets as a figure: deadlines, majorities, thresholds."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from municipality.enums import DeadlineCode, DeadlineUnit, MajorityBase, MajorityComparison, MajorityUse, ThresholdCode
from municipality.models.sourced import Sourced


class DeadlineRule(Sourced, TimeStamped):
    stored_in_history = True
    code = models.CharField(_("rule"), max_length=40, unique=True, choices=DeadlineCode)
    days = models.PositiveSmallIntegerField(_("length"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("unit"), max_length=10, choices=DeadlineUnit)
    maximum = models.PositiveSmallIntegerField(
        _("longest length"), null=True, blank=True, help_text=_("Only where a recorded decision may lengthen it.")
    )
    counts_first_day = models.BooleanField(
        _("the day of the event counts as the first"),
        default=False,
        help_text=_("Unticked, counting begins on the day after the notice or act."),
    )
    moves_to_working_day = models.BooleanField(
        _("an end on a closed day moves to the next working day"), default=False
    )
    refuses = models.BooleanField(
        _("what is shorter is refused"),
        default=False,
        help_text=_(
            "Read for the notice of a public meeting alone. Unticked, a shorter one asks a reason and is marked."
        ),
    )

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="deadline_at_least_one_day",
                condition=Q(days__gte=1),
                violation_error_message=_("A deadline is at least one day long."),
            ),
            models.CheckConstraint(
                name="deadline_maximum_not_below_length",
                condition=Q(maximum=None) | Q(maximum__gte=F("days")),
                violation_error_message=_("The longest length is shorter than the length."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class MajorityRuleQuerySet(models.QuerySet["MajorityRule"]):
    def for_plans(self) -> MajorityRuleQuerySet:
        """What a vote on a plan may be held against: the confirmed rows, and all of them while none is confirmed."""
        rows = self.filter(use=MajorityUse.PLAN)
        return rows.exclude(checked_by="") if rows.exclude(checked_by="").exists() else rows


class MajorityRule(Sourced, TimeStamped):
    """Adopted when votes for exceed `numerator / denominator` of the base, or reach it where that is enough."""

    stored_in_history = True

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    use = models.CharField(_("for which votes"), max_length=10, choices=MajorityUse, default=MajorityUse.PLAN)
    base = models.CharField(_("counted against"), max_length=10, choices=MajorityBase)
    comparison = models.CharField(
        _("how it is reached"), max_length=10, choices=MajorityComparison, default=MajorityComparison.MORE
    )
    numerator = models.PositiveSmallIntegerField(_("share: numerator"), validators=[MinValueValidator(1)])
    denominator = models.PositiveSmallIntegerField(_("share: denominator"), validators=[MinValueValidator(1)])

    objects = MajorityRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("majority rule")
        verbose_name_plural = _("majority rules")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="majority_is_a_proper_fraction",
                condition=Q(numerator__gte=1) & Q(numerator__lt=F("denominator")),
                violation_error_message=_("The majority is a fraction between nothing and the whole."),
            ),
            models.CheckConstraint(
                name="majority_comparison_and_use_known",
                condition=Q(comparison__in=MajorityComparison.values, use__in=MajorityUse.values),
                violation_error_message=_("Say how the majority is reached and for which votes it is."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def in_words(self) -> str:
        """Name and formula, as a list offers it: "Simple majority (more than (>) 1/2 · members present)"."""
        formula = f"{self.get_comparison_display()} {self.numerator}/{self.denominator} · {self.get_base_display()}"
        return f"{self} ({formula})"

    def needed(self, *, present: int, seats: int) -> int:
        """The least number of votes for that carries; votes not cast count in the base."""
        base = present if self.base == MajorityBase.PRESENT else seats
        if self.comparison == MajorityComparison.AT_LEAST:
            return -(-base * self.numerator // self.denominator)
        return base * self.numerator // self.denominator + 1

    def is_reached(self, *, votes_for: int, present: int, seats: int) -> bool:
        return votes_for >= self.needed(present=present, seats=seats)


class Threshold(Sourced, TimeStamped):
    stored_in_history = True
    code = models.CharField(_("threshold"), max_length=40, unique=True, choices=ThresholdCode)
    value = models.PositiveSmallIntegerField(_("value"))

    class Meta:
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="threshold_small_numbers_never_below_three",
                condition=~Q(code__startswith="small_number") | Q(value__gte=3),
                violation_error_message=_("A small number is never set below 3."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_code_display()
