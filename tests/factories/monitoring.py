"""Factories of monitoring; a period stands on a sealed version with content."""

from datetime import date
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from monitoring.enums import MeasureStatus, SectionCode, ValueState
from monitoring.models import (
    BudgetExecution,
    CheckRule,
    IndicatorValue,
    MeasureProgress,
    Period,
    PeriodKind,
    ReportFile,
    ReportingFrequency,
    ReportSection,
    ReportSubmission,
    ResultNarrative,
    UnreportedMeasure,
    ValueDimension,
    YearlyReport,
)
from monitoring.reference import dimensions, frequencies
from municipality.models import Threshold
from operations.models import Job
from socialplan.approval.models import PlanAddressee
from socialplan.content.models import Measure
from tests.factories.socialplan import PlanVersionFactory

THRESHOLDS = {
    "light_green": 90,
    "light_amber": 60,
    "small_number": 5,
    "small_number_protected": 10,
}


def set_thresholds() -> None:
    for code, value in THRESHOLDS.items():
        Threshold.objects.get_or_create(code=code, defaults={"value": value, "source": "prova"})
    if not ValueDimension.objects.exists():
        ValueDimension.objects.bulk_create(dimensions())
        ReportingFrequency.objects.bulk_create(frequencies())


class PeriodKindFactory(DjangoModelFactory):
    class Meta:
        model = PeriodKind
        django_get_or_create = ("code",)

    code = "yearly"
    name_sq = "vjetore"
    name_en = "yearly"
    months = 12
    days_to_hand_in = 31
    source = "prova"


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = Period

    @classmethod
    def _create(cls, model_class: type[Period], *args: object, **kwargs: object) -> Period:
        set_thresholds()
        return super()._create(model_class, *args, **kwargs)

    version = factory.SubFactory(PlanVersionFactory, content=True, state="in_force")
    plan = factory.SelfAttribute("version.plan")
    kind = factory.SubFactory(PeriodKindFactory)
    title_sq = "Periudha e parë"
    title_en = "First period"
    target_year = 2024
    starts_on = date(2024, 6, 13)
    ends_on = date(2024, 12, 31)
    cut_off_on = date(2025, 1, 31)
    due_on = factory.SelfAttribute("ends_on")


def measure_of(period: Period) -> Measure:
    return period.version.measures.first()


class MeasureProgressFactory(DjangoModelFactory):
    class Meta:
        model = MeasureProgress

    period = factory.SubFactory(PeriodFactory)
    measure = factory.LazyAttribute(lambda row: measure_of(row.period))
    status = MeasureStatus.ON_TRACK
    share_done = 20


class UnreportedMeasureFactory(DjangoModelFactory):
    class Meta:
        model = UnreportedMeasure

    period = factory.SubFactory(PeriodFactory)
    measure = factory.LazyAttribute(lambda row: measure_of(row.period))
    reason = "Nuk ka nisur"


class ReportingFrequencyFactory(DjangoModelFactory):
    class Meta:
        model = ReportingFrequency
        django_get_or_create = ("code",)

    code = "five-monthly"
    name_sq = "pesëmujore"
    months = 5
    words = "pesëmujore"
    source = "prova"


class ValueDimensionFactory(DjangoModelFactory):
    class Meta:
        model = ValueDimension
        django_get_or_create = ("code",)

    code = "status"
    name_sq = "sipas statusit"
    words = "status, statusi"
    own_parts = "work: Në punë | At work\nnone: Pa punë | Without work"
    source = "prova"


class CheckRuleFactory(DjangoModelFactory):
    class Meta:
        model = CheckRule
        django_get_or_create = ("code",)

    code = "committed"
    source = "prova"


class BudgetExecutionFactory(DjangoModelFactory):
    class Meta:
        model = BudgetExecution

    period = factory.SubFactory(PeriodFactory)
    measure = factory.LazyAttribute(lambda row: measure_of(row.period))
    source = factory.SubFactory("tests.factories.socialplan.FundingSourceFactory")
    allocated = 1_000_000
    committed = 900_000
    spent = 700_000


class IndicatorValueFactory(DjangoModelFactory):
    class Meta:
        model = IndicatorValue

    period = factory.SubFactory(PeriodFactory)
    indicator = factory.LazyAttribute(lambda row: row.period.version.indicators.first())
    amount = 12
    source = "NJVNR"


class AddresseeFactory(DjangoModelFactory):
    class Meta:
        model = PlanAddressee

    code = factory.Sequence(lambda n: f"addressee-{n}")
    name_sq = "Këshilli Bashkiak"
    name_en = "Municipal Council"


class YearlyReportFactory(DjangoModelFactory):
    """`YearlyReportFactory(submittable=True)` has its summary, an entry for every measure, and a value."""

    class Meta:
        model = YearlyReport
        skip_postgeneration_save = True

    period = factory.SubFactory(PeriodFactory)

    @factory.post_generation
    def sections(self, create: bool, extracted: object, **kwargs: object) -> None:
        for code in SectionCode:
            ReportSection.objects.create(report=self, code=code)

    @factory.post_generation
    def submittable(self, create: bool, wanted: bool | str, **kwargs: object) -> None:
        if wanted:
            self.sections.filter(code=SectionCode.SUMMARY).update(body_sq="Përmbledhje")
            for measure in self.period.version.measures.all():
                MeasureProgressFactory(period=self.period, measure=measure)
            if wanted != "without value" and not self.period.values.exists():
                IndicatorValueFactory(period=self.period, state=ValueState.APPROVED)
            for key in self.period.version.indicators.values_list("key", flat=True):
                ResultNarrative.objects.create(report=self, indicator_key=key, why_sq="Nisi vonë.")


class ReportSubmissionFactory(DjangoModelFactory):
    class Meta:
        model = ReportSubmission

    report = factory.SubFactory(YearlyReportFactory)
    addressee = factory.SubFactory(AddresseeFactory)
    sent_on = date(2025, 2, 28)
    protocol_no = "12/3"


class ReportFileFactory(DjangoModelFactory):
    """A file that is not ready yet."""

    class Meta:
        model = ReportFile

    report = factory.SubFactory(YearlyReportFactory)
    kind = "pdf"
    language = "sq"
    state = "draft"
    job = factory.LazyAttribute(lambda row: Job.objects.create(kind="monitoring.report_pdf", dedupe_key=uuid4().hex))
