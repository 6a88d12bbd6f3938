"""Who took a step does not take the neighbouring one, whichever roles she holds; and offices speak for themselves."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.workflow import StepRefused
from operations.deeds import Entry
from socialplan.approval.enums import OFFICE_OPINIONS, OpinionKind, Verdict
from socialplan.approval.models import CouncilSession
from socialplan.approval.rules import opinion_kinds
from socialplan.approval.services.acts import announce, record_opinion, submit_to_council
from socialplan.approval.services.council import Ballot, record_decision
from socialplan.approval.services.steps import approve, move_plan
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.approval.workflow import OPINIONS, given_or_waived
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.models import PlanStateChange, PlanVersion
from socialplan.content.plan_json import content_sha256
from tests.factories.accounts import UserFactory
from tests.factories.municipality import OfficeFactory
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.approval.bodies import MEETING, before_council, fresh
from tests.socialplan.conftest import VOTE, Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
EVERYTHING = ["staff", "coordinator", "expert", "admin", "mayor", "secretary"]
# A second opinion on the four eyes: the step taken, and the permission that whoever took it does not have next.
NEIGHBOURS = {
    "approval.approve_version": PlanStep.REVIEW,
    "approval.submit_version": PlanStep.APPROVE,
    "approval.decide_version": PlanStep.SUBMIT,
}


def taken_by(version: PlanVersion, step: str, actor: Any) -> None:
    PlanStateChange.objects.create(
        version=version, step=step, from_state=version.state, to_state=version.state, actor=actor
    )


@pytest.mark.parametrize("permission", NEIGHBOURS)
def test_the_neighbouring_step_is_another_persons(permission: str, law: Any) -> None:
    version, both, other = PlanVersionFactory(), UserFactory(roles=EVERYTHING), UserFactory(roles=EVERYTHING)
    assert both.has_perm(permission, version)

    taken_by(version, NEIGHBOURS[permission], both)

    assert not UserFactory._meta.model.objects.get(pk=both.pk).has_perm(permission, fresh(version))
    assert other.has_perm(permission, fresh(version))


@pytest.mark.parametrize("permission", NEIGHBOURS)
def test_who_took_it_last_counts_not_who_took_it_once(permission: str, law: Any) -> None:
    """After a return another sends the plan to review; the first may approve it now, the second may not."""
    version, first, second = PlanVersionFactory(), UserFactory(roles=EVERYTHING), UserFactory(roles=EVERYTHING)
    taken_by(version, NEIGHBOURS[permission], first)
    taken_by(version, NEIGHBOURS[permission], second)

    assert first.has_perm(permission, fresh(version))
    assert not second.has_perm(permission, fresh(version))


@pytest.mark.parametrize("permission", NEIGHBOURS)
def test_a_step_on_another_version_binds_nobody_here(permission: str, law: Any) -> None:
    both = UserFactory(roles=EVERYTHING)
    taken_by(PlanVersionFactory(), NEIGHBOURS[permission], both)

    assert both.has_perm(permission, PlanVersionFactory())


@pytest.mark.parametrize("permission", sorted({*NEIGHBOURS} - {"approval.decide_version"}))
def test_a_step_that_nobody_took_binds_nobody(permission: str, law: Any) -> None:
    assert UserFactory(roles=EVERYTHING).has_perm(permission, PlanVersionFactory())


def test_one_person_does_not_carry_a_plan_from_review_to_adoption(journey: Journey) -> None:
    both = UserFactory(roles=EVERYTHING)
    journey.people = {**journey.people, "staff": both}
    version = journey.with_opinions()

    with pytest.raises(PermissionDenied):
        approve(version, actor=both, content_shown=content_sha256(version), entry=on(2024, 5, 16))

    shown = content_sha256(version)
    approved = approve(version, actor=journey.people["admin"], content_shown=shown, entry=on(2024, 5, 16))
    assert approved.state == PlanState.APPROVED


def test_the_mayor_who_approved_as_administrator_does_not_submit(journey: Journey, answered_round: Any) -> None:
    both = UserFactory(roles=["admin", "mayor"])
    mayor, journey.people = journey.people["mayor"], {**journey.people, "admin": both}
    version = journey.to_approved()
    version.plan.round_links.get_or_create(round=answered_round)

    with pytest.raises(PermissionDenied):
        submit_to_council(version, protocol_no="1", actor=both, entry=on(2024, 5, 17))
    assert submit_to_council(version, protocol_no="1", actor=mayor, entry=on(2024, 5, 17)).state == "before_council"


def test_the_secretary_who_submitted_as_mayor_does_not_record_the_vote(law: Any, people: dict[str, Any]) -> None:
    both, version = UserFactory(roles=["mayor", "secretary"]), before_council()
    taken_by(version, PlanStep.SUBMIT, both)
    ballot, entry = Ballot(version.sessions.get(), "1", VOTE), Entry(MEETING, True, "DEMO")

    with pytest.raises(PermissionDenied):
        record_decision(version, ballot, actor=both, entry=entry)
    assert record_decision(version, ballot, actor=people["secretary"], entry=entry).state == PlanState.ADOPTED


@pytest.mark.parametrize("step", [PlanStep.REVIEW, PlanStep.CONSULT])
def test_an_account_without_a_role_moves_nothing(step: str, law: Any) -> None:
    version = PlanVersionFactory(content=True)

    with pytest.raises(PermissionDenied):
        move_plan(version, step, actor=UserFactory(roles=[]), entry=on(2024, 5, 14))
    assert fresh(version).state == PlanState.DRAFTING


def test_nobody_at_all_takes_a_step_of_a_person(law: Any) -> None:
    with pytest.raises((PermissionDenied, StepRefused)):
        move_plan(PlanVersionFactory(content=True), PlanStep.REVIEW, actor=None)


# ---- the offices


@pytest.mark.parametrize("code", OFFICE_OPINIONS)
def test_an_office_gives_its_own_opinion_alone(code: str, journey: Journey) -> None:
    version, speaker = journey.to_review(), UserFactory(role="staff", office=OfficeFactory(code=code))
    given = {"verdict": Verdict.FAVOURABLE, "actor": speaker, "entry": on(2024, 5, 15)}

    assert opinion_kinds(speaker) == [OFFICE_OPINIONS[code]]
    for kind in OpinionKind:
        if kind == OFFICE_OPINIONS[code]:
            assert record_opinion(version, kind=kind, **given).office == speaker.office
        else:
            with pytest.raises(PermissionDenied):
                record_opinion(version, kind=kind, **given)


@pytest.mark.parametrize("role", ["expert", "ngo", "councillor", "secretary", "mayor", "coordinator"])
def test_an_office_speaks_through_its_staff_alone(role: str, law: Any) -> None:
    """A seat in the legal office's room gives no voice to whoever holds another post."""
    assert opinion_kinds(UserFactory(role=role, office=OfficeFactory(code="legal"))) == []


def test_other_offices_give_no_opinion(law: Any) -> None:
    assert opinion_kinds(UserFactory(role="staff", office=OfficeFactory(code="social"))) == []
    assert opinion_kinds(UserFactory(role="staff")) == []


def test_an_opinion_on_paper_is_that_of_its_office_whoever_enters_it(journey: Journey) -> None:
    legal, version = OfficeFactory(code="legal"), journey.to_review()

    opinion = record_opinion(
        version,
        kind=OpinionKind.LEGAL,
        verdict=Verdict.FAVOURABLE,
        actor=journey.people["admin"],
        entry=on(2024, 5, 15),
    )

    assert (opinion.office, opinion.recorded_by) == (legal, journey.people["admin"])


@pytest.mark.parametrize("verdict", Verdict.values)
def test_any_opinion_opens_the_way_and_only_a_favourable_one_needs_no_reasons(verdict: str, journey: Journey) -> None:
    """The law asks that the offices are heard, not that they agree."""
    version, admin = journey.to_review(), journey.people["admin"]
    given = {"kind": OpinionKind.LEGAL, "verdict": verdict, "actor": admin, "entry": on(2024, 5, 15)}

    if verdict != Verdict.FAVOURABLE:
        with pytest.raises(ValidationError, match="arsyet"):
            record_opinion(version, **given)
    record_opinion(version, text="Mungon një kosto.", **given)

    assert OpinionKind.LEGAL in given_or_waived(fresh(version))


@pytest.mark.parametrize("missing", OpinionKind.values)
def test_each_missing_opinion_stops_the_approval_and_is_named(missing: str, journey: Journey) -> None:
    version, admin = journey.with_opinions(), journey.people["admin"]
    withdraw_act(version, version.opinions.get(kind=missing), kind="opinion", reason="Te plani tjetër.", actor=admin)

    with pytest.raises(StepRefused) as refusal:
        approve(version, actor=admin, content_shown=content_sha256(version), entry=on(2024, 5, 16))

    wanted = dict(zip(OpinionKind.values, OPINIONS, strict=True))[missing]
    assert str(wanted.otherwise) in str(refusal.value)
    assert [each.check(fresh(version)) for each in OPINIONS] == [kind != missing for kind in OpinionKind.values]


def test_an_opinion_on_other_words_does_not_count(journey: Journey) -> None:
    """The opinion names the content by its hash; one of a former text is not one of this."""
    version = journey.with_opinions()
    move_plan(
        version, PlanStep.RETURN, actor=journey.people["admin"], comment="Ndrysho titullin.", entry=on(2024, 5, 16)
    )
    journey.version = fresh(version)
    journey.change_title("Një titull tjetër")
    again = move_plan(fresh(version), PlanStep.REVIEW, actor=journey.people["staff"], entry=on(2024, 5, 17))

    assert given_or_waived(again) == set()


# ---- by whom it is made public


@pytest.mark.parametrize("role", ["staff", "coordinator", "expert", "admin", "mayor", "councillor", "dpo", "ngo"])
def test_the_secretary_alone_announces(role: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.ADOPTED)

    with pytest.raises(PermissionDenied):
        announce(version, actor=people[role], place="Salla", entry=on(2024, 6, 3))
    assert fresh(version).state == PlanState.ADOPTED


def test_councillors_record_no_session_of_their_own_council(law: Any, people: dict[str, Any]) -> None:
    version = before_council()

    assert not people["councillor"].has_perm("approval.keep_council_record", version)
    assert CouncilSession.objects.filter(version=version).count() == 1
