"""What the council decides: with amendments, after a return, and what the same person may not do twice."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from core.workflow import StepRefused
from municipality.models import Threshold
from socialplan.approval.enums import Outcome, Verdict
from socialplan.approval.models import CommitteeOpinion, CouncilDecision, CouncilSession, MayorReturn, PrefectOpinion
from socialplan.approval.services.council import Ballot, Vote, confirm_amendments, record_decision, reexamine
from socialplan.approval.services.records import record_act
from socialplan.approval.services.steps import ContentMoved, bring_into_force, move_plan
from socialplan.content.enums import PlanOrigin, PlanState, PlanStep
from socialplan.content.models import Plan, PlanVersion
from socialplan.content.plan_json import seal_holds, version_content
from socialplan.drafting.services.content import store
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import CommitteeFactory, PlanVersionFactory
from tests.socialplan.conftest import VOTE, Journey, hash_to_confirm, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LOST = Vote(present=36, votes_for=10, votes_against=20, abstained=6, did_not_vote=0)


def keys(version: PlanVersion) -> dict[str, list[str]]:
    content = version_content(version)
    return {name: [row["key"] for row in rows] for name, rows in content.items() if isinstance(rows, list)}


def refused_at(deed: Any) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        deed()
    return set(refusal.value.message_dict)


# ---- with amendments


def test_an_amended_plan_is_entered_shown_and_sealed(journey: Journey, answered_round: Any) -> None:
    submitted = journey.to_council(answered_round)
    before = keys(submitted)

    amended = journey.amend()
    submitted.refresh_from_db()

    assert (submitted.state, amended.state, amended.number) == (PlanState.AMENDED, PlanState.AMENDING, 2)
    assert (amended.origin, amended.derived_from) == (PlanOrigin.AMENDMENTS, submitted)
    assert keys(amended) == before
    shown = hash_to_confirm(amended)
    adopted = journey.confirm()
    assert adopted.state == PlanState.ADOPTED
    assert seal_holds(adopted)
    assert adopted.seal.sha256 == shown
    assert adopted.decision.outcome == Outcome.AMENDED
    assert not hasattr(submitted, "seal")
    assert submitted.acts["decision"] == adopted.decision
    assert journey.announce().state == PlanState.ANNOUNCED


def test_an_amendment_without_a_difference_is_refused(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)
    journey.vote(Outcome.AMENDED)

    with pytest.raises(StepRefused, match="ndryshimet"):
        journey.confirm()


def test_only_the_text_that_was_shown_is_confirmed(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)
    version = journey.amend()
    shown = hash_to_confirm(version)
    journey.change_title("Masa e ndryshuar edhe një herë")

    with pytest.raises(ContentMoved):
        confirm_amendments(version, actor=journey.people["secretary"], content_shown=shown, entry=on(2024, 5, 31))


def test_the_secretary_enters_amendments_and_planners_do_not(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)
    version = journey.vote(Outcome.AMENDED)
    measure = version.measures.get()

    with pytest.raises(PermissionDenied):
        store(measure, actor=journey.people["staff"])
    assert store(measure, actor=journey.people["secretary"]).revision == 2


def test_an_amended_text_is_as_publishable_as_any(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)
    version = journey.amend()
    version.measurecosts.all().delete()

    with pytest.raises(StepRefused):
        journey.confirm()


def test_a_plan_that_is_voted_down_is_rejected(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)

    version = journey.vote(Outcome.REJECTED, vote=LOST)

    assert version.state == PlanState.REJECTED
    assert version.decision.outcome == Outcome.REJECTED
    assert not version.derivatives.exists()


@pytest.mark.parametrize(
    ("decided", "vote", "said"),
    [
        (Outcome.ADOPTED, LOST, "nuk u miratua"),
        (Outcome.AMENDED, LOST, "nuk u miratua"),
        (Outcome.REJECTED, VOTE, "u miratua, nuk u rrëzua"),
    ],
)
def test_votes_that_say_otherwise_than_the_decision_decide_nothing(
    decided: Outcome, vote: Vote, said: str, journey: Journey, answered_round: Any
) -> None:
    """One wrong digit must not end a plan: the council's vote is the act that is never withdrawn."""
    version = journey.to_council(answered_round)

    with pytest.raises(ValidationError) as refusal:
        journey.vote(decided, vote=vote)

    (sentence,) = refusal.value.message_dict["votes_for"]
    assert said in sentence
    version.refresh_from_db()
    assert version.state == PlanState.BEFORE_COUNCIL
    assert not CouncilDecision.objects.exists()


# ---- re-examination


@pytest.mark.parametrize("returned_by", ["prefect", "mayor"])
def test_a_returned_decision_is_confirmed(returned_by: str, journey: Journey, answered_round: Any) -> None:
    old = journey.to_force(answered_round)
    journey.prefect("returned") if returned_by == "prefect" else journey.mayor_returns()

    again = journey.reexamine()

    old.refresh_from_db()
    assert (again.state, again.number, old.state) == (PlanState.BEFORE_COUNCIL, 2, PlanState.IN_FORCE)
    assert keys(again) == keys(old)
    journey.session(date(2024, 6, 27))
    confirmed = journey.vote(Outcome.CONFIRMED, number="1/DEMO")
    assert (confirmed.state, confirmed.decision.outcome) == (PlanState.ADOPTED, Outcome.CONFIRMED)
    assert confirmed.seal.sha256 != old.seal.sha256
    journey.announce(on(2024, 6, 28))
    bring_into_force(confirmed, actor=journey.people["secretary"])
    old.refresh_from_db()
    assert old.state == PlanState.SUPERSEDED


def test_a_decision_confirmed_before_it_was_announced_takes_its_place(journey: Journey, answered_round: Any) -> None:
    old = journey.to_adopted(answered_round)
    journey.mayor_returns()
    journey.reexamine()
    journey.session(date(2024, 6, 27))
    journey.vote(Outcome.CONFIRMED, number="1/DEMO")
    journey.announce(on(2024, 6, 28))

    bring_into_force(journey.version, actor=journey.people["secretary"])

    old.refresh_from_db()
    assert old.state == PlanState.SUPERSEDED


def test_a_returned_decision_is_amended(journey: Journey, answered_round: Any) -> None:
    journey.to_force(answered_round)
    journey.prefect("returned")
    again = journey.reexamine()
    journey.session(date(2024, 6, 27))
    journey.vote(Outcome.AMENDED, number="1/DEMO")
    journey.change_title("Siç e kërkoi Prefekti")

    third = journey.confirm(on(2024, 6, 27))

    assert [each.number for each in third.chain()] == [3, 2, 1]
    assert (third.state, third.derived_from) == (PlanState.ADOPTED, again)


def test_a_returned_decision_is_repealed(journey: Journey, answered_round: Any) -> None:
    old = journey.to_force(answered_round)
    journey.prefect("returned")
    journey.reexamine()
    journey.session(date(2024, 6, 27))

    again = journey.vote(Outcome.REPEALED, number="1/DEMO")

    old.refresh_from_db()
    assert (again.state, old.state) == (PlanState.REJECTED, PlanState.REPEALED)
    assert seal_holds(old)
    assert old in PlanVersion.objects.published()


def test_a_repealed_decision_that_was_not_announced_is_not_published(journey: Journey, answered_round: Any) -> None:
    old = journey.to_adopted(answered_round)
    journey.mayor_returns()
    journey.reexamine()
    journey.session(date(2024, 6, 27))
    journey.vote(Outcome.REPEALED, number="1/DEMO")

    assert not PlanVersion.objects.published().filter(pk=old.pk).exists()


def test_a_second_vote_that_carries_nothing_is_not_recorded(journey: Journey, answered_round: Any) -> None:
    journey.to_force(answered_round)
    journey.prefect("returned")
    journey.reexamine()
    journey.session(date(2024, 6, 27))

    assert refused_at(lambda: journey.vote(Outcome.CONFIRMED, number="1/DEMO", vote=LOST)) == {"votes_for"}


def test_what_is_re_examined_does_not_go_back_to_drafting(journey: Journey, answered_round: Any) -> None:
    journey.to_force(answered_round)
    journey.prefect("returned")
    version = journey.reexamine()

    with pytest.raises(StepRefused):
        move_plan(version, PlanStep.RETURN, actor=journey.people["secretary"], comment="Në hartim.")


def test_nothing_is_re_examined_that_nobody_returned(journey: Journey, answered_round: Any) -> None:
    version = journey.to_force(answered_round)
    journey.prefect("legal")

    with pytest.raises(StepRefused):
        reexamine(version, actor=journey.people["secretary"])


def test_a_decision_is_before_the_council_once_at_a_time(journey: Journey, answered_round: Any) -> None:
    version = journey.to_force(answered_round)
    journey.prefect("returned")
    journey.mayor_returns()
    journey.reexamine()

    with pytest.raises(StepRefused):
        reexamine(version, actor=journey.people["secretary"], entry=on(2024, 6, 18))


def test_the_prefect_returns_once_and_then_goes_to_court(journey: Journey, answered_round: Any) -> None:
    journey.to_force(answered_round)
    journey.prefect("returned")
    assert refused_at(lambda: journey.prefect("returned")) == {"verdict"}
    journey.reexamine()
    journey.session(date(2024, 6, 27))
    journey.vote(Outcome.CONFIRMED, number="1/DEMO")
    journey.announce(on(2024, 6, 28))

    later = {"deposit_on": on(2024, 7, 1), "entry": on(2024, 7, 9)}

    assert refused_at(lambda: journey.prefect("returned", **later)) == {"verdict"}
    assert journey.prefect("court", **later).verdict == "court"


def test_the_number_of_returns_is_the_one_of_the_row(journey: Journey, answered_round: Any) -> None:
    """What a lawyer reads in the law is entered at its row, and code and database follow it."""
    for code in ("returns_by_prefect", "returns_by_mayor"):
        Threshold.objects.update_or_create(code=code, defaults={"value": 2, "source": "Ligji"})
    journey.to_force(answered_round)
    journey.prefect("returned")
    journey.mayor_returns()
    again = journey.reexamine()

    act = {"version": again, "happened_on": date(2024, 7, 1), "letter_no": "1", "reasons": "Neni 55."}
    PrefectOpinion.objects.create(verdict="returned", **act)
    MayorReturn.objects.create(**act)
    with pytest.raises(IntegrityError, match="socialplan_returned_once"):
        PrefectOpinion.objects.create(verdict="returned", **act)


def test_the_database_refuses_a_second_return(journey: Journey, answered_round: Any) -> None:
    journey.to_force(answered_round)
    journey.prefect("returned")
    journey.mayor_returns()
    again = journey.reexamine()

    act = {"happened_on": date(2024, 7, 1), "letter_no": "1", "reasons": "Neni 55."}
    with pytest.raises(IntegrityError, match="socialplan_returned_once"):
        PrefectOpinion.objects.create(version=again, verdict="returned", **act)


def test_the_database_refuses_a_second_return_by_the_mayor(journey: Journey, answered_round: Any) -> None:
    journey.to_force(answered_round)
    journey.mayor_returns()
    again = journey.reexamine()

    with pytest.raises(IntegrityError, match="socialplan_returned_once"):
        MayorReturn.objects.create(version=again, happened_on=date(2024, 7, 1), letter_no="1", reasons="Neni 64.")


# ---- four eyes


def test_four_eyes_hold_over_a_re_examination(journey: Journey, answered_round: Any) -> None:
    both = UserFactory(roles=["mayor", "secretary"])
    people = journey.people
    journey.people = {**people, "mayor": both}
    journey.to_force(answered_round)
    journey.mayor_returns()
    journey.reexamine()
    journey.session(date(2024, 6, 27))
    journey.people = {**people, "secretary": both}

    with pytest.raises(PermissionDenied):
        journey.vote(Outcome.CONFIRMED, number="1/DEMO")


def test_four_eyes_hold_for_who_sent_the_decision_back(journey: Journey, answered_round: Any) -> None:
    journey.to_force(answered_round)
    both = UserFactory(roles=["mayor", "secretary"])
    journey.people = {**journey.people, "mayor": both}
    journey.mayor_returns()
    journey.reexamine()
    session = journey.session(date(2024, 6, 27))

    with pytest.raises(PermissionDenied):
        record_decision(journey.version, Ballot(session, "1", VOTE, Outcome.CONFIRMED), actor=both)


def test_four_eyes_hold_over_amendments(journey: Journey, answered_round: Any) -> None:
    both = UserFactory(roles=["mayor", "secretary"])
    people = journey.people
    journey.people = {**people, "mayor": both}
    journey.to_council(answered_round)
    journey.amend()
    journey.people = {**people, "secretary": both}

    with pytest.raises(PermissionDenied):
        journey.confirm()


# ---- sessions, committees, decisions


def test_an_ordinary_session_keeps_its_notice(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)

    def call(kind: str, notice_on: int, **fields: Any) -> Any:
        session = CouncilSession(
            meeting_on=date(2024, 5, 30), kind=kind, agenda_item=1, place="Salla e Këshillit", **fields
        )
        return record_act(
            journey.version,
            session,
            kind="session",
            actor=journey.people["secretary"],
            entry=on(2024, 5, notice_on),
        )

    with pytest.raises(ValidationError, match="neni") as refusal:
        call("ordinary", 26)
    assert set(refusal.value.message_dict) == {"meeting_on"}
    assert "31.05.2024" in refusal.value.messages[0]
    assert call("ordinary", 25).pk
    assert refused_at(lambda: call("extraordinary", 29)) == {"__all__"}
    assert call("extraordinary", 29, called_by="Kryetari").pk
    assert refused_at(lambda: call("ordinary", 16)) == {"happened_on"}


def test_a_committee_speaks_between_submission_and_session(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)
    journey.session()
    committee = CommitteeFactory()

    def speak(day: int, **fields: Any) -> Any:
        opinion = CommitteeOpinion(
            committee=committee,
            **({"votes_for": 5, "votes_against": 1, "abstained": 0, "verdict": "favourable"} | fields),
        )
        secretary = journey.people["secretary"]
        return record_act(journey.version, opinion, kind="committee_opinion", actor=secretary, entry=on(2024, 5, day))

    assert refused_at(lambda: speak(16)) == {"happened_on"}
    assert refused_at(lambda: speak(31)) == {"happened_on"}
    assert refused_at(lambda: speak(22, votes_against=5)) == {"__all__"}
    assert refused_at(lambda: speak(22, verdict=Verdict.UNFAVOURABLE)) == {"__all__"}
    assert speak(22).pk


def test_no_decision_without_a_session(journey: Journey, answered_round: Any) -> None:
    other = Journey(journey.people)
    journey.to_council(answered_round)
    other.to_council(answered_round)
    elsewhere = other.session()

    assert refused_at(lambda: journey.vote(session=elsewhere)) == {"session"}


@pytest.mark.parametrize("day", [29, 31])
def test_a_decision_bears_the_day_of_its_session(day: int, journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)
    ballot = Ballot(journey.session(), "1", VOTE)

    def decide() -> None:
        record_decision(journey.version, ballot, actor=journey.people["secretary"], entry=on(2024, 5, day))

    assert refused_at(decide) == {"happened_on"}


def test_a_number_is_used_once_a_year(journey: Journey, answered_round: Any) -> None:
    other = Journey(journey.people)
    journey.to_adopted(answered_round)
    other.to_council(answered_round)

    assert refused_at(other.vote) == {"number"}
    assert CouncilDecision.objects.count() == 1


def test_a_new_version_is_not_confirmed_or_repealed(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)

    assert refused_at(lambda: journey.vote(Outcome.CONFIRMED)) == {"proposal"}


# ---- what the database refuses


def test_the_database_knows_the_day_of_the_session(journey: Journey, answered_round: Any) -> None:
    version = journey.to_council(answered_round)
    session = journey.session()
    decision = {**VOTES, "version": version, "session": session}

    with pytest.raises(IntegrityError, match="socialplan_decision_on_the_day_of_its_session"):
        CouncilDecision.objects.create(**decision | {"happened_on": date(2024, 5, 29)})


def test_the_database_knows_whose_session_it_was(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)
    session = journey.session()

    with pytest.raises(IntegrityError, match="socialplan_session_of_another_version"):
        CouncilDecision.objects.create(**VOTES | {"version": PlanVersionFactory(), "session": session})


VOTES = {
    "number": "1",
    "year": 2024,
    "outcome": "adopted",
    "seats": 41,
    "quorum": 21,
    "present": 36,
    "votes_for": 31,
    "votes_against": 0,
    "abstained": 4,
    "did_not_vote": 1,
    "majority_rule": "default",
    "happened_on": date(2024, 5, 30),
}
BORN = {
    ("amendments", "amending", "before_council"): "socialplan_amended_text_follows_its_vote",
    ("amendments", "drafting", "amended"): "socialplan_amended_text_follows_its_vote",
    ("reexamination", "before_council", "in_force"): "socialplan_reexamination_follows_a_return",
    ("reexamination", "drafting", "in_force"): "socialplan_reexamination_follows_a_return",
    ("draft", "before_council", "in_force"): "socialplan_version_begins_in_drafting",
    ("draft", "amending", "amended"): "socialplan_version_begins_in_drafting",
}


@pytest.mark.parametrize(("origin", "state", "source"), BORN)
def test_a_version_begins_where_its_origin_says(origin: str, state: str, source: str) -> None:
    before = PlanVersionFactory(state=source)

    with pytest.raises(IntegrityError, match=BORN[origin, state, source]):
        PlanVersion.objects.create(
            plan=before.plan, number=before.number + 1, derived_from=before, origin=origin, state=state
        )


def test_a_version_derives_from_its_own_plan() -> None:
    other = Plan.objects.create(title_sq="Tjetër", first_year=2024, last_year=2026)

    with pytest.raises(IntegrityError, match="socialplan_version_derived_within_its_plan"):
        PlanVersion.objects.create(plan=other, number=1, derived_from=PlanVersionFactory())


def test_a_council_text_has_its_source() -> None:
    with pytest.raises(IntegrityError):
        PlanVersion.objects.create(
            plan=PlanVersionFactory().plan, number=9, origin=PlanOrigin.AMENDMENTS, state=PlanState.AMENDING
        )


def test_a_version_keeps_its_origin(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)
    version = journey.amend()

    with pytest.raises(IntegrityError, match="socialplan_version_keeps_its_number"):
        PlanVersion.objects.filter(pk=version.pk).update(origin=PlanOrigin.DRAFT)
