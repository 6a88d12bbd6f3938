import pytest

from consultations.attendance import published_attendance
from consultations.enums import Confidentiality
from consultations.models import AttendanceCount
from municipality.enums import ThresholdCode
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import ConsultationEventFactory
from tests.factories.municipality import ThresholdFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thresholds() -> None:
    ThresholdFactory(code=ThresholdCode.SMALL_NUMBER, value=5)
    ThresholdFactory(code=ThresholdCode.SMALL_NUMBER_PROTECTED, value=10)


def counted(event, **counts):
    for name, count in counts.items():
        by_sex = name in {"women", "men", "undeclared"}
        whom = {"sex": name} if by_sex else {"participant_type": name}
        AttendanceCount.objects.create(event=event, count=count, **whom)
    return event


def shown(event) -> dict[str, object]:
    attendance = published_attendance([event])
    (row,) = attendance.rows
    return dict(zip(attendance.headings, row.figures, strict=True))


def survivors(*, is_protected: bool):
    group = TargetGroupFactory(code="GBV", is_protected=is_protected)
    event = ConsultationEventFactory(confidentiality=Confidentiality.COUNTS_ONLY, groups=[group])
    return counted(event, women=7, men=0, cso=2, authority=0, community=5)


def test_the_survivors_row_shows_no_figure():
    figures = shown(survivors(is_protected=True))

    counted_ones = [figure for figure in figures.values() if figure.is_hidden or figure.value is not None]
    assert len(counted_ones) == 6
    assert all(figure.is_hidden and figure.value is None for figure in counted_ones)


def test_officials_outside_protected_events_are_public():
    event = counted(ConsultationEventFactory(), women=5, men=9, cso=2, authority=12)

    figures = shown(event)

    assert not any(figure.is_hidden for figure in figures.values())


def test_a_small_number_of_residents_cannot_be_worked_out():
    event = counted(ConsultationEventFactory(), women=8, men=4, cso=1, authority=2, community=9)

    hidden = [heading for heading, figure in shown(event).items() if figure.is_hidden]

    assert len(hidden) >= 2


def test_an_event_that_nobody_counted_shows_nothing():
    assert all(figure.value is None and not figure.is_hidden for figure in shown(ConsultationEventFactory()).values())
