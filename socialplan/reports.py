"""What the plan's PDF says: every figure read once, then printed in one language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.charts import BarChart, bar_chart
from core.pdf import PdfAttachment, render_pdf
from municipality.models import Municipality
from socialplan.canonical import canonical_json, sha256_of
from socialplan.figures import Budget, budget_of
from socialplan.models import Chapter, Indicator, IndicatorTarget, Measure, PlanVersion, Risk, SpecificObjective
from socialplan.models import StrategicGoal as Goal

Progress = Callable[[int, int], None]
TEMPLATE = "socialplan/pdf/plan.html"


@dataclass(frozen=True, slots=True)
class FundingPart:
    code: str
    amount: int


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One measure of the action plan: cost per year, who pays, what is missing (ALL)."""

    measure: Measure
    amounts: tuple[int, ...]
    funding: tuple[FundingPart, ...]
    gap: int

    @property
    def total(self) -> int:
        return sum(self.amounts)


@dataclass(frozen=True, slots=True)
class ObjectiveMatrix:
    """The action plan is cut at objectives: one table each, with its own head."""

    objective: SpecificObjective
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    indicator: Indicator
    targets: tuple[IndicatorTarget | None, ...]


@dataclass(frozen=True, slots=True)
class PlanReportContext:
    version: PlanVersion
    municipality: Municipality | None
    chapters: list[Chapter]
    goals: list[Goal]
    matrix: list[ObjectiveMatrix]
    indicators: list[IndicatorLine]
    risks: list[Risk]
    budget: Budget
    content: str
    sha256: str
    is_sealed: bool
    made_at: datetime

    @classmethod
    def of(cls, version: PlanVersion) -> PlanReportContext:
        """A sealed version prints its sealed hash; a draft the hash of what it is now."""
        seal = getattr(version, "seal", None)
        content = seal.canonical_json if seal else canonical_json(version)
        goals = list(
            version.strategicgoals.prefetch_related(
                "objectives__measures__costs__lines__source", "objectives__measures__office"
            )
        )
        years = tuple(version.plan.years)
        objectives = [objective for goal in goals for objective in goal.objectives.all()]
        indicators = version.indicators.prefetch_related("targets")
        return cls(
            version=version,
            municipality=Municipality.objects.first(),
            chapters=list(version.chapters.all()),
            goals=goals,
            matrix=[_matrix_of(objective, years) for objective in objectives],
            indicators=[_indicator_line(indicator, years) for indicator in indicators],
            risks=list(version.risks.all()),
            budget=budget_of(version),
            content=content,
            sha256=seal.sha256 if seal else sha256_of(content),
            is_sealed=seal is not None,
            made_at=timezone.localtime(),
        )

    @property
    def chart(self) -> BarChart:
        """Funding by source and year with the gap, in thousand lek."""
        sources = [*self.budget.by_source, self.budget.gap]
        labels = [row.label or _("Gap (not funded)") for row in sources]
        series = [
            (str(year), [row.amounts[place] // 1000 for row in sources])
            for place, year in enumerate(self.budget.years)
        ]
        return bar_chart(_("Funding by source"), _("thousand new lek"), labels, series)

    @property
    def contents(self) -> list[dict[str, str]]:
        parts = [(f"chapter-{chapter.pk}", str(chapter)) for chapter in self.chapters]
        parts += [("goals", _("Goals and objectives")), ("budget", _("Budget"))]
        if self.risks:
            parts.append(("risks", _("Risks")))
        parts += [("matrix", _("Action plan")), ("indicators", _("Indicators"))]
        return [{"anchor": anchor, "title": title} for anchor, title in parts]

    @property
    def proof(self) -> str:
        """The line at the foot of every page: number of the decision, version, hash of the content."""
        act = self.version.acts["decision"]
        return " · ".join(filter(None, [str(act or ""), f"v{self.version.number}", self.sha256]))

    @property
    def verify_address(self) -> str:
        return settings.SITE_URL.rstrip("/") + reverse("site:verify_hash", args=[self.sha256])

    @property
    def qr(self) -> SafeString:
        """The address as a QR code; segno draws it from the address alone."""
        code = segno.make(self.verify_address, error="m")
        label = _("QR code with the address for checking this document")
        return mark_safe(code.svg_inline(svgclass=None, lineclass=None, omitsize=True, title=label))  # noqa: S308


def _matrix_of(objective: SpecificObjective, years: tuple[int, ...]) -> ObjectiveMatrix:
    return ObjectiveMatrix(objective, tuple(_matrix_line(measure, years) for measure in objective.measures.all()))


def _matrix_line(measure: Measure, years: tuple[int, ...]) -> MatrixLine:
    costs = {cost.year: cost for cost in measure.costs.all()}
    funding: dict[str, int] = {}
    for cost in costs.values():
        for line in cost.lines.all():
            funding[line.source.code] = funding.get(line.source.code, 0) + line.amount
    amounts = tuple(costs[year].amount if year in costs else 0 for year in years)
    parts = tuple(FundingPart(code, amount) for code, amount in sorted(funding.items()))
    return MatrixLine(measure, amounts, parts, sum(amounts) - sum(funding.values()))


def _indicator_line(indicator: Indicator, years: tuple[int, ...]) -> IndicatorLine:
    targets = {target.year: target for target in indicator.targets.all()}
    return IndicatorLine(indicator, tuple(targets.get(year) for year in years))


def load_version(pk: int) -> PlanVersion:
    """The version with the acts that its cover names."""
    acts = ("plan", "seal", "decision", "announcement", "mayor_order")
    return PlanVersion.objects.select_related(*acts).get(pk=pk)


def render_plan(version: PlanVersion, *, language: str, progress: Progress | None = None) -> bytes:
    """The plan as PDF/A-3a + PDF/UA-1 with its canonical JSON inside; marked as a draft unless sealed."""
    with translation.override(language):
        context = PlanReportContext.of(version)
        attachment = PdfAttachment(
            "plan.json", context.content.encode(), _("The content of the plan, machine-readable")
        )
        return render_pdf(
            TEMPLATE,
            {
                "report": context,
                "version": version,
                "acts": version.acts,
                "contents": context.contents,
                "proof": context.proof,
                "is_demo": context.municipality is not None and context.municipality.is_demo,
            },
            language=language,
            title=version.plan.title,
            progress=progress,
            attachments=[attachment],
        )


def file_name(version: PlanVersion, language: str) -> str:
    return f"plan-{version.plan.first_year}-{version.plan.last_year}-v{version.number}-{language}.pdf"
