"""Every act that can be withdrawn: in which states, by whom, before what, and that it then counts for nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.enums import Role
from core.workflow import StepRefused
from municipality.enums import DeadlineCode
from operations.models import Event
from socialplan.approval.acts.prior_notice import PriorNotice
from socialplan.approval.acts.registry import ACTS, WITHDRAWABLE
from socialplan.approval.acts_table import acts_table
from socialplan.approval.deadlines import Timing, legal_dates
from socialplan.approval.enums import ComplaintRecipient, Outcome
from socialplan.approval.models import (
    Complaint,
    ComplaintOutcome,
    CouncilDecision,
    DispatchReceipt,
    MayorOrder,
    PlanDispatch,
    PrefectDeposit,
    PrefectRegistration,
)
from socialplan.approval.open_tasks import open_tasks_of
from socialplan.approval.services.acts import record_mayor_order
from socialplan.approval.services.council import Ballot, record_decision
from socialplan.approval.services.records import record_act
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.approval.status import approval_page_of
from socialplan.approval.timeline import timeline_of
from socialplan.approval.workflow import SESSION_RECORDED
from socialplan.content.enums import PlanState
from socialplan.content.models import ActWithdrawal, PlanVersion
from socialplan.publishing.documents.letters import addressees_of
from tests.factories.accounts import UserFactory
from tests.factories.acts import recorded
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanAddresseeFactory, PlanVersionFactory, put_in_state
from tests.socialplan.conftest import VOTE, Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
REASON = "U shënua numri i gabuar."
STANDING = {"adopted", "announced", "in_force", "superseded", "expired"}
BEFORE_THE_VOTE = {"drafting", "in_consultation", "in_review", "approved", "before_council"}
# A second opinion on the table of the code: in which states, and who.
ALLOWED: dict[str, tuple[set[str], set[str]]] = {
    "working_group": (BEFORE_THE_VOTE, {"mayor"}),
    "prior_notice": ({"drafting", "in_consultation"}, {"coordinator"}),
    "opinion": ({"in_review"}, {"admin"}),
    "committee_opinion": ({"before_council"}, {"secretary"}),
    "session": ({"before_council"}, {"secretary"}),
    "publication": (STANDING, {"secretary", "coordinator"}),
    "deposit": (STANDING, {"secretary"}),
    "registration": (STANDING, {"secretary"}),
    "prefect_opinion": (STANDING, {"secretary"}),
    "mayor_order": (STANDING, {"mayor"}),
    "dispatch": (STANDING, {"secretary", "mayor", "staff"}),
    "receipt": (STANDING, {"secretary", "mayor", "staff"}),
    "complaint": (set(PlanState.values), {"secretary", "coordinator"}),
    "outcome": (set(PlanState.values), {"secretary", "coordinator"}),
}
# What must be withdrawn before which act.
BEFORE = [
    ("deposit", "registration"),
    ("registration", "prefect_opinion"),
    ("dispatch", "receipt"),
    ("complaint", "outcome"),
]


def withdraw(version: PlanVersion, act: Any, kind: str, actor: Any) -> ActWithdrawal:
    return withdraw_act(version, act, kind=kind, reason=REASON, actor=actor)


def who(kind: str) -> Any:
    return UserFactory(role=sorted(ALLOWED[kind][1])[0])


def fresh(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize("kind", WITHDRAWABLE)
def test_each_act_is_withdrawn_in_its_states_alone(kind: str) -> None:
    for state in PlanState.values:
        version = PlanVersionFactory(state=state)
        act = recorded(kind, version)
        try:
            withdraw(version, act, kind, who(kind))
            done = True
        except StepRefused:
            done = False
        assert done == (state in ALLOWED[kind][0]), state


@pytest.mark.parametrize("kind", WITHDRAWABLE)
def test_each_act_is_withdrawn_by_its_roles_alone(kind: str) -> None:
    state = min(ALLOWED[kind][0])
    for role in Role.values:
        version = PlanVersionFactory(state=state)
        act = recorded(kind, version)
        try:
            withdraw(version, act, kind, UserFactory(role=role))
            done = True
        except PermissionDenied:
            done = False
        assert done == (role in ALLOWED[kind][1]), role


@pytest.mark.parametrize("kind", WITHDRAWABLE)
def test_a_withdrawn_act_stays_struck_in_the_history_with_its_reason(kind: str) -> None:
    version = PlanVersionFactory(state=min(ALLOWED[kind][0] - {"expired"}))
    act, actor = recorded(kind, version), who(kind)
    told = {entry.withdraw_url for entry in timeline_of(fresh(version), actor)}
    assert reverse("approval:act_withdraw", args=[version.pk, kind, act.pk]) in told

    withdraw(version, act, kind, actor)

    (entry,) = [each for each in timeline_of(fresh(version), actor) if each.withdrawn]
    assert (entry.withdrawn.reason, entry.withdraw_url) == (REASON, "")  # type: ignore[union-attr]
    assert fresh(version).valid(kind) == []
    assert fresh(version).acts_of(kind) == [act]
    assert Event.objects.filter(action="approval.withdraw_act", after__reason=REASON).count() == 1


@pytest.mark.parametrize(("kind", "later"), BEFORE)
def test_what_an_act_rests_on_is_withdrawn_after_it(kind: str, later: str) -> None:
    version = put_in_state(PlanVersionFactory(), PlanState.ADOPTED)
    follower = recorded(later, version)
    act = recorded("registration", version) if kind == "registration" else version.acts_of(kind)[0]

    with pytest.raises(StepRefused):
        withdraw(version, act, kind, who(kind))
    with pytest.raises(IntegrityError, match="socialplan_withdrawn_act_was_followed"), transaction.atomic():
        ActWithdrawal.objects.create(
            version=version, reason="x", happened_on=timezone.localdate(), kind=kind, act_id=act.pk
        )
    withdraw(version, follower, later, who(later))
    withdraw(version, act, kind, who(kind))
    assert ActWithdrawal.objects.count() == 2


def test_a_letter_that_goes_to_court_needs_no_registration() -> None:
    version = put_in_state(PlanVersionFactory(), PlanState.ADOPTED)
    registration = recorded("registration", version)
    version.prefect_opinions.create(verdict="court", letter_no="8", reasons="Neni 55.", happened_on=date(2024, 7, 1))

    assert withdraw(version, registration, "registration", who("registration")).names == (
        "registration",
        registration.pk,
    )


# ---- the right one beside the wrong one


ONCE: list[tuple[str, Any]] = [
    ("prior_notice", lambda old: PriorNotice(version=old.version, register_no="2")),
    ("deposit", lambda old: PrefectDeposit(version=old.version, protocol_no="2")),
    ("mayor_order", lambda old: MayorOrder(version=old.version, number="2")),
    ("dispatch", lambda old: PlanDispatch(version=old.version, addressee=old.addressee, protocol_no="2")),
    ("complaint", lambda old: Complaint(version=old.version, number=old.number, recipient="head", subject="x")),
    ("registration", lambda old: PrefectRegistration(deposit=old.deposit, prefect_protocol_no="2")),
    ("receipt", lambda old: DispatchReceipt(dispatch=old.dispatch, their_protocol_no="2")),
    ("outcome", lambda old: ComplaintOutcome(complaint=old.complaint, measures="2")),
]


@pytest.mark.parametrize(("kind", "make"), ONCE)
def test_what_happens_once_counts_once(kind: str, make: Any) -> None:
    version = PlanVersionFactory(state=min(ALLOWED[kind][0] & {"adopted", "drafting"}))
    act = recorded(kind, version)
    again = make(act)
    again.happened_on = date(2024, 7, 1)

    with pytest.raises(IntegrityError, match="socialplan_counts_once"), transaction.atomic():
        again.save()
    withdraw(version, act, kind, who(kind))
    again.pk = None
    again.save()

    assert fresh(version).valid(kind) == [again]
    assert fresh(version).acts_of(kind) == [act, again]


@pytest.mark.parametrize(
    ("kind", "later"),
    [
        ("deposit", lambda act: PrefectRegistration(deposit=act, prefect_protocol_no="2")),
        ("dispatch", lambda act: DispatchReceipt(dispatch=act, their_protocol_no="2")),
        ("complaint", lambda act: ComplaintOutcome(complaint=act, measures="2")),
    ],
)
def test_nothing_follows_from_what_is_withdrawn(kind: str, later: Any, client_of: Any) -> None:
    version = put_in_state(PlanVersionFactory(), PlanState.ADOPTED)
    act = recorded(kind, version)
    withdraw(version, act, kind, who(kind))
    row, secretary = later(act), UserFactory(role=Role.SECRETARY)
    row.happened_on = date(2024, 7, 1)
    follow = {"deposit": "registration", "dispatch": "receipt", "complaint": "outcome"}[kind]

    with pytest.raises(ValidationError):
        record_act(version, later(act), kind=follow, actor=secretary, entry=on(2024, 7, 1))
    with pytest.raises(IntegrityError, match="socialplan_follows_what_counts"), transaction.atomic():
        row.save()
    page = reverse("approval:act_follow", args=[version.pk, follow, act.pk])
    assert client_of(secretary).get(page).status_code == 404


def test_an_act_of_another_version_is_refused_by_the_database() -> None:
    version = put_in_state(PlanVersionFactory(), PlanState.ADOPTED)
    other = put_in_state(PlanVersionFactory(), PlanState.ADOPTED)

    for kind in WITHDRAWABLE:
        act = recorded(kind, version)
        with pytest.raises(IntegrityError, match="socialplan_withdrawal_of_another_version"), transaction.atomic():
            ActWithdrawal.objects.create(
                version=other, reason="x", happened_on=date(2025, 1, 1), kind=kind, act_id=act.pk
            )


# ---- what follows


def test_the_council_does_not_vote_in_a_session_that_was_withdrawn(journey: Journey, answered_round: Any) -> None:
    version, secretary = journey.to_council(answered_round), journey.people["secretary"]
    session = journey.session()
    assert SESSION_RECORDED.check(version)
    withdraw(version, session, "session", secretary)

    assert not SESSION_RECORDED.check(version)
    with pytest.raises(ValidationError) as refused:
        record_decision(version, Ballot(session, "1", VOTE, Outcome.ADOPTED), actor=secretary, entry=on(2024, 5, 30))
    assert set(refused.value.error_dict) == {"session"}
    adopted = journey.vote(session=journey.session(date(2024, 5, 31)))
    assert (adopted.state, adopted.decision.happened_on) == (PlanState.ADOPTED, date(2024, 5, 31))
    with pytest.raises(StepRefused):
        withdraw(adopted, adopted.decision.session, "session", secretary)


def test_the_database_refuses_a_vote_in_a_withdrawn_session(journey: Journey, answered_round: Any) -> None:
    version, secretary = journey.to_council(answered_round), journey.people["secretary"]
    session = journey.session()
    withdraw(version, session, "session", secretary)

    with pytest.raises(IntegrityError, match="socialplan_follows_what_counts"), transaction.atomic():
        CouncilDecision.objects.create(
            version=version,
            session=session,
            number="1",
            year=2024,
            outcome=Outcome.ADOPTED,
            seats=41,
            quorum=21,
            present=41,
            votes_for=41,
            votes_against=0,
            abstained=0,
            did_not_vote=0,
            happened_on=session.meeting_on,
        )


def test_legal_dates_are_computed_without_what_was_withdrawn(journey: Journey, answered_round: Any) -> None:
    version, secretary = journey.to_force(answered_round), journey.people["secretary"]
    deposit = record_act(
        version, PrefectDeposit(protocol_no="1"), kind="deposit", actor=secretary, entry=on(2024, 6, 4)
    )
    row = PrefectRegistration(deposit=deposit, prefect_protocol_no="9")
    registration = record_act(version, row, kind="registration", actor=secretary, entry=on(2024, 6, 5))

    def dates() -> dict[str, Any]:
        return {each.code: each for each in legal_dates(fresh(version))}

    before = dates()
    withdraw(version, registration, "registration", secretary)
    withdraw(version, deposit, "deposit", secretary)
    after = dates()

    assert before[DeadlineCode.PREFECT_DEPOSIT].done_on == date(2024, 6, 4)
    assert before[DeadlineCode.PREFECT_OPINION].starts_on == date(2024, 6, 5)
    assert (after[DeadlineCode.PREFECT_DEPOSIT].done_on, after[DeadlineCode.PREFECT_DEPOSIT].timing) == (
        None,
        Timing.OVERDUE,
    )
    assert after[DeadlineCode.PREFECT_OPINION].starts_on is None
    assert after[DeadlineCode.ENTRY_INTO_FORCE] == before[DeadlineCode.ENTRY_INTO_FORCE]
    record_act(version, PrefectDeposit(protocol_no="2"), kind="deposit", actor=secretary, entry=on(2024, 6, 6))
    assert dates()[DeadlineCode.PREFECT_DEPOSIT].done_on == date(2024, 6, 6)


def test_duties_come_back_and_papers_no_longer_name_it(journey: Journey, answered_round: Any) -> None:
    version, mayor = journey.to_force(answered_round), journey.people["mayor"]
    addressee = PlanAddresseeFactory(name_sq="Marrësi i gabuar", is_active=False)
    order = record_mayor_order(version, number="77/GABIM", actor=mayor, entry=on(2024, 6, 14))
    letter = PlanDispatch(addressee=addressee, protocol_no="78/GABIM")
    record_act(version, letter, kind="dispatch", actor=mayor, entry=on(2024, 6, 20))
    assert "77/GABIM" in str(acts_table(fresh(version))[0].rows)
    assert addressee in addressees_of(version)

    withdraw(version, order, "mayor_order", mayor)
    withdraw(version, letter, "dispatch", mayor)

    again = fresh(version)
    assert "77/GABIM" not in str(acts_table(again)[0].rows)
    assert addressee not in addressees_of(again)
    with translation.override("en"):
        assert "The mayor's order of implementation is not recorded." in {
            each.sentence for each in open_tasks_of(again, mayor)
        }
    loaded = PlanVersion.objects.with_acts().get(pk=version.pk)
    approval = approval_page_of(loaded, mayor)
    assert approval.letters == []
    assert approval.status.can_order
    assert record_mayor_order(version, number="79", actor=mayor, entry=on(2024, 6, 15)).number == "79"


@pytest.mark.parametrize(("language", "word"), [("sq", "i tërhequr"), ("en", "withdrawn")])
@pytest.mark.parametrize("kind", WITHDRAWABLE)
def test_the_page_withdraws_and_tells_of_it(kind: str, language: str, word: str, client_of: Any) -> None:
    MunicipalityFactory()
    version = PlanVersionFactory(state=min(ALLOWED[kind][0] - {"expired"}))
    act, client = recorded(kind, version), client_of(who(kind))
    with translation.override(language):
        page = reverse("approval:act_withdraw", args=[version.pk, kind, act.pk])
        approval = reverse("approval:version_approval", args=[version.pk])
        assert page in client.get(approval).content.decode()
        opened = client.get(page)

        sent = client.post(page, {"reason": REASON, "happened_on": f"{timezone.localdate():%d.%m.%Y}"})

        assert (opened.status_code, opened.context["notice"]) == (200, "")
        assert str(ACTS[kind].label) in opened.content.decode()
        assert sent.status_code == 302
        told = client.get(approval).content.decode()
    assert REASON in told
    assert f">{word}<" in told


def test_the_page_says_what_must_be_withdrawn_before(client_of: Any) -> None:
    version = put_in_state(PlanVersionFactory(), PlanState.ADOPTED)
    registration = recorded("registration", version)
    client = client_of(UserFactory(role=Role.SECRETARY))

    page = client.get(reverse("approval:act_withdraw", args=[version.pk, "deposit", registration.deposit.pk]))

    assert "Tërhiqni më parë regjistrimin." in page.content.decode()


def test_a_complaint_is_not_told_of_where_complaints_are_not_seen() -> None:
    version = put_in_state(PlanVersionFactory(), PlanState.ADOPTED)
    version.complaints.create(
        number="5", recipient=ComplaintRecipient.HEAD, subject="Njoftimi.", happened_on=date(2024, 6, 1)
    )

    told = [len(timeline_of(version, UserFactory(role=role))) for role in (Role.COUNCILLOR, Role.SECRETARY)]

    assert told[1] == told[0] + 1
