"""A plan and its versions; the content of a version hangs on it by `version`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from core.together.relations import TogetherQuerySet
from socialplan.content.enums import ADOPTED_STATES, EDITABLE_STATES, SEALED_STATES, PlanKind, PlanOrigin, PlanState
from socialplan.content.models.recorded import DocumentedAct, act_models


class PlanQuerySet(models.QuerySet["Plan"]):
    def of_kind(self, kind: str) -> PlanQuerySet:
        return self.filter(kind=kind)


class Plan(TimeStamped):
    stored_in_history = True
    kind = models.CharField(_("kind"), max_length=24, choices=PlanKind, default=PlanKind.PLAN)
    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    assessment = models.ForeignKey(
        "assessments.Assessment",
        verbose_name=_("needs assessment it rests on"),
        related_name="plans",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    follows = models.ForeignKey(
        "self",
        verbose_name=_("plan it follows"),
        related_name="followers",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Of a monitoring strategy: the plan whose goals, money and indicators its chapters can show."),
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        # The plan stands before the strategy that follows it.
        ordering = ("-first_year", "-kind", "pk")
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(
                name="plan_years_in_order",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message=_("The last year cannot come before the first year."),
            ),
            models.CheckConstraint(
                name="plan_years_plausible",
                condition=Q(first_year__gte=2000, last_year__lte=2100),
                violation_error_message=_("A plan lies between the years 2000 and 2100."),
            ),
            models.CheckConstraint(name="plan_kind_known", condition=Q(kind__in=PlanKind.values)),
            models.CheckConstraint(
                name="plan_only_strategy_follows",
                condition=Q(follows=None) | Q(kind=PlanKind.MONITORING_STRATEGY),
                violation_error_message=_("Only a monitoring strategy follows a plan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}"

    def clean(self) -> None:
        """That the other one is a plan is a trigger of the database too."""
        if self.follows is not None and self.follows.is_strategy:
            raise ValidationError({"follows": _("A strategy follows a plan, not another strategy.")})

    @property
    def title_with_years(self) -> str:
        """The title, and the years where it does not name them."""
        years = f"{self.first_year}–{self.last_year}"
        return self.title if str(self.first_year) in self.title else f"{self.title}, {years}"

    @property
    def is_strategy(self) -> bool:
        """Whether it has chapters alone: goals, measures and money stand in the plan it follows."""
        return self.kind == PlanKind.MONITORING_STRATEGY

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


RANK_IN_FORCE = Case(When(state=PlanState.IN_FORCE, then=0), default=1)


class PlanVersionQuerySet(TogetherQuerySet["PlanVersion"]):
    def with_budget(self) -> PlanVersionQuerySet:
        """Adds `cost` and `funding` in ALL; the gap is their difference and is never stored."""
        costs = models.Subquery(
            self.model.objects.filter(pk=models.OuterRef("pk"))
            .annotate(total=Sum("measurecosts__amount"))
            .values("total")
        )
        funding = models.Subquery(
            self.model.objects.filter(pk=models.OuterRef("pk"))
            .annotate(total=Sum("fundinglines__amount"))
            .values("total")
        )
        return self.annotate(
            cost=Coalesce(costs, 0, output_field=models.BigIntegerField()),
            funding=Coalesce(funding, 0, output_field=models.BigIntegerField()),
        )

    def published(self) -> PlanVersionQuerySet:
        """Versions that anybody may read: announced ones, then whatever became of them, repealed ones included."""
        return self.filter(
            state__in=SEALED_STATES - {PlanState.ADOPTED}, announcement__isnull=False, seal__isnull=False
        )

    def with_acts(self) -> PlanVersionQuerySet:
        """With everything that the page of its approval tells, in a fixed number of queries."""
        one = ("decision", "announcement", "mayor_return")
        people = [f"{name}__recorded_by" for name in one]
        papers = [f"{name}__document__file" for name in one if name != "announcement"]
        read: list[str] = []
        for model in act_models().values():
            path = "__".join(model.path())
            if path not in one:
                paper = ("document__file",) if issubclass(model, DocumentedAct) else ()
                read += (f"{path}__{name}" for name in ("recorded_by", *paper, *model.shown_with))
        return (
            self.select_related("plan", "seal", "derived_from__plan", *people, *papers)
            .defer("seal__canonical_json")
            .prefetch_related(
                "state_changes__actor",
                "withdrawals__recorded_by",
                "submissions__recorded_by",
                "submissions__document__file",
                *read,
                "papers__file",
                "papers__recorded_by",
                "plan__round_links__round",
                "derivatives__plan",
            )
            .together()
        )

    def of_plans(self) -> PlanVersionQuerySet:
        """Those of social plans; a monitoring strategy is followed by nobody."""
        return self.filter(plan__kind=PlanKind.PLAN)

    def followed_up(self) -> PlanVersionQuerySet:
        """Of each social plan the version whose results are entered: the one in force, else the newest that stands.

        A plan whose years are over has one too: its last year is reported afterwards.
        """
        of_plans = self.of_plans().filter(state__in=ADOPTED_STATES)
        one_a_plan = of_plans.order_by("plan_id", RANK_IN_FORCE, "-number").distinct("plan_id").values("pk")
        return self.filter(pk__in=one_a_plan).order_by("-plan__last_year", "-pk")

    def in_force(self) -> PlanVersionQuerySet:
        return self.filter(state=PlanState.IN_FORCE)

    def telling(self) -> PlanVersionQuerySet:
        """Those that say where a plan stands: after a repeal that is the repealed version, not the vote on it."""
        return self.exclude(origin=PlanOrigin.REEXAMINATION, state=PlanState.REJECTED)

    def plan_by_plan(self) -> PlanVersionQuerySet:
        """The versions of each plan together, the one in force before the others, then the newest."""
        return self.order_by("-plan__first_year", "-plan__kind", "plan_id", RANK_IN_FORCE, "-number")

    def shown_first(self) -> PlanVersionQuerySet:
        """Those that tell where a plan stands: the one in force, then the newest."""
        return self.telling().order_by(RANK_IN_FORCE, "-number")

    def reexamining(self) -> PlanVersionQuerySet:
        return self.filter(origin=PlanOrigin.REEXAMINATION)


def _related(row: models.Model, relation: str) -> Iterable[Any]:
    """What hangs on a row by a relation, of which there may be one or many."""
    found = getattr(row, relation, None)
    if isinstance(found, models.Manager):
        return found.all()
    return [] if found is None else [found]


class PlanVersion(TimeStamped):
    stored_in_history = True
    plan = models.ForeignKey(Plan, verbose_name=_("plan"), related_name="versions", on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=20, choices=PlanState, default=PlanState.DRAFTING)
    derived_from = models.ForeignKey(
        "self",
        verbose_name=_("derived from"),
        related_name="derivatives",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    origin = models.CharField(
        _("origin"), max_length=16, choices=PlanOrigin, default=PlanOrigin.DRAFT, db_default=PlanOrigin.DRAFT
    )

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "-number")
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="planversion_number_once_per_plan"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=PlanState.IN_FORCE), name="planversion_one_in_force_per_plan"
            ),
            models.CheckConstraint(name="planversion_number_positive", condition=Q(number__gte=1)),
            models.CheckConstraint(name="planversion_state_known", condition=Q(state__in=PlanState.values)),
            models.CheckConstraint(name="planversion_origin_known", condition=Q(origin__in=PlanOrigin.values)),
            models.CheckConstraint(
                name="planversion_council_text_has_source",
                condition=Q(origin=PlanOrigin.DRAFT) | Q(derived_from__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["derived_from", "origin"],
                condition=~Q(origin=PlanOrigin.DRAFT),
                name="planversion_one_council_text_per_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("approval:version_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES

    @property
    def is_amending(self) -> bool:
        """The council has adopted with amendments, and its secretary is entering them."""
        return self.state == PlanState.AMENDING

    @property
    def is_reexamination(self) -> bool:
        return self.origin == PlanOrigin.REEXAMINATION

    @property
    def goes_on(self) -> bool:
        """Opened by a vote or a return: its way is that of the version it derives from, continued."""
        return self.origin != PlanOrigin.DRAFT

    @property
    def voted_on(self) -> PlanVersion:
        """The version that lay before the council: this one, or that of which it is the amended text."""
        return self.derived_from if self.origin == PlanOrigin.AMENDMENTS and self.derived_from else self

    @property
    def acts(self) -> dict[str, Any]:
        """The acts of its adoption by name, None where one is not recorded yet."""
        names = ("seal", "decision", "announcement", "mayor_order")
        acts = {name: getattr(self, name, None) for name in names}
        if self.state == PlanState.AMENDED and (amended := self.amended_text()):
            acts["decision"] = getattr(amended, "decision", None)
        return acts

    def withdrawn(self) -> dict[tuple[str, int], Any]:
        """What was recorded wrongly: the withdrawal by kind and number of the act."""
        return {each.names: each for each in self.withdrawals.all()}

    def acts_of(self, kind: str) -> list[Any]:
        """All acts of a kind, withdrawn ones too."""
        rows: list[Any] = [self]
        for relation in act_models()[kind].path():
            rows = [each for row in rows for each in _related(row, relation)]
        return rows

    def valid(self, kind: str) -> list[Any]:
        """The acts of a kind that count."""
        acts = self.acts_of(kind)
        gone = self.withdrawn() if acts else {}
        return [each for each in acts if (kind, each.pk) not in gone]

    @property
    def prefect_deposit(self) -> Any:
        """The deposit that counts, or None."""
        return next(iter(self.valid("deposit")), None)

    @property
    def mayor_order(self) -> Any:
        """The order that counts, or None."""
        return next(iter(self.valid("mayor_order")), None)

    @property
    def valid_opinions(self) -> list[Any]:
        return self.valid("opinion")

    @property
    def latest_opinions(self) -> list[Any]:
        """The one that each office gave last: a content sent to review anew gets new ones."""
        return list({opinion.kind: opinion for opinion in self.valid_opinions}.values())

    @property
    def own_decision(self) -> Any:
        """The council's decision on this very text, None where there is none."""
        return getattr(self, "decision", None)

    def amended_text(self) -> PlanVersion | None:
        """The version that holds this one's text as the council amended it."""
        return self.derivatives.filter(origin=PlanOrigin.AMENDMENTS).select_related("plan", "decision").first()

    def chain(self) -> list[PlanVersion]:
        """This version and those whose way it goes on from: amended by the council, or sent back to it."""
        links, version = [self], self
        while version.goes_on and version.derived_from is not None:
            version = version.derived_from
            links.append(version)
        return links

    @property
    def stands(self) -> bool:
        """Adopted, and not repealed since."""
        return self.state in ADOPTED_STATES

    @property
    def is_in_review(self) -> bool:
        return self.state == PlanState.IN_REVIEW

    @property
    def is_sealed(self) -> bool:
        return self.state in SEALED_STATES

    def siblings(self) -> PlanVersionQuerySet:
        """The other versions of the same plan, the newest first."""
        return PlanVersion.objects.filter(plan=self.plan_id).exclude(pk=self.pk).order_by("-number")

    def followed(self) -> PlanVersion | None:
        """Of the plan that a strategy follows, the version in force, else the newest; None where it follows none."""
        if self.plan.follows_id is None:
            return None
        of_plan = PlanVersion.objects.filter(plan=self.plan.follows_id)
        return of_plan.select_related("plan", "announcement").shown_first().first()

    def in_force_beside(self) -> PlanVersion | None:
        """The version in force, where that is another one."""
        return None if self.state == PlanState.IN_FORCE else self.siblings().in_force().first()

    @property
    def is_published(self) -> bool:
        """Whether anybody may read it: announced, or what came of it."""
        return self.is_sealed and self.state != PlanState.ADOPTED and hasattr(self, "announcement")
