"""A rule of law or privacy: what moves is shown before saving, a second person confirms, and nonsense is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.services import publish_round
from core.released import Release
from core.suppression import TrueCount
from municipality.models import CalendarDay, DeadlineRule, RuleChange, Threshold
from municipality.rule_changes import confirm_change, lowered_threshold
from municipality.services import install_reference_data
from operations.models import Event
from operations.trail.patterns import keep_release
from socialplan.approval.models import Announcement
from socialplan.content.enums import PlanState
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import CalendarDayFactory, MunicipalityFactory
from tests.factories.socialplan import BACK_ENTRY, PlanVersionFactory, decide, put_in_state
from vlora_plan.pages.todo import tasks_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    MunicipalityFactory()
    install_reference_data()
    return UserFactory(role="admin")


def rule(**changed: str) -> dict[str, str]:
    sent = {"days": "20", "unit": "working", "maximum": "40", "source": "Ligji nr. 146/2014", "source_mark": "found"}
    return sent | {"checked_by": "Zyra Juridike", "checked_on": "01.02.2024"} | changed


def consultation() -> str:
    return reverse("municipality:deadline_update", args=[DeadlineRule.objects.get(code="consultation").pk])


def days() -> int:
    return DeadlineRule.objects.get(code="consultation").days


def test_alone_one_person_changes_a_rule_and_it_stands_so(admin, client_of) -> None:
    client_of(admin).post(consultation(), rule(days="25"))

    assert days() == 25
    change = RuleChange.objects.get()
    assert (change.is_by_one, change.confirmed_by, change.is_waiting) == (True, admin, False)


def test_with_another_person_there_the_change_waits_for_her(admin, client_of) -> None:
    secretary = UserFactory(role="secretary")
    client_of(admin).post(consultation(), rule(days="25"))
    change = RuleChange.objects.get()
    assert (days(), change.is_waiting) == (20, True)
    assert ["20", "25"] in [each[1:] for each in change.shown]
    assert [each.url for each in tasks_of(secretary) if each.url == reverse("municipality:change_list")]

    client: Client = client_of(secretary)
    page = client.get(reverse("municipality:change_list"))
    assert [each["can_confirm"] for each in page.context["shown"]] == [True]
    client.post(reverse("municipality:change_confirm", args=[change.pk]))

    assert days() == 25
    assert set(Event.objects.filter(action__contains="rulechange").values_list("actor", flat=True)) == {
        admin.pk,
        secretary.pk,
    }


def test_a_page_opened_before_another_change_takes_nothing_of_it_back(admin, client_of) -> None:
    client: Client = client_of(admin)
    shown = client.get(consultation()).context["form"].shown_digests
    client.post(consultation(), rule(days="25"))
    secretary = UserFactory(role="secretary")

    client.post(consultation(), rule(maximum="50") | {"opened": shown})
    change = RuleChange.objects.get(confirmed_by=None)
    client_of(secretary).post(reverse("municipality:change_confirm", args=[change.pk]))

    assert (days(), DeadlineRule.objects.get(code="consultation").maximum) == (25, 50)
    assert ["40", "50"] in [each[1:] for each in change.shown]
    assert not any("25" in each for each in change.shown)


def test_a_threshold_of_small_numbers_whose_check_alone_is_new_lowers_nothing(admin, client_of) -> None:
    UserFactory(role="secretary")
    row = Threshold.objects.get(code="small_number")
    sent = {"value": row.value, "source": "Ligji nr. 9887", "source_mark": "found"}
    client_of(admin).post(
        reverse("municipality:threshold_update", args=[row.pk]),
        sent | {"checked_by": "Zyra Juridike", "checked_on": "01.02.2024"},
    )

    assert lowered_threshold(RuleChange.objects.get()) is None


def test_nobody_confirms_her_own_change(admin, client_of) -> None:
    UserFactory(role="secretary")
    client: Client = client_of(admin)
    client.post(consultation(), rule(days="25"))
    change = RuleChange.objects.get()

    assert client.post(reverse("municipality:change_confirm", args=[change.pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        confirm_change(change, lambda: None, actor=admin)
    assert days() == 20
    with pytest.raises(IntegrityError, match="rulechange_confirmed_by_another"):
        RuleChange.objects.update(confirmed_by=admin, confirmed_at=timezone.now())


def test_a_stopped_change_does_nothing_and_a_second_one_waits_for_the_first(admin, client_of) -> None:
    secretary = UserFactory(role="secretary")
    client_of(admin).post(consultation(), rule(days="25"))
    assert client_of(admin).post(consultation(), rule(days="30")).context["form"].errors

    change = RuleChange.objects.get()
    client_of(secretary).post(reverse("municipality:change_stop", args=[change.pk]))

    assert days() == 20
    client_of(secretary).post(reverse("municipality:change_confirm", args=[change.pk]))
    assert days() == 20


def test_a_day_of_the_calendar_waits_too_and_so_does_its_removal(admin, client_of) -> None:
    secretary = UserFactory(role="secretary")
    sent = {
        "day": "07.06.2024", "kind": "extra_day_off", "name_sq": "Pushim", "legal_basis": "VKM",
        "source": "Fletorja Zyrtare", "source_mark": "found",
    }  # fmt: skip
    client_of(admin).post(reverse("municipality:day_create"), sent)
    assert not CalendarDay.objects.filter(day=date(2024, 6, 7)).exists()
    client_of(secretary).post(reverse("municipality:change_confirm", args=[RuleChange.objects.get().pk]))
    day = CalendarDay.objects.get(day=date(2024, 6, 7))

    client_of(admin).post(reverse("municipality:day_remove", args=[day.pk]))
    assert CalendarDay.objects.filter(pk=day.pk).exists()
    client_of(secretary).post(reverse("municipality:change_confirm", args=[RuleChange.objects.waiting().get().pk]))
    assert not CalendarDay.objects.filter(pk=day.pk).exists()


def test_the_check_of_a_year_waits_too(admin, client_of) -> None:
    secretary = UserFactory(role="secretary")
    address = reverse("municipality:calendar_check", args=[2029])
    ticked = list(client_of(admin).get(address).context["form"].rows)[:3]

    told = {"legal_basis": "Ligji", "checked_by": "Zyra", "checked_on": "05.11.2024", "days": ticked}
    client_of(admin).post(address, told)
    assert not CalendarDay.objects.of_year(2029).exists()
    client_of(secretary).post(reverse("municipality:change_confirm", args=[RuleChange.objects.get().pk]))

    assert CalendarDay.objects.of_year(2029).count() == 3


@pytest.fixture
def moving(admin):
    """An open round, and an announced version whose day of force is still ahead."""
    round_ = publish_round(RoundFactory(publishable=True), actor=UserFactory(role="coordinator"))
    version = PlanVersionFactory(content=True)
    decide(version)
    today = timezone.localdate()
    Announcement.objects.create(
        version=version, happened_on=today, in_force_on=today + timedelta(days=10), place="Salla",
        rule_code="entry_into_force", **BACK_ENTRY,
    )  # fmt: skip
    return round_, put_in_state(version, PlanState.ANNOUNCED)


def test_before_a_rule_is_saved_the_page_says_which_round_moves(admin, moving, client_of) -> None:
    round_, _version = moving
    client: Client = client_of(admin)

    page = client.post(consultation(), rule(days="25"))

    assert page.status_code == 200
    assert [(each.document, each.before) for each in page.context["moves"]] == [(str(round_), round_.closes_on)]
    assert (days(), RuleChange.objects.exists()) == (20, False)
    client.post(consultation(), rule(days="25") | {"seen": page.context["seen"]})
    assert RuleChange.objects.exists()


def test_before_a_day_is_saved_the_page_says_which_rounds_and_dates_move(admin, moving, client_of) -> None:
    round_, version = moving
    off = round_.closes_on
    day = {
        "day": f"{off:%d.%m.%Y}", "kind": "extra_day_off", "name_sq": "Pushim", "legal_basis": "VKM",
        "source": "Fletorja Zyrtare", "source_mark": "found",
    }  # fmt: skip
    page = client_of(admin).post(reverse("municipality:day_create"), day)
    assert str(round_) in {each.document for each in page.context["moves"]}

    force = DeadlineRule.objects.get(code="entry_into_force")
    address = reverse("municipality:deadline_update", args=[force.pk])
    page = client_of(admin).post(address, rule(days="15", unit="calendar", maximum=""))
    assert str(version) in {each.document for each in page.context["moves"]}


def test_a_removed_day_shortens_no_published_round_and_moves_nothing(admin, moving, client_of) -> None:
    day = CalendarDayFactory(day=date(2010, 6, 7))

    answer = client_of(admin).post(reverse("municipality:day_remove", args=[day.pk]))

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("code", "value", "is_refused"),
    [
        ("light_amber", "95", True),
        ("light_green", "50", True),
        ("light_green", "101", True),
        ("share_tolerance", "101", True),
        ("small_number_protected", "4", True),
        ("small_number", "2", True),
        ("reminder_first", "0", True),
        ("light_green", "95", False),
    ],
)
def test_a_threshold_that_makes_no_sense_is_a_sentence(
    admin, client_of, code: str, value: str, is_refused: bool
) -> None:
    row = Threshold.objects.get(code=code)
    sent = {"value": value, "source": "Zgjedhje", "source_mark": "design"}
    sent |= {"checked_by": "Zyra", "checked_on": "01.02.2024"}

    answer = client_of(admin).post(reverse("municipality:threshold_update", args=[row.pk]), sent)

    assert (answer.status_code == 200) is is_refused
    assert (Threshold.objects.get(code=code).value == int(value)) is not is_refused


@pytest.mark.parametrize("day", ["01.01.9999", "01.01.1980"])
def test_a_check_of_an_impossible_day_is_a_sentence(admin, client_of, day: str) -> None:
    answer = client_of(admin).post(consultation(), rule(checked_on=day))

    assert "checked_on" in answer.context["form"].errors


COVERED = "N01: persona të mbuluar me shërbime"
SMALL = {"source": "Udhëzim i brendshëm", "source_mark": "found", "checked_by": "ZMDh", "checked_on": "01.02.2024"}


def lower(client: Client, value: int | str = 3) -> tuple[Threshold, object]:
    """The threshold of small numbers lowered by its page: shown what would appear, then saved once more."""
    row = Threshold.objects.get(code="small_number")
    address = reverse("municipality:threshold_update", args=[row.pk])
    shown = client.post(address, SMALL | {"value": str(value)})
    if shown.status_code == 200:
        client.post(address, SMALL | {"value": str(value), "seen": shown.context["seen"]})
    return row, shown


@pytest.fixture
def told() -> None:
    """An edition that hides two counts of its own, one below three, and one beside them."""
    counts = {"@need:N01:covered": TrueCount(4), "@need:N02:covered": TrueCount(2), "@need:N03:covered": TrueCount(40)}
    hidden = frozenset(counts)
    keep_release("assessments.edition", "edition:7", Release(counts, (), hidden, {key: key for key in counts}))


@pytest.mark.usefixtures("told")
def test_a_lower_threshold_lists_what_would_appear_and_waits_for_the_officer(admin, client_of) -> None:
    secretary, officer = UserFactory(role="secretary"), UserFactory(role="dpo")
    row, shown = lower(client_of(admin))
    change = RuleChange.objects.get()

    assert [each.figures for each in shown.context["appearing"]] == [[COVERED]]
    assert COVERED in shown.content.decode()
    for person, may in ((secretary, False), (officer, True)):
        page = client_of(person).get(reverse("municipality:change_list"))
        assert [each["can_confirm"] for each in page.context["shown"]] == [may]
        assert COVERED in page.content.decode()
    with pytest.raises(PermissionDenied):
        confirm_change(change, lambda: None, actor=secretary)
    client_of(officer).post(reverse("municipality:change_confirm", args=[change.pk]))
    row.refresh_from_db()
    assert row.value == 3


def test_alone_nobody_lowers_a_threshold_of_small_numbers(admin, client_of) -> None:
    row, _shown = lower(client_of(admin))

    row.refresh_from_db()
    assert (row.value, RuleChange.objects.get().is_waiting) == (5, True)


def test_a_higher_threshold_is_a_rule_like_the_others(admin, client_of) -> None:
    secretary = UserFactory(role="secretary")
    row, _shown = lower(client_of(admin), 7)

    client_of(secretary).post(reverse("municipality:change_confirm", args=[RuleChange.objects.get().pk]))
    row.refresh_from_db()
    assert row.value == 7


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("typed", [" 3", "3 ", "3,-", "\u00a03"])
def test_a_lower_threshold_is_one_however_it_is_typed(admin, client_of, typed: str) -> None:
    UserFactory(role="secretary"), UserFactory(role="dpo")
    _row, shown = lower(client_of(admin), typed)

    assert [each.figures for each in shown.context["appearing"]] == [[COVERED]]
    assert lowered_threshold(RuleChange.objects.get()) == ("small_number", 3)
