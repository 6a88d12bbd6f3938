"""You said, we answered, the plan says, this happened: by group for everybody, by organisation for its members."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from assessments.enums import AssessmentState
from assessments.models import Assessment
from consultations.models import AnswerPublication, DangerAlert, Disposition, NoProposal, PublishedAnswer, Round
from monitoring.enums import MeasureStatus, ReportState
from monitoring.models import Period
from socialplan.content.enums import NodeKind
from socialplan.content.models import DispositionTarget
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.assessments import NeedFactory
from tests.factories.consultations import (
    CodingFactory,
    ContributionFactory,
    DispositionFactory,
    RoundFactory,
)
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    MeasureProgressFactory,
    PeriodFactory,
    YearlyReportFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def publish(disposition: Disposition) -> None:
    publication = AnswerPublication.objects.create(
        round=disposition.recommendation.round, published_by=disposition.decided_by, happened_on=date(2024, 5, 13)
    )
    PublishedAnswer.objects.create(publication=publication, disposition=disposition)


def published_need() -> Any:
    need = NeedFactory()
    Assessment.objects.filter(pk=need.assessment_id).update(state=AssessmentState.PUBLISHED)
    return need


def answered_in_the_plan(period: Period, contribution: Any, need: Any = None) -> Disposition:
    """Heard, answered with a measure, and reported on."""
    measure = period.version.measures.get()
    coding = CodingFactory(contribution=contribution, recommendation__round=contribution.round)
    coding.recommendation.needs.add(need or published_need())
    answer: Disposition = DispositionFactory(
        recommendation=coding.recommendation, reason_sq="Me buxhetin e vitit 2025."
    )
    DispositionTarget.objects.create(
        disposition=answer, plan=period.version.plan, node_kind=NodeKind.MEASURE, node_key=measure.key
    )
    return answer


@pytest.fixture
def reported() -> Period:
    period: Period = PeriodFactory()
    MeasureProgressFactory(
        period=period, measure=period.version.measures.get(), status=MeasureStatus.ON_TRACK, share_done=45
    )
    BudgetExecutionFactory(period=period, spent=712_345)
    YearlyReportFactory(period=period, state=ReportState.SUBMITTED, figures={})
    return period


def test_a_group_reads_answer_place_and_result_and_nobody_learns_who_said_it(client: Any, reported: Period) -> None:
    said = ContributionFactory(round=RoundFactory(is_open=True), text="Fjalët e mia")
    answer = answered_in_the_plan(reported, said)
    group = answer.recommendation.needs.get().group
    address = reverse("site:group_answers", args=[group.pk])

    before = client.get(address).content.decode()
    publish(answer)
    after = client.get(address).content.decode()

    assert answer.recommendation.title_sq not in before
    for told in (answer.recommendation.title_sq, answer.reason_sq, str(reported.version.measures.get()), "45 %"):
        assert told in after
    assert said.text not in after
    assert address in client.get(reverse("site:follow")).content.decode()


def test_of_another_group_it_says_that_there_is_no_answer_yet(client: Any, reported: Period) -> None:
    answer = answered_in_the_plan(reported, ContributionFactory(round=RoundFactory(is_open=True)))
    publish(answer)
    other = NeedFactory().group

    page = client.get(reverse("site:group_answers", args=[other.pk])).content.decode()

    assert answer.recommendation.title_sq not in page
    assert reverse("site:group_answers", args=[other.pk]) not in client.get(reverse("site:follow")).content.decode()


def test_a_need_of_an_edition_that_is_not_public_leads_to_no_group(client: Any, reported: Period) -> None:
    need = NeedFactory()
    publish(answered_in_the_plan(reported, ContributionFactory(round=RoundFactory(is_open=True)), need))
    address = reverse("site:group_answers", args=[need.group.pk])

    assert address not in client.get(reverse("site:follow")).content.decode()
    assert "45 %" not in client.get(address).content.decode()


def test_a_member_reads_what_became_of_each_text_of_her_organisation(client_of: Any, reported: Period) -> None:
    membership = MembershipFactory(user=UserFactory(role="ngo"))
    one = RoundFactory(is_open=True)
    heard, aside, danger, other = (
        ContributionFactory(round=one, organisation=organisation, text=text)
        for organisation, text in (
            (membership.organisation, "Duam një rampë"),
            (membership.organisation, "Faleminderit"),
            (membership.organisation, "Rrezik"),
            (None, "Tjetërkush"),
        )
    )
    publish(answer := answered_in_the_plan(reported, heard))
    NoProposal.objects.create(contribution=aside, reason="Vetëm falënderim.", coded_by=UserFactory())
    DangerAlert.objects.create(contribution=danger)
    for state in ("closed", "answered"):
        Round.objects.filter(pk=one.pk).update(state=state)

    page = client_of(membership.user).get(reverse("site:organisation_answers")).content.decode()

    for told in (heard.text, answer.reason_sq, "45 %", aside.text, "Vetëm falënderim."):
        assert told in page
    assert danger.text not in page
    assert other.text not in page


@pytest.mark.parametrize("count", [1, 20])
def test_many_answers_ask_as_often_as_one(
    count: int, client: Any, client_of: Any, reported: Period, django_assert_num_queries: Any
) -> None:
    membership = MembershipFactory(user=UserFactory(role="ngo"))
    one, need = RoundFactory(is_open=True), published_need()
    for said in ContributionFactory.create_batch(count, round=one, organisation=membership.organisation):
        publish(answered_in_the_plan(reported, said, need))
    group, own = reverse("site:group_answers", args=[need.group_id]), reverse("site:organisation_answers")
    member = client_of(membership.user)
    member.get(own)

    with django_assert_num_queries(9):
        client.get(group)
    with django_assert_num_queries(10):
        member.get(own)
