"""Strategic goals, their specific objectives, and the measures that serve them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized, marked
from socialplan.content.models.content import OrderedRow
from socialplan.content.models.plans import Plan


class StrategicGoal(OrderedRow):
    code = models.CharField(_("code"), max_length=8)
    title_sq = models.CharField(_("title (Albanian)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title = localized("title")

    class Meta(OrderedRow.Meta):
        verbose_name = _("strategic goal")
        verbose_name_plural = _("strategic goals")
        constraints = [
            *OrderedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["version", "code"],
                name="strategicgoal_code_once_per_version",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This version already has a goal with this code."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:content_update", args=["goal", self.pk])


class SpecificObjective(OrderedRow):
    goal = models.ForeignKey(
        StrategicGoal, verbose_name=_("strategic goal"), related_name="objectives", on_delete=models.CASCADE
    )
    code = models.CharField(_("code"), max_length=8)
    title_sq = models.CharField(_("title (Albanian)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title = localized("title")

    class Meta(OrderedRow.Meta):
        verbose_name = _("specific objective")
        verbose_name_plural = _("specific objectives")
        constraints = [
            *OrderedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["version", "code"],
                name="specificobjective_code_once_per_version",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This version already has an objective with this code."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:content_update", args=["objective", self.pk])


def refuse_deadline(plan: Plan, due_on: date) -> None:
    """A deadline lies within the years of the plan; ValidationError names them."""
    if due_on.year not in plan.years:
        raise ValidationError(
            _("The deadline lies outside the plan's years %(first)s–%(last)s."),
            params={"first": plan.first_year, "last": plan.last_year},
        )


class MeasureQuerySet(models.QuerySet["Measure"]):
    def with_budget(self) -> MeasureQuerySet:
        """Adds `cost`, `funding` and `gap` in ALL over all years."""
        costs = Subquery(
            Measure.objects.filter(pk=OuterRef("pk")).annotate(total=Sum("costs__amount")).values("total")
        )
        funding = Subquery(
            Measure.objects.filter(pk=OuterRef("pk")).annotate(total=Sum("costs__lines__amount")).values("total")
        )
        big = models.BigIntegerField()
        return self.annotate(
            cost=Coalesce(costs, 0, output_field=big), funding=Coalesce(funding, 0, output_field=big)
        ).annotate(gap=models.F("cost") - models.F("funding"))

    def without_indicator(self) -> MeasureQuerySet:
        return self.filter(indicator_links=None, objective__indicators=None)


class Measure(OrderedRow):
    objective = models.ForeignKey(
        SpecificObjective, verbose_name=_("specific objective"), related_name="measures", on_delete=models.CASCADE
    )
    code = models.CharField(_("code"), max_length=12)
    title_sq = models.CharField(_("title (Albanian)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title = localized("title")
    description_sq = models.TextField(_("description (Albanian)"), max_length=10_000, blank=True)
    description_en = models.TextField(_("description (English)"), max_length=10_000, blank=True)
    description = localized("description")
    office = models.ForeignKey(
        "municipality.Office",
        verbose_name=_("responsible office"),
        related_name="measures",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    partners = models.CharField(_("partners"), max_length=300, blank=True)
    partners_en = models.CharField(_("partners (English)"), max_length=300, blank=True, default="", db_default="")
    partners_label = marked("partners")
    gender_objective_sq = models.CharField(
        _("gender objective (Albanian)"), max_length=300, blank=True, default="", db_default=""
    )
    gender_objective_en = models.CharField(
        _("gender objective (English)"), max_length=300, blank=True, default="", db_default=""
    )
    gender_objective = localized("gender_objective")
    women_share = models.PositiveSmallIntegerField(
        _("share of the cost that benefits women (percent)"), null=True, blank=True
    )
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    budget_programme = models.CharField(_("budget programme"), max_length=8, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta(OrderedRow.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            *OrderedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["version", "code"],
                name="measure_code_once_per_version",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This version already has a measure with this code."),
            ),
            models.CheckConstraint(
                name="measure_women_share_within_100",
                condition=Q(women_share=None) | Q(women_share__lte=100),
                violation_error_message=_("A share is at most 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def clean(self) -> None:
        if self.due_on:
            try:
                refuse_deadline(self.version.plan, self.due_on)
            except ValidationError as refusal:
                raise ValidationError({"due_on": refusal}) from refusal

    def get_absolute_url(self) -> str:
        return reverse("drafting:measure_detail", args=[self.pk])

    def linked(self) -> dict[str, list[models.Model]]:
        """The rows it names, by kind, in the order of the links; asked of what was prefetched where it was."""
        return {
            kind: [getattr(link, kind) for link in getattr(self, f"{kind}_links").all()]
            for kind in ("need", "group", "unit", "indicator")
        }
