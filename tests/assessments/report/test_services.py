"""Files of an edition, asked for by those inside."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from assessments.models import Assessment
from assessments.report.services import request_edition_file
from assessments.tasks import edition_file
from operations.models import Event
from operations.queue.jobs import open_jobs
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


HIDDEN_USERS = 4


@pytest.fixture
def edition() -> Assessment:
    """Two needs, one of few persons; two services in one unit of two, one with few users and an undisclosed place."""
    MunicipalityFactory()
    small_number_thresholds()
    assessment, unit, kind = AssessmentFactory(), AdministrativeUnitFactory(), ServiceTypeFactory()
    AdministrativeUnitFactory()
    shown = NeedFactory(assessment=assessment, code="N1", group=TargetGroupFactory(base_count=420, base_source="x"))
    hidden = NeedFactory(
        assessment=assessment,
        code="N2",
        group=TargetGroupFactory(is_protected=True, base_count=7, base_source="x"),
        affected=7,
        covered=2,
        estimate=7,
    )
    for need, persons in ((shown, 80), (hidden, 7)):
        RequirementLineFactory(need=need, persons=persons, unit=unit, service_types=[kind])
    AssessedServiceFactory(assessment=assessment, service=ServiceFactory(service_type=kind, unit=unit), unit=unit)
    small = ServiceFactory(service_type=kind, unit=unit, is_undisclosed=True, users=HIDDEN_USERS)
    AssessedServiceFactory(assessment=assessment, service=small, is_undisclosed=True, users=HIDDEN_USERS, unit=None)
    Assessment.objects.update(state="published")
    return Assessment.objects.get()


def test_the_file_is_made_by_a_worker_for_those_inside(edition: Assessment) -> None:
    job = request_edition_file(edition, "xlsx", language="sq", actor=UserFactory(role="staff"))

    result = edition_file(job, lambda _done, _total: None)

    assert (result.name, result.content[:2]) == (f"vleresimi-{edition.pk}-sq.xlsx", b"PK")
    assert Event.objects.filter(action="assessments.request_report").count() == 1
    assert [bool(open_jobs(UserFactory(role=role), [job])) for role in (Role.MAYOR, Role.NGO)] == [True, False]
    with pytest.raises(PermissionDenied):
        request_edition_file(edition, "pdf", language="sq", actor=UserFactory(role="ngo"))
