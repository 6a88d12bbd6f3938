"""The pages of calendar and offices: a year proposed and checked row by row, and what must be a sentence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from municipality import services
from municipality.calendar import WorkingCalendar, refuse_unproclaimed
from municipality.forms import CalendarDayForm
from municipality.models import CalendarDay, OfficeTenure
from municipality.proposed_year import proposed_days
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.municipality import CalendarDayFactory, MunicipalityFactory, OfficeFactory, OfficeTenureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client_of):
    MunicipalityFactory()
    return client_of(UserFactory(role="admin"))


def test_a_new_year_is_proposed_and_enters_the_calendar_row_by_row(keeper: Client) -> None:
    address = reverse("municipality:calendar_check", args=[2028])
    form = keeper.get(address).context["form"]
    proposed = {key: row for key, row in form.rows.items() if row.pk is None}
    assert len(proposed) == len(proposed_days(2028)) > 15
    assert not CalendarDay.objects.exists()
    told = {"legal_basis": "Ligji nr. 7651/1992", "checked_by": "Zyra Juridike", "checked_on": "05.11.2024"}

    assert "days" in keeper.post(address, told).context["form"].errors
    feasts = [key for key, row in proposed.items() if row.is_proclaimed_yearly]
    keeper.post(address, told | {"days": feasts})

    assert CalendarDay.objects.count() == len(feasts)
    assert WorkingCalendar.load().years == {2028}
    assert {day.checked_by for day in CalendarDay.objects.all()} == {"Zyra Juridike"}
    assert all(day.source.startswith("holidays ") for day in CalendarDay.objects.all())
    assert Event.objects.filter(action="municipality.confirm_calendarday").count() == len(feasts)
    assert len(proposed_days(2028)) == len(proposed) - len(feasts)


def test_rows_in_the_calendar_that_nobody_checked_are_checked_on_the_same_page(keeper: Client) -> None:
    day = CalendarDayFactory(day=date(2028, 3, 14), legal_basis="Ligji")
    address = reverse("municipality:calendar_check", args=[2028])
    form = keeper.get(address).context["form"]
    key = next(key for key, row in form.rows.items() if row.pk)

    keeper.post(address, {"days": [key], "legal_basis": "VKM", "checked_by": "Zyra", "checked_on": "05.11.2024"})

    day.refresh_from_db()
    assert (day.checked_by, day.checked_on, day.legal_basis) == ("Zyra", date(2024, 11, 5), "Ligji")
    assert b"were checked by nobody" not in keeper.get(reverse("municipality:calendar_year", args=[2028])).content


@pytest.mark.parametrize("year", [0, 1, 1999, 2100, 99999, 10**12])
@pytest.mark.parametrize("page", ["calendar_year", "calendar_check"])
def test_a_year_outside_the_calendar_is_a_sentence(keeper: Client, page: str, year: int) -> None:
    answer = keeper.get(reverse(f"municipality:{page}", args=[year]), follow=True)

    assert answer.status_code == 200
    assert "2000" in str(next(iter(answer.context["messages"])))


@pytest.mark.parametrize("day", ["11.11.0001", "01.01.1999", "01.01.2100"])
def test_a_day_outside_the_calendar_is_a_sentence(keeper: Client, day: str) -> None:
    answer = keeper.post(reverse("municipality:day_create"), _day(day=day))

    assert answer.context["form"].errors
    assert not CalendarDay.objects.exists()


def _day(**changed: str) -> dict[str, str]:
    sent = {"day": "07.06.2024", "kind": "extra_day_off", "name_sq": "Pushim", "legal_basis": "VKM"}
    return sent | {"source": "Fletorja Zyrtare", "source_mark": "found"} | changed


def test_a_day_sent_twice_at_one_moment_is_a_sentence(keeper: Client) -> None:
    """Both forms are checked before either is saved, as two requests at one moment are."""
    admin = UserFactory(role="admin")
    first, second = (CalendarDayForm(_day(), instance=CalendarDay()) for _ in range(2))
    assert (first.is_valid(), second.is_valid()) == (True, True)
    services.save_change(first, actor=admin)

    with pytest.raises(ValidationError):
        services.save_change(second, actor=admin)
    assert CalendarDay.objects.count() == 1


def test_a_check_names_both_the_office_and_the_day(keeper: Client) -> None:
    for half in ({"checked_by": "Zyra"}, {"checked_on": "01.06.2024"}):
        assert "checked_by" in keeper.post(reverse("municipality:day_create"), _day(**half)).context["form"].errors


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("01.01.2024", ""), ("01.06.2023", "01.01.2024"), ("01.03.2024", "01.04.2024"), ("31.12.2024", "")],
)
def test_two_holders_of_one_office_on_one_day_are_a_sentence(keeper: Client, begins: str, ends: str) -> None:
    held = OfficeTenureFactory(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    address = reverse("municipality:tenure_create", args=[held.office_id])

    answer = keeper.post(address, {"starts_on": begins, "ends_on": ends})

    assert answer.context["form"].non_field_errors()
    assert OfficeTenure.objects.count() == 1
    keeper.post(address, {"starts_on": begins, "ends_on": ends, "is_acting": "on"})
    keeper.post(address, {"starts_on": "01.01.2025", "ends_on": ""})
    assert OfficeTenure.objects.count() == 3


def test_a_second_open_holder_is_a_sentence(keeper: Client) -> None:
    office = OfficeFactory()
    address = reverse("municipality:tenure_create", args=[office.pk])
    keeper.post(address, {"starts_on": "01.01.2024"})

    assert keeper.post(address, {"starts_on": "01.01.2025"}).context["form"].non_field_errors()
    assert OfficeTenure.objects.count() == 1


def test_a_year_of_the_installation_that_is_not_entered_is_told_on_its_page(keeper: Client) -> None:
    with pytest.raises(ValidationError):
        refuse_unproclaimed(date(2040, 1, 1), date(2040, 2, 1))

    assert keeper.get(reverse("municipality:calendar_year", args=[2040])).context["is_lacking"] is True
