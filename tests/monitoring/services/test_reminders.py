"""Reminders to offices."""

from typing import Any

import pytest

from monitoring.models import Period
from monitoring.notifications import results_due_mail
from monitoring.services.reminders import remind_offices
from operations.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import PeriodFactory
from tests.factories.municipality import MunicipalityFactory, OfficeFactory
from tests.factories.socialplan import MeasureFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db


def period_of_an_office() -> tuple[Period, Any]:
    """The same, and one more measure, of the office DSS."""
    MunicipalityFactory()
    office = OfficeFactory(code="dss")
    version = PlanVersionFactory(content=True)
    MeasureFactory(objective=version.specificobjectives.first(), code="ZZ", office=office)
    return PeriodFactory(version=put_in_state(version, "in_force")), office


def test_only_the_office_that_owns_the_rows_is_reminded_and_once() -> None:
    _period, office = period_of_an_office()
    own = UserFactory(role="staff", office=office)
    UserFactory(role="staff", office=OfficeFactory(code="dtp"))
    coordinator = UserFactory(role="coordinator")

    assert remind_offices() == 2
    assert remind_offices() == 2

    told = OutgoingMessage.objects.filter(kind="monitoring.results_due")
    assert {message.recipient_id for message in told} == {own.pk, coordinator.pk}
    assert told.count() == 2
    mail = results_due_mail(told.get(recipient=own))
    assert "31.12.2024" in mail.subject
