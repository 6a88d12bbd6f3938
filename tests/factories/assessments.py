from datetime import date

import factory
from factory.django import DjangoModelFactory

from assessments.enums import AssessmentState, LegalDuty, ProviderType, ServiceLevel
from assessments.models import AssessedService, Assessment, DataPoint, Need, Service, ServiceType, TargetGroup
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


class DataPointFactory(DjangoModelFactory):
    class Meta:
        model = DataPoint

    assessment = factory.SubFactory(AssessmentFactory)
    definition_sq = factory.Sequence(lambda n: f"Treguesi {n}")
    value = 120
    unit_label_sq = "persona"
    starts_on = date(2023, 1, 1)
    ends_on = date(2023, 12, 31)
    source = "Gjendja civile"
    method = "register"
    quality = "B"
    entered_by = factory.SubFactory(UserFactory)
