"""An amendment changes something, and rests on a consultation of its own or on a recorded reason for none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.enums import RoundState, RoundStep
from consultations.models import Round, RoundStateChange
from core.workflow import StepRefused
from socialplan.approval.services.steps import move_plan
from socialplan.content.enums import FindingCode, PlanStep
from socialplan.content.findings import findings
from socialplan.content.models import PlanVersion
from socialplan.content.services.findings import keep_warning
from socialplan.drafting.services.copying import open_amendment
from socialplan.drafting.services.plans import link_round
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.socialplan import PlanVersionFactory, publish

pytestmark = pytest.mark.django_db
SAME, WITHOUT = FindingCode.NOTHING_CHANGED, FindingCode.AMENDMENT_WITHOUT_ROUND


@pytest.fixture
def staff():
    return UserFactory(role="staff")


@pytest.fixture
def amendment(staff) -> PlanVersion:
    """Of a version in force that had its own consultation."""
    first = PlanVersionFactory(content=True)
    link_round(first.plan, RoundFactory(is_closed=True), actor=staff)
    return open_amendment(publish(first), actor=staff)


def codes(version: PlanVersion) -> set[str]:
    return {each.code for each in findings(PlanVersion.objects.get(pk=version.pk))}


def change(version: PlanVersion) -> None:
    version.chapters.update(body_sq="<p>Masa të reja.</p>")


def closed(round_: Round, *, earlier: timedelta, is_back_entry: bool = False) -> Round:
    RoundStateChange.objects.create(
        round=round_,
        step=RoundStep.CLOSE,
        from_state=RoundState.OPEN,
        to_state=RoundState.CLOSED,
        actor=UserFactory(role="coordinator"),
        happened_on=timezone.localdate(),
        is_back_entry=is_back_entry,
        recorded_at=timezone.now() - earlier,
    )
    return round_


def test_an_amendment_that_says_the_same_does_not_go_to_review(amendment: PlanVersion, staff) -> None:
    assert SAME in codes(amendment)
    with pytest.raises(StepRefused, match="njësoj"):
        move_plan(amendment, PlanStep.REVIEW, actor=staff)

    change(amendment)

    assert SAME not in codes(amendment)


def test_the_round_of_the_first_version_does_not_speak_for_the_amendment(amendment: PlanVersion, staff) -> None:
    change(amendment)
    assert WITHOUT in codes(amendment)

    link_round(amendment.plan, RoundFactory(is_closed=True), actor=staff, version=amendment)

    assert WITHOUT not in codes(amendment)
    assert FindingCode.NO_ROUND not in codes(amendment)


def test_a_recorded_reason_stands_for_the_consultation(amendment: PlanVersion, staff) -> None:
    change(amendment)
    found = next(each for each in findings(amendment) if each.code == WITHOUT)

    keep_warning(amendment, code=found.code, place=found.place.key, reason="Ndreqje e një shifre.", actor=staff)

    kept = next(each for each in findings(amendment) if each.code == WITHOUT)
    assert (kept.is_open, kept.acceptance.reason) == (False, "Ndreqje e një shifre.")


@pytest.mark.parametrize(
    ("earlier", "is_back_entry", "is_without"),
    [(timedelta(days=30), False, True), (-timedelta(minutes=5), False, False), (timedelta(days=30), True, False)],
)
def test_a_round_closed_before_its_version_existed_does_not_open_the_gate(
    amendment: PlanVersion, staff, earlier: timedelta, is_back_entry: bool, is_without: bool
) -> None:
    change(amendment)
    round_ = closed(RoundFactory(is_closed=True), earlier=earlier, is_back_entry=is_back_entry)

    link_round(amendment.plan, round_, actor=staff, version=amendment)

    assert (WITHOUT in codes(amendment)) is is_without


def test_a_first_version_is_asked_the_same(staff) -> None:
    version = PlanVersionFactory(content=True)
    link_round(version.plan, closed(RoundFactory(is_closed=True), earlier=timedelta(days=30)), actor=staff)
    assert FindingCode.NO_ROUND in codes(version)

    link_round(version.plan, RoundFactory(is_closed=True), actor=staff)

    assert FindingCode.NO_ROUND not in codes(version)
