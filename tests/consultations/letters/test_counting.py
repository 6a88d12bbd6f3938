"""Counting at the door and from a sheet: numbers alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultations.doors.counting import count_person, counts_of_sheet
from consultations.models import AttendanceCount, ConsultationEvent
from core.workflow import StepRefused
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ConsultationEventFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


@pytest.mark.parametrize("confidentiality", ["public", "counts_only"])
def test_each_tap_counts_one_in_both_margins_and_no_cell_across(confidentiality, coordinator, client_of):
    event = ConsultationEventFactory(confidentiality=confidentiality)
    client, address = client_of(coordinator), reverse("consultations:door_count", args=[event.pk])
    for _person in range(3):
        client.post(address, {"who": "community:women"})
    client.post(address, {"who": "cso:men"})
    client.post(address, {"who": "community:women", "back": "on"})

    counted = AttendanceCount.objects.filter(event=event).values_list("sex", "participant_type", "count")
    assert set(counted) == {("women", "", 2), ("men", "", 1), ("", "community", 2), ("", "cso", 1)}
    assert ConsultationEvent.objects.with_attendance().get(pk=event.pk).total == 3


def test_nobody_is_taken_back_who_was_not_counted(coordinator):
    with pytest.raises(StepRefused):
        count_person(ConsultationEventFactory(), sex="men", participant_type="cso", actor=coordinator, by=-1)
    assert not AttendanceCount.objects.exists()


def test_a_sheet_fills_the_form_and_keeps_nothing_by_itself(coordinator, client_of):
    event = ConsultationEventFactory()
    upload = SimpleUploadedFile("p.csv", b"Kush;Sa\nGra;7\nBurra;5\n", content_type="text/csv")
    answer = client_of(coordinator).post(
        reverse("consultations:attendance_sheet", args=[event.pk]), {"sheet": upload}, follow=True
    )

    assert answer.context["form"]["sex_women"].value() == 7
    assert "?" not in answer.redirect_chain[-1][0]
    assert answer.context["form"]["sex_men"].value() == 5
    assert not AttendanceCount.objects.exists()


@pytest.mark.parametrize("rows", ["Kush;Sa\n", "Kush;Sa\nAgim;1\n"])
def test_a_sheet_that_counts_nothing_known_is_refused(rows):
    with pytest.raises(Exception, match=r"rresht|Rreshti"):
        counts_of_sheet(rows.encode(), ConsultationEventFactory())
