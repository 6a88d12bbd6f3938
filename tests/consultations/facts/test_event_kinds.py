"""The kinds of events are a list of the municipality: delivered, added to, retired, and read for what they mean."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from consultations.enums import DELIVERED_KINDS
from consultations.facts.coverage import coverage_grid
from consultations.models import EventKind
from consultations.privacy import public_face
from consultations.services.events import install_event_kinds
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import ConsultationEventFactory, EventKindFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db
WALK = {"code": "walk", "name_sq": "Shëtitje në lagje", "name_en": "Walk through the quarter", "order": "12"}
SOURCE = {"source": "Zgjedhje e bashkisë", "source_mark": "design", "checked_by": "", "checked_on": ""}


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def coordinator(client_of) -> Client:
    return client_of(UserFactory(role="coordinator"))


def test_the_delivered_kinds_are_there_once_however_often_they_are_installed() -> None:
    EventKindFactory(code="forum")
    EventKind.objects.filter(code="forum").update(name_sq="Kuvendi i fshatit")
    EventKind.objects.filter(code="survey").delete()

    for _time in range(2):
        install_event_kinds(actor=UserFactory(role="admin"))

    assert set(EventKind.objects.values_list("code", flat=True)) == {fields["code"] for fields in DELIVERED_KINDS}
    assert EventKind.objects.get(code="forum").name_sq == "Kuvendi i fshatit"


def test_a_kind_is_added_by_its_page_and_an_event_is_held_under_it(coordinator: Client) -> None:
    consultation = RoundFactory(is_open=True)

    coordinator.post(reverse("consultations:event_kind_create"), WALK | SOURCE | {"is_active": "on"})
    typed = {"kind": "walk", "title_sq": "Lagjja e vjetër", "status": "planned", "held_on": "17.04.2030"}
    coordinator.post(
        reverse("consultations:event_create", args=[consultation.pk]),
        typed | {"language": "sq", "confidentiality": "public"},
    )

    event = consultation.events.get()
    assert event.kind.code == "walk"
    assert Event.objects.filter(action="consultations.save_event_kind").exists()
    with override("en"):
        assert public_face(event).kind == "Walk through the quarter"
    with override("sq"):
        assert public_face(event).kind == "Shëtitje në lagje"


def test_a_retired_kind_is_not_offered_and_stays_with_its_events(coordinator: Client) -> None:
    kept = ConsultationEventFactory(kind="forum")
    forum = kept.kind
    fields = {"name_sq": forum.name_sq, "name_en": forum.name_en, "order": "11"}

    answer = coordinator.post(reverse("consultations:event_kind_update", args=[forum.pk]), fields | SOURCE)

    assert answer.status_code == 302
    forum.refresh_from_db()
    assert not forum.is_active
    new = coordinator.get(reverse("consultations:event_create", args=[kept.round_id])).context["form"]
    old = coordinator.get(reverse("consultations:event_update", args=[kept.pk])).context["form"]
    assert forum not in new.fields["kind"].queryset
    assert forum in old.fields["kind"].queryset


def test_what_a_kind_means_stays_once_events_rest_on_it(coordinator: Client) -> None:
    used, free = ConsultationEventFactory(kind="focus_group").kind, EventKindFactory(code="walk")
    pages = [reverse("consultations:event_kind_update", args=[kind.pk]) for kind in (used, free)]

    offered = [set(coordinator.get(page).context["form"].fields) for page in pages]

    assert not {"is_open_meeting", "has_notice"} & offered[0]
    assert offered[1] >= {"is_open_meeting", "has_notice"}
    with pytest.raises(IntegrityError, match="event_kind_in_use_stays"), transaction.atomic():
        EventKind.objects.filter(pk=used.pk).update(is_open_meeting=True)


def test_a_notice_of_its_own_is_for_an_open_meeting_alone(coordinator: Client) -> None:
    with override("en"):
        answer = coordinator.post(reverse("consultations:event_kind_create"), WALK | SOURCE | {"has_notice": "on"})

    assert answer.context["form"].non_field_errors() == [
        "Only a meeting that is open to everybody has a notice of its own."
    ]
    assert not EventKind.objects.filter(code="walk").exists()


def test_an_added_open_meeting_never_keeps_counts_only(coordinator: Client) -> None:
    EventKindFactory(code="assembly", is_open_meeting=True)
    consultation = RoundFactory(is_open=True)
    typed = {"kind": "assembly", "title_sq": "Kuvendi", "status": "planned", "held_on": "17.04.2030"}

    answer = coordinator.post(
        reverse("consultations:event_create", args=[consultation.pk]),
        typed | {"language": "sq", "confidentiality": "counts_only"},
    )

    assert answer.context["form"].errors["confidentiality"]
    with pytest.raises(IntegrityError, match="event_public_meeting_is_open"), transaction.atomic():
        ConsultationEventFactory(kind="assembly", confidentiality="counts_only")


def test_the_grid_of_who_was_reached_has_a_column_for_an_added_kind() -> None:
    group = TargetGroupFactory(is_protected=False)
    ConsultationEventFactory(kind=EventKindFactory(**WALK), groups=[group], held_on=date(2024, 3, 1))

    with override("en"):
        assert coverage_grid().kinds == ["Walk through the quarter"]
