import pytest

from consultations.facts.coverage import coverage_grid
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import ConsultationEventFactory

pytestmark = pytest.mark.django_db


def test_a_group_that_is_switched_off_has_a_row_only_where_it_was_reached() -> None:
    used, unused, once = TargetGroupFactory(), TargetGroupFactory(is_active=False), TargetGroupFactory(is_active=False)
    ConsultationEventFactory().groups.set([once])

    shown = {row.group for row in coverage_grid().rows}

    assert shown >= {used, once}
    assert unused not in shown
