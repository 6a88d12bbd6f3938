"""The trace from every beginning, as staff and as the public: what is not published does not exist for the latter."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from consultations.enums import Confidentiality
from consultations.models import Contribution
from core.suppression import MARK
from core.templatetags.ui import money
from core.together.side_by_side import read
from core.tracing import Trace, TraceReader
from monitoring.tracing import load_done, load_results
from municipality.services import install_reference_data
from socialplan.content.enums import PlanState
from socialplan.content.models import FundingSource
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import CodingFactory, ConsultationEventFactory, ContributionFactory
from tests.factories.monitoring import IndicatorValueFactory, YearlyReportFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory, put_in_state
from tests.factories.tracing import (
    TracedChain,
    chain_of,
    fresh_recommendation,
    linked_draft,
    publish_all,
    publish_answer,
    publish_report,
)
from vlora_plan.pages.tracing import TraceKind, trace_page

pytestmark = pytest.mark.django_db
PUBLIC = TraceReader(AnonymousUser())
ALL_STAGES = {
    "need",
    "contribution",
    "recommendation",
    "answer",
    "place",
    "measure",
    "money",
    "done",
    "indicator",
    "result",
}
BEGINNINGS = TraceKind.values


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()
    install_reference_data()


@pytest.fixture
def chain() -> TracedChain:
    return chain_of(linked_draft())


@pytest.fixture
def staff() -> TraceReader:
    return TraceReader(UserFactory(role=Role.STAFF))


def traced(kind: str, chain: TracedChain, reader: TraceReader) -> Trace:
    found = trace_page(kind, chain.subjects[kind], reader)
    assert found is not None
    return found.trace


def filled(found: Trace) -> set[str]:
    return {stage.kind for stage in found.stages if stage.steps}


def said(found: Trace) -> str:
    steps = [one.step for stage in found.stages for one in stage.steps]
    return " ".join(f"{step.label} {step.text} {' '.join(fact.value for fact in step.facts)}" for step in steps)


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_staff_come_from_every_beginning_to_every_stage(kind: str, chain: TracedChain, staff: TraceReader) -> None:
    assert filled(traced(kind, chain, staff)) == ALL_STAGES


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_the_public_comes_to_every_stage_but_the_words_once_all_is_published(kind: str, chain: TracedChain) -> None:
    publish_all(chain)

    assert filled(traced(kind, chain, PUBLIC)) == ALL_STAGES - {"contribution"}


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_the_money_and_the_results_are_those_of_the_plan_and_the_report(kind: str, chain: TracedChain) -> None:
    publish_all(chain)

    words = said(traced(kind, chain, PUBLIC))

    assert all(money(amount) in words for amount in (1_000_000, 400_000, 600_000, 712_345))
    assert "320" in words


@pytest.mark.parametrize("language", ["sq", "en"])
def test_who_pays_is_named(language: str, chain: TracedChain) -> None:
    publish_all(chain)
    sources = FundingSource.objects.filter(lines__isnull=False).distinct()

    with translation.override(language):
        trace = traced("measure", chain, PUBLIC)
        labels = {fact.label for step in trace.at("money") for fact in step.facts}
        assert {source.name for source in sources} <= labels
        assert {source.code for source in sources} & labels == set()


def test_what_is_not_published_is_no_beginning_and_no_stage(chain: TracedChain) -> None:
    """The plan alone is announced: need, recommendation and results are staff's business."""
    assert trace_page("need", chain.subjects["need"], PUBLIC) is None
    assert trace_page("recommendation", chain.subjects["recommendation"], PUBLIC) is None
    for kind in ("measure", "indicator"):
        assert filled(traced(kind, chain, PUBLIC)) == {"measure", "money", "indicator"}


def test_a_draft_is_nobodys_business(staff: TraceReader) -> None:
    draft = linked_draft()
    publish_answer(draft.plan.disposition_targets.all()[0].disposition)
    key = str(draft.measures.get().key)

    assert trace_page("measure", key, PUBLIC) is None
    assert trace_page("measure", key, TraceReader(UserFactory(role=Role.COUNCILLOR))) is None
    assert trace_page("measure", key, staff) is not None


def test_what_the_council_repealed_is_no_place_in_the_plan(chain: TracedChain) -> None:
    publish_all(chain)
    put_in_state(chain.measure.version, PlanState.REPEALED)

    assert trace_page("measure", chain.subjects["measure"], PUBLIC) is None
    assert filled(traced("recommendation", chain, PUBLIC)) == {"need", "recommendation", "answer"}


def test_an_unpublished_answer_connects_nothing_for_the_public(chain: TracedChain) -> None:
    """A later answer is held: the public goes on seeing the one that was published."""
    publish_all(chain)
    later = chain.answer.recommendation.dispositions.create(
        answer="not_accepted", reason_sq="Nuk ka fonde.", decided_on="2024-06-01", decided_by=chain.answer.decided_by
    )

    assert "Nuk ka fonde." not in said(traced("recommendation", chain, PUBLIC))
    assert "measure" in filled(traced("recommendation", chain, PUBLIC))
    inside = traced("recommendation", chain, TraceReader(UserFactory(role=Role.STAFF)))
    assert [step.key for step in inside.at("answer")] == [str(later.pk)]


def test_a_recommendation_without_a_public_answer_is_not_reached_from_its_need(
    chain: TracedChain, staff: TraceReader
) -> None:
    publish_all(chain)
    held = fresh_recommendation(chain.need)

    assert held.code not in {step.code for step in traced("need", chain, PUBLIC).at("recommendation")}
    assert held.code in {step.code for step in traced("need", chain, staff).at("recommendation")}


def test_small_numbers_of_a_need_are_a_mark_for_the_public(chain: TracedChain, staff: TraceReader) -> None:
    group = TargetGroupFactory(is_protected=True)
    type(chain.need).objects.filter(pk=chain.need.pk).update(group=group, affected=7, covered=4)
    publish_all(chain)

    public, inside = (traced("measure", chain, reader).at("need")[0] for reader in (PUBLIC, staff))

    assert [fact.value for fact in public.facts if fact.is_hidden] == [MARK, MARK]
    assert [fact.value for fact in inside.facts][-2:] == ["7", "3"]


def test_a_small_result_is_a_mark_for_the_public(staff: TraceReader) -> None:
    chain = chain_of(linked_draft(counts_people=True, is_protected=True), actual=7)
    publish_all(chain)

    public, inside = (traced("measure", chain, reader).at("result")[0].facts[0] for reader in (PUBLIC, staff))

    assert (public.is_hidden, public.light, "7" in public.value.split()[0]) == (True, "protected", False)
    assert (inside.is_marked, inside.value.split(",")[0]) == (True, "7")


def test_a_baseline_kept_out_of_the_plan_is_kept_out_of_the_trace(staff: TraceReader) -> None:
    chain = chain_of(linked_draft(baseline=3, hides_baseline=True))
    publish_all(chain)

    values = {
        reader: [fact.value for fact in traced("indicator", chain, reader).subject.facts] for reader in (PUBLIC, staff)
    }

    assert "3" not in values[PUBLIC]
    assert "3" in values[staff]


def test_the_public_reads_the_frozen_result_and_not_a_later_correction(chain: TracedChain) -> None:
    publish_all(chain)
    first = chain.period.values.get()
    YearlyReportFactory(period=chain.period, revision=2, revision_note="Numër i gabuar.")
    IndicatorValueFactory(period=chain.period, indicator=first.indicator, amount=999, state="approved", corrects=first)

    assert "999" not in said(traced("indicator", chain, PUBLIC))
    assert "999" in said(traced("indicator", chain, TraceReader(UserFactory(role=Role.STAFF))))


def test_a_councillor_reads_the_results_of_published_reports_alone(chain: TracedChain) -> None:
    councillor = TraceReader(UserFactory(role=Role.COUNCILLOR))
    assert "result" not in filled(traced("measure", chain, councillor))

    publish_report(chain.period)

    assert "result" in filled(traced("measure", chain, councillor))


@pytest.mark.parametrize("role", [Role.NGO, Role.COUNCILLOR, Role.MAYOR, Role.ADMIN])
def test_the_words_of_contributors_are_for_those_who_may_read_contributions(role: str, chain: TracedChain) -> None:
    publish_all(chain)
    text = Contribution.objects.order_by("pk")[0].text

    assert text not in said(traced("recommendation", chain, TraceReader(UserFactory(role=role))))
    assert text in said(traced("recommendation", chain, TraceReader(UserFactory(role=Role.STAFF))))


def test_no_event_is_named_to_anybody(chain: TracedChain, staff: TraceReader) -> None:
    event = ConsultationEventFactory(
        title_sq="Takim me të mbijetuarat",
        confidentiality=Confidentiality.COUNTS_ONLY,
        groups=[TargetGroupFactory(is_protected=True)],
    )
    CodingFactory(
        recommendation=chain.recommendation,
        contribution=ContributionFactory(round=chain.recommendation.round, event=event),
    )
    publish_all(chain)

    for kind in BEGINNINGS:
        for reader in (PUBLIC, staff):
            assert event.title_sq not in said(traced(kind, chain, reader))


def test_the_reader_chooses_the_version_and_otherwise_meets_the_one_in_force(chain: TracedChain) -> None:
    draft = PlanVersionFactory(plan=chain.measure.version.plan)
    goal = draft.strategicgoals.create(code="QS1", title_sq="Tjetër")
    objective = draft.specificobjectives.create(goal=goal, code="O1", title_sq="Tjetër")
    draft.measures.create(objective=objective, key=chain.measure.key, code="9.9.9", title_sq="E ndryshuar")
    user = UserFactory(role=Role.STAFF)

    assert traced("measure", chain, TraceReader(user)).subject.code == chain.measure.code
    assert traced("measure", chain, TraceReader(user, draft.pk)).subject.code == "9.9.9"
    assert traced("measure", chain, TraceReader(AnonymousUser(), draft.pk)).subject.code == chain.measure.code


def test_a_measure_the_newer_version_dropped_is_found_where_it_stood(chain: TracedChain) -> None:
    old = chain.measure.version
    put_in_state(old, PlanState.SUPERSEDED)
    PlanVersionFactory(plan=old.plan, state=PlanState.IN_FORCE, content=True)

    found = trace_page("measure", chain.subjects["measure"], TraceReader(UserFactory(role=Role.STAFF)))

    assert found is not None
    assert found.reader.version == old.pk


def address(kind: str, chain: TracedChain) -> str:
    return reverse("site:trace", args=[kind, chain.subjects[kind]])


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("kind", BEGINNINGS)
def test_the_page_of_the_public_in_both_languages(kind: str, language: str, chain: TracedChain, client: Any) -> None:
    publish_all(chain)

    page = client.get(address(kind, chain).replace("/sq/", f"/{language}/"))

    assert page.status_code == 200
    assert chain.measure.code in page.content.decode()


def test_staff_see_the_page_as_the_public_does(chain: TracedChain, client_of: Any) -> None:
    publish_all(chain)
    client = client_of(UserFactory(role=Role.STAFF))
    text = Contribution.objects.order_by("pk")[0].text

    own, public = (client.get(address("need", chain) + query).content.decode() for query in ("", "?as=public"))

    assert (text in own, text in public) == (True, False)


@pytest.mark.parametrize(
    ("kind", "key"), [("need", "x"), ("need", "9" * 40), ("measure", "7"), ("indicator", "x" * 36), ("chapter", "1")]
)
def test_nonsense_in_the_address_is_not_found(kind: str, key: str, client: Any) -> None:
    assert client.get(f"/sq/trace/{kind}/{key}/").status_code == 404


@pytest.mark.parametrize("query", ["?version=x", "?version=", "?version=999999999999", "?version=-1"])
def test_nonsense_for_a_version_is_the_usual_one(query: str, chain: TracedChain, client: Any) -> None:
    assert client.get(address("measure", chain) + query).status_code == 200


def test_the_pages_of_staff_lead_to_the_trace(chain: TracedChain, client_of: Any) -> None:
    client = client_of(UserFactory(role=Role.STAFF))
    pages = {
        "need": chain.need.get_absolute_url(),
        "recommendation": chain.recommendation.get_absolute_url(),
        "measure": chain.measure.get_absolute_url(),
        "indicator": chain.measure.version.get_absolute_url(),
    }

    for kind, page in pages.items():
        assert address(kind, chain) in client.get(page).content.decode()


def test_the_pages_of_the_public_lead_to_the_trace(chain: TracedChain, client: Any) -> None:
    publish_all(chain)
    version = chain.measure.version
    pages = {
        "need": reverse("assessments:assessment_public", args=[chain.need.assessment_id]),
        "recommendation": reverse("consultations:public_round_detail", args=[chain.recommendation.round_id]),
        "measure": reverse("publishing:measure_public", args=[chain.measure.pk]),
        "indicator": reverse("publishing:measures_public", args=[version.pk]),
    }

    for kind, page in pages.items():
        assert address(kind, chain) in client.get(page).content.decode()


def test_results_of_a_period_lead_to_the_trace_of_each_indicator(
    chain: TracedChain, client: Any, client_of: Any
) -> None:
    publish_all(chain)
    report = chain.period.reports.get()
    linked = f"{address('indicator', chain)}?version={chain.measure.version_id}"

    public = client.get(reverse("monitoring:progress_table_public", args=["results"]))
    of_goal = client.get(reverse("monitoring:progress_public"), {"goal": chain.measure.objective.goal.code})
    followed = client.get(linked)
    inside = client_of(UserFactory(role=Role.STAFF))
    pages = [inside.get(each.get_absolute_url()) for each in (chain.period, report)]

    for page in (public, of_goal, *pages):
        assert linked in page.content.decode()
    assert followed.status_code == 200


def test_what_was_done_and_reached_leads_to_a_page_that_tells_it(chain: TracedChain, client: Any) -> None:
    publish_all(chain)
    public = TraceReader(AnonymousUser())
    done = read(load_done({str(chain.measure.key)}, public))
    reached = read(load_results({str(chain.measure.indicator_links.get().indicator.key)}, public))

    for (step,), told in ((done.values(), chain.measure.title_sq), (reached.values(), chain.indicator.title_sq)):
        assert told in client.get(step.url).content.decode()


def test_results_of_a_repealed_plan_lead_to_no_trace(chain: TracedChain, client: Any) -> None:
    publish_all(chain)
    put_in_state(chain.measure.version, PlanState.REPEALED)

    for page in (
        reverse("monitoring:progress_table_public", args=["results"]),
        f"{reverse('monitoring:progress_public')}?goal={chain.measure.objective.goal.code}",
    ):
        assert address("indicator", chain) not in client.get(page).content.decode()


@pytest.mark.parametrize("count", [1, 8])
@pytest.mark.parametrize(
    ("kind", "of_staff", "of_public"),
    [("need", 9, 6), ("recommendation", 8, 5), ("measure", 8, 5), ("indicator", 8, 6)],
)
def test_a_trace_asks_as_often_for_many_rows_as_for_one(
    kind: str, of_staff: int, of_public: int, count: int, client: Any, client_of: Any, django_assert_num_queries: Any
) -> None:
    chain = chain_of(linked_draft(count))
    publish_all(chain)
    page = address(kind, chain)

    with django_assert_num_queries(of_public):
        public = client.get(page)
    inside = client_of(UserFactory(role=Role.STAFF))
    with django_assert_num_queries(of_staff):
        own = inside.get(page)

    for answer, stages in ((public, ALL_STAGES - {"contribution"}), (own, ALL_STAGES)):
        assert filled(answer.context["trace"]) == stages
    assert len(own.context["trace"].at("indicator")) == (1 if kind == "indicator" else count)
