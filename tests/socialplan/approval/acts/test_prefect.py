"""Deposit, registration, letter: the prefect's way of law 107/2016, its order, its once, and that it stops nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.workflow import StepRefused
from socialplan.approval.acts.prefect_opinion import ACT as LETTER
from socialplan.approval.acts.prefect_opinion import PrefectOpinionForm
from socialplan.approval.deadlines import DeadlineCalendar, Timing, legal_dates
from socialplan.approval.enums import PrefectVerdict
from socialplan.approval.models import PrefectDeposit, PrefectOpinion, PrefectRegistration
from socialplan.approval.open_tasks import open_tasks_of
from socialplan.approval.services.council import reexamine
from socialplan.approval.services.records import record_act
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.approval.workflow import RETURNED
from socialplan.content.enums import LIVING_STATES, PlanState
from socialplan.content.models import PlanVersion
from tests.factories.socialplan import PlanVersionFactory, decide, publish
from tests.socialplan.approval.bodies import fresh, recorder, refused_at
from tests.socialplan.conftest import on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# Decided 30.5.2024, announced 3.6.2024 (docs/law.md#announcement).
ENDED = sorted(set(PlanState.values) - set(LIVING_STATES) - {PlanState.AMENDING})


class Prefecture:
    """The three acts on one version, each on a day of June 2024."""

    def __init__(self, version: PlanVersion, secretary: Any) -> None:
        self.version, self.secretary = version, secretary

    def deposit(self, day: int = 5) -> Any:
        return recorder(self.version, "deposit", self.secretary)(PrefectDeposit(protocol_no="12/DEMO"), day)

    def register(self, day: int = 6, deposit: Any = None) -> Any:
        deposit = deposit or self.version.deposits.last()
        act = PrefectRegistration(deposit=deposit, prefect_protocol_no="99")
        return recorder(self.version, "registration", self.secretary)(act, day)

    def letter(self, verdict: str, day: int = 14, reasons: str = "Neni 55.", number: str = "7") -> Any:
        act = PrefectOpinion(verdict=verdict, letter_no=number, reasons=reasons)
        return recorder(self.version, "prefect_opinion", self.secretary)(act, day)

    def withdraw(self, act: Any, kind: str) -> None:
        withdraw_act(self.version, act, kind=kind, reason="Numri i gabuar.", actor=self.secretary)


@pytest.fixture
def prefecture(law: Any, people: dict[str, Any]) -> Prefecture:
    return Prefecture(publish(PlanVersionFactory()), people["secretary"])


@pytest.fixture
def registered(prefecture: Prefecture) -> Prefecture:
    prefecture.deposit()
    prefecture.register()
    return prefecture


def sentences(prefecture: Prefecture) -> str:
    version = PlanVersion.objects.with_acts().get(pk=prefecture.version.pk)
    with override("en"):
        return " ".join(each.sentence for each in open_tasks_of(version, prefecture.secretary))


# ---- the order of the three


@pytest.mark.parametrize(
    ("day", "said"), [(date(2024, 5, 29), "30.05.2024"), (date(2024, 5, 30), ""), (date(2024, 6, 13), "")]
)
def test_the_decision_is_not_deposited_before_it_is_taken(day: date, said: str, prefecture: Prefecture) -> None:
    def deposit() -> Any:
        entry = on(day.year, day.month, day.day)
        act = PrefectDeposit(protocol_no="12/DEMO")
        return record_act(prefecture.version, act, kind="deposit", actor=prefecture.secretary, entry=entry)

    if said:
        assert said in refused_at(deposit)["happened_on"]
    else:
        assert deposit().happened_on == day


@pytest.mark.parametrize(("day", "is_right"), [(4, False), (5, True), (6, True)])
def test_the_prefect_registers_what_was_deposited(day: int, is_right: bool, prefecture: Prefecture) -> None:
    prefecture.deposit(5)

    if is_right:
        assert prefecture.register(day).pk
    else:
        assert "05.06.2024" in refused_at(lambda: prefecture.register(day))["happened_on"]


@pytest.mark.parametrize("verdict", PrefectVerdict.values)
@pytest.mark.parametrize(("day", "is_right"), [(5, False), (6, True), (30, True)])
def test_the_prefect_answers_what_is_registered(
    day: int, is_right: bool, verdict: str, registered: Prefecture
) -> None:
    if is_right:
        assert registered.letter(verdict, day).pk
    else:
        assert "06.06.2024" in refused_at(lambda: registered.letter(verdict, day))["happened_on"]


@pytest.mark.parametrize("is_deposited", [False, True])
@pytest.mark.parametrize("verdict", PrefectVerdict.values)
def test_what_is_not_registered_can_only_be_challenged(
    verdict: str, is_deposited: bool, prefecture: Prefecture
) -> None:
    """An act found not deposited on the spot goes to court at once; it cannot be found lawful or returned."""
    if is_deposited:
        prefecture.deposit()

    if verdict == PrefectVerdict.COURT:
        assert prefecture.letter(verdict).pk
    else:
        assert set(refused_at(lambda: prefecture.letter(verdict))) == {""}


@pytest.mark.parametrize("verdict", [PrefectVerdict.RETURNED, PrefectVerdict.COURT])
def test_a_letter_that_finds_fault_says_which(verdict: str, registered: Prefecture) -> None:
    assert set(refused_at(lambda: registered.letter(verdict, reasons=""))) == {"__all__"}

    data = {"verdict": verdict, "letter_no": "7", "happened_on": "14.06.2024", "source_document": "Letra 7"}
    form = PrefectOpinionForm(data, version=registered.version)

    assert set(form.errors) == {"reasons"}
    assert registered.letter(verdict).reasons == "Neni 55."


def test_a_lawful_decision_needs_no_reasons(registered: Prefecture) -> None:
    assert registered.letter(PrefectVerdict.LEGAL, reasons="").pk


@pytest.mark.parametrize("kind", ["deposit", "registration", "letter"])
def test_each_paper_has_its_number(kind: str, registered: Prefecture) -> None:
    bare: dict[str, Any] = {
        "deposit": (PrefectDeposit(protocol_no=""), "deposit"),
        "registration": (PrefectRegistration(deposit=registered.version.deposits.get()), "registration"),
        "letter": (PrefectOpinion(verdict="legal", letter_no=""), "prefect_opinion"),
    }
    act, name = bare[kind]
    if kind != "letter":
        registered.withdraw(registered.version.deposits.get().registrations.get(), "registration")
    if kind == "deposit":
        registered.withdraw(registered.version.deposits.get(), "deposit")

    with pytest.raises(ValidationError):
        recorder(registered.version, name, registered.secretary)(act, 20)


# ---- once


def test_one_deposit_counts_and_the_right_one_follows_the_wrong(prefecture: Prefecture) -> None:
    wrong = prefecture.deposit()
    refused_at(prefecture.deposit)

    prefecture.withdraw(wrong, "deposit")
    right = prefecture.deposit(7)

    assert fresh(prefecture.version).prefect_deposit == right
    assert set(refused_at(lambda: prefecture.register(8, deposit=wrong))) == {""}
    assert prefecture.register(8).deposit == right


def test_a_letter_that_was_withdrawn_was_no_return(registered: Prefecture) -> None:
    wrong = registered.letter(PrefectVerdict.RETURNED)
    assert set(refused_at(lambda: registered.letter(PrefectVerdict.RETURNED, 15))) == {"verdict"}

    registered.withdraw(wrong, "prefect_opinion")

    assert not RETURNED.check(fresh(registered.version))
    assert registered.letter(PrefectVerdict.RETURNED, 15).pk
    assert RETURNED.check(fresh(registered.version))


@pytest.mark.parametrize("verdict", [PrefectVerdict.LEGAL, PrefectVerdict.COURT])
def test_a_last_word_asks_for_no_further_letter(verdict: str, registered: Prefecture) -> None:
    version = PlanVersion.objects.with_acts().get(pk=registered.version.pk)
    assert LETTER.is_open(version)

    registered.letter(verdict)

    assert not LETTER.is_open(PlanVersion.objects.with_acts().get(pk=version.pk))


def test_after_a_return_the_court_is_still_open(registered: Prefecture) -> None:
    registered.letter(PrefectVerdict.RETURNED)
    version = PlanVersion.objects.with_acts().get(pk=registered.version.pk)

    assert LETTER.is_open(version)
    assert registered.letter(PrefectVerdict.COURT, 20).pk


@pytest.mark.parametrize("state", [PlanState.SUPERSEDED, PlanState.EXPIRED])
def test_what_no_longer_stands_is_not_returned_but_may_be_found_lawful(
    state: str, law: Any, people: dict[str, Any]
) -> None:
    prefecture = Prefecture(publish(PlanVersionFactory(), state), people["secretary"])
    prefecture.deposit()
    prefecture.register()

    assert set(refused_at(lambda: prefecture.letter(PrefectVerdict.RETURNED))) == {"verdict"}
    assert prefecture.letter(PrefectVerdict.LEGAL).pk


@pytest.mark.parametrize("state", [state for state in ENDED if state not in {"superseded", "expired"}])
def test_nothing_is_deposited_that_the_council_has_not_adopted(state: str, law: Any, people: dict[str, Any]) -> None:
    with pytest.raises(StepRefused):
        Prefecture(PlanVersionFactory(state=state), people["secretary"]).deposit()


# ---- it stops nothing


@pytest.mark.parametrize("verdict", PrefectVerdict.values)
def test_no_letter_takes_the_plan_out_of_force(verdict: str, registered: Prefecture) -> None:
    """The check is made without hindering implementation (law 107/2016)."""
    registered.letter(verdict)

    assert fresh(registered.version).state == PlanState.IN_FORCE
    assert fresh(registered.version).stands


@pytest.mark.parametrize("verdict", PrefectVerdict.values)
def test_the_council_is_asked_again_after_a_return_alone(verdict: str, registered: Prefecture) -> None:
    registered.letter(verdict)

    def ask() -> PlanVersion:
        return reexamine(fresh(registered.version), actor=registered.secretary, entry=on(2024, 6, 20))

    if verdict == PrefectVerdict.RETURNED:
        again = ask()
        assert (again.state, again.derived_from_id) == (PlanState.BEFORE_COUNCIL, registered.version.pk)
        assert fresh(registered.version).state == PlanState.IN_FORCE
    else:
        with pytest.raises(StepRefused):
            ask()


@pytest.mark.parametrize(
    ("verdict", "roles"),
    [("legal", set()), ("returned", {"secretary", "mayor", "admin"}), ("court", {"secretary", "mayor", "admin"})],
)
def test_who_must_act_hears_of_a_letter_that_finds_fault(verdict: str, roles: set[str]) -> None:
    assert set(LETTER.tells(PrefectOpinion(verdict=verdict))) == roles


# ---- duties and days


def test_each_act_is_a_duty_until_it_is_recorded(prefecture: Prefecture) -> None:
    deposit, registration = "deposit with the prefect is not recorded", "registration of the deposit is not recorded"
    assert deposit in sentences(prefecture)
    assert registration not in sentences(prefecture)

    prefecture.deposit()
    assert deposit not in sentences(prefecture)
    assert registration in sentences(prefecture)

    prefecture.register()
    assert registration not in sentences(prefecture)


@pytest.mark.parametrize(
    ("today", "day", "timing"),
    [
        ("2024-06-13", None, Timing.OPEN),
        ("2024-06-14", None, Timing.OVERDUE),
        ("2024-06-20", 13, Timing.DONE),
        ("2024-06-20", 14, Timing.LATE),
    ],
)
def test_the_deposit_has_ten_days_from_the_announcement(
    today: str, day: int | None, timing: Timing, prefecture: Prefecture
) -> None:
    """Announced Monday 3.6.2024: until Thursday 13.6.2024."""
    if day:
        prefecture.deposit(day)
    deadlines = DeadlineCalendar(date.fromisoformat(today))

    found = {each.code: each for each in legal_dates(fresh(prefecture.version), deadlines=deadlines)}[
        "prefect_deposit"
    ]

    assert (found.due_on, found.timing) == (date(2024, 6, 13), timing)


@pytest.mark.parametrize(("day", "timing"), [(16, Timing.DONE), (17, Timing.LATE)])
def test_the_prefects_ten_days_run_from_the_registration_not_from_the_deposit(
    day: int, timing: Timing, registered: Prefecture
) -> None:
    registered.letter(PrefectVerdict.LEGAL, day)
    deadlines = DeadlineCalendar(date(2024, 7, 1))

    found = {each.code: each for each in legal_dates(fresh(registered.version), deadlines=deadlines)}[
        "prefect_opinion"
    ]

    assert (found.starts_on, found.due_on, found.timing) == (date(2024, 6, 6), date(2024, 6, 16), timing)
    assert found.binds == ()


def test_before_the_registration_the_prefects_time_has_not_begun(prefecture: Prefecture) -> None:
    prefecture.deposit()

    found = {each.code: each for each in legal_dates(fresh(prefecture.version))}["prefect_opinion"]

    assert (found.due_on, found.timing) == (None, Timing.WAITING)


def test_the_deposit_of_what_was_decided_but_not_announced_is_no_late_one(law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.ADOPTED)
    decide(version)
    prefecture = Prefecture(version, people["secretary"])

    assert prefecture.deposit().pk
    found = {each.code: each for each in legal_dates(fresh(version))}["prefect_deposit"]
    assert found.timing == Timing.WAITING
