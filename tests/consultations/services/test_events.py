"""Events: attendance whose margins agree, counted by those who may, not over what was counted meanwhile."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from consultations.models import (
    AttendanceCount,
)
from consultations.services.events import CountedMeanwhile, counts_digest, record_attendance
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    RoundFactory,
)


@pytest.fixture
def coordinator(db):
    return UserFactory(role="coordinator")


def test_margins_of_the_same_persons_must_agree(coordinator):
    event = ConsultationEventFactory()
    seven = [AttendanceCount(sex="women", count=7), AttendanceCount(sex="men", count=0)]
    by_kind = [
        AttendanceCount(participant_type="cso", count=2),
        AttendanceCount(participant_type="community", count=5),
    ]

    with pytest.raises(ValidationError):
        record_attendance(event, [*seven, AttendanceCount(participant_type="cso", count=2)], actor=coordinator)
    record_attendance(event, seven + by_kind, actor=coordinator)

    assert type(event).objects.with_attendance().get().total == 7


def test_who_counts_on_an_old_page_is_shown_what_was_counted_meanwhile(db, coordinator):
    event = ConsultationEventFactory(round=RoundFactory(is_open=True))
    seen = counts_digest(event.attendance.all())
    record_attendance(event, [AttendanceCount(sex="women", count=4)], actor=coordinator, seen=seen)

    with pytest.raises(CountedMeanwhile):
        record_attendance(event, [AttendanceCount(sex="women", count=9)], actor=coordinator, seen=seen)

    assert [cell.count for cell in event.attendance.all()] == [4]


def test_nobody_else_counts(db):
    event = ConsultationEventFactory(round=RoundFactory(is_open=True))

    for role in ("councillor", "mayor", "ngo"):
        with pytest.raises(PermissionDenied):
            record_attendance(event, [AttendanceCount(sex="women", count=4)], actor=UserFactory(role=role))

    assert not event.attendance.exists()
