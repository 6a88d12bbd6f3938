"""The workflow under arbitrary deeds by arbitrary people: whatever is tried, what must hold goes on holding."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.workflow import StepRefused
from operations.deeds import Entry
from socialplan.approval.acts.registry import WITHDRAWABLE
from socialplan.approval.enums import ADOPTING_OUTCOMES, OpinionKind, Outcome, PrefectVerdict, SessionKind
from socialplan.approval.models import CouncilSession, MayorReturn, PrefectDeposit, PrefectOpinion, PrefectRegistration
from socialplan.approval.services.acts import announce, record_opinion, submit_to_council
from socialplan.approval.services.council import (
    PROPOSALS,
    PROPOSALS_AGAIN,
    Ballot,
    Vote,
    confirm_amendments,
    record_decision,
    reexamine,
)
from socialplan.approval.services.records import record_act
from socialplan.approval.services.steps import approve, bring_into_force, move_plan
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.content.enums import SEALED_STATES, PlanOrigin, PlanState, PlanStep
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import content_sha256, plan_json_text
from socialplan.drafting.services.content import store
from socialplan.drafting.services.copying import open_amendment
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.conftest import hash_to_confirm

ALL = ["staff", "coordinator", "admin", "mayor", "secretary", "dpo"]
PEOPLE: dict[str, Any] = {}
REFUSED = (StepRefused, ValidationError, PermissionDenied)
WON, LOST = Vote(36, 31, 0, 4, 1), Vote(36, 10, 20, 5, 1)
BIRTHS = {PlanOrigin.DRAFT: "drafting", PlanOrigin.AMENDMENTS: "amending", PlanOrigin.REEXAMINATION: "before_council"}
NEIGHBOURS = (
    (PlanStep.REVIEW, {PlanStep.APPROVE}),
    (PlanStep.APPROVE, {PlanStep.SUBMIT}),
    (PlanStep.SUBMIT, {PlanStep.ADOPT, PlanStep.AMEND, PlanStep.REJECT, PlanStep.CONFIRM_AMENDMENTS}),
)
# Mostly who does it in life; sometimes one of two people who may do everything.
WHO = st.sampled_from(["own", "own", "own", "jack", "jill", "staff"])


class ApprovalMachine(RuleBasedStateMachine):
    """One plan; `self.day` is the legal date of what is done, and only goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.day = date(2020, 1, 1)
        self.number = 0
        self.sealed: dict[int, str] = {}
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize(steps=st.integers(0, 6), choice=st.integers(2, 5))
    def begin(self, steps: int, choice: int) -> None:
        """Some way along already, so that few examples reach everything."""
        version = PlanVersionFactory(number=1, content=True)
        version.plan.round_links.create(round=RoundFactory(is_closed=True))
        self.plan = version.plan
        for _each in range(steps):
            self.the_next_step("own", choice)
            if self.newest.is_amending:
                self.somebody_writes("own", "ç")
        if steps == 6:
            self.brought_into_force("own", 0)

    # ---- what is tried

    @property
    def versions(self) -> list[PlanVersion]:
        return list(self.plan.versions.select_related("plan").order_by("number"))

    @property
    def newest(self) -> PlanVersion:
        return self.versions[-1]

    @property
    def entry(self) -> Entry:
        return Entry(self.day, True, "DEMO")

    def attempt(self, who: str, own: str, deed: Callable[[Any], Any]) -> None:
        """By the person, whole or not at all."""
        with suppress(*REFUSED), transaction.atomic():
            deed(PEOPLE[own if who == "own" else who])

    @rule(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(who=WHO, title=st.text("ëça", min_size=1, max_size=5))
    def somebody_writes(self, who: str, title: str) -> None:
        version = self.newest
        measure = version.measures.get()
        measure.title_sq = title
        own = "secretary" if version.is_amending else "staff"
        self.attempt(who, own, lambda actor: store(measure, actor=actor))

    @rule(
        step=st.sampled_from(PlanStep.values),
        who=st.sampled_from([*ALL, "jack", "jill"]),
        place=st.integers(0, 5),
    )
    def somebody_tries_any_step(self, step: str, who: str, place: int) -> None:
        version = self.versions[place % len(self.versions)]
        self.attempt(
            who, "staff", lambda actor: move_plan(version, step, actor=actor, comment="Arsyeja.", entry=self.entry)
        )

    def to_review(self, who: str) -> None:
        self.attempt(
            who, "staff", lambda actor: move_plan(self.newest, PlanStep.REVIEW, actor=actor, entry=self.entry)
        )

    def to_approved(self, who: str, choice: int) -> None:
        """With the opinions given, or not; with the hash of what was shown, or of something else."""
        version = self.newest
        for kind in OpinionKind if choice else ():
            self.attempt(
                "own",
                "admin",
                lambda actor, kind=kind: record_opinion(
                    version, kind=kind, verdict="favourable", actor=actor, entry=self.entry
                ),
            )
        shown = "0" * 64 if choice == 1 else content_sha256(version)
        self.attempt(who, "admin", lambda actor: approve(version, actor=actor, content_shown=shown, entry=self.entry))

    def to_council(self, who: str) -> None:
        self.attempt(
            who,
            "mayor",
            lambda actor: submit_to_council(self.newest, protocol_no="1", actor=actor, entry=self.entry),
        )

    def to_the_vote(self, who: str, choice: int) -> None:
        version = self.newest
        session = CouncilSession(
            meeting_on=self.day, kind=SessionKind.EXTRAORDINARY, called_by="Kryetari", agenda_item=1, place="Salla"
        )
        if choice:
            self.attempt(
                "own",
                "secretary",
                lambda actor: record_act(version, session, kind="session", actor=actor, entry=self.entry),
            )
        found = version.sessions.last()
        if found is None:
            return
        self.number += 1
        asked = PROPOSALS_AGAIN if version.is_reexamination else PROPOSALS
        carried = [each for each in asked if each != Outcome.REJECTED]
        decided = asked[-1] if choice == 1 else carried[choice % len(carried)]
        ballot = Ballot(found, str(self.number), LOST if choice == 1 else WON, decided)
        self.attempt(who, "secretary", lambda actor: record_decision(version, ballot, actor=actor, entry=self.entry))

    def to_confirmed(self, who: str) -> None:
        version = self.newest
        shown = hash_to_confirm(version)
        self.attempt(
            who,
            "secretary",
            lambda actor: confirm_amendments(version, actor=actor, content_shown=shown, entry=self.entry),
        )

    def to_announced(self, who: str) -> None:
        self.attempt(
            who, "secretary", lambda actor: announce(self.newest, actor=actor, entry=self.entry, place="Salla")
        )

    @rule(who=WHO, choice=st.integers(0, 5))
    def the_next_step(self, who: str, choice: int) -> None:
        """What would come next for the newest version, mostly by whom it would be done."""
        state = PlanState(self.newest.state)
        if state in {PlanState.DRAFTING, PlanState.IN_CONSULTATION}:
            self.to_review(who)
        elif state == PlanState.IN_REVIEW:
            self.to_approved(who, choice)
        elif state == PlanState.APPROVED:
            self.to_council(who)
        elif state == PlanState.BEFORE_COUNCIL:
            self.to_the_vote(who, choice)
        elif state == PlanState.AMENDING:
            self.to_confirmed(who)
        elif state == PlanState.ADOPTED:
            self.to_announced(who)

    @rule(who=WHO, choice=st.integers(0, 5))
    def the_step_after_it(self, who: str, choice: int) -> None:
        self.the_next_step("own", 5)
        self.the_next_step(who, choice)

    @rule(who=WHO, place=st.integers(0, 5))
    def brought_into_force(self, who: str, place: int) -> None:
        version = self.versions[place % len(self.versions)]
        if hasattr(version, "announcement"):
            self.attempt(who, "secretary", lambda actor: bring_into_force(version, actor=actor))
            self.day = max(self.day, version.announcement.in_force_on)

    @precondition(lambda self: self.newest.is_sealed)
    @rule(who=WHO, verdict=st.sampled_from(PrefectVerdict.values))
    def prefect(self, who: str, verdict: str) -> None:
        version = self.newest
        deposit = PrefectDeposit(protocol_no="1")

        def record(kind: str, act: Any) -> None:
            self.attempt(
                who, "secretary", lambda actor: record_act(version, act, kind=kind, actor=actor, entry=self.entry)
            )

        record("deposit", deposit)
        if deposit.pk:
            record("registration", PrefectRegistration(deposit=deposit, prefect_protocol_no="1"))
        record("prefect_opinion", PrefectOpinion(verdict=verdict, letter_no="1", reasons="Neni 55."))

    @precondition(lambda self: self.newest.is_sealed)
    @rule(who=WHO)
    def mayor_returns(self, who: str) -> None:
        act = MayorReturn(letter_no="1", reasons="Neni 64.")
        self.attempt(
            who,
            "mayor",
            lambda actor: record_act(self.newest, act, kind="mayor_return", actor=actor, entry=self.entry),
        )

    @precondition(lambda self: self.newest.is_sealed)
    @rule(who=WHO)
    def re_examined(self, who: str) -> None:
        self.attempt(who, "secretary", lambda actor: reexamine(self.newest, actor=actor, entry=self.entry))

    @precondition(lambda self: self.newest.is_sealed)
    @rule(who=WHO)
    def amended_by_a_new_draft(self, who: str) -> None:
        self.attempt(who, "staff", lambda actor: open_amendment(self.newest, actor=actor, entry=self.entry))

    @rule(who=WHO, kind=st.sampled_from(sorted(WITHDRAWABLE)), place=st.integers(0, 5))
    def somebody_withdraws(self, who: str, kind: str, place: int) -> None:
        version = self.versions[place % len(self.versions)]
        if acts := version.valid(kind):
            own = "admin" if kind == "opinion" else "secretary"
            self.attempt(
                who,
                own,
                lambda actor: withdraw_act(
                    version, acts[-1], kind=kind, reason="Gabim.", actor=actor, entry=self.entry
                ),
            )

    # ---- what goes on holding

    @invariant()
    def it_holds(self) -> None:
        loaded = self.plan.versions.select_related("plan", "seal", "decision", "mayor_return").prefetch_related(
            "state_changes", "prefect_opinions", "opinions", "withdrawals"
        )
        versions = {version.pk: version for version in loaded.order_by("number")}
        chains = {key: chain_of(version, versions) for key, version in versions.items()}
        assert sum(version.state == PlanState.IN_FORCE for version in versions.values()) <= 1
        for version in versions.values():
            self.sealed_content_never_changes(version)
            what_is_adopted_is_sealed_and_decided(version)
            the_history_is_one_chain(version)
            four_eyes_see_neighbouring_steps(chains[version.pk])
            a_decision_is_returned_once(chains[version.pk])
            what_was_approved_has_its_four_opinions(version)
            a_re_examination_rests_on_a_return(version, versions)
            texts = [each for each in versions.values() if each.derived_from_id == version.pk]
            amended = [each for each in texts if each.origin == PlanOrigin.AMENDMENTS]
            assert len(amended) == (version.state == PlanState.AMENDED)

    def sealed_content_never_changes(self, version: PlanVersion) -> None:
        seal = getattr(version, "seal", None)
        if seal is not None:
            assert seal.canonical_json == self.sealed.setdefault(version.pk, seal.canonical_json)
            assert plan_json_text(version) == seal.canonical_json


def chain_of(version: PlanVersion, versions: dict[int, PlanVersion]) -> list[PlanVersion]:
    chain = [version]
    while chain[-1].origin != PlanOrigin.DRAFT and chain[-1].derived_from_id:
        chain.append(versions[chain[-1].derived_from_id])
    return chain


def what_is_adopted_is_sealed_and_decided(version: PlanVersion) -> None:
    assert (version.state in SEALED_STATES) == hasattr(version, "seal")
    assert version.state not in SEALED_STATES or version.decision.outcome in ADOPTING_OUTCOMES


def the_history_is_one_chain(version: PlanVersion) -> None:
    changes = list(version.state_changes.all())
    states = [BIRTHS[PlanOrigin(version.origin)], *(change.to_state for change in changes)]
    assert [change.from_state for change in changes] == states[:-1]
    assert version.state == states[-1]


def four_eyes_see_neighbouring_steps(chain: list[PlanVersion]) -> None:
    taken: dict[str, int] = {}
    for change in sorted((change for each in chain for change in each.state_changes.all()), key=lambda one: one.pk):
        for first, nexts in NEIGHBOURS:
            assert change.step not in nexts or taken.get(first) != change.actor_id
        taken[change.step] = change.actor_id


def a_decision_is_returned_once(chain: list[PlanVersion]) -> None:
    opinions = [opinion for each in chain for opinion in each.valid("prefect_opinion")]
    assert sum(opinion.verdict == PrefectVerdict.RETURNED for opinion in opinions) <= 1
    assert sum(hasattr(each, "mayor_return") for each in chain) <= 1


def what_was_approved_has_its_four_opinions(version: PlanVersion) -> None:
    if version.origin == PlanOrigin.DRAFT and version.state in {PlanState.APPROVED, PlanState.BEFORE_COUNCIL}:
        assert {opinion.kind for opinion in version.valid_opinions} == set(OpinionKind)


def a_re_examination_rests_on_a_return(version: PlanVersion, versions: dict[int, PlanVersion]) -> None:
    if version.is_reexamination:
        source = versions[version.derived_from_id or 0]
        letters = source.valid("prefect_opinion")
        is_returned = any(letter.verdict == PrefectVerdict.RETURNED for letter in letters)
        assert is_returned or hasattr(source, "mayor_return")


@pytest.mark.django_db
@pytest.mark.database
def test_whatever_is_tried_what_must_hold_holds(law: Any) -> None:
    PEOPLE.update({role: UserFactory(role=role) for role in ALL})
    PEOPLE.update({name: UserFactory(roles=ALL) for name in ("jack", "jill")})

    run_state_machine_as_test(
        ApprovalMachine,
        settings=settings(
            max_examples=10,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
        ),
    )
