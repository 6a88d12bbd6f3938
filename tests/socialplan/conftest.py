from datetime import date
from typing import Any

import pytest

from municipality.enums import DeadlineCode, DeadlineUnit
from socialplan.canonical import content_sha256
from socialplan.enums import OpinionKind, PlanStep, Verdict
from socialplan.services.acts import Vote, announce, record_decision, record_opinion, submit_to_council
from socialplan.services.entries import Entry
from socialplan.services.steps import approve, move_plan
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import DeadlineRuleFactory, MajorityRuleFactory, MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory


@pytest.fixture
def law(db: None) -> Any:
    MajorityRuleFactory()
    DeadlineRuleFactory(code=DeadlineCode.ENTRY_INTO_FORCE, days=10, unit=DeadlineUnit.CALENDAR)
    return MunicipalityFactory()


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    roles = ("staff", "coordinator", "expert", "ngo", "admin", "mayor", "secretary", "councillor", "dpo")
    return {role: UserFactory(role=role) for role in roles}


def on(year: int, month: int, day: int) -> Entry:
    return Entry(date(year, month, day), True, "DEMO")


VOTE = Vote(present=36, votes_for=31, votes_against=0, abstained=4, did_not_vote=1)


class Journey:
    """The version's way, one deed at a time, by the role that does it in life."""

    def __init__(self, people: dict[str, Any]) -> None:
        self.people = people
        self.version = PlanVersionFactory(content=True)

    def to_review(self) -> Any:
        self.version = move_plan(self.version, PlanStep.REVIEW, actor=self.people["staff"], entry=on(2024, 5, 14))
        return self.version

    def with_opinions(self) -> Any:
        self.to_review()
        for kind in OpinionKind:
            record_opinion(
                self.version, kind=kind, verdict=Verdict.FAVOURABLE, actor=self.people["admin"], entry=on(2024, 5, 15)
            )
        return self.version

    def to_approved(self) -> Any:
        self.with_opinions()
        shown = content_sha256(self.version)
        self.version = approve(self.version, actor=self.people["admin"], content_shown=shown, entry=on(2024, 5, 16))
        return self.version

    def to_council(self, round_: Any) -> Any:
        self.to_approved()
        self.version.plan.round_links.get_or_create(round=round_)
        self.version = submit_to_council(
            self.version, protocol_no="1/DEMO", actor=self.people["mayor"], entry=on(2024, 5, 17)
        )
        return self.version

    def to_adopted(self, round_: Any) -> Any:
        self.to_council(round_)
        self.version = record_decision(
            self.version, number="00/DEMO", vote=VOTE, actor=self.people["secretary"], entry=on(2024, 5, 30)
        )
        return self.version

    def to_announced(self, round_: Any) -> Any:
        self.to_adopted(round_)
        self.version = announce(
            self.version, actor=self.people["secretary"], entry=on(2024, 6, 3), place="Salla e njoftimeve"
        )
        return self.version


@pytest.fixture
def journey(law: Any, people: dict[str, Any]) -> Journey:
    return Journey(people)


@pytest.fixture
def answered_round(db: None) -> Any:
    """A closed round that owes nobody an answer."""
    return RoundFactory(is_closed=True)
