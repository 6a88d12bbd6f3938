from datetime import date
from typing import Any

import pytest

from municipality.enums import DeadlineCode, DeadlineUnit
from operations.deeds import Entry
from socialplan.approval.enums import OpinionKind, Outcome, Verdict
from socialplan.approval.models import CouncilSession, MayorReturn, PrefectDeposit, PrefectOpinion, PrefectRegistration
from socialplan.approval.services.acts import announce, record_opinion, submit_to_council
from socialplan.approval.services.council import Ballot, Vote, confirm_amendments, record_decision, reexamine
from socialplan.approval.services.records import record_act
from socialplan.approval.services.steps import approve, bring_into_force, move_plan
from socialplan.content.enums import PlanStep
from socialplan.content.plan_json import content_sha256, plan_text, sha256_of
from socialplan.content.services.frozen import content_to_confirm
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import DeadlineRuleFactory, MajorityRuleFactory, MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

# Calendar days, as docs/law.md#calendar-days and municipality/delivered_rows/deadlines.json give them.
RULES = {
    DeadlineCode.ENTRY_INTO_FORCE: 10,
    DeadlineCode.COUNCIL_NOTICE: 5,
    DeadlineCode.ANNOUNCEMENT: 10,
    DeadlineCode.PREFECT_DEPOSIT: 10,
    DeadlineCode.PREFECT_OPINION: 10,
    DeadlineCode.COMPLAINT: 30,
}


@pytest.fixture
def law(db: None) -> Any:
    MajorityRuleFactory()
    for code, days in RULES.items():
        DeadlineRuleFactory(code=code, days=days, unit=DeadlineUnit.CALENDAR)
    return MunicipalityFactory()


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    roles = ("staff", "coordinator", "expert", "ngo", "admin", "mayor", "secretary", "councillor", "dpo")
    return {role: UserFactory(role=role) for role in roles}


def on(year: int, month: int, day: int) -> Entry:
    return Entry(date(year, month, day), True, "DEMO")


def hash_to_confirm(version: Any) -> str:
    return sha256_of(plan_text(content_to_confirm(version)))


ANNOUNCED_ON, CONFIRMED_ON = on(2024, 6, 3), on(2024, 5, 31)
DEPOSITED_ON, ANSWERED_ON = on(2024, 6, 5), on(2024, 6, 14)
VOTE = Vote(present=36, votes_for=31, votes_against=0, abstained=4, did_not_vote=1)


class Journey:
    """The version's way, one deed at a time, by the role that does it in life."""

    def __init__(self, people: dict[str, Any]) -> None:
        self.people = people
        self.version = PlanVersionFactory(number=1, content=True)

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

    def session(self, meeting_on: date = date(2024, 5, 30), **fields: Any) -> Any:
        """Six days after its notice, as the demonstration's was."""
        session = CouncilSession(meeting_on=meeting_on, agenda_item=3, place="Salla e Këshillit", **fields)
        notice = Entry(meeting_on.replace(day=meeting_on.day - 6), True, "DEMO")
        return record_act(self.version, session, kind="session", actor=self.people["secretary"], entry=notice)

    def vote(
        self, proposal: str = Outcome.ADOPTED, *, number: str = "00/DEMO", vote: Vote = VOTE, session: Any = None
    ) -> Any:
        session = session or self.version.sessions.last() or self.session()
        self.version = record_decision(
            self.version,
            Ballot(session, number, vote, proposal),
            actor=self.people["secretary"],
            entry=Entry(session.meeting_on, True, "DEMO"),
        )
        return self.version

    def to_adopted(self, round_: Any) -> Any:
        self.to_council(round_)
        return self.vote()

    def to_announced(self, round_: Any) -> Any:
        self.to_adopted(round_)
        return self.announce()

    def announce(self, entry: Entry = ANNOUNCED_ON) -> Any:
        self.version = announce(self.version, actor=self.people["secretary"], entry=entry, place="Salla e njoftimeve")
        return self.version

    def to_force(self, round_: Any) -> Any:
        self.to_announced(round_)
        self.version = bring_into_force(self.version, actor=self.people["secretary"])
        return self.version

    def amend(self) -> Any:
        """The council adopts with amendments; its secretary enters one of them."""
        self.vote(Outcome.AMENDED)
        self.change_title("Masa siç e ndryshoi Këshilli")
        return self.version

    def change_title(self, title: str) -> None:
        measure = self.version.measures.get()
        measure.title_sq = title
        measure.save()

    def confirm(self, entry: Entry = CONFIRMED_ON) -> Any:
        self.version = confirm_amendments(
            self.version,
            actor=self.people["secretary"],
            content_shown=hash_to_confirm(self.version),
            entry=entry,
        )
        return self.version

    def prefect(self, verdict: str, *, deposit_on: Entry = DEPOSITED_ON, entry: Entry = ANSWERED_ON) -> Any:
        """Deposited, registered, and the prefect's letter some days later."""
        secretary = self.people["secretary"]
        if not PrefectDeposit.objects.filter(version=self.version).exists():
            deposit = PrefectDeposit(protocol_no="12/DEMO")
            record_act(self.version, deposit, kind="deposit", actor=secretary, entry=deposit_on)
            registration = PrefectRegistration(deposit=deposit, prefect_protocol_no="99")
            record_act(self.version, registration, kind="registration", actor=secretary, entry=deposit_on)
        opinion = PrefectOpinion(verdict=verdict, letter_no="7", reasons="Neni 55.")
        return record_act(self.version, opinion, kind="prefect_opinion", actor=secretary, entry=entry)

    def mayor_returns(self) -> Any:
        returned = MayorReturn(letter_no="3", reasons="Cenon interesat e komunitetit.")
        return record_act(
            self.version, returned, kind="mayor_return", actor=self.people["mayor"], entry=on(2024, 6, 4)
        )

    def reexamine(self) -> Any:
        self.version = reexamine(self.version, actor=self.people["secretary"], entry=on(2024, 6, 17))
        return self.version


@pytest.fixture
def journey(law: Any, people: dict[str, Any]) -> Journey:
    return Journey(people)


@pytest.fixture
def answered_round(db: None) -> Any:
    """A closed round that owes nobody an answer."""
    return RoundFactory(is_closed=True)
