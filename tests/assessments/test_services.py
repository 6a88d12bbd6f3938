from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.enums import AssessmentStep
from assessments.gaps.matrix import gap_matrix
from assessments.models import Assessment, ServiceType, TargetGroup
from assessments.reference import install_reference_rows
from assessments.services import (
    begin_next_edition,
    change_need,
    move_assessment,
    register_need,
    register_service,
    write_voice_scores,
)
from core.workflow import StepRefused
from operations.deeds import Entry
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceTypeFactory,
    StaffRequirementFactory,
    TargetGroupFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db


def test_a_need_is_registered_with_its_units_and_its_line_in_the_history() -> None:
    staff, unit = UserFactory(role="staff"), AdministrativeUnitFactory(code="orikum")
    need = NeedFactory.build(assessment=AssessmentFactory(), group=TargetGroupFactory())

    register_need(need, actor=staff, units=[unit], entry=Entry(date(2023, 12, 1), source_document="Regjistri 2023"))

    assert list(need.units.all()) == [unit]
    event = Event.objects.get(action="assessments.register_need")
    assert (event.actor, event.is_back_entry, event.after["units"]) == (staff, True, ["orikum"])


def test_a_need_of_a_verified_edition_is_not_changed() -> None:
    need = NeedFactory(assessment=AssessmentFactory(verified=True))

    with pytest.raises(StepRefused):
        change_need(need, actor=UserFactory(role="staff"))


def test_a_need_with_a_wrong_figure_is_refused_with_a_sentence() -> None:
    need = NeedFactory()
    need.covered = need.affected + 1

    with pytest.raises(ValidationError):
        change_need(need, actor=UserFactory(role="staff"))


def test_the_place_of_a_service_never_enters_the_history() -> None:
    unit = AdministrativeUnitFactory(code="vendi-i-fshehur")
    service = ServiceFactory.build(service_type=ServiceTypeFactory(), unit=unit, is_undisclosed=True)

    register_service(service, actor=UserFactory(role="staff"))

    event = Event.objects.get(action="assessments.register_service")
    assert {"unit", "address", "opening_hours", "referral_path"} & set(event.after) == set()


def test_an_organisation_registers_no_service_by_itself() -> None:
    with pytest.raises(PermissionDenied):
        register_service(ServiceFactory.build(service_type=ServiceTypeFactory()), actor=UserFactory(role="ngo"))


def test_verifying_writes_the_service_map_of_the_day_without_undisclosed_places() -> None:
    assessment = NeedFactory().assessment
    city = AdministrativeUnitFactory()
    ServiceFactory(unit=city)
    ServiceFactory(unit=city, is_undisclosed=True)
    ServiceFactory(unit=city, status="closed")

    move_assessment(assessment, AssessmentStep.VERIFY, actor=UserFactory(role="staff"))

    assert sorted(assessment.assessed_services.values_list("unit", "is_undisclosed"), key=str) == [
        (city.pk, False),
        (None, True),
    ]


def test_voices_are_written_until_publication() -> None:
    need, coordinator = NeedFactory(), UserFactory(role="coordinator")

    write_voice_scores(need.assessment, {need.pk: Decimal("33.3")}, actor=coordinator)

    need.refresh_from_db()
    assert need.voice_score == Decimal("33.3")
    Assessment.objects.update(state="published")
    with pytest.raises(StepRefused):
        write_voice_scores(need.assessment, {need.pk: Decimal(50)}, actor=coordinator)


def test_reference_rows_are_added_once_and_left_as_they_are() -> None:
    admin = UserFactory(role="admin")
    install_reference_rows(actor=admin)
    TargetGroup.objects.filter(code="RE").update(name_sq="Emër i ri")

    install_reference_rows(actor=admin)

    assert (ServiceType.objects.filter(is_official=True).count(), TargetGroup.objects.in_use().count()) == (12, 5)
    assert TargetGroup.objects.get(code="RE").name_sq == "Emër i ri"


def test_a_next_edition_begins_with_what_each_need_asks_for_and_with_the_staff_that_is_missing() -> None:
    kind, unit = ServiceTypeFactory(), AdministrativeUnitFactory()
    before = AssessmentFactory()
    need = NeedFactory(assessment=before, code="N01")
    for number, persons in ((1, 80), (2, 30)):
        RequirementLineFactory(need=need, number=number, persons=persons, unit=unit, service_types=[kind])
    ServiceFactory(service_type=kind, unit=unit, capacity=50)
    StaffRequirementFactory(assessment=before, base=6000, filled=2)

    after = begin_next_edition(
        before,
        AssessmentFactory.build(starts_on=date(2025, 1, 1), ends_on=date(2025, 2, 1)),
        actor=UserFactory(role="staff"),
    )

    old, new = ([(each.line.key, each.shared) for each in gap_matrix(one).lines] for one in (before, after))
    assert new == old
    assert len(new) == 2
    (row,) = after.staff_requirements.all()
    assert (row.base, row.filled) == (6000, 2)
    assert before.staff_requirements.count() == 1
