from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from municipality.enums import DayKind
from municipality.models import (
    AdministrativeUnit,
    CalendarDay,
    DeadlineRule,
    Municipality,
    Office,
    OfficeTenure,
    Project,
)
from municipality.services import create_municipality, install_reference_data
from operations.models import Event
from tests.factories.municipality import (
    AdministrativeUnitFactory,
    CalendarDayFactory,
    DeadlineRuleFactory,
    MajorityRuleFactory,
    MunicipalityFactory,
    OfficeTenureFactory,
    ProjectFactory,
    ThresholdFactory,
)

pytestmark = pytest.mark.django_db
FIER = {"name_sq": "Bashkia Fier", "name_en": "Municipality of Fier", "territory": "fier"}


def test_reference_data_is_installed_once_and_leaves_changes_alone() -> None:
    create_municipality(actor=None, **FIER)
    added = install_reference_data()
    DeadlineRule.objects.filter(code="announcement").update(days=8)

    assert added > 130
    assert install_reference_data() == 0
    assert DeadlineRule.objects.get(code="announcement").days == 8
    assert Event.objects.filter(action="municipality.install_rows").count() == 1


def test_the_reference_names_no_place_and_nobody() -> None:
    create_municipality(actor=None, **FIER)
    install_reference_data()

    assert not AdministrativeUnit.objects.exists()
    assert not Project.objects.exists()
    place = Municipality.objects.get()
    assert (place.county, place.website, place.seats, place.quorum) == ("", "", None, None)
    assert set(Office.objects.values_list("code", flat=True)) >= {
        "DSS",
        "NJMF",
        "KV",
        "STR",
        "DTP",
        "legal",
        "finance",
    }
    assert not OfficeTenure.objects.exists()
    assert not DeadlineRule.objects.exclude(checked_by="").exists()
    assert CalendarDay.objects.filter(name_en__contains="Easter", is_proclaimed_yearly=False).count() == 0


def test_there_is_one_municipality() -> None:
    create_municipality(actor=None, **FIER)

    with pytest.raises(ValidationError):
        create_municipality(actor=None, **FIER)
    assert Municipality.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("municipality_is_one", lambda: MunicipalityFactory(id=2)),
        ("municipality_quorum", lambda: MunicipalityFactory(quorum=20)),
        ("project_is_one", lambda: ProjectFactory(id=2)),
        ("project_days", lambda: ProjectFactory(starts_on=date(2024, 1, 1), ends_on=date(2023, 1, 1))),
        ("project_shares", lambda: ProjectFactory(authorities_women_share=101)),
        ("unit_population", lambda: AdministrativeUnitFactory(population=5)),
        ("tenure_dates_in_order", lambda: OfficeTenureFactory(ends_on=date(2023, 1, 1))),
        ("calendar_working", lambda: CalendarDayFactory(kind=DayKind.WORKING_SATURDAY)),
        ("deadline_at_least_one_day", lambda: DeadlineRuleFactory(days=0)),
        ("deadline_maximum", lambda: DeadlineRuleFactory(maximum=10)),
        ("majority_is_a_proper", lambda: MajorityRuleFactory(numerator=2)),
        ("threshold_small_numbers", lambda: ThresholdFactory(code="small_number", value=2)),
    ],
)
def test_what_must_never_be_false(name: str, make: object) -> None:
    with pytest.raises(IntegrityError, match=name):
        make()  # type: ignore[operator]


def test_an_office_has_one_holder_at_a_time_and_acting_ones_beside() -> None:
    first = OfficeTenureFactory()
    OfficeTenureFactory(office=first.office, is_acting=True)

    with pytest.raises(IntegrityError, match="tenure_one_open_per_office"):
        OfficeTenureFactory(office=first.office)


def test_a_day_is_once_per_territory() -> None:
    day = CalendarDayFactory().day

    with pytest.raises(IntegrityError, match="calendar_day_once_per_territory"):
        CalendarDay.objects.create(day=day, kind=DayKind.HOLIDAY, name_sq="Festë", legal_basis="Ligji")
