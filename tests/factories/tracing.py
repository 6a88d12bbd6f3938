"""A chain from need to yearly result, told once: every link is there, and everything of it is published."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.enums import AssessmentState
from assessments.models import Assessment, Need
from consultations.models import AnswerPublication, Disposition, PublishedAnswer, Recommendation
from monitoring.enums import ReportState
from monitoring.models import Period, YearlyReport
from monitoring.reporting.freezing import freeze_figures
from socialplan.content.enums import NodeKind
from socialplan.content.models import DispositionTarget, Indicator, Measure, PlanVersion
from tests.factories.assessments import AssessmentFactory, NeedFactory
from tests.factories.consultations import CodingFactory, DispositionFactory, RecommendationFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    IndicatorValueFactory,
    MeasureProgressFactory,
    PeriodFactory,
    YearlyReportFactory,
)
from tests.factories.socialplan import (
    FundingLineFactory,
    IndicatorFactory,
    IndicatorTargetFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanFactory,
    PlanVersionFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
    publish,
)


@dataclass(frozen=True)
class TracedChain:
    need: Need
    recommendation: Recommendation
    answer: Disposition
    measure: Measure
    indicator: Indicator
    period: Period

    @property
    def subjects(self) -> dict[str, str]:
        return {
            "need": str(self.need.pk),
            "recommendation": str(self.recommendation.pk),
            "measure": str(self.measure.key),
            "indicator": str(self.indicator.key),
        }


def publish_answer(answer: Disposition) -> None:
    publication = AnswerPublication.objects.create(
        round=answer.recommendation.round, published_by=answer.decided_by, happened_on=date(2024, 5, 13)
    )
    PublishedAnswer.objects.create(publication=publication, disposition=answer)


def publish_report(period: Period) -> YearlyReport:
    report: YearlyReport = YearlyReportFactory(period=period)
    report.state_changes.create(step="publish", from_state="draft", to_state=ReportState.PUBLISHED)
    YearlyReport.objects.filter(pk=report.pk).update(state=ReportState.PUBLISHED, figures=freeze_figures(period))
    return report


def linked_draft(count: int = 1, **indicator: Any) -> PlanVersion:
    """A draft of `count` needs, recommendations, measures and indicators, each linked with all of the next kind."""
    assessment = AssessmentFactory()
    version: PlanVersion = PlanVersionFactory(plan=PlanFactory(assessment=assessment))
    objective = SpecificObjectiveFactory(goal=StrategicGoalFactory(version=version))
    needs = NeedFactory.create_batch(count, assessment=assessment)
    indicators = [IndicatorFactory(objective=objective, code=f"T{number}", **indicator) for number in range(count)]
    for each in indicators:
        IndicatorTargetFactory(indicator=each)
    for number in range(count):
        measure = MeasureFactory(objective=objective, code=f"1.1.{number}")
        FundingLineFactory(cost=MeasureCostFactory(measure=measure))
        for need in needs:
            measure.need_links.create(version=version, need=need)
        for each in indicators:
            measure.indicator_links.create(version=version, indicator=each)
    for _number in range(count):
        recommendation = CodingFactory().recommendation
        recommendation.needs.set(needs)
        point(DispositionFactory(recommendation=recommendation), version)
    return version


def point(answer: Disposition, version: PlanVersion) -> None:
    """The answer is reflected in every measure and in the goal."""
    places = [(NodeKind.MEASURE, row) for row in version.measures.all()]
    places += [(NodeKind.GOAL, row) for row in version.strategicgoals.all()]
    for kind, row in places:
        DispositionTarget.objects.create(disposition=answer, plan=version.plan, node_kind=kind, node_key=row.key)


def chain_of(version: PlanVersion, *, actual: int = 320) -> TracedChain:
    """The draft announced, with one period of results; nothing but the plan is published yet."""
    period: Period = PeriodFactory(version=publish(version))
    for measure in version.measures.all():
        MeasureProgressFactory(period=period, measure=measure, narrative_sq="U punësuan dy veta.")
        BudgetExecutionFactory(period=period, measure=measure, spent=712_345)
    for indicator in version.indicators.all():
        IndicatorValueFactory(period=period, indicator=indicator, amount=actual, state="approved")
    answer = Disposition.objects.order_by("pk")[0]
    measure, indicator = version.measures.all()[0], version.indicators.all()[0]
    need = version.plan.assessment.needs.all()[0]
    return TracedChain(need, answer.recommendation, answer, measure, indicator, period)


def publish_all(chain: TracedChain) -> None:
    Assessment.objects.filter(pk=chain.need.assessment_id).update(state=AssessmentState.PUBLISHED)
    for answer in Disposition.objects.all():
        publish_answer(answer)
    publish_report(chain.period)


def fresh_recommendation(need: Need) -> Recommendation:
    """Heard and linked with the need, without an answer."""
    recommendation: Recommendation = RecommendationFactory()
    recommendation.needs.add(need)
    return recommendation
