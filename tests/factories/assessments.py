from datetime import date

import factory
from factory.django import DjangoModelFactory

from assessments.enums import DELIVERED_POINTS, AssessmentState, ImportKind, LegalDuty, ProviderType, ServiceLevel
from assessments.models import (
    AssessedService,
    Assessment,
    DataPoint,
    FigureDefinition,
    FundCall,
    FundCosting,
    FundPost,
    FundShare,
    Need,
    RequirementLine,
    ScaleStep,
    Service,
    ServiceProvider,
    ServiceStaff,
    ServiceType,
    SheetImport,
    StaffRequirement,
    TargetGroup,
)
from municipality.enums import ThresholdCode
from tests.factories.accounts import UserFactory
from tests.factories.municipality import ThresholdFactory


def small_number_thresholds() -> None:
    """The bounds under which a count of persons is small."""
    ThresholdFactory(code=ThresholdCode.SMALL_NUMBER, value=5)
    ThresholdFactory(code=ThresholdCode.SMALL_NUMBER_PROTECTED, value=10)


class TargetGroupFactory(DjangoModelFactory):
    class Meta:
        model = TargetGroup
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"G{n}")
    name_sq = factory.Sequence(lambda n: f"Grupi {n}")
    name_en = factory.Sequence(lambda n: f"Group {n}")


class ScaleStepFactory(DjangoModelFactory):
    class Meta:
        model = ScaleStep
        django_get_or_create = ("scale", "step")

    scale, step, name_sq, name_en, points = "severity", "3", "mesatare", "middling", 50
    source = "Metodika"


class ServiceTypeFactory(DjangoModelFactory):
    class Meta:
        model = ServiceType
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"TYPE-{n}")
    level = ServiceLevel.COMMUNITY
    name_sq = factory.Sequence(lambda n: f"Lloji {n}")
    name_en = factory.Sequence(lambda n: f"Type {n}")


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    class Params:
        verified = factory.Trait(state=AssessmentState.VERIFIED)
        published = factory.Trait(state=AssessmentState.PUBLISHED)

    title_sq = factory.Sequence(lambda n: f"Vlerësimi {n}")
    title_en = factory.Sequence(lambda n: f"Assessment {n}")
    starts_on = date(2023, 9, 1)
    ends_on = date(2024, 1, 31)
    method_sq = "Regjistra, fokus grupe dhe intervista."
    sources_sq = "Regjistrat e bashkisë."
    limits_sq = "Vlerat janë vlerësime."
    scale_points = factory.LazyFunction(lambda: dict(DELIVERED_POINTS))


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need
        skip_postgeneration_save = True

    assessment = factory.SubFactory(AssessmentFactory)
    code = factory.Sequence(lambda n: f"N{n:03d}")
    group = factory.SubFactory(TargetGroupFactory)
    name_sq = factory.Sequence(lambda n: f"Nevoja {n}")
    name_en = factory.Sequence(lambda n: f"Need {n}")
    indicator_sq = "persona pa shërbim"
    unit_label_sq = "persona"
    estimate = 60
    year = 2023
    source = "Drejtoria sociale"
    severity = 3
    affected = 80
    covered = 20
    legal_duty = LegalDuty.NONE


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"S{n:03d}")
    name_sq = factory.Sequence(lambda n: f"Shërbimi {n}")
    name_en = factory.Sequence(lambda n: f"Service {n}")
    service_type = factory.SubFactory(ServiceTypeFactory)
    provider_type = ProviderType.MUNICIPAL
    capacity = 40
    users = 30
    waiting = 20
    source = "Drejtoria sociale"
    source_on = date(2023, 12, 1)


class ServiceProviderFactory(DjangoModelFactory):
    class Meta:
        model = ServiceProvider

    name = factory.Sequence(lambda n: f"Ofruesi {n}")
    kind = ProviderType.NGO


class ServicePartFactory(DjangoModelFactory):
    """Posts of a profession, the simplest of what a service has several rows of."""

    class Meta:
        model = ServiceStaff

    service = factory.SubFactory(ServiceFactory)
    profession_sq = factory.Sequence(lambda n: f"Profesioni {n}")
    fte = 1


class AssessedServiceFactory(DjangoModelFactory):
    class Meta:
        model = AssessedService

    assessment = factory.SubFactory(AssessmentFactory)
    service = factory.SubFactory(ServiceFactory)
    service_type = factory.SelfAttribute("service.service_type")
    is_undisclosed = False
    capacity = 40
    users = 30
    waiting = 20


class RequirementLineFactory(DjangoModelFactory):
    class Meta:
        model = RequirementLine
        skip_postgeneration_save = True

    need = factory.SubFactory(NeedFactory)
    number = factory.Sequence(lambda n: n + 1)
    persons = 80
    source = "Drejtoria sociale"

    @factory.post_generation
    def service_types(self, create, extracted, **kwargs):
        if create and extracted:
            self.service_types.set(extracted)


class StaffRequirementFactory(DjangoModelFactory):
    class Meta:
        model = StaffRequirement

    assessment = factory.SubFactory(AssessmentFactory)
    profession_sq = factory.Sequence(lambda n: f"Punonjës social {n}")
    structure_sq = "NJVNR"
    base = 83_683
    per_post_low = 6_000
    per_post_high = 10_000
    filled = 6
    source = "Praktika e NJVNR"


class FigureDefinitionFactory(DjangoModelFactory):
    class Meta:
        model = FigureDefinition
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"treguesi-{n}")
    theme = "population"
    name_sq = factory.Sequence(lambda n: f"Treguesi {n}")
    unit_label_sq = "persona"


class DataPointFactory(DjangoModelFactory):
    class Meta:
        model = DataPoint

    assessment = factory.SubFactory(AssessmentFactory)
    definition = factory.SubFactory(FigureDefinitionFactory)
    value = 120
    starts_on = date(2023, 1, 1)
    ends_on = date(2023, 12, 31)
    source = "Gjendja civile"
    method = "register"
    quality = "B"
    entered_by = factory.SubFactory(UserFactory)


class SheetImportFactory(DjangoModelFactory):
    class Meta:
        model = SheetImport

    kind = ImportKind.NEEDS
    assessment = factory.SubFactory(AssessmentFactory)
    file_name = factory.Sequence(lambda n: f"nevojat-{n}.xlsx")
    sha256 = "0" * 64
    sheet_name = "Nevojat"
    uploaded_by = factory.SubFactory(UserFactory)


class FundCallFactory(DjangoModelFactory):
    class Meta:
        model = FundCall

    title_sq = factory.Sequence(lambda n: f"Thirrja {n}")
    opens_on = date(2025, 9, 25)
    closes_on = date(2025, 10, 25)
    applicants = "Bashkitë"
    source = "Ministria"


class FundShareFactory(DjangoModelFactory):
    class Meta:
        model = FundShare

    call = factory.SubFactory(FundCallFactory)
    year_number = factory.Sequence(lambda n: n % 10 + 1)
    percent = 90


class FundCostingFactory(DjangoModelFactory):
    class Meta:
        model = FundCosting

    call = factory.SubFactory(FundCallFactory)
    line = factory.SubFactory(RequirementLineFactory)
    title_sq = factory.Sequence(lambda n: f"Shërbimi i kërkuar {n}")
    beneficiaries = 20
    first_year = 2026
    contributions = 0
    programme = "10430"


class FundPostFactory(DjangoModelFactory):
    class Meta:
        model = FundPost

    costing = factory.SubFactory(FundCostingFactory)
    profession_sq = factory.Sequence(lambda n: f"Profesioni {n}")
    posts = 1
    gross_pay = 60_000
