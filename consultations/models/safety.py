"""Somebody is in danger: texts that only the protection workers read, and the numbers where help is found."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Mod, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.enums import DangerResult
from consultations.models.contributions import Contribution
from core.i18n import localized
from core.models import TimeStamped
from municipality.models import Sourced

#: By whatever was decided last; with `with_turns()`.
IS_REFERRED = Q(
    settlement__result=Case(
        When(turns=0, then=Value(DangerResult.REFERRED.value)), default=Value(DangerResult.RETURNED.value)
    )
)


class DangerAlertQuerySet(models.QuerySet["DangerAlert"]):
    def waiting(self) -> DangerAlertQuerySet:
        return self.filter(settlement=None)

    def with_turns(self) -> DangerAlertQuerySet:
        """`turns`: 1 where the corrections have left the other outcome than the settlement's, 0 else."""
        corrections = DangerCorrection.objects.filter(settlement=OuterRef("settlement")).order_by()
        times = corrections.annotate(times=Func("pk", function="COUNT", output_field=models.IntegerField()))
        return self.alias(turns=Mod(Subquery(times.values("times")), 2))

    def with_protection(self) -> DangerAlertQuerySet:
        """Not settled, or referred: nobody else reads the text."""
        return self.with_turns().filter(Q(settlement=None) | IS_REFERRED)

    def referred(self) -> DangerAlertQuerySet:
        """With those who protect: so it is answered, publicly without a proposal."""
        return self.with_turns().filter(IS_REFERRED)


class DangerAlert(models.Model):
    """The text of this contribution tells of danger; from this moment only the protection workers read it."""

    append_only = True

    contribution = models.OneToOneField(Contribution, related_name="danger_alert", on_delete=models.PROTECT)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("raised by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Empty where whoever sent the text said so."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = DangerAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("text about somebody in danger")
        verbose_name_plural = _("texts about somebody in danger")
        ordering = ("recorded_at", "pk")

    def __str__(self) -> str:
        return f"#{self.contribution_id}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:danger_detail", args=[self.pk])

    @property
    def is_settled(self) -> bool:
        return hasattr(self, "settlement")

    @property
    def outcomes(self) -> list[DangerSettlement | DangerCorrection]:
        """What was decided, in its order; the last holds. Of a list with its corrections read beforehand."""
        return [self.settlement, *self.settlement.corrections.all()] if self.is_settled else []

    @property
    def outcome(self) -> str:
        """In words; empty while it waits."""
        *_before, last = [None, *self.outcomes]
        return last.get_result_display() if last else ""


class DangerSettlement(models.Model):
    """What was done: referred to whom, or returned to the consultation with a reason."""

    append_only = True

    alert = models.OneToOneField(DangerAlert, related_name="settlement", on_delete=models.PROTECT)
    result = models.CharField(_("what was done"), max_length=12, choices=DangerResult.choices)
    referred_to = models.CharField(
        _("referred to"), max_length=200, blank=True, help_text=_("The service or authority, not a person.")
    )
    reason = models.TextField(
        _("reason or note"), max_length=2_000, blank=True, help_text=_("No names; the case lies with those who act.")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("settlement of a text about danger")
        verbose_name_plural = _("settlements of texts about danger")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="danger_result_known",
                condition=Q(result__in=DangerResult.values),
                violation_error_message=_("This value does not exist."),
            ),
            models.CheckConstraint(
                name="danger_referral_names_receiver",
                condition=~Q(result=DangerResult.REFERRED) | ~Q(referred_to=""),
                violation_error_message=_("Say to which service or authority the case was referred."),
            ),
            models.CheckConstraint(
                name="danger_return_has_reason",
                condition=~Q(result=DangerResult.RETURNED) | ~Q(reason=""),
                violation_error_message=_("Say why the text goes back to the consultation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.result}"


class DangerCorrection(models.Model):
    """What held was wrong: what was referred goes back to the consultation, what was returned to protection."""

    append_only = True

    settlement = models.ForeignKey(DangerSettlement, related_name="corrections", on_delete=models.PROTECT)
    referred_to = models.CharField(
        _("referred to"), max_length=200, blank=True, help_text=_("The service or authority, not a person.")
    )
    reason = models.TextField(_("why it is corrected"), max_length=2_000, help_text=_("No names of persons."))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("correction of a settlement about danger")
        verbose_name_plural = _("corrections of settlements about danger")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="danger_correction_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why it is corrected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.settlement_id}"

    def clean(self) -> None:
        if self.result == DangerResult.REFERRED and not self.referred_to.strip():
            sentence = _("Say to which service or authority the case was referred.")
            raise ValidationError({"referred_to": sentence})

    @property
    def result(self) -> str:
        """What holds since: the other of the two, each time."""
        before = [each for each in self.settlement.corrections.all() if self.pk is None or each.pk < self.pk]
        was_referred = (self.settlement.result == DangerResult.REFERRED) == (len(before) % 2 == 0)
        return DangerResult.RETURNED if was_referred else DangerResult.REFERRED

    def get_result_display(self) -> str:
        return str(DangerResult(self.result).label)


class HelpLineQuerySet(models.QuerySet["HelpLine"]):
    def shown(self) -> HelpLineQuerySet:
        """What stands on forms, receipts and papers: in use, and checked by somebody."""
        return self.filter(is_in_use=True, checked_on__isnull=False).exclude(checked_by="")


class HelpLine(Sourced, TimeStamped):
    """A number where help is found; shown only once an office has called it and checked it."""

    stored_in_history = True

    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    phone = models.CharField(_("number"), max_length=40, unique=True)
    hours_sq = models.CharField(_("hours and cost (Albanian)"), max_length=200, blank=True)
    hours_en = models.CharField(_("hours and cost (English)"), max_length=200, blank=True)
    hours = localized("hours")
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_in_use = models.BooleanField(_("in use"), default=True)

    objects = HelpLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("help number")
        verbose_name_plural = _("help numbers")
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                name="help_line_checked_whole",
                condition=Q(checked_by="", checked_on=None) | (~Q(checked_by="") & Q(checked_on__isnull=False)),
                violation_error_message=_("Say both which office checked the row and on which day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.phone}"

    @property
    def is_checked(self) -> bool:
        return bool(self.checked_by)


def is_with_protection(contribution: Any) -> bool:
    """Whether the text is with the protection workers, or was referred by them; a page by `with_words` knows it."""
    known: bool | None = contribution.__dict__.get("is_held")
    if known is not None:
        return known
    return DangerAlert.objects.with_protection().filter(contribution=contribution).exists()
