from datetime import date

import factory
from factory.django import DjangoModelFactory

from municipality.enums import DayKind, DeadlineCode, DeadlineUnit, MajorityBase, ThresholdCode
from municipality.models import (
    AdministrativeUnit,
    CalendarDay,
    DeadlineRule,
    MajorityRule,
    Municipality,
    Office,
    OfficeTenure,
    Project,
    Threshold,
)


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("id",)

    id = 1
    name_sq = "Bashkia Vlorë"
    name_en = "Municipality of Vlora"
    territory = "vlore"
    seats = 41
    quorum = 21


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project
        django_get_or_create = ("id",)

    id = 1
    title_sq = "Projekti i provës"
    title_en = "Project of the test"
    approval_month = date(2024, 5, 1)
    beneficiaries_base = 1700
    beneficiaries_target = 2000
    groups_target = 5
    organisations_target = 25
    organisations_women_share = 80
    authorities_target = 30
    authorities_women_share = 70


class AdministrativeUnitFactory(DjangoModelFactory):
    class Meta:
        model = AdministrativeUnit
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"unit-{n}")
    name_sq = factory.Sequence(lambda n: f"Njësia {n}")
    name_en = factory.Sequence(lambda n: f"Unit {n}")


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"office-{n}")
    name_sq = factory.Sequence(lambda n: f"Zyra {n}")
    name_en = factory.Sequence(lambda n: f"Office {n}")


class OfficeTenureFactory(DjangoModelFactory):
    class Meta:
        model = OfficeTenure

    office = factory.SubFactory(OfficeFactory)
    starts_on = date(2024, 1, 1)


class CalendarDayFactory(DjangoModelFactory):
    class Meta:
        model = CalendarDay
        django_get_or_create = ("day", "territory")

    day = date(2024, 11, 22)
    kind = DayKind.HOLIDAY
    name_sq = "Dita e Alfabetit"
    name_en = "Alphabet Day"
    legal_basis = "Ligji për festat zyrtare"
    source = "Lista e festave zyrtare"
    territory = ""


class DeadlineRuleFactory(DjangoModelFactory):
    class Meta:
        model = DeadlineRule
        django_get_or_create = ("code",)

    code = DeadlineCode.CONSULTATION
    days = 20
    unit = DeadlineUnit.WORKING
    source = "Ligji nr. 146/2014, neni 15"


class MajorityRuleFactory(DjangoModelFactory):
    class Meta:
        model = MajorityRule
        django_get_or_create = ("code",)

    code = "default"
    name_sq = "Shumica e thjeshtë"
    name_en = "Simple majority"
    base = MajorityBase.PRESENT
    numerator = 1
    denominator = 2
    source = "Ligji nr. 139/2015"


class ThresholdFactory(DjangoModelFactory):
    class Meta:
        model = Threshold
        django_get_or_create = ("code",)

    code = ThresholdCode.LIGHT_GREEN
    value = 90
    source = "Vendim i bashkisë"
