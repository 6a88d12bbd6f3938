from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from municipality.models import AdministrativeUnit, CalendarDay, DeadlineRule, Municipality, OfficeTenure, Project
from operations.models import Event
from socialplan.approval.models import PlanAddressee
from socialplan.content.models import FundingSource
from tests.factories.accounts import UserFactory
from tests.factories.municipality import CalendarDayFactory, DeadlineRuleFactory, MunicipalityFactory, OfficeFactory
from vlora_plan.first_token import first_token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(db: None) -> None:
    MunicipalityFactory()


@pytest.fixture
def admin_client(client_of: Any) -> Client:
    return client_of(UserFactory(role="admin"))


def test_the_administrator_makes_and_changes_an_account(admin_client: Client) -> None:
    sent = {"email": "Finance@example.org", "name": "Financa", "language": "sq", "roles": ["staff"]}
    answer = admin_client.post(reverse("accounts:user_create"), sent)
    user = User.objects.get(email="finance@example.org")
    assert answer.headers["Location"] == user.get_absolute_url()

    again = admin_client.post(reverse("accounts:user_create"), sent)
    assert "email" in again.context["form"].errors
    admin_client.post(reverse("accounts:user_update", args=[user.pk]), {**sent, "name": "Buxheti"})
    admin_client.post(reverse("accounts:user_grant", args=[user.pk]), {"role": "expert"})
    admin_client.post(reverse("accounts:user_grant", args=[user.pk]), {"role": "king"})
    admin_client.post(reverse("accounts:user_activate", args=[user.pk]))

    user.refresh_from_db()
    assert (user.name, user.is_active) == ("Buxheti", False)
    assert set(user.assignments.values_list("role", flat=True)) == {"staff", "expert"}


def test_the_administrator_keeps_organisations(admin_client: Client) -> None:
    admin_client.post(reverse("accounts:organisation_create"), {"name": "Shoqata", "kind": "cso", "is_active": "on"})
    organisation, member = Organisation.objects.get(), UserFactory(role="ngo")
    admin_client.post(reverse("accounts:membership_approve", args=[organisation.pk]), {"user": member.pk})
    admin_client.post(reverse("accounts:membership_approve", args=[organisation.pk]), {"user": UserFactory().pk})
    membership = organisation.memberships.get()

    admin_client.post(reverse("accounts:membership_revoke", args=[membership.pk]))

    membership.refresh_from_db()
    assert membership.revoked_on is not None


def test_a_rule_changes_only_with_its_source_and_who_checked_it(admin_client: Client) -> None:
    rule = DeadlineRuleFactory()
    address = reverse("municipality:deadline_update", args=[rule.pk])
    sent = {"days": "25", "unit": "working", "maximum": "40", "source": "Ligji", "source_mark": "found"}
    refused = admin_client.post(address, sent)
    assert set(refused.context["form"].errors) == {"checked_by", "checked_on"}
    assert DeadlineRule.objects.get().days == 20

    admin_client.post(address, {**sent, "checked_by": "Drejtoria Juridike", "checked_on": "05.02.2024"})

    assert DeadlineRule.objects.get().days == 25
    event = Event.objects.get(action="municipality.change_deadlinerule")
    assert (event.before["days"], event.after["days"]) == (20, 25)


def test_the_calendar_is_edited_as_rows(admin_client: Client) -> None:
    sent = {"day": "07.06.2024", "kind": "extra_day_off", "name_sq": "Pushim", "legal_basis": "VKM"}
    sent |= {"source": "Fletorja Zyrtare", "source_mark": "found"}
    admin_client.post(reverse("municipality:day_create"), sent)
    day = CalendarDay.objects.get()
    twice = admin_client.post(reverse("municipality:day_create"), sent)
    assert twice.context["form"].errors
    letters = admin_client.post(reverse("municipality:day_create"), {**sent, "day": "7 qershor"})
    assert "day" in letters.context["form"].errors
    assert admin_client.get(reverse("municipality:calendar_year", args=[2024])).status_code == 200

    admin_client.post(reverse("municipality:day_remove", args=[day.pk]))

    assert not CalendarDay.objects.exists()
    assert Event.objects.filter(action="municipality.remove_calendarday").count() == 1


def test_an_office_gets_a_period_that_names_nobody(admin_client: Client) -> None:
    office = OfficeFactory()
    address = reverse("municipality:tenure_create", args=[office.pk])
    admin_client.post(address, {"starts_on": "01.01.2024", "is_acting": "on"})
    wrong = admin_client.post(address, {"starts_on": "01.01.2024", "ends_on": "01.01.2023"})

    tenure = OfficeTenure.objects.get()
    assert (tenure.office, tenure.holder, tenure.is_acting) == (office, None, True)
    assert wrong.context["form"].errors
    assert admin_client.get(reverse("municipality:office_detail", args=[office.pk])).status_code == 200
    assert CalendarDayFactory().get_absolute_url().endswith("/calendar/2024/")


def test_the_first_run_page_founds_the_installation_and_is_gone(client: Client) -> None:
    address = reverse("site:first_run")
    assert client.get(reverse("accounts:login")).headers["Location"] == address
    from_page = client.get(address).context["form"].initial
    assert from_page == {}
    sent = {
        "token": first_token(), "email": "Admin@example.org", "name": "Admin", "password": "një fjali e gjatë e mirë",
        "name_sq": "Bashkia Fier", "name_en": "Municipality of Fier", "county_sq": "Qarku Fier",
    }  # fmt: skip
    taken = client.post(address, sent)
    assert taken.context["form"].errors
    assert not User.objects.exists()
    MunicipalityFactory._meta.model.objects.all().delete()

    weak = client.post(address, {**sent, "password": "123"})
    assert "password" in weak.context["form"].errors
    guessed = client.post(address, {**sent, "token": "AAAA-BBBB-CCCC-DDDD"})
    assert "token" in guessed.context["form"].errors
    assert not User.objects.exists()
    written_small = client.post(address, {**sent, "token": first_token().lower().replace("-", " ")})
    assert written_small.headers["Location"] == reverse("municipality:guide_units")

    assert User.objects.get().email == "admin@example.org"
    place = Municipality.objects.get()
    assert (place.territory, place.county_sq, place.seats, place.guide_step) == ("fier", "Qarku Fier", None, 2)
    assert not AdministrativeUnit.objects.exists()
    assert not Project.objects.exists()
    assert FundingSource.objects.in_use().exists()
    assert PlanAddressee.objects.owed().exists()
    assert Client().get(address).status_code == 404
