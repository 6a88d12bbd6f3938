"""Values: nobody approves an own one."""

import pytest
from django.core.exceptions import PermissionDenied

from monitoring.enums import ValueState
from monitoring.services.values import move_value
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import IndicatorValueFactory


@pytest.mark.django_db
def test_nobody_approves_a_value_of_their_own() -> None:
    staff, other = UserFactory(role="staff"), UserFactory(role="staff")
    value = move_value(IndicatorValueFactory(), "submit", actor=staff)

    with pytest.raises(PermissionDenied):
        move_value(value, "approve", actor=staff)
    assert move_value(value, "approve", actor=other).state == ValueState.APPROVED
