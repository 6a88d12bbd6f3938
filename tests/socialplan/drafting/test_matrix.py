from typing import Any

import pytest
from django.urls import reverse

from socialplan.content.models import Measure
from socialplan.drafting.services.undo import undo_last
from tests.factories.accounts import UserFactory
from tests.factories.municipality import OfficeFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    FundingSourceFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
)
from tests.socialplan.drafting.hands import write


@pytest.fixture
def staff(db: None) -> Any:
    return UserFactory(role="staff")


def post(client: Any, row: Measure, **sent: str) -> Any:
    fields = {"measure": row.pk, "field": "title_sq", "typed": "E re", "was": "Masa 1", "revision": "1"}
    return client.post(reverse("drafting:matrix_cell", args=[row.version_id]), fields | sent)


def test_the_page_saves_a_cell_and_says_what_follows(client_of: Any, measure: Any, staff: Any) -> None:
    answer = post(client_of(staff), measure, field="cost_2024", typed="1 000", was="")

    assert answer.json() == {"shown": "1\u00a0000", "value": 1000, "revision": 2, "gap": 1000}


def test_the_page_says_a_refusal_and_a_conflict(client_of: Any, measure: Any, staff: Any, colleague: Any) -> None:
    client = client_of(staff)

    assert post(client, measure, typed="").status_code == 422
    write(measure, "title_sq", "E kolegut", colleague)
    conflict = post(client, measure)
    assert conflict.status_code == 409
    assert conflict.json()["theirs"] == "E kolegut"
    assert post(client, measure, measure="999999").status_code == 422
    assert post(client, measure, measure="x").status_code == 422


def test_a_new_measure_is_written_where_it_stands(client_of: Any, objective: Any, staff: Any) -> None:
    address = reverse("drafting:matrix_row", args=[objective.version.pk])
    client = client_of(staff)

    answer = client.post(address, {"objective": objective.pk, "typed": "E katërta"})
    assert answer.json()["address"].endswith(f"#m-{objective.measures.last().pk}")
    assert objective.measures.last().code == "1.1.4"
    assert client.post(address, {"objective": objective.pk, "typed": " "}).status_code == 422
    undo_last(objective.version, actor=staff)
    assert objective.measures.count() == 3


def test_the_paste_page_shows_then_does(client_of: Any, objective: Any, measure: Any, staff: Any) -> None:
    address = reverse("drafting:matrix_paste", args=[objective.version.pk])
    client = client_of(staff)
    sent = {"place": f"measure-{measure.pk}", "column": "title_sq", "text": "E re\tNew\n"}

    preview = client.post(address, sent)
    assert "E re" in preview.content.decode()
    measure.refresh_from_db()
    assert measure.title_sq == "Masa 1"
    shown = preview.context["plan"].digest
    stale = client.post(address, sent | {"confirm": "1", "shown": "x"})
    assert stale.status_code == 200
    assert stale.context["plan"].may_be_pasted
    assert client.post(address, sent | {"confirm": "1", "shown": shown}).status_code == 302
    measure.refresh_from_db()
    assert measure.title_sq == "E re"


def test_a_refused_block_stays_on_the_page(client_of: Any, objective: Any, staff: Any) -> None:
    address = reverse("drafting:matrix_paste", args=[objective.version.pk])
    sent = {"place": f"objective-{objective.pk}", "column": "title_sq", "text": "Titull\t\tZyra X\n"}

    answer = client_of(staff).post(address, sent)

    assert "Zyra X" in answer.context["form"]["text"].value()
    assert 'name="confirm"' not in answer.content.decode()


def test_taking_back_goes_back_to_the_page(client_of: Any, objective: Any, measure: Any, staff: Any) -> None:
    write(measure, "title_sq", "E re", staff)
    address = reverse("drafting:edit_undo", args=[objective.version.pk])
    client = client_of(staff)

    assert client.post(address, {"back": "/sq/plan/x/"})["Location"] == "/sq/plan/x/"
    assert client.post(address, {"back": "https://evil.example/"})["Location"].startswith("/sq/plan/versions/")


def test_rows_stand_in_the_order_of_the_plan(client_of: Any, objective: Any, staff: Any) -> None:
    StrategicGoalFactory(version=objective.version, code="QS0", position=0)
    MeasureFactory(objective=objective, code="1.1.0", position=0, title_sq="Masa 0")

    address = reverse("drafting:matrix", args=[objective.version.pk])
    grid = client_of(staff).get(f"{address}?goal={objective.goal.key}").context["grid"]

    assert [goal.code for goal in grid.goals] == ["QS0", "QS1"]
    assert [row.measure.code for row in grid.groups[0].rows] == ["1.1.0", "1.1.1", "1.1.2", "1.1.3"]
    assert [row.number for row in grid.groups[0].rows] == [3, 4, 5, 6]


def test_readers_see_the_matrix_and_cannot_write(client_of: Any, measure: Any) -> None:
    page = client_of(UserFactory(role="mayor")).get(reverse("drafting:matrix", args=[measure.version_id]))

    assert "Masa 1" in page.content.decode()
    assert "data-matrix" not in page.content.decode()


@pytest.mark.parametrize("count", [2, 60])
def test_the_matrix_asks_the_same_whatever_its_rows(
    client_of: Any, staff: Any, count: int, django_assert_num_queries: Any
) -> None:
    version = PlanVersionFactory()
    goal = StrategicGoalFactory(version=version)
    for number in range(count // 2):
        objective = SpecificObjectiveFactory(goal=goal, position=number)
        for measure in MeasureFactory.create_batch(2, objective=objective, office=OfficeFactory()):
            FundingLineFactory(cost=MeasureCostFactory(measure=measure), source=FundingSourceFactory())
    client = client_of(staff)

    with django_assert_num_queries(13):
        client.get(reverse("drafting:matrix", args=[version.pk]))


@pytest.mark.parametrize("count", [1, 60])
def test_a_cell_is_saved_with_few_queries(
    client_of: Any, staff: Any, count: int, django_assert_num_queries: Any
) -> None:
    measures = MeasureFactory.create_batch(count, objective=SpecificObjectiveFactory())
    client = client_of(staff)

    with django_assert_num_queries(14):
        assert post(client, measures[0], was=measures[0].title_sq).status_code == 200
