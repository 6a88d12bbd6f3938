"""What connects the plan with needs, groups, indicators, consultations and recommendations."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from socialplan.content.enums import NodeKind
from socialplan.content.models.content import ContentRow
from socialplan.content.models.goals import Measure
from socialplan.content.models.indicators import Indicator
from socialplan.content.models.plans import Plan, PlanVersion


class MeasureNeed(ContentRow):
    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), related_name="need_links", on_delete=models.CASCADE
    )
    need = models.ForeignKey(
        "assessments.Need", verbose_name=_("need"), related_name="measure_links", on_delete=models.PROTECT
    )

    class Meta(ContentRow.Meta):
        verbose_name = _("need a measure answers")
        verbose_name_plural = _("needs measures answer")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "need"], name="measureneed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.need_id}"


class MeasureGroup(ContentRow):
    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), related_name="group_links", on_delete=models.CASCADE
    )
    group = models.ForeignKey(
        "assessments.TargetGroup", verbose_name=_("group"), related_name="measure_links", on_delete=models.PROTECT
    )

    class Meta(ContentRow.Meta):
        verbose_name = _("group a measure serves")
        verbose_name_plural = _("groups measures serve")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "group"], name="measuregroup_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.group_id}"


class MeasureUnit(ContentRow):
    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), related_name="unit_links", on_delete=models.CASCADE
    )
    unit = models.ForeignKey(
        "municipality.AdministrativeUnit",
        verbose_name=_("administrative unit"),
        related_name="measure_links",
        on_delete=models.PROTECT,
    )

    class Meta(ContentRow.Meta):
        verbose_name = _("unit a measure reaches")
        verbose_name_plural = _("units measures reach")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "unit"], name="measureunit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.unit_id}"


class MeasureIndicator(ContentRow):
    measure = models.ForeignKey(
        Measure, verbose_name=_("measure"), related_name="indicator_links", on_delete=models.CASCADE
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), related_name="measure_links", on_delete=models.CASCADE
    )

    class Meta(ContentRow.Meta):
        verbose_name = _("indicator of a measure")
        verbose_name_plural = _("indicators of measures")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "indicator"], name="measureindicator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.indicator_id}"


class PlanRound(models.Model):
    """A consultation round held for a plan; the council gate asks whether each is answered."""

    plan = models.ForeignKey(Plan, verbose_name=_("plan"), related_name="round_links", on_delete=models.PROTECT)
    round = models.ForeignKey(
        "consultations.Round",
        verbose_name=_("consultation round"),
        related_name="plan_links",
        on_delete=models.PROTECT,
    )
    version = models.ForeignKey(
        PlanVersion,
        verbose_name=_("version it was held for"),
        related_name="round_links",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Empty where it was held for the plan's first version."),
    )

    class Meta:
        verbose_name = _("consultation round of a plan")
        verbose_name_plural = _("consultation rounds of plans")
        constraints = [models.UniqueConstraint(fields=["plan", "round"], name="planround_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} → {self.round_id}"

    def is_held_for(self, chain: Sequence[PlanVersion]) -> bool:
        """Whether for a version whose way is this one (`PlanVersion.chain`): an amendment's is no other version's."""
        if self.version_id is None:
            return chain[-1].derived_from_id is None
        return self.version_id in {each.pk for each in chain}


class DispositionTargetQuerySet(models.QuerySet["DispositionTarget"]):
    def at(self, row: ContentRow) -> DispositionTargetQuerySet:
        """What points at this row's place, in whatever version."""
        return self.filter(node_key=row.key).select_related("disposition__recommendation")

    def published(self) -> DispositionTargetQuerySet:
        return self.filter(disposition__published_answer__isnull=False)


class DispositionTarget(models.Model):
    """Where in the plan an answer to a recommendation is reflected; `node_key` holds across versions."""

    append_only = True

    disposition = models.ForeignKey(
        "consultations.Disposition", verbose_name=_("answer"), related_name="targets", on_delete=models.PROTECT
    )
    plan = models.ForeignKey(
        Plan, verbose_name=_("plan"), related_name="disposition_targets", on_delete=models.PROTECT
    )
    node_key = models.UUIDField(_("place in the plan"))
    node_kind = models.CharField(_("kind of place"), max_length=12, choices=NodeKind)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        related_name="+",
        null=True,
        on_delete=models.PROTECT,
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = DispositionTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("place where an answer is reflected")
        verbose_name_plural = _("places where answers are reflected")
        constraints = [
            models.UniqueConstraint(fields=["disposition", "node_key"], name="dispositiontarget_once"),
            models.CheckConstraint(name="dispositiontarget_kind_known", condition=Q(node_kind__in=NodeKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.disposition_id} → {self.node_kind} {self.node_key}"
