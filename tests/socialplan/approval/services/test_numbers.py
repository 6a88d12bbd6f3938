"""Numbers in a plan's words that only hidden figures explain: who wrote them does not vouch for them alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assessments.models.editions import TELLING
from core.released import Release
from core.suppression import TrueCount
from core.workflow import StepRefused
from operations.trail.patterns import keep_release
from socialplan.approval.said_numbers import writers_of
from socialplan.approval.services.council import confirm_amendments
from socialplan.approval.services.numbers import answer_numbers, ask_about_numbers
from socialplan.approval.services.steps import approve
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import content_sha256
from socialplan.drafting.services.content import register_chapter, store, store_by_itself
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory
from tests.socialplan.conftest import CONFIRMED_ON, Journey, hash_to_confirm, on
from vlora_plan.pages.todo import tasks_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

TITLE = "Qendra për 17 fëmijë"


@pytest.fixture
def journey(people: dict[str, Any]) -> Journey:
    """Its edition hides that there are seventeen children."""
    made, edition = Journey(people), AssessmentFactory()
    made.version.plan.assessment = edition
    made.version.plan.save()
    release = Release({"children": TrueCount(17)}, (), frozenset({"children"}), {"children": "children"})
    keep_release(TELLING, edition.release_scope, release)
    return made


@pytest.fixture
def amending(journey: Journey, answered_round: Any) -> Journey:
    """The council amends the plan, and its secretary enters the amendment."""
    journey.to_council(answered_round)
    journey.amend()
    write(journey.version, TITLE, actor=journey.people["secretary"])
    return journey


def write(version: PlanVersion, title: str, *, actor: Any) -> None:
    measure = version.measures.get()
    measure.title_sq = title
    store(measure, actor=actor)


def confirm(made: Journey) -> PlanVersion:
    shown = hash_to_confirm(made.version)
    return confirm_amendments(made.version, actor=made.people["secretary"], content_shown=shown, entry=CONFIRMED_ON)


def test_a_town_with_one_secretary_confirms_when_the_officer_has_answered(amending: Journey, client_of: Any) -> None:
    secretary, officer = amending.people["secretary"], UserFactory(role="dpo")
    step, page, ask = (
        reverse(f"approval:{name}", args=[amending.version.pk])
        for name in ("version_confirm", "numbers_confirm", "numbers_ask")
    )
    assert page not in [task.url for task in tasks_of(officer)]
    assert "17: Qendra për 17 fëmijë" in client_of(officer).get(page).content.decode()

    shown = client_of(secretary).get(step).content.decode()
    assert (ask in shown, TITLE in shown) == (True, True)
    client_of(secretary).post(ask)
    assert ask not in client_of(secretary).get(step).content.decode()
    assert page in [task.url for task in tasks_of(officer)]
    assert page not in [task.url for task in tasks_of(secretary)]
    with pytest.raises(StepRefused, match="17"):
        confirm(amending)

    assert TITLE in client_of(officer).get(page).content.decode()
    answer = client_of(officer).post(page, {"numbers": ["17"], "reason": "Është numri i qendrës."})
    assert answer.status_code == 302, answer.context["form"].errors
    assert page not in [task.url for task in tasks_of(officer)]
    assert "Është numri i qendrës." in client_of(secretary).get(step).content.decode()
    assert confirm(amending).state == "adopted"


def test_what_the_officer_does_not_confirm_stays_refused_and_her_reason_is_read(
    amending: Journey, client_of: Any
) -> None:
    secretary = amending.people["secretary"]
    ask_about_numbers(amending.version, actor=secretary)
    answer_numbers(amending.version, numbers=[], reason="Janë fëmijët.", actor=UserFactory(role="dpo"))
    step = reverse("approval:version_confirm", args=[amending.version.pk])

    assert "Janë fëmijët." in client_of(secretary).get(step).content.decode()
    with pytest.raises(StepRefused, match="17"):
        confirm(amending)


def test_an_answer_holds_for_the_words_it_was_given_for(amending: Journey) -> None:
    answer_numbers(amending.version, numbers=[17], reason="Numri i qendrës.", actor=UserFactory(role="dpo"))
    write(amending.version, "17 fëmijë presin", actor=amending.people["secretary"])

    with pytest.raises(StepRefused, match="17"):
        confirm(amending)


def test_nobody_answers_about_her_own_words_nor_about_a_number_that_is_not_asked(
    amending: Journey, client_of: Any
) -> None:
    version, officer = amending.version, UserFactory(role="dpo")
    page = reverse("approval:numbers_confirm", args=[version.pk])
    both = UserFactory(roles=["secretary", "dpo"])
    write(version, f"{TITLE}.", actor=both)

    assert 'name="reason"' not in client_of(both).get(page).content.decode()
    with pytest.raises(StepRefused):
        answer_numbers(version, numbers=[17], reason="Qendra.", actor=both)
    with pytest.raises(PermissionDenied):
        answer_numbers(version, numbers=[17], reason="Qendra.", actor=amending.people["secretary"])
    with pytest.raises(PermissionDenied):
        ask_about_numbers(version, actor=officer)
    with pytest.raises(ValidationError):
        answer_numbers(version, numbers=[400], reason="Qendra.", actor=officer)
    with pytest.raises(ValidationError):
        answer_numbers(version, numbers=[17], reason=" ", actor=officer)
    write(version, "Qendra", actor=both)
    shown = client_of(officer).get(page).content.decode()
    assert ('name="reason"' in shown, "Asnjë numër në fjalët e këtij versioni" in shown) == (False, True)
    with pytest.raises(StepRefused):
        ask_about_numbers(version, actor=amending.people["secretary"])


def test_who_wrote_in_a_draft_does_not_confirm_its_numbers_when_she_approves(journey: Journey) -> None:
    """Neither by what the history tells of her, nor by what saved itself and waits for its event."""
    author, other = (UserFactory(roles=["staff", "admin"]) for _person in range(2))
    chapter = register_chapter(
        journey.version, actor=author, code="7", position=7, title_sq="Neni 17", body_sq="<p>Teksti.</p>"
    )
    chapter.title_sq = "Neni 17 i ligjit"
    store_by_itself(chapter, actor=other, expected_revision=chapter.revision, draft="faqja")
    assert {author.pk, other.pk} <= writers_of(journey.version)
    journey.with_opinions()
    step = {"content_shown": content_sha256(journey.version), "comment": "17 është neni.", "entry": on(2024, 5, 16)}

    for writer in (author, other):
        with pytest.raises(StepRefused, match="17"):
            approve(journey.version, actor=writer, **step)
    assert approve(journey.version, actor=journey.people["admin"], **step).state == "approved"
