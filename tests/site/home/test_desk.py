"""The desk of whoever is logged in: late first, later folded, one owner, what changed, which dates come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import Role
from accounts.models import User
from assessments.enums import AssessmentStep
from assessments.services import move_assessment
from assessments.workflow import ASSESSMENT_WORKFLOW
from consultations.workflow import ROUND_WORKFLOW
from core.models import StateChange
from core.together.side_by_side import Reader
from monitoring.workflow import REPORT_WORKFLOW
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import PlanState
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory
from tests.factories.consultations import ContributionFactory, RecommendationFactory, RoundFactory
from tests.factories.monitoring import PeriodFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, publish, put_in_state
from vlora_plan.pages.ahead import dates_ahead
from vlora_plan.pages.changes import changes_for
from vlora_plan.pages.desk import Task, TaskDesk, desk_of, time_left
from vlora_plan.pages.todo import tasks_of
from vlora_plan.workflow_table import WORKFLOWS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def titles(tasks: list[Task]) -> list[str]:
    return [task.label for task in tasks]


def piles(user: User, *tasks: Task) -> TaskDesk:
    return desk_of(user, tasks)


def test_late_tasks_lie_before_those_of_today_and_the_others_are_folded() -> None:
    desk = piles(
        UserFactory(role="staff"),
        Task("late", "", "/", in_days(-1)),
        Task("today", "", "/", in_days(0)),
        Task("undated", "", "/"),
        Task("in a month", "", "/", in_days(30)),
        Task("far", "", "/", in_days(31)),
        Task("not yet", "", "/", in_days(-5), missing=["The vote."]),
    )

    assert titles(desk.late) == ["late"]
    assert titles(desk.now) == ["today", "undated", "in a month"]
    assert titles(desk.later) == ["far", "not yet"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "sot"),
        (1, "edhe 1 ditë"),
        (12, "edhe 12 ditë"),
        (-1, "me vonesë 1 ditë"),
        (-40, "me vonesë 40 ditë"),
    ],
)
def test_the_time_left_is_told_in_days(days: int, words: str) -> None:
    assert time_left(in_days(days)) == words


def test_a_task_of_several_is_its_owners_and_the_others_find_it_folded() -> None:
    staff, secretary = UserFactory(role="staff"), UserFactory(role="secretary")
    task = Task("letters", "", "/", owner=Role.SECRETARY)

    assert titles(piles(secretary, task).now) == ["letters"]
    assert titles(piles(staff, task).others) == ["letters"]
    assert piles(staff, task).is_empty


def test_what_nobody_owns_because_nobody_holds_the_role_waits_for_all() -> None:
    staff, task = UserFactory(role="staff"), Task("letters", "", "/", owner=Role.SECRETARY)
    assert titles(piles(staff, task).now) == ["letters"]

    secretary = UserFactory(role="secretary")
    secretary.is_active = False
    secretary.save()

    assert titles(piles(staff, task).now) == ["letters"]


def test_one_duty_stands_before_one_role() -> None:
    """Over all that the law asks after an adoption: every task has its place on one role's desk only."""
    publish(PlanVersionFactory(content=True), PlanState.IN_FORCE)
    people = {role: UserFactory(role=role) for role in Role.values}

    on_desks: dict[str, set[str]] = {}
    for role, user in people.items():
        desk = desk_of(user, tasks_of(user))
        for task in (*desk.late, *desk.now):
            on_desks.setdefault(task.label, set()).add(role)

    assert on_desks, "an adopted plan asks for something"
    assert {label: roles for label, roles in on_desks.items() if len(roles) > 1} == {}


@pytest.mark.parametrize("role", Role.values)
def test_every_task_has_a_word_on_its_button(role: str) -> None:
    RoundFactory(is_open=True)
    version = PlanVersionFactory(content=True, state=PlanState.IN_REVIEW)
    AssessmentFactory()
    publish(PlanVersionFactory(plan__title_sq="Tjetër", content=True), PlanState.IN_FORCE)
    assert version.pk

    tasks = tasks_of(UserFactory(role=role))

    assert [task.label for task in tasks if not task.button] == []


def test_who_may_not_answer_is_not_asked_to() -> None:
    RecommendationFactory()
    page = reverse("consultations:recommendation_list")

    asked = {role for role in Role.values if page in {task.url for task in tasks_of(UserFactory(role=role))}}

    assert asked == {Role.COORDINATOR}


def verified_edition(actor: User) -> Any:
    edition = AssessmentFactory(method_sq="Anketë", sources_sq="Regjistri", limits_sq="Pa minoritetet")
    NeedFactory(assessment=edition)
    return move_assessment(edition, AssessmentStep.VERIFY, actor=actor)


def test_steps_of_others_since_the_last_visit_are_told() -> None:
    staff, coordinator = UserFactory(role="staff"), UserFactory(role="coordinator")
    before = timezone.now()
    edition = verified_edition(staff)

    told = changes_for(coordinator, before)

    assert [(change.document, change.url) for change in told] == [(str(edition), edition.get_absolute_url())]
    assert changes_for(staff, before) == []
    assert changes_for(coordinator, timezone.now()) == []
    assert changes_for(coordinator, None) == []


def test_a_document_that_somebody_may_not_open_is_not_told() -> None:
    before, staff = timezone.now(), UserFactory(role="staff")
    verified_edition(staff)

    for role in (Role.NGO, Role.COUNCILLOR):
        assert changes_for(UserFactory(role=role), before) == []


def test_contributions_that_came_in_are_one_line() -> None:
    before, round_ = timezone.now() - timedelta(minutes=1), RoundFactory(is_open=True)
    ContributionFactory.create_batch(3, round=round_)

    assert [change.label for change in changes_for(UserFactory(role="staff"), before)] == ["u morën 3 kontribute"]
    assert changes_for(UserFactory(role="ngo"), before) == []


def test_dates_ahead_stand_in_their_order_and_end_after_sixty_days() -> None:
    near = PeriodFactory(ends_on=in_days(-1), due_on=in_days(20), cut_off_on=in_days(30))
    open_round = RoundFactory(is_open=True)
    staff = UserFactory(role="staff")

    found = dates_ahead(staff)

    assert [each.day for each in found] == sorted(each.day for each in found)
    assert near.due_on in {each.day for each in found}
    assert open_round.closes_on in {each.day for each in found}
    assert {each.url for each in dates_ahead(UserFactory(role="ngo"))} == {
        reverse("consultations:public_round_detail", args=[open_round.pk])
    }


def test_the_home_page_tells_what_changed_since_the_login_before(client: Client) -> None:
    staff, coordinator = UserFactory(role="staff"), UserFactory(role="coordinator")
    before = timezone.now() - timedelta(days=3)
    coordinator.last_login = before
    coordinator.save()
    edition = verified_edition(staff)

    client.force_login(coordinator, backend="accounts.login.backends.PasswordBackend")
    page = client.get(reverse("site:home"))

    assert page.context["since"] == before
    assert edition.get_absolute_url() in page.content.decode()
    coordinator.refresh_from_db()
    assert coordinator.last_login > before, "Django's own time of the login is kept too"


def reader_of(tasks: list[Task]) -> Reader[list[Task]]:
    yield []
    return tasks


def test_a_late_task_says_so_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserFactory(role="staff")
    late = Task("Dorëzojeni", "Plani", "/x/", in_days(-2), button="Dorëzoni")
    monkeypatch.setattr("vlora_plan.views.public.read_tasks", lambda _user: reader_of([late]))
    client.force_login(user, backend="accounts.login.backends.PasswordBackend")

    text = client.get(reverse("site:home")).content.decode()

    assert "me vonesë 2 ditë" in text
    assert "Asgjë nuk ju pret" not in text


@pytest.mark.parametrize(
    "workflow",
    [ASSESSMENT_WORKFLOW, ROUND_WORKFLOW, PLAN_WORKFLOW, REPORT_WORKFLOW],
    ids=["assessment", "round", "plan", "report"],
)
def test_a_step_is_told_as_a_deed(workflow: Any) -> None:
    """In Albanian the plural imperative ends in -ni; a noun or a sentence of absence does not."""
    with translation.override("sq"):
        labels = [str(step.label) for step in workflow]

    assert [label for label in labels if not label.split()[0].endswith("ni")] == []


@pytest.mark.parametrize("log", StateChange.__subclasses__(), ids=lambda log: log._meta.label)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_what_was_done_is_told_as_done_and_not_as_the_button_asks(log: type[StateChange], language: str) -> None:
    workflow = next(each for each in WORKFLOWS.values() if log.workflow is each)

    with translation.override(language):
        told = {step.label: log(step=step.step).step_done for step in workflow}

    assert [done for asked, done in told.items() if done in {"", asked} or done.split()[0].endswith("ni")] == []


@pytest.mark.parametrize("state", [PlanState.BEFORE_COUNCIL, PlanState.IN_FORCE])
def test_what_the_law_asks_for_is_told_as_a_deed_and_not_as_an_absence(state: PlanState) -> None:
    version = put_in_state(PlanVersionFactory(), state)
    with translation.override("sq"):
        told = [duty for act in ACTS.values() for duty in act.duty(version)]
        tasks = [task for task in tasks_of(UserFactory(role="secretary")) if task.document == str(version)]

    assert told
    assert [duty.deed for duty in told if not duty.deed.split()[0].endswith("ni")] == []
    assert {task.label for task in tasks} & {duty.sentence for duty in told} == set()
    assert {task.label for task in tasks} & {duty.deed for duty in told}
