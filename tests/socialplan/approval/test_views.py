from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.workflow import StepRefused
from operations.models import Event
from socialplan.approval.enums import OpinionKind
from socialplan.content.enums import PlanKind, PlanState
from socialplan.content.models import Measure, Plan, PlanVersion
from socialplan.content.plan_json import content_sha256
from socialplan.content.services.frozen import freeze_blocks
from socialplan.drafting.services.content import store
from socialplan.publishing.enums import OutputKind
from socialplan.publishing.outputs import OUTPUTS
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import (
    ChapterFactory,
    FundingSourceFactory,
    IndicatorFactory,
    MeasureFactory,
    PlanVersionFactory,
    SpecificObjectiveFactory,
    add_content,
    publish,
)
from tests.socialplan.addresses import named
from tests.socialplan.conftest import Journey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def url(name: str, *args: Any) -> str:
    return reverse(named(name), args=args)


def test_a_plan_is_begun_in_the_browser(client_of: Any, people: dict[str, Any]) -> None:
    client = client_of(people["staff"])
    fields = {"kind": "plan", "title_sq": "Plani", "title_en": "Plan", "first_year": "2024", "last_year": "2026"}

    response = client.post(url("plan_create"), fields)

    assert response.status_code == 302
    version = PlanVersion.objects.get()
    assert (version.plan.title_sq, version.state) == ("Plani", PlanState.DRAFTING)


def test_years_out_of_order_are_a_sentence(client_of: Any, people: dict[str, Any]) -> None:
    fields = {"kind": "plan", "title_sq": "Plani", "first_year": "2026", "last_year": "2024"}

    response = client_of(people["staff"]).post(url("plan_create"), fields)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert not Plan.objects.exists()


CONTENT = {
    "chapter": {"code": "1", "position": "1", "title_sq": "Hyrje", "body_sq": "<p>Teksti</p>"},
    "goal": {"code": "QS9", "title_sq": "Qëllimi"},
    "risk": {"code": "R1", "title_sq": "Rreziku", "likelihood": "2", "impact": "3"},
}


@pytest.mark.parametrize("kind", CONTENT)
def test_content_is_written_and_changed(kind: str, client_of: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory()
    client = client_of(people["staff"])

    assert client.get(url("content_create", version.pk, kind)).status_code == 200
    assert client.post(url("content_create", version.pk, kind), CONTENT[kind]).status_code == 302
    rows = {"chapter": version.chapters, "goal": version.strategicgoals, "risk": version.risks}[kind]
    address = url("content_update", kind, rows.get().pk)
    changed = CONTENT[kind] | {"title_sq": "Tjetër", "expected_revision": "1"}
    assert client.get(address).status_code == 200
    assert client.post(address, changed).status_code == 302
    stale = client.post(address, changed | {"title_sq": "E humbur"})
    assert stale.status_code == 200
    assert "E humbur" in stale.content.decode()
    assert rows.get().title_sq == "Tjetër"


@pytest.mark.parametrize("kind", CONTENT)
def test_a_row_sent_twice_from_one_page_is_added_once_and_other_words_change_it(
    kind: str, client_of: Any, people: dict[str, Any]
) -> None:
    version = PlanVersionFactory()
    client = client_of(people["staff"])
    address = url("content_create", version.pk, kind)
    page = client.get(address).context
    draft = page["form"]["draft"].value()
    fields = CONTENT[kind] | {"draft": draft, "once": page["once"]}
    other = fields | {"title_sq": "Tjetër", "code": "9", "position": "2"}

    answers = [client.post(address, each).status_code for each in (fields, fields, other, fields, other)]

    rows = {"chapter": version.chapters, "goal": version.strategicgoals, "risk": version.risks}[kind]
    assert set(answers) == {302}
    assert [row.title_sq for row in rows.all()] == ["Tjetër"]
    assert Event.objects.filter(action=f"drafting.store_{kind if kind != 'goal' else 'strategicgoal'}").count() == 2
    again = client.get(address).context["form"]["draft"].value()
    assert again != draft
    client.post(address, fields | {"draft": again, "code": "7", "position": "7"})
    assert sorted(rows.values_list("title_sq", flat=True)) == sorted([fields["title_sq"], "Tjetër"])


def test_cost_and_funding_from_one_form(client_of: Any, people: dict[str, Any]) -> None:
    measure = MeasureFactory()
    source = FundingSourceFactory()
    client = client_of(people["staff"])
    address = url("measure_budget", measure.pk)
    fields = {"cost_2024": "1 800 000", "count_2024": "1", "state_2024_0": "secured"}
    fields |= {"source_2024_0": source.pk, "currency_2024_0": "ALL"}

    fields["opened"] = client.get(address).context["form"]["opened"].value()
    assert client.post(address, fields | {"amount_2024_0": "1.800.001"}).status_code == 200
    assert not measure.costs.exists()
    assert client.post(address, fields | {"amount_2024_0": "1.500.000"}).status_code == 302
    assert measure.costs.get().lines.get().amount == 1_500_000
    page = client.get(url("measure_detail", measure.pk))
    assert page.context["matrix"][0].gap == 300_000


def test_targets_of_an_indicator(client_of: Any, people: dict[str, Any]) -> None:
    indicator = IndicatorFactory()

    client, address = client_of(people["expert"]), url("indicator_targets", indicator.pk)
    opened = client.get(address).context["form"]["opened"].value()

    response = client.post(address, {"opened": opened, "target_2024": "560"})

    assert response.status_code == 302
    assert indicator.targets.get().value == 560


def test_the_administrator_approves_what_is_shown(client_of: Any, journey: Journey) -> None:
    version = journey.with_opinions()
    client = client_of(journey.people["admin"])
    page = client.get(url("version_approve", version.pk))
    shown = page.context["content_hash"]
    fields = {"content_shown": shown, "happened_on": "16.05.2024", "source_document": "DEMO"}

    assert shown == content_sha256(version)
    assert client.post(url("version_approve", version.pk), fields | {"content_shown": "x"}).status_code == 200
    assert client.post(url("version_approve", version.pk), fields).status_code == 302
    version.refresh_from_db()
    assert version.state == PlanState.APPROVED


def test_a_decision_that_does_not_add_up_is_a_sentence(client_of: Any, journey: Journey, answered_round: Any) -> None:
    version = journey.to_council(answered_round)
    client = client_of(journey.people["secretary"])
    fields = {
        "session": str(journey.session().pk),
        "proposal": "adopted",
        "number": "00/DEMO",
        "happened_on": "30.05.2024",
        "source_document": "DEMO",
        "present": "36",
        "votes_for": "31",
        "votes_against": "0",
        "abstained": "4",
        "did_not_vote": "0",
    }
    address = url("version_decision", version.pk)

    refused = client.post(address, fields)
    assert "present" in refused.context["form"].errors
    assert 'value="31"' in refused.content.decode()
    assert client.post(address, fields | {"did_not_vote": "një"}).status_code == 200
    assert client.post(address, fields | {"did_not_vote": "1"}).status_code == 302
    version.refresh_from_db()
    assert version.state == PlanState.ADOPTED


def test_an_opinion_from_the_page(client_of: Any, journey: Journey) -> None:
    version = journey.to_review()
    client = client_of(journey.people["dpo"])
    fields = {"kind": OpinionKind.DATA_PROTECTION, "verdict": "with_remarks", "happened_on": "15.05.2024"}
    address = url("opinion_create", version.pk)

    assert client.post(address, fields | {"source_document": "DEMO"}).status_code == 200
    assert client.post(address, fields | {"source_document": "DEMO", "text": "Arsyeja"}).status_code == 302
    assert version.opinions.get().kind == OpinionKind.DATA_PROTECTION


def test_everybody_reads_the_plan_in_force(client: Client) -> None:
    version = publish(PlanVersionFactory(content=True))
    measure = version.measures.get()

    for language, word in (("sq", "Plani Social Vendor"), ("en", "Local Social Plan")):
        addresses = [address.replace("/sq/", f"/{language}/") for address in public_addresses(version, measure)]
        pages = [client.get(address) for address in addresses]
        assert [page.status_code for page in pages] == [200, 200, 200, 200]
        assert word in pages[0].content.decode()
    assert client.get(url("version_public", PlanVersionFactory().pk)).status_code == 404


def public_addresses(version: PlanVersion, measure: Any) -> list[str]:
    return [
        url("plan_public"),
        url("version_public", version.pk),
        url("measure_public", measure.pk),
        url("version_json", version.pk),
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_keeps_its_queries(
    count: int, client_of: Any, people: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    for _each in range(count):
        PlanVersionFactory()
    client = client_of(people["staff"])

    with django_assert_max_num_queries(9):
        assert client.get(url("plan_list")).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_the_version_page_keeps_its_queries(
    count: int, client_of: Any, people: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    version = PlanVersionFactory()
    measure = add_content(version)
    for _each in range(count):
        MeasureFactory(objective=SpecificObjectiveFactory(goal=measure.objective.goal))
    client = client_of(people["staff"])

    with django_assert_max_num_queries(52):
        assert client.get(url("version_detail", version.pk)).status_code == 200


def test_saving_a_measure_by_its_page_takes_few_queries(client_of: Any, django_assert_max_num_queries: Any) -> None:
    measure = MeasureFactory()
    client = client_of(UserFactory(role="staff"))
    sent = {"objective": measure.objective_id, "title_sq": "Titull i ri", "expected_revision": 1, "women_share": 60}
    address = url("content_update", "measure", measure.pk)

    with django_assert_max_num_queries(13):  # one says who acts
        assert client.post(address, sent).status_code == 302

    measure.refresh_from_db()
    assert (measure.title_sq, measure.women_share) == ("Titull i ri", 60)


def test_a_share_above_the_whole_is_said_at_its_field(client_of: Any) -> None:
    measure = MeasureFactory()
    sent = {"objective": measure.objective_id, "title_sq": "Titull", "expected_revision": 1, "women_share": 101}
    address = url("content_update", "measure", measure.pk)

    answer = client_of(UserFactory(role="staff")).post(address, sent)

    assert list(answer.context["form"].errors) == ["women_share"]


def test_a_row_that_somebody_removed_is_not_saved(client_of: Any) -> None:
    measure = MeasureFactory()
    gone = Measure.objects.get(pk=measure.pk)
    measure.delete()

    with pytest.raises(StepRefused):
        store(gone, actor=UserFactory(role="staff"))


@pytest.mark.parametrize("count", [1, 30])
def test_the_public_plan_keeps_its_queries(count: int, client: Client, django_assert_max_num_queries: Any) -> None:
    version = PlanVersionFactory()
    measure = add_content(version)
    for number in range(count):
        MeasureFactory(objective=SpecificObjectiveFactory(goal=measure.objective.goal))
        ChapterFactory(version=version, body_sq='<div data-block="action_matrix"></div>', code=f"{number + 900}")
    freeze_blocks(version)
    publish(version)

    with django_assert_max_num_queries(16):
        page = client.get(url("version_public", version.pk))
    assert page.status_code == 200
    assert "style=" not in page.content.decode()


def test_the_text_of_a_draft_is_read_with_its_tables_and_notes(client_of: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(content=True)
    note = '<p>a<span data-footnote="Burimi: INSTAT"></span></p>'
    ChapterFactory(version=version, body_sq=f'{note}<div data-block="goal_tree"></div>')

    page = client_of(people["staff"]).get(url("version_read", version.pk)).content.decode()

    assert page.count("Qëllimet strategjike dhe objektivat specifikë (mijë lekë të reja)</caption>") == 1
    assert "Burimi: INSTAT" in page
    assert "style=" not in page


def test_a_strategy_shows_no_goals_and_offers_no_action_plan(client: Any, client_of: Any) -> None:
    strategy = PlanVersionFactory(plan__kind=PlanKind.MONITORING_STRATEGY)
    ChapterFactory(version=strategy)
    publish(strategy)

    page = client_of(UserFactory(role="staff")).get(strategy.get_absolute_url())
    files = client_of(UserFactory(role="staff")).get(url("version_files", strategy.pk))
    public = client.get(url("version_public", strategy.pk)).content.decode()

    assert not page.context["has_goals"]
    assert 'id="goals"' not in page.content.decode()
    shelf = next(each for each in files.context["file_list"] if each.output.kind == OutputKind.ACTION_PLAN_XLSX)
    assert len(shelf.missing) == 1
    assert OUTPUTS["plan_pdf"].file_name(strategy, "sq").startswith("strategy-2024-2026-v")
    assert OUTPUTS["dossier_zip"].file_name(strategy, "sq").startswith("strategy-council-dossier-")
    assert 'id="measures"' not in public
    assert strategy.plan.title_sq in public
