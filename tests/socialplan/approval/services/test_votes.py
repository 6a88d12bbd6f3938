"""What carries in the council and what does not: quorum, majority, tie, silence, and the row a vote leaves."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.workflow import StepRefused
from municipality.models import MajorityRule, Municipality
from operations.deeds import Entry
from operations.models import Event, StoredFile
from socialplan.approval.acts.definition.paper import Paper
from socialplan.approval.enums import Outcome
from socialplan.approval.models import CouncilDecision
from socialplan.approval.services.council import Ballot, Vote, proposals, record_decision
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion, Seal
from tests.factories.municipality import MajorityRuleFactory
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.approval.bodies import MEETING, before_council, fresh, refused_at
from tests.socialplan.conftest import on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ON_THE_DAY = Entry(MEETING, True, "DEMO")
NOBODY = {"votes_for": 0, "votes_against": 0, "abstained": 0, "did_not_vote": 0}


class Reckoned(NamedTuple):
    """A majority as the lawyer confirms it, a council, and how many votes for carry: reckoned by hand."""

    base: str
    comparison: str
    share: tuple[int, int]
    seats: int
    present: int
    needed: int


CASES = {
    "more than half of those present, odd": Reckoned("present", "more", (1, 2), 41, 21, 11),
    "more than half of those present, even": Reckoned("present", "more", (1, 2), 41, 36, 19),
    "more than half of a full council": Reckoned("present", "more", (1, 2), 41, 41, 21),
    "more than half of all seats, few present": Reckoned("seats", "more", (1, 2), 41, 21, 21),
    "more than half of all seats, all present": Reckoned("seats", "more", (1, 2), 41, 41, 21),
    "more than half of an even council": Reckoned("seats", "more", (1, 2), 40, 40, 21),
    "three fifths of all, not less": Reckoned("seats", "at_least", (3, 5), 15, 15, 9),
    "three fifths of forty, not less": Reckoned("seats", "at_least", (3, 5), 40, 40, 24),
    "three fifths of Vlora's council, not less": Reckoned("seats", "at_least", (3, 5), 41, 41, 25),
    "more than three fifths of fifteen": Reckoned("seats", "more", (3, 5), 15, 15, 10),
    "two thirds of those present, not less": Reckoned("present", "at_least", (2, 3), 41, 30, 20),
    "more than two thirds of those present": Reckoned("present", "more", (2, 3), 41, 30, 21),
}


@pytest.fixture
def council(law: Any, people: dict[str, Any]) -> Any:
    return people["secretary"]


def vote_of(present: int, votes_for: int, *, abstained: int = 0, silent: int = 0) -> Vote:
    """Whoever is left voted against."""
    return Vote(present, votes_for, present - votes_for - abstained - silent, abstained, silent)


def decide(
    version: PlanVersion,
    actor: Any,
    vote: Vote,
    proposal: str = Outcome.ADOPTED,
    *,
    number: str = "1",
    entry: Entry = ON_THE_DAY,
    **given: Any,
) -> PlanVersion:
    ballot = Ballot(version.sessions.get(), number, vote, proposal)
    return record_decision(version, ballot, actor=actor, entry=entry, **given)


def rule_of(case: Reckoned) -> MajorityRule:
    Municipality.objects.update(seats=case.seats, quorum=case.seats // 2 + 1)
    rule: MajorityRule = MajorityRuleFactory(
        code="asked",
        base=case.base,
        comparison=case.comparison,
        numerator=case.share[0],
        denominator=case.share[1],
    )
    return rule


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_vote_that_is_needed_carries_and_one_less_does_not(case: Reckoned, council: Any) -> None:
    version, rule = before_council(), rule_of(case)

    def ask(votes_for: int, proposal: str) -> PlanVersion:
        return decide(version, council, vote_of(case.present, votes_for), proposal, rule=rule)

    one_less = refused_at(lambda: ask(case.needed - 1, Outcome.ADOPTED))
    assert set(one_less) == {"votes_for"}
    assert f"{case.needed} " in one_less["votes_for"]
    assert set(refused_at(lambda: ask(case.needed, Outcome.REJECTED))) == {"votes_for"}

    adopted = ask(case.needed, Outcome.ADOPTED)

    assert (adopted.state, adopted.decision.majority_rule) == (PlanState.ADOPTED, "asked")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_one_vote_less_than_needed_rejects(case: Reckoned, council: Any) -> None:
    version, rule = before_council(), rule_of(case)

    rejected = decide(version, council, vote_of(case.present, case.needed - 1), Outcome.REJECTED, rule=rule)

    assert (rejected.state, rejected.decision.outcome) == (PlanState.REJECTED, Outcome.REJECTED)
    assert not Seal.objects.filter(version=version).exists()


@pytest.mark.parametrize(
    "vote",
    [
        vote_of(36, 18),
        vote_of(36, 18, abstained=18),
        vote_of(36, 18, silent=18),
        vote_of(36, 18, abstained=9, silent=9),
        vote_of(22, 11, abstained=11),
        vote_of(36, 0, abstained=36),
    ],
    ids=["a tie", "half abstain", "half are silent", "half do neither", "the least that meets", "all abstain"],
)
def test_half_of_those_present_is_no_majority_however_the_others_voted(vote: Vote, council: Any) -> None:
    """Abstaining and not voting count among those present: nobody against is not enough."""
    version = before_council()

    assert set(refused_at(lambda: decide(version, council, vote))) == {"votes_for"}
    assert decide(version, council, vote, Outcome.REJECTED).state == PlanState.REJECTED


@pytest.mark.parametrize(
    ("for_", "against", "abstained"), [(11, 0, 10), (11, 10, 0), (19, 17, 0), (21, 0, 0), (41, 0, 0)]
)
def test_more_than_half_carries_however_the_others_voted(
    for_: int, against: int, abstained: int, council: Any
) -> None:
    present = for_ + against + abstained

    adopted = decide(before_council(), council, Vote(present, for_, against, abstained, 0))

    assert adopted.state == PlanState.ADOPTED
    assert Seal.objects.filter(version=adopted).exists()


@pytest.mark.parametrize(("seats", "quorum"), [(41, 21), (40, 21), (15, 8), (61, 31)])
def test_without_a_quorum_nothing_is_decided(seats: int, quorum: int, council: Any) -> None:
    Municipality.objects.update(seats=seats, quorum=quorum)
    version, short = before_council(), quorum - 1

    for proposal in (Outcome.ADOPTED, Outcome.AMENDED):
        sentence = refused_at(lambda asked=proposal: decide(version, council, vote_of(short, short), asked))
        assert set(sentence) == {"present"}
        assert f"{quorum};" in sentence["present"]
    assert set(refused_at(lambda: decide(version, council, vote_of(short, 0), Outcome.REJECTED))) == {"present"}

    assert decide(version, council, vote_of(quorum, quorum)).state == PlanState.ADOPTED


@pytest.mark.parametrize("seats", [15, 41])
def test_no_more_are_present_than_the_council_has_seats(seats: int, council: Any) -> None:
    Municipality.objects.update(seats=seats, quorum=seats // 2 + 1)
    version = before_council()

    assert set(refused_at(lambda: decide(version, council, vote_of(seats + 1, seats + 1)))) == {"present"}
    assert decide(version, council, vote_of(seats, seats)).decision.seats == seats


@pytest.mark.parametrize("column", NOBODY)
@pytest.mark.parametrize("slip", [-1, 1])
def test_votes_that_do_not_add_up_to_those_present_decide_nothing(column: str, slip: int, council: Any) -> None:
    counted = {"votes_for": 31, "votes_against": 2, "abstained": 2, "did_not_vote": 1}
    version, slipped = before_council(), Vote(36, **counted | {column: counted[column] + slip})

    said = refused_at(lambda: decide(version, council, slipped))

    assert set(said) == {"present"}
    assert {str(36 + slip), "36"} <= set(said["present"].replace(";", "").replace(".", "").split())
    assert fresh(version).state == PlanState.BEFORE_COUNCIL


@pytest.mark.parametrize("column", ["votes_against", "abstained", "did_not_vote"])
def test_nobody_votes_less_than_not_at_all(column: str, council: Any) -> None:
    """The sum is right, and still no count of people is negative."""
    version = before_council()

    said = refused_at(lambda: decide(version, council, Vote(36, **NOBODY | {"votes_for": 37, column: -1})))

    assert column in said
    assert not CouncilDecision.objects.exists()


@pytest.mark.parametrize("missing", ["seats", "quorum"])
def test_a_council_whose_seats_nobody_recorded_does_not_vote(missing: str, council: Any) -> None:
    Municipality.objects.update(**{missing: None})

    with pytest.raises(StepRefused):
        decide(before_council(), council, vote_of(36, 31))


def test_without_a_majority_rule_no_vote_is_counted(council: Any) -> None:
    MajorityRule.objects.all().delete()

    with pytest.raises(ValidationError, match="default"):
        decide(before_council(), council, vote_of(36, 31))


def test_the_decision_keeps_what_was_counted_and_by_which_council(council: Any) -> None:
    """Seats and quorum may change with an election; the decision keeps those of its day."""
    version = decide(before_council(), council, Vote(36, 31, 1, 3, 1), number="14")
    Municipality.objects.update(seats=45, quorum=23)

    kept = CouncilDecision.objects.get(version=version)

    assert (kept.number, kept.year, kept.happened_on) == ("14", 2024, MEETING)
    assert (kept.seats, kept.quorum, kept.present) == (41, 21, 36)
    assert (kept.votes_for, kept.votes_against, kept.abstained, kept.did_not_vote) == (31, 1, 3, 1)
    assert kept.recorded_by == council


@pytest.mark.parametrize("role", ["staff", "coordinator", "expert", "ngo", "admin", "mayor", "councillor", "dpo"])
def test_the_secretary_alone_records_the_vote(role: str, council: Any, people: dict[str, Any]) -> None:
    version = before_council()

    with pytest.raises(PermissionDenied):
        decide(version, people[role], vote_of(36, 31))
    assert fresh(version).state == PlanState.BEFORE_COUNCIL


@pytest.mark.parametrize("state", sorted(set(PlanState.values) - {PlanState.BEFORE_COUNCIL, PlanState.AMENDING}))
def test_the_council_votes_on_what_lies_before_it_alone(state: str, council: Any) -> None:
    version, session = PlanVersionFactory(state=state), before_council().sessions.get()

    with pytest.raises(StepRefused):
        record_decision(version, Ballot(session, "1", vote_of(36, 31)), actor=council, entry=ON_THE_DAY)


def test_a_number_begins_anew_each_year_and_stands_once_in_each(council: Any) -> None:
    """The decision of the last session of one year and that of the first of the next bear the same number."""
    first, second = before_council(), before_council()
    later = second.sessions.get()
    later.meeting_on, later.pk = date(2025, 1, 30), None
    later.save()

    decide(first, council, vote_of(36, 31), number="3")
    refused = Ballot(second.sessions.order_by("meeting_on")[0], "3", vote_of(36, 31))
    said = refused_at(lambda: record_decision(second, refused, actor=council, entry=ON_THE_DAY))
    ballot = Ballot(later, "3", vote_of(36, 31))
    adopted = record_decision(second, ballot, actor=council, entry=on(2025, 1, 30))

    assert set(said) == {"number"}
    assert (adopted.decision.number, adopted.decision.year) == ("3", 2025)


@pytest.mark.parametrize("proposal", [Outcome.CONFIRMED, Outcome.REPEALED])
def test_what_is_new_is_neither_confirmed_nor_repealed(proposal: str, council: Any) -> None:
    version = before_council()

    assert proposal not in proposals(version)
    assert set(refused_at(lambda: decide(version, council, vote_of(36, 31), proposal))) == {"proposal"}


def test_a_vote_of_yesterday_names_its_paper_and_none_is_of_tomorrow(council: Any) -> None:
    version = before_council()

    for entry in (Entry(MEETING), Entry(MEETING, True, "  "), Entry(date(2999, 1, 1))):
        with pytest.raises(StepRefused):
            decide(version, council, vote_of(36, 31), entry=entry)


def test_a_scan_that_is_none_takes_the_vote_with_it(council: Any) -> None:
    version, before = before_council(), (Event.objects.count(), StoredFile.objects.count())

    with pytest.raises(ValidationError):
        decide(version, council, vote_of(36, 31), paper=Paper(b"MZ\x90 a program", "vendimi.pdf"))

    assert (Event.objects.count(), StoredFile.objects.count()) == before
    assert (fresh(version).state, CouncilDecision.objects.count()) == (PlanState.BEFORE_COUNCIL, 0)


def test_the_scan_of_the_decision_is_kept_with_it(council: Any) -> None:
    paper = Paper(b"%PDF-1.7 vendim", "vkb.pdf")

    version = decide(before_council(), council, vote_of(36, 31), paper=paper)

    document = version.decision.document
    assert (document.kind, document.version, document.file.is_public) == ("decision", version, False)


def test_a_plan_is_adopted_once(council: Any) -> None:
    version = before_council()
    decide(version, council, vote_of(36, 31))

    with pytest.raises(StepRefused):
        decide(fresh(version), council, vote_of(36, 31), number="2")
    assert CouncilDecision.objects.count() == 1


def test_amended_means_that_the_text_voted_on_stays_and_another_is_entered(council: Any) -> None:
    version = before_council(content=True)

    text = decide(version, council, vote_of(36, 31), Outcome.AMENDED)

    assert fresh(version).state == PlanState.AMENDED
    assert (text.state, text.derived_from_id, text.number) == (PlanState.AMENDING, version.pk, version.number + 1)
    assert text.decision.outcome == Outcome.AMENDED
    assert [each.key for each in text.measures.all()] == [each.key for each in version.measures.all()]
    assert not Seal.objects.filter(version__in=[version, text]).exists()
