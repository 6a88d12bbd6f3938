"""One small municipality with a year behind it: a plan of thirty measures and indicators, and all that follows it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image

from accounts.models import User
from assessments.fund.package import load_costing
from assessments.models import Assessment, FundCosting, RequirementLine
from assessments.services import change_service
from consultations.models import Round
from consultations.services import publish_answers
from monitoring.enums import ReportState
from monitoring.models import YearlyReport
from monitoring.reporting.freezing import freeze_figures
from operations.files import store_file
from socialplan.content.blocks import figures_of
from socialplan.content.models import DataBlock, PlanVersion
from socialplan.publishing.documents.plan_pdf import load_version
from socialplan.publishing.reference import check_legal_bases, install_approval_rows
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    FundCostingFactory,
    FundPostFactory,
    FundShareFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.consultations import (
    CodingFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    IndicatorValueFactory,
    MeasureProgressFactory,
    PeriodFactory,
    YearlyReportFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory, ProjectFactory
from tests.factories.socialplan import (
    ChapterFactory,
    FundingLineFactory,
    FundingSourceFactory,
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

MANY = 30
PROSE = (
    '<p>Fjalë<span data-footnote="Burimi: INSTAT"></span> hyrëse.</p><div data-block="need_table"></div>'
    '<div data-block="service_map"></div><p>Fund.</p>'
)


OPEN_STREET, CLOSED_STREET = "Rrugaehapur", "Rrugicapafund"


def place_in(street: str) -> dict[str, str]:
    """All that tells where a service is and how to reach it."""
    return {
        "address": f"{street} 77",
        "opening_hours": f"hyrja nga {street}",
        "referral_path": f"kthehuni te {street}",
        "accessibility": f"pjerrinë në {street}",
        "phone": f"+355 {street}",
        "email": f"{street}@example.org".lower(),
        "website": f"https://example.org/{street}",
    }


class YearOfFiles(NamedTuple):
    version: PlanVersion
    earlier: PlanVersion
    report: YearlyReport
    edition: Assessment
    round: Round
    costing: FundCosting
    staff: User


def picture(colour: str = "#0b4f6c") -> bytes:
    written = BytesIO()
    Image.new("RGB", (60, 80), colour).save(written, "PNG")
    return written.getvalue()


def whole_town() -> YearOfFiles:
    arms = store_file(picture(), "stema.png", uploaded_by=None, purpose="arms", is_public=True)
    MunicipalityFactory(is_demo=True, arms=arms, contact_email="plani@demo.example")
    emblem = store_file(picture("#7a1f3d"), "donatori.png", uploaded_by=None, purpose="emblem", is_public=True)
    thanks = {"acknowledgement_sq": "Financuar nga BE", "acknowledgement_en": "Funded by the EU"}
    ProjectFactory(eu_emblem=True, emblem=emblem, donor_sq="Fondi i Lumenjve", **thanks)
    small_number_thresholds()
    install_approval_rows(actor=None)
    check_legal_bases(actor=None, checked_by="Drejtoria Juridike", checked_on=date(2024, 5, 2))
    edition, round_of_plan = assessed(), answered()
    plan = PlanFactory(assessment=edition)
    plan.round_links.create(round=round_of_plan)
    earlier = publish(written(plan, 1, measures=1), "superseded")
    version = publish(written(plan, 2, measures=MANY))
    return YearOfFiles(
        load_version(version.pk),
        earlier,
        reported(version),
        edition,
        round_of_plan,
        costed(edition),
        UserFactory(role="staff"),
    )


def written(plan: Any, number: int, *, measures: int) -> PlanVersion:
    version: PlanVersion = PlanVersionFactory(plan=plan, number=number)
    ChapterFactory(version=version, body_sq=PROSE, body_en=PROSE)
    goals = StrategicGoalFactory.create_batch(2, version=version)
    objectives = [SpecificObjectiveFactory(goal=goal) for goal in goals]
    source, _other = (FundingSourceFactory(code=f"B{n}") for n in range(2))
    for place in range(measures):
        measure = MeasureFactory(objective=objectives[place % 2], code=f"{place % 2 + 1}.1.{place + 1}")
        FundingLineFactory(cost=MeasureCostFactory(measure=measure, amount=2_000_000), source=source, amount=1_234_567)
        indicator = IndicatorFactory(objective=objectives[place % 2], counts_people=place == 3, baseline=Decimal(100))
        IndicatorTargetFactory(indicator=indicator, value=Decimal("250.5") + place)
    for kind, figures in figures_of(version).items():  # as they are frozen when a version goes to review
        DataBlock.objects.create(version=version, kind=kind, figures=figures)
    return version


def assessed() -> Assessment:
    edition, unit, kind = AssessmentFactory(), AdministrativeUnitFactory(), ServiceTypeFactory()
    shown = NeedFactory(assessment=edition, code="N1", group=TargetGroupFactory(base_count=420, base_source="x"))
    few = TargetGroupFactory(is_protected=True, base_count=7, base_source="x")
    hidden = NeedFactory(assessment=edition, code="N2", group=few, affected=7, covered=2, estimate=7)
    for need, persons in ((shown, 80), (hidden, 7)):
        RequirementLineFactory(need=need, persons=persons, unit=unit, service_types=[kind])
    shown_service = ServiceFactory(service_type=kind, unit=unit, is_listed=True, **place_in(OPEN_STREET))
    AssessedServiceFactory(assessment=edition, service=shown_service, unit=unit)
    small = ServiceFactory(service_type=kind, unit=unit, users=4, is_listed=True, **place_in(CLOSED_STREET))
    small.is_undisclosed = True
    change_service(small, actor=UserFactory(role="staff"))
    AssessedServiceFactory(assessment=edition, service=small, is_undisclosed=True, users=4, unit=None)
    Assessment.objects.filter(pk=edition.pk).update(state="published")
    return Assessment.objects.get(pk=edition.pk)


def answered() -> Round:
    consultation = RoundFactory(is_closed=True)
    said = ContributionFactory.create_batch(7, round=consultation, sex="women")
    said += ContributionFactory.create_batch(2, round=consultation, sex="men")
    for number, answer in ((1, "partly"), (2, "not_accepted")):
        ours = RecommendationFactory(round=consultation, code=f"R{number}")
        for each in said[::number]:
            CodingFactory(recommendation=ours, contribution=each)
        DispositionFactory(recommendation=ours, answer=answer, reason_sq="Sepse nuk ka para")
    return publish_answers(consultation, actor=UserFactory(role="coordinator"))


def costed(edition: Assessment) -> FundCosting:
    line = RequirementLine.objects.get(need__assessment=edition, need__code="N1")
    made = FundCostingFactory(line=line)
    FundShareFactory(call=made.call, year_number=1, percent=90)
    FundPostFactory(costing=made, posts=2)
    return load_costing(made.pk)


def reported(version: PlanVersion) -> YearlyReport:
    period = PeriodFactory(version=version)
    source = FundingSourceFactory(code="B0")
    for number, measure in enumerate(version.measures.all()):
        MeasureProgressFactory(period=period, measure=measure, share_done=number * 3)
        BudgetExecutionFactory(period=period, measure=measure, source=source, spent=700_000 + number)
    for number, indicator in enumerate(version.indicators.all()):
        amount = 3 if indicator.counts_people else Decimal(120) + number
        IndicatorValueFactory(period=period, indicator=indicator, amount=amount, state="approved")
    report: YearlyReport = YearlyReportFactory(
        period=period, state=ReportState.PUBLISHED, figures=freeze_figures(period)
    )
    return report
