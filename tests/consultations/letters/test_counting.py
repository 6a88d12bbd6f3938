"""Counting at the door and from a sheet: numbers alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultations.doors.counting import count_person, counts_of_sheet
from consultations.models import AttendanceCount, ConsultationEvent
from core.workflow import StepRefused
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ConsultationEventFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

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


def typed_page(client, event, **typed) -> tuple[str, dict[str, str]]:
    """The form as a person has it open, with what she types into it."""
    address = reverse("consultations:attendance_update", args=[event.pk])
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return address, {name: str(value) for name, value in (shown | typed).items() if value is not None}


def test_a_page_opened_before_the_door_counted_does_not_overwrite_the_taps(coordinator, client_of):
    event, client = ConsultationEventFactory(), client_of(coordinator)
    address, form = typed_page(client, event, sex_women="12", type_cso="12")
    count_person(event, sex="women", participant_type="cso", actor=coordinator)

    refused = client.post(address, form)

    page = refused.content.decode()
    assert refused.status_code == 200
    assert "numëruar 1, shkruar këtu 12" in page
    assert 'value="12"' in page
    assert AttendanceCount.objects.get(event=event, sex="women").count == 1
    again = {name: refused.context["form"][name].value() for name in refused.context["form"].fields}
    assert client.post(address, {name: value for name, value in again.items() if value}).status_code == 302
    assert AttendanceCount.objects.get(event=event, sex="women").count == 12


def test_a_tap_does_not_part_what_was_counted_by_unit_and_age(coordinator, client_of):
    event, unit, client = ConsultationEventFactory(), AdministrativeUnitFactory(), client_of(coordinator)
    typed = {"sex_women": "2", "type_cso": "2", f"unit_{unit.pk}": "2", "age_65_plus": "2"}
    address, form = typed_page(client, event, **typed)
    assert client.post(address, form).status_code == 302
    assert AttendanceCount.objects.get(event=event, age_band="65_plus").count == 2
    assert AttendanceCount.objects.get(event=event, unit=unit).count == 2

    with pytest.raises(StepRefused):
        count_person(event, sex="women", participant_type="cso", actor=coordinator)
    parted = client.post(*typed_page(client, event, age_65_plus="1"))

    assert parted.status_code == 200
    assert AttendanceCount.objects.get(event=event, age_band="65_plus").count == 2
