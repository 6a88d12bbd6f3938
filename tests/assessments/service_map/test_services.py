"""The rows beside the service map: who may write them, and what the history keeps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import Role
from assessments.enums import Ending, MoneySource
from assessments.models import ServiceMoney, ServiceProvider, ServiceStaff, ServiceYear
from assessments.service_map.details import details_of
from assessments.service_map.endings import endings
from assessments.service_map.services import remove_service_part, save_service_part
from assessments.services import save_provider
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ServiceFactory, TargetGroupFactory, small_number_thresholds
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.pages.todo import tasks_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


def test_a_row_of_a_service_is_written_and_removed_with_its_line_in_the_history() -> None:
    staff, service = UserFactory(role="staff"), ServiceFactory()

    row = save_service_part(ServiceStaff(service=service, profession_sq="Psikolog", fte="1.5"), actor=staff)
    remove_service_part(row, actor=staff)

    saved, removed = Event.objects.filter(action__startswith="assessments.").order_by("pk")
    assert (saved.after["part"], saved.after["profession_sq"]) == ("staff", "Psikolog")
    assert (removed.before["profession_sq"], service.servicestaff_rows.count()) == ("Psikolog", 0)


@pytest.mark.parametrize("role", sorted({*Role.values} - {"staff"}))
def test_nobody_but_the_staff_writes_beside_the_map(role: str) -> None:
    user, service = UserFactory(role=role), ServiceFactory()

    with pytest.raises(PermissionDenied):
        save_service_part(ServiceYear(service=service, year=2025, capacity=1, source="x"), actor=user)
    with pytest.raises(PermissionDenied):
        save_provider(ServiceProvider(name="Ofruesi", kind="ngo"), actor=user)


@pytest.mark.parametrize(
    "row",
    [
        lambda service: ServiceYear(service=service, year=202, capacity=1, source="x"),
        lambda service: ServiceStaff(service=service, profession_sq="Psikolog", fte=0),
        lambda service: ServiceMoney(service=service, year=2025, paid_by="nobody", amount=1, source="x"),
    ],
)
def test_impossible_rows_are_refused_with_a_sentence(row: Any) -> None:
    with pytest.raises(ValidationError):
        save_service_part(row(ServiceFactory()), actor=UserFactory(role="staff"))


def test_the_same_source_pays_once_a_year() -> None:
    staff, service = UserFactory(role="staff"), ServiceFactory()
    words = {"service": service, "year": 2025, "paid_by": MoneySource.DONOR, "source": "Buxheti"}
    save_service_part(ServiceMoney(amount=1, **words), actor=staff)

    with pytest.raises(ValidationError):
        save_service_part(ServiceMoney(amount=2, **words), actor=staff)


@pytest.mark.parametrize(
    ("cost", "users", "found"), [(7, 2, 4), (100, 3, 33), (5, 3, 2), (None, 3, None), (5, 0, None)]
)
def test_cost_per_beneficiary_is_cost_by_average_users_rounded_half_up(
    cost: int | None, users: int, found: int | None
) -> None:
    assert ServiceYear(cost=cost, average_users=users).cost_per_beneficiary == found


def test_few_users_of_a_year_and_what_gives_them_away_are_hidden_from_others() -> None:
    small_number_thresholds()
    service = ServiceFactory()
    ServiceYear.objects.create(service=service, year=2024, capacity=9, average_users=4, cost=400, source="x")
    ServiceYear.objects.create(service=service, year=2025, capacity=9, average_users=8, cost=800, source="x")

    outside, inside = (details_of(service, user=UserFactory(role=role)).years for role in ("ngo", "staff"))

    assert [(row.users, row.per_beneficiary) for row in outside] == [(None, None), (8, 100)]
    assert [(row.users, row.per_beneficiary) for row in inside] == [(4, 100), (8, 100)]
    service.groups.add(TargetGroupFactory(is_protected=True))
    protected = details_of(type(service).objects.get(pk=service.pk), user=UserFactory(role="ngo")).years
    assert [row.users for row in protected] == [None, None]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (91, None),
        (90, "Begin to renew"),
        (31, "Begin to renew"),
        (30, "Renew the licence now"),
        (0, "now"),
        (-1, "ended"),
    ],
)
def test_a_licence_is_told_at_ninety_and_thirty_days_and_when_it_has_ended(days: int, words: str | None) -> None:
    ServiceFactory(licence_until=TODAY + timedelta(days=days))
    ServiceFactory(licence_until=TODAY, status="closed")

    with override("en"):
        found = [(each.what, each.sentence) for each in endings(TODAY)]

    assert [what for what, _sentence in found] == ([Ending.LICENCE] if words else [])
    assert all(words and words in sentence for _what, sentence in found)


def test_who_keeps_the_map_gets_the_endings_as_tasks() -> None:
    MunicipalityFactory()
    soon = timezone.localdate() + timedelta(days=10)
    service = ServiceFactory(licence_until=soon, donor_until=soon + timedelta(days=50))

    tasks = {role: tasks_of(UserFactory(role=role)) for role in ("staff", "ngo")}

    assert [(task.url, task.due_on) for task in tasks["staff"]] == [
        (service.get_absolute_url(), soon),
        (service.get_absolute_url(), soon + timedelta(days=50)),
    ]
    assert tasks["ngo"] == []


def test_the_staff_enters_a_year_on_the_page_and_reads_the_cost_of_one_user(client_of: Any) -> None:
    MunicipalityFactory()
    small_number_thresholds()
    service = ServiceFactory()
    client: Client = client_of(UserFactory(role="staff"))
    words = {"year": "2025", "capacity": "40", "average_users": "30", "cost": "1 500 000", "source": "Buxheti 2025"}

    sent = client.post(reverse("assessments:service_part_create", args=[service.pk, "years"]), words)
    page = client.get(service.get_absolute_url()).content.decode()

    assert sent.status_code == 302, sent.context["form"].errors
    assert "50\u00a0000\u00a0ALL" in page or "50,000\u00a0ALL" in page
    row = ServiceYear.objects.get()
    changed = client.post(
        reverse("assessments:service_part_update", args=["years", row.pk]), {**words, "capacity": "41"}
    )
    assert changed.status_code == 302
    assert ServiceYear.objects.get().capacity == 41
    client.post(reverse("assessments:service_part_remove", args=["years", row.pk]))
    assert not ServiceYear.objects.exists()
