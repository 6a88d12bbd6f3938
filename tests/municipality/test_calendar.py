from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from municipality import delivered_rows
from municipality.calendar import (
    DayRow,
    WorkingCalendar,
    add_working_days,
    deadline,
    latest_start,
    majority,
    refuse_unproclaimed,
    threshold,
    working_days_between,
)
from municipality.enums import DayKind
from municipality.models import CalendarDay, DeadlineRule
from municipality.services import install_reference_data
from tests.factories.municipality import CalendarDayFactory, MunicipalityFactory

VECTORS = [
    ("2024-03-11", "2024-04-12", "2024-05-14"),
    ("2024-03-18", "2024-04-18", "2024-05-20"),
    ("2024-04-08", "2024-05-09", "2024-06-06"),
    ("2024-11-18", "2024-12-20", "2025-01-23"),
    ("2025-03-10", "2025-04-10", "2025-05-12"),
    ("2026-03-09", "2026-04-10", "2026-05-12"),
]
WEEKDAYS_OFF_2024 = [
    (1, 1), (1, 2), (3, 14), (3, 22), (4, 1), (4, 10), (5, 1), (5, 6), (6, 17),
    (9, 5), (11, 22), (11, 28), (11, 29), (12, 9), (12, 25),
]  # fmt: skip
COMMITTED = WorkingCalendar.of(
    DayRow(date.fromisoformat(row["day"]), row["kind"], "", row["is_proclaimed_yearly"])
    for row in delivered_rows.read("calendar")
    if not row["territory"]
)
DAYS = st.dates(date(2023, 3, 1), date(2027, 6, 30))


@pytest.fixture
def law(db: None) -> None:
    MunicipalityFactory()
    install_reference_data()


@pytest.mark.parametrize(("notice", "after_20", "after_40"), VECTORS)
def test_the_laws_test_vectors_hold(law: None, notice: str, after_20: str, after_40: str) -> None:
    start = date.fromisoformat(notice)

    assert deadline("consultation", start) == date.fromisoformat(after_20)
    assert deadline("consultation", start, days=40) == date.fromisoformat(after_40)


@pytest.mark.parametrize(
    ("unit", "days", "from_next_day", "from_the_day"),
    [
        ("working", 20, "2024-04-12", "2024-04-11"),
        ("calendar", 30, "2024-04-10", "2024-04-09"),
        ("months", 1, "2024-04-11", "2024-04-10"),
    ],
)
def test_which_day_is_the_first_is_a_row(
    law: None, unit: str, days: int, from_next_day: str, from_the_day: str
) -> None:
    rule = DeadlineRule.objects.filter(code="consultation")
    for counts_first_day, last in ((False, from_next_day), (True, from_the_day)):
        rule.update(unit=unit, days=days, counts_first_day=counts_first_day, moves_to_working_day=False)
        assert deadline("consultation", date(2024, 3, 11)) == date.fromisoformat(last)


def test_a_month_that_counts_its_first_day_ends_the_day_before(law: None) -> None:
    rule = DeadlineRule.objects.filter(code="consultation")
    rule.update(unit="months", days=1, counts_first_day=True, moves_to_working_day=False)

    assert deadline("consultation", date(2024, 3, 1)) == date(2024, 3, 31)


def test_the_last_working_day_for_the_notice(law: None) -> None:
    assert latest_start(date(2024, 5, 10), 20) == date(2024, 4, 9)
    assert latest_start(date(2024, 5, 10), 40) == date(2024, 3, 7)


def test_the_weekdays_off_of_2024(law: None) -> None:
    days = CalendarDay.objects.of_year(2024).exclude(kind=DayKind.WORKING_SATURDAY).values_list("day", flat=True)

    assert [(day.month, day.day) for day in days if day.weekday() < 5] == WEEKDAYS_OFF_2024


def test_a_notice_is_not_counted_and_a_consultation_is_never_shorter_or_longer_than_the_rule(law: None) -> None:
    assert working_days_between(date(2024, 4, 8), date(2024, 5, 9)) == 20
    for days in (19, 41):
        with pytest.raises(ValidationError):
            deadline("consultation", date(2024, 4, 8), days=days)


def test_entry_into_force_is_ten_calendar_days_after_the_announcement(law: None) -> None:
    assert deadline("entry_into_force", date(2024, 6, 3)) == date(2024, 6, 13)


def test_an_end_on_a_closed_day_moves_only_where_the_rule_says_so(law: None) -> None:
    assert deadline("complaint", date(2024, 5, 30)) == date(2024, 7, 1)
    DeadlineRule.objects.filter(code="complaint").update(moves_to_working_day=False)
    assert deadline("complaint", date(2024, 5, 30)) == date(2024, 6, 29)


def test_months_end_on_the_same_day_or_the_months_last(law: None) -> None:
    DeadlineRule.objects.filter(code="complaint").update(days=6, unit="months", moves_to_working_day=False)
    assert deadline("complaint", date(2024, 8, 31)) == date(2025, 2, 28)


def test_days_off_of_other_territories_do_not_count_here(law: None) -> None:
    assert add_working_days(date(2025, 5, 14), 1) == date(2025, 5, 15)
    CalendarDayFactory(day=date(2025, 5, 15), territory="vlore", kind=DayKind.EXTRA_DAY_OFF)
    assert add_working_days(date(2025, 5, 14), 1) == date(2025, 5, 16)


def test_a_row_changes_the_count_without_code(law: None) -> None:
    CalendarDayFactory(day=date(2024, 4, 9), kind=DayKind.EXTRA_DAY_OFF)

    assert deadline("consultation", date(2024, 4, 8)) == date(2024, 5, 10)


def test_a_working_saturday_counts_once_it_is_checked_and_never_shortens_a_period_on_a_guess(law: None) -> None:
    saturday = CalendarDayFactory(day=date(2025, 1, 11), kind=DayKind.WORKING_SATURDAY)
    assert add_working_days(date(2025, 1, 10), 1) == date(2025, 1, 13)

    saturday.checked_by, saturday.checked_on = "Zyra Juridike", date(2025, 1, 5)
    saturday.save()

    assert add_working_days(date(2025, 1, 10), 1) == date(2025, 1, 11)


@pytest.mark.parametrize("day", [date(2023, 11, 27), date(2025, 1, 3), date(2025, 12, 26)])
def test_days_off_that_the_government_gave_lengthen_a_period_unchecked(law: None, day: date) -> None:
    assert not CalendarDay.objects.get(day=day).checked_by
    assert not COMMITTED.is_working(day)


def test_no_row_of_the_installer_makes_a_working_day_and_each_says_what_it_rests_on() -> None:
    rows = delivered_rows.read("calendar")

    assert [row["day"] for row in rows if row["kind"] == DayKind.WORKING_SATURDAY] == []
    assert [row["day"] for row in rows if not (row["source"] and row["source_mark"] and row["legal_basis"])] == []
    assert COMMITTED.years >= {2023, 2024, 2025, 2026, 2027}


def test_a_period_that_enters_a_year_without_proclaimed_rows_is_refused(law: None) -> None:
    refuse_unproclaimed(date(2027, 11, 1), date(2027, 12, 30))

    with pytest.raises(ValidationError, match="2028"):
        refuse_unproclaimed(date(2027, 12, 10), date(2028, 1, 10))
    CalendarDay.objects.filter(day=date(2024, 4, 10)).delete()
    refuse_unproclaimed(date(2024, 1, 1), date(2024, 2, 1))
    CalendarDay.objects.of_year(2024).filter(name_en__contains="Easter").delete()
    with pytest.raises(ValidationError, match="2024"):
        refuse_unproclaimed(date(2024, 1, 1), date(2024, 2, 1))


def test_a_missing_rule_is_a_sentence(db: None) -> None:
    for ask in (lambda: deadline("consultation", date(2024, 4, 8)), lambda: threshold("light_green"), majority):
        with pytest.raises(ValidationError):
            ask()


def test_thresholds_and_majority_of_the_reference(law: None) -> None:
    codes = ("light_green", "light_amber", "small_number", "small_number_protected")
    assert [threshold(code) for code in codes] == [90, 60, 5, 10]
    assert majority().is_reached(votes_for=19, present=36, seats=41)
    assert not majority().is_reached(votes_for=18, present=36, seats=41)


@given(DAYS, st.integers(1, 60))
def test_adding_ends_on_a_working_day_and_is_undone_by_counting(start: date, days: int) -> None:
    end = COMMITTED.add(start, days)

    assert COMMITTED.is_working(end)
    assert COMMITTED.between(start, end) == days
    assert COMMITTED.add(end + timedelta(days=1), -days) > start


@given(DAYS, st.integers(0, 40), st.integers(1, 30))
def test_later_notices_and_longer_times_never_end_earlier(start: date, days: int, later: int) -> None:
    assert COMMITTED.add(start, days) < COMMITTED.add(start, days + later)
    if days:
        assert COMMITTED.add(start, days) <= COMMITTED.add(start + timedelta(days=later), days)
