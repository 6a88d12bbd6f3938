"""The pages of the comparison: who may see which pair, what they say, and what they cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from consultations.enums import Answer
from consultations.models import AnswerPublication, PublishedAnswer
from socialplan.content.diff.pairs import compared_pair, content_of, usual_counterpart
from socialplan.content.enums import NodeKind, PlanState
from socialplan.content.models import DispositionTarget, PlanVersion
from socialplan.drafting.services.copying import open_amendment
from tests.factories.accounts import UserFactory
from tests.factories.consultations import DispositionFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    publish,
    put_in_state,
)
from tests.socialplan.addresses import named

pytestmark = pytest.mark.django_db
ATTACK = '<img src=x onerror="alert(1)"><script>alert(1)</script>'


@pytest.fixture
def adopted() -> PlanVersion:
    return publish(PlanVersionFactory(content=True, number=1))


@pytest.fixture
def draft(adopted: PlanVersion) -> PlanVersion:
    """The amendment of the plan in force: a measure renamed and made dearer, another one added."""
    version = open_amendment(adopted, actor=UserFactory(role=Role.STAFF))
    measure = version.measures.get()
    measure.title_sq = "Punësimi i punonjësve socialë dhe psikologëve"
    measure.save()
    cost = measure.costs.get()
    cost.amount = 1_800_000
    cost.save()
    MeasureFactory(objective=measure.objective, title_sq="Masa e re", title_en="The new measure", code="RE1")
    return version


def address(new: PlanVersion, old: PlanVersion, name: str = "version_compare") -> str:
    return reverse(named(name), args=[new.pk, old.pk])


def answer_at(version: PlanVersion, **given: Any) -> Any:
    """A recommendation whose answer is reflected at the measure of the version."""
    answer = DispositionFactory(answer=Answer.ACCEPTED, **given)
    DispositionTarget.objects.create(
        disposition=answer, plan=version.plan, node_key=version.measures.first().key, node_kind=NodeKind.MEASURE
    )
    return answer


def publish_answer(answer: Any) -> None:
    batch = AnswerPublication.objects.create(
        round=answer.recommendation.round, published_by=answer.decided_by, happened_on="2024-05-10"
    )
    PublishedAnswer.objects.create(publication=batch, disposition=answer)


def test_the_page_says_what_changed(client_of: Any, adopted: PlanVersion, draft: PlanVersion) -> None:
    page = client_of(UserFactory(role=Role.EXPERT)).get(address(draft, adopted)).content.decode()

    assert "dhe psikologëve" in page
    assert "Masa e re" in page
    assert "1\u00a0800\u00a0000" in page
    assert "(+800\u00a0000)" in page
    assert "Mungesa e fondeve" not in page


def test_everything_is_shown_when_it_is_asked_for(client_of: Any, adopted: PlanVersion, draft: PlanVersion) -> None:
    client = client_of(UserFactory(role=Role.EXPERT))

    short, full = (client.get(address(draft, adopted) + query).content.decode() for query in ("", "?show=all"))

    assert "Persona të vlerësuar" not in short
    assert "Persona të vlerësuar" in full


def test_each_change_names_the_recommendation_behind_it(
    client_of: Any, adopted: PlanVersion, draft: PlanVersion
) -> None:
    answer = answer_at(draft)

    page = client_of(UserFactory(role=Role.EXPERT)).get(address(draft, adopted)).content.decode()

    assert str(answer.recommendation) in page
    assert answer.get_answer_display() in page


def test_an_answer_reflected_before_the_seal_is_told_apart() -> None:
    version = PlanVersionFactory(content=True, number=1)
    earlier = answer_at(version)
    adopted = publish(version)
    amended = open_amendment(adopted, actor=UserFactory(role=Role.STAFF))
    amended.measures.update(title_sq="Tjetër")

    pair = compared_pair(adopted, amended)

    (node,) = [each for each in pair.comparison.nodes if each.is_changed]
    assert [(reason.disposition, reason.is_earlier) for reason in node.reasons] == [(earlier, True)]
    assert pair.recommendations == []


def test_the_public_reads_published_answers_only(client: Any) -> None:
    first = publish(PlanVersionFactory(content=True, number=1), PlanState.SUPERSEDED)
    second = PlanVersionFactory(plan=first.plan, number=2, content=True)
    hidden, public = answer_at(second), answer_at(second)
    publish_answer(public)
    publish(second)

    page = client.get(address(second, first, "version_compare_public")).content.decode()

    assert str(public.recommendation) in page
    assert str(hidden.recommendation) not in page


def test_the_public_never_compares_with_a_draft(client: Any, adopted: PlanVersion, draft: PlanVersion) -> None:
    assert client.get(address(draft, adopted, "version_compare_public")).status_code == 404
    assert client.get(address(adopted, draft, "version_compare_public")).status_code == 404
    choice = client.get(reverse("content:version_compare_choose_public", args=[adopted.pk]))
    assert choice.context["others"] == []


def test_a_councillor_compares_what_is_before_the_council(
    client_of: Any, adopted: PlanVersion, draft: PlanVersion
) -> None:
    client = client_of(UserFactory(role=Role.COUNCILLOR))
    answers = [client.get(address(draft, adopted)).status_code]
    put_in_state(draft, PlanState.BEFORE_COUNCIL)
    answers.append(client.get(address(draft, adopted)).status_code)
    another = PlanVersionFactory(plan=adopted.plan, number=90)
    answers.append(client.get(address(another, adopted)).status_code)
    answers.append(client.get(address(draft, another)).status_code)

    assert answers == [403, 200, 403, 403]
    choice = client.get(reverse("content:version_compare_choose", args=[draft.pk]))
    assert choice.context["others"] == [adopted]


def test_versions_of_two_plans_are_not_compared(client_of: Any, adopted: PlanVersion) -> None:
    stranger = PlanVersionFactory(content=True)

    assert client_of(UserFactory(role=Role.EXPERT)).get(address(adopted, stranger)).status_code == 404


def test_a_sealed_version_speaks_by_its_seal(adopted: PlanVersion) -> None:
    with_seal = PlanVersion.objects.select_related("seal").get(pk=adopted.pk)
    with_seal.seal.canonical_json = '{"format": "vlora-plan/2"}'

    assert content_of(with_seal) == {"format": "vlora-plan/2"}


def test_the_version_in_force_is_what_a_draft_is_compared_with(adopted: PlanVersion, draft: PlanVersion) -> None:
    later = PlanVersionFactory(plan=adopted.plan, number=91)

    assert usual_counterpart(draft) == usual_counterpart(later) == adopted
    assert usual_counterpart(adopted) is None


def test_script_in_a_plan_runs_on_no_comparison(client_of: Any, adopted: PlanVersion, draft: PlanVersion) -> None:
    draft.measures.update(title_sq=ATTACK, description_sq=ATTACK)
    draft.chapters.update(body_sq=f'<p>{ATTACK}<span data-footnote="{ATTACK}">', title_sq=ATTACK)

    page = client_of(UserFactory(role=Role.EXPERT)).get(address(draft, adopted) + "?show=all").content.decode()

    assert "alert(1)" in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_comparison_asks_as_often_for_many_measures(
    client_of: Any, django_assert_num_queries: Any, adopted: PlanVersion, draft: PlanVersion, count: int
) -> None:
    objective = draft.specificobjectives.get()
    for _number in range(count):
        FundingLineFactory(cost=MeasureCostFactory(measure=MeasureFactory(objective=objective)))
        answer_at(draft)
    client = client_of(UserFactory(role=Role.EXPERT))
    client.get(address(draft, adopted))

    with django_assert_num_queries(13):
        client.get(address(draft, adopted))


@pytest.mark.parametrize("count", [1, 30])
def test_the_choice_asks_as_often_for_many_versions(
    client_of: Any, django_assert_num_queries: Any, adopted: PlanVersion, count: int
) -> None:
    for number in range(count):
        PlanVersionFactory(plan=adopted.plan, number=number + 100)
    client = client_of(UserFactory(role=Role.EXPERT))

    with django_assert_num_queries(5):
        client.get(reverse("content:version_compare_choose", args=[adopted.pk]))
