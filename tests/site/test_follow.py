from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from consultations.codes import reference_code
from consultations.enums import Answer
from consultations.models import AnswerPublication, Contribution, Disposition, PublishedAnswer
from monitoring.enums import MeasureStatus, ReportState
from monitoring.models import Period
from socialplan.content.enums import NodeKind, PlanState
from socialplan.content.models import DispositionTarget
from tests.factories.consultations import CodingFactory, ContributionFactory, DispositionFactory, RecommendationFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    MeasureProgressFactory,
    PeriodFactory,
    YearlyReportFactory,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, put_in_state
from vlora_plan.web.attempts import WRONG_CODES_ALLOWED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    cache.clear()
    MunicipalityFactory()


@pytest.fixture
def answered() -> Disposition:
    disposition: Disposition = DispositionFactory(
        recommendation=CodingFactory().recommendation, answer=Answer.PARTLY, reason_sq="Me buxhetin e vitit 2025."
    )
    return disposition


def publish(disposition: Disposition) -> None:
    publication = AnswerPublication.objects.create(
        round=disposition.recommendation.round, published_by=disposition.decided_by, happened_on=date(2024, 5, 13)
    )
    PublishedAnswer.objects.create(publication=publication, disposition=disposition)


def contribution_of(disposition: Disposition) -> Contribution:
    contribution: Contribution = disposition.recommendation.contributions.get()
    return contribution


def answer_page(client: Any, contribution: Contribution) -> str:
    sent = client.post(reverse("site:follow"), {"code": reference_code(contribution.submission_key)})
    assert (sent.status_code, sent.url) == (302, reverse("site:follow_answer"))
    return str(client.get(sent.url).content.decode())


def test_the_code_finds_the_contribution_even_when_typed_carelessly(client: Any, answered: Disposition) -> None:
    contribution = contribution_of(answered)
    code = reference_code(contribution.submission_key).lower().replace("-", " ").replace("0", "o")

    client.post(reverse("site:follow"), {"code": code})

    assert contribution.text in client.get(reverse("site:follow_answer")).content.decode()


def test_an_answer_is_told_only_after_its_publication(client: Any, answered: Disposition) -> None:
    assert answered.reason_sq not in answer_page(client, contribution_of(answered))

    publish(answered)

    assert answered.reason_sq in answer_page(client, contribution_of(answered))


def point_at_measure(disposition: Disposition, period: Period) -> str:
    measure = period.version.measures.get()
    DispositionTarget.objects.create(
        disposition=disposition, plan=period.version.plan, node_key=measure.key, node_kind=NodeKind.MEASURE
    )
    return str(measure.title_sq)


@pytest.mark.parametrize(("state", "is_told"), [(ReportState.DRAFT, False), (ReportState.SUBMITTED, True)])
def test_the_place_is_shown_and_the_result_once_the_report_is_approved(
    client: Any, answered: Disposition, state: str, is_told: bool
) -> None:
    publish(answered)
    period = PeriodFactory()
    title = point_at_measure(answered, period)
    MeasureProgressFactory(period=period, status=MeasureStatus.ON_TRACK, share_done=45)
    BudgetExecutionFactory(period=period, spent=712_345)
    YearlyReportFactory(period=period, state=state, figures={})

    page = answer_page(client, contribution_of(answered))

    assert title in page
    assert ("45 %" in page) is is_told


def test_what_the_council_repealed_is_no_place_in_the_plan(client: Any, answered: Disposition) -> None:
    publish(answered)
    period = PeriodFactory()
    title = point_at_measure(answered, period)
    put_in_state(period.version, PlanState.REPEALED)

    assert title not in answer_page(client, contribution_of(answered))


def test_a_place_that_is_not_announced_yet_is_told_without_a_way_to_its_page(
    client: Any, answered: Disposition
) -> None:
    publish(answered)
    version = PlanVersionFactory(content=True, state=PlanState.ADOPTED)
    title = point_at_measure(answered, PeriodFactory(version=version))

    page = answer_page(client, contribution_of(answered))

    assert title in page
    assert reverse("publishing:measure_public", args=[version.measures.get().pk]) not in page


def test_a_wrong_code_gets_a_sentence_and_guessing_a_pause(client: Any) -> None:
    first = client.post(reverse("site:follow"), {"code": "AAAA-BBBB"})
    for _attempt in range(WRONG_CODES_ALLOWED):
        last = client.post(reverse("site:follow"), {"code": "AAAA-BBBB"})

    assert (first.status_code, last.status_code) == (200, 429)
    assert first.context["form"].errors["code"]


def test_a_right_code_passes_while_another_visitor_of_the_same_address_guesses(
    client: Any, answered: Disposition
) -> None:
    for _attempt in range(WRONG_CODES_ALLOWED + 2):
        client.post(reverse("site:follow"), {"code": "AAAA-BBBB"})

    code = reference_code(contribution_of(answered).submission_key)
    assert client.post(reverse("site:follow"), {"code": code}).status_code == 302


def test_without_a_code_there_is_no_answer(client: Any) -> None:
    assert client.get(reverse("site:follow_answer")).url == reverse("site:follow")


@pytest.mark.parametrize("count", [1, 30])
def test_many_answers_ask_as_often_as_one(count: int, client: Any, django_assert_num_queries: Any) -> None:
    period = PeriodFactory()
    YearlyReportFactory(period=period)
    contribution = ContributionFactory()
    measure = period.version.measures.get()
    MeasureProgressFactory(period=period, measure=measure)
    for recommendation in RecommendationFactory.create_batch(count, round=contribution.round):
        CodingFactory(contribution=contribution, recommendation=recommendation)
        answer = DispositionFactory(recommendation=recommendation)
        publish(answer)
        DispositionTarget.objects.create(
            disposition=answer, plan=period.version.plan, node_kind=NodeKind.MEASURE, node_key=measure.key
        )
    client.post(reverse("site:follow"), {"code": reference_code(contribution.submission_key)})

    with django_assert_num_queries(8):
        page = client.get(reverse("site:follow_answer"))

    assert len(page.context["following"].heard) == count
    assert all(len(heard.places) == 1 for heard in page.context["following"].heard)
