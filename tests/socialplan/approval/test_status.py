"""Where it stands: on whose desk, by when, what is missing and where it is entered, and what holds today."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from time_machine import travel

from municipality.models import DeadlineRule
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.in_force import coming_after, in_force_of, status_in_words
from socialplan.approval.models import Announcement
from socialplan.approval.open_tasks import due_date, missing_before, open_tasks_of
from socialplan.approval.status import acts_for, approval_page_of, stages_of, status_of, who_acts_next
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.models import PlanVersion
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import BACK_ENTRY, PlanVersionFactory, decide, publish, put_in_state
from tests.socialplan.approval.bodies import before_council
from tests.socialplan.conftest import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# A second opinion on whose desk it lies, as a councillor would say it.
DESKS = {
    "drafting": ("coordinator", "staff"),
    "in_consultation": ("offices that give opinions", "staff"),
    "in_review": ("administrator", "mayor"),
    "approved": ("mayor",),
    "before_council": ("council",),
    "amending": ("secretary",),
    "adopted": ("secretary",),
    "announced": ("secretary",),
    "in_force": ("offices that carry it out",),
    "amended": (),
    "rejected": (),
    "repealed": (),
    "superseded": (),
    "expired": (),
}


def loaded(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.with_acts().get(pk=version.pk)


@pytest.mark.parametrize("state", sorted(PlanState.values))
def test_the_desk_is_the_one_that_the_law_names(state: str) -> None:
    with override("en"):
        said = who_acts_next(state)

    if words := DESKS[state]:
        assert any(word in said for word in words), said
    else:
        assert said == ""


def test_in_review_the_offices_act_until_all_have_spoken_then_the_administrator(journey: Journey) -> None:
    with override("en"):
        before = status_of(journey.to_review(), journey.people["admin"])
    journey.version = PlanVersionFactory(number=2, content=True)
    after_all = journey.with_opinions()
    with override("en"):
        after = status_of(after_all, journey.people["admin"])

    assert len(before.missing_opinions) == 4
    assert "opinions" in before.acts_next
    assert (after.missing_opinions, after.acts_next) == ([], "the plan administrator")


@pytest.mark.parametrize("state", sorted(set(PlanState.values) - {PlanState.AMENDING}))
def test_the_stations_end_where_the_version_is_or_go_on_to_force(state: str, law: Any) -> None:
    version = PlanVersionFactory(state=state)

    stages = stages_of(version)

    (current,) = [each for each in stages if each.is_current]
    assert current.label == str(PlanState(state).label)
    assert stages[0].label == str(PlanState.DRAFTING.label)
    passed = [each.is_passed for each in stages]
    assert passed == sorted(passed, reverse=True)
    ended = {"amended", "rejected", "repealed", "superseded", "expired"}
    assert (stages[-1].label == str(PlanState.IN_FORCE.label)) is (state not in ended)


def test_a_station_that_was_skipped_is_not_shown_as_passed(law: Any) -> None:
    """Without a round in this version nothing says that it was consulted on."""
    version = PlanVersionFactory(state=PlanState.IN_REVIEW)

    labels = [each.label for each in stages_of(version)]

    assert str(PlanState.IN_CONSULTATION.label) not in labels


def test_stations_bear_the_day_of_the_law(journey: Journey, answered_round: Any) -> None:
    stages = {each.label: each.reached_on for each in stages_of(journey.to_force(answered_round))}

    assert stages[str(PlanState.IN_REVIEW.label)] == date(2024, 5, 14)
    assert stages[str(PlanState.ADOPTED.label)] == date(2024, 5, 30)
    assert stages[str(PlanState.ANNOUNCED.label)] == date(2024, 6, 3)
    assert stages[str(PlanState.IN_FORCE.label)] == date(2024, 6, 13)


def test_a_text_with_amendments_has_a_way_of_its_own(law: Any) -> None:
    version = PlanVersionFactory(state=PlanState.AMENDING)

    labels = [each.label for each in stages_of(version)]

    wanted = [PlanState.AMENDING, PlanState.ADOPTED, PlanState.ANNOUNCED, PlanState.IN_FORCE]
    assert labels == [str(state.label) for state in wanted]


# ---- by when


@pytest.mark.parametrize("state", sorted(set(PlanState.values) - {PlanState.ANNOUNCED, PlanState.ADOPTED}))
def test_the_law_sets_the_next_step_a_day_after_the_adoption_alone(state: str, law: Any) -> None:
    assert due_date(PlanVersionFactory(state=state)) is None


def test_what_is_adopted_is_announced_within_ten_days(law: Any) -> None:
    version = PlanVersionFactory(state=PlanState.ADOPTED)
    assert due_date(version) == date(2024, 6, 9)

    DeadlineRule.objects.filter(code="announcement").update(days=5)
    assert due_date(version) == date(2024, 6, 4)

    DeadlineRule.objects.filter(code="announcement").delete()
    assert due_date(version) is None


def test_what_is_announced_comes_into_force_on_its_day(law: Any) -> None:
    assert due_date(publish(PlanVersionFactory(), PlanState.ANNOUNCED)) == date(2024, 6, 13)


# ---- what is missing, and where


@pytest.mark.parametrize("role", ["admin", "dpo", "mayor", "secretary", "councillor"])
def test_a_missing_opinion_leads_to_its_page_who_may_give_one(role: str, journey: Journey) -> None:
    version, user = journey.to_review(), journey.people[role]

    missing = missing_before(version, PlanStep.APPROVE, user)

    page = reverse("approval:opinion_create", args=[version.pk])
    assert len(missing) == 4
    assert {each.url for each in missing} == {page if role in {"admin", "dpo"} else ""}


@pytest.mark.parametrize("role", ["secretary", "mayor", "admin", "councillor"])
def test_a_missing_session_leads_the_secretary_to_its_page(role: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.BEFORE_COUNCIL)

    urls = {each.url for each in missing_before(version, PlanStep.ADOPT, people[role])} - {""}

    page = reverse("approval:act_create", args=[version.pk, "session"])
    assert urls == ({page} if role == "secretary" else set())


def test_nothing_is_missing_before_the_vote_once_it_is_on_the_agenda(law: Any, people: dict[str, Any]) -> None:
    assert missing_before(before_council(), PlanStep.ADOPT, people["secretary"]) == []


@pytest.mark.parametrize("role", ["secretary", "mayor", "coordinator", "staff", "councillor", "expert"])
def test_a_duty_leads_to_its_page_whom_it_binds(role: str, law: Any, people: dict[str, Any]) -> None:
    version = loaded(publish(PlanVersionFactory()))

    with override("en"):
        pages = {each.sentence: bool(each.url) for each in open_tasks_of(version, people[role])}

    deposit = next(value for sentence, value in pages.items() if "deposit with the prefect" in sentence)
    order = next(value for sentence, value in pages.items() if "order of implementation" in sentence)
    register = next(value for sentence, value in pages.items() if "electronic register" in sentence)
    minutes = next(value for sentence, value in pages.items() if "minutes of the session" in sentence)
    assert (deposit, order, register, minutes) == (
        role == "secretary",
        role == "mayor",
        role in {"secretary", "coordinator"},
        role == "secretary",
    )


@pytest.mark.parametrize("role", ["staff", "coordinator", "expert", "admin", "mayor", "secretary", "dpo", "ngo"])
@pytest.mark.parametrize("state", [PlanState.DRAFTING, PlanState.BEFORE_COUNCIL, PlanState.IN_FORCE])
def test_what_is_offered_can_be_opened(state: str, role: str, law: Any, client_of: Any) -> None:
    """No button of the page leads its reader to a refusal."""
    version = publish(PlanVersionFactory()) if state == PlanState.IN_FORCE else PlanVersionFactory(state=state)
    user = UserFactory(role=role)
    client = client_of(user)

    for offer in acts_for(loaded(version), user):
        assert client.get(offer.url).status_code == 200, offer.label


@pytest.mark.parametrize(("role", "sees"), [("secretary", True), ("coordinator", True), ("councillor", False)])
def test_the_page_of_a_councillor_holds_no_complaints(role: str, sees: bool, law: Any, people: dict[str, Any]) -> None:
    version = loaded(publish(PlanVersionFactory()))
    version.complaints.create(number="1", recipient="head", subject="Afati", happened_on=date(2024, 6, 20))

    page = approval_page_of(loaded(version), people[role])

    assert bool(page.complaints) is sees


# ---- what holds today


def next_version(held: PlanVersion, state: str) -> PlanVersion:
    version = PlanVersionFactory(plan=held.plan, number=held.number + 1, derived_from=held)
    decide(version)
    if state == PlanState.ANNOUNCED:
        Announcement.objects.create(
            version=version,
            happened_on=date(2025, 6, 2),
            in_force_on=date(2025, 6, 12),
            place="Salla",
            rule_code="entry_into_force",
            **BACK_ENTRY,
        )
    return put_in_state(version, state)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PlanState.ADOPTED, "In force: version 1 · adopted, not announced yet: version 2"),
        (PlanState.ANNOUNCED, "In force: version 1 · adopted, in force on 12.06.2025: version 2"),
    ],
)
@travel("2025-06-03 10:00:00+00:00", tick=False)
def test_what_holds_and_what_comes_are_told_together(state: str, said: str, law: Any) -> None:
    held = publish(PlanVersionFactory(number=1))
    coming = next_version(held, state)

    with override("en"):
        assert status_in_words([held, coming]) == said
    assert (in_force_of([coming, held]), coming_after(held, [coming, held])) == (held, coming)


@travel("2025-06-03 10:00:00+00:00", tick=False)
def test_a_longer_rule_of_today_is_told_to_who_reads_what_comes(law: Any) -> None:
    held = publish(PlanVersionFactory(number=1))
    coming = next_version(held, PlanState.ANNOUNCED)
    DeadlineRule.objects.filter(code="entry_into_force").update(days=15)

    with override("en"):
        assert "17.06.2025" in status_in_words([held, coming], deadlines=DeadlineCalendar())


def test_where_nothing_comes_nothing_is_said(law: Any) -> None:
    held = publish(PlanVersionFactory(number=1))
    draft = PlanVersionFactory(plan=held.plan, number=2, derived_from=held)

    assert status_in_words([held]) == ""
    assert status_in_words([held, draft]) == ""
    assert status_in_words([draft]) == ""
    assert coming_after(None, [held, draft]) is None


def test_an_older_adopted_version_is_not_what_comes(law: Any) -> None:
    old = PlanVersionFactory(number=1, state=PlanState.ADOPTED)
    held = publish(PlanVersionFactory(plan=old.plan, number=2, derived_from=old))

    assert coming_after(held, [old, held]) is None
