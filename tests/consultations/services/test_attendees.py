"""A list of names and files only where an event allows them: restricted, by consent, erasable at any time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from consultations.enums import Confidentiality, RoundState
from consultations.models import AttendeeName, ConsultationEvent, EventFile
from consultations.services.attendees import EVENT_FILES, erase_attendee
from municipality.services import install_reference_data
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ConsultationEventFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db

PERSON = {"name": "Arta", "consents_to_list": "on", "erase_on": "01.05.2025"}


@pytest.fixture
def event() -> ConsultationEvent:
    MunicipalityFactory()
    install_reference_data()
    made: ConsultationEvent = ConsultationEventFactory(held_on=date(2024, 4, 17))
    return made


def add(client: Any, event: ConsultationEvent, **changed: str) -> Any:
    return client.post(reverse("consultations:attendee_create", args=[event.pk]), PERSON | changed)


def test_a_person_is_listed_and_erased_and_the_history_never_says_who(
    event: ConsultationEvent, client_of: Any
) -> None:
    desk = client_of(UserFactory(role=Role.COORDINATOR))

    add(desk, event)
    listed = AttendeeName.objects.get()
    assert "Arta" in desk.get(reverse("consultations:attendee_list", args=[event.pk])).content.decode()
    desk.post(reverse("consultations:attendee_erase", args=[listed.pk]))

    assert not AttendeeName.objects.exists()
    history = Event.objects.filter(action__contains="attendee")
    assert history.count() == 2
    assert "Arta" not in str(list(history.values()))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"consents_to_list": ""}, "consents_to_list"),
        ({"contact": "arta@example.org"}, "contact"),
        ({"erase_on": "01.01.2030"}, "erase_on"),
        ({"erase_on": "01.01.2024"}, "erase_on"),
    ],
)
def test_what_the_list_does_not_take_is_told(
    event: ConsultationEvent, client_of: Any, changed: dict[str, str], field: str
) -> None:
    answer = add(client_of(UserFactory(role=Role.COORDINATOR)), event, **changed)

    errors = answer.context["form"].errors
    assert field in errors or "__all__" in errors
    assert not AttendeeName.objects.exists()


def test_an_event_of_counts_only_has_neither_list_nor_files(client_of: Any) -> None:
    shut = ConsultationEventFactory(confidentiality=Confidentiality.COUNTS_ONLY)
    desk = client_of(UserFactory(role=Role.COORDINATOR))

    for name in ("attendee_list", "attendee_create", "event_file_create"):
        assert desk.get(reverse(f"consultations:{name}", args=[shut.pk])).status_code == 403


def test_who_recorded_the_event_sees_its_list_and_other_staff_do_not(event: ConsultationEvent, client_of: Any) -> None:
    recorder, other = UserFactory(role=Role.STAFF), UserFactory(role=Role.STAFF)
    ConsultationEvent.objects.filter(pk=event.pk).update(recorded_by=recorder)
    address = reverse("consultations:attendee_list", args=[event.pk])

    assert client_of(recorder).get(address).status_code == 200
    assert client_of(other).get(address).status_code == 403


def test_a_file_is_attached_judged_by_content_and_removed(event: ConsultationEvent, client_of: Any) -> None:
    desk = client_of(UserFactory(role=Role.STAFF))
    address = reverse("consultations:event_file_create", args=[event.pk])

    script = SimpleUploadedFile("lista.pdf", b"<svg><script>alert(1)</script></svg>")
    refused = desk.post(address, {"title": "Lista", "upload": script})
    assert list(refused.context["form"].errors) == ["upload"]
    desk.post(address, {"title": "Lista", "upload": SimpleUploadedFile("lista.pdf", b"%PDF-1.7 list")})
    attached = EventFile.objects.get()
    stored = attached.file.get_absolute_url()
    opened = desk.get(stored)
    assert opened.status_code == 200
    assert b"".join(opened.streaming_content) == b"%PDF-1.7 list"
    assert "Lista" in desk.get(event.get_absolute_url()).content.decode()
    desk.post(reverse("consultations:event_file_remove", args=[attached.pk]))

    assert not EventFile.objects.exists()
    assert desk.get(stored).status_code in {403, 404}


def test_after_the_answers_nobody_is_listed_but_a_name_is_still_erased(
    event: ConsultationEvent, client_of: Any
) -> None:
    desk = client_of(UserFactory(role=Role.COORDINATOR))
    add(desk, event)
    type(event.round).objects.filter(pk=event.round_id).update(state=RoundState.ANSWERED)

    assert add(desk, event, name="Besa").status_code == 403
    desk.post(reverse("consultations:attendee_erase", args=[AttendeeName.objects.get().pk]))

    assert not AttendeeName.objects.exists()


def test_who_may_not_see_the_list_takes_nobody_off_it(event: ConsultationEvent, client_of: Any) -> None:
    add(client_of(UserFactory(role=Role.COORDINATOR)), event)
    attendee = AttendeeName.objects.get()

    for role in (Role.NGO, Role.COUNCILLOR):
        with pytest.raises(PermissionDenied):
            erase_attendee(attendee, actor=UserFactory(role=role))

    assert AttendeeName.objects.exists()


def test_a_file_of_an_event_is_of_its_own_purpose(event: ConsultationEvent, client_of: Any) -> None:
    desk = client_of(UserFactory(role=Role.STAFF))
    sent = {"title": "Lista", "upload": SimpleUploadedFile("lista.pdf", b"%PDF-1.7 list")}
    desk.post(reverse("consultations:event_file_create", args=[event.pk]), sent)

    assert EventFile.objects.get().file.purpose == EVENT_FILES
